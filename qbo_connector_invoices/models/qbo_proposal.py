from odoo import api, models

# QuickBooks' own sub-types of income accounts, the likeliest for sales first.
INCOME_TYPES = ("SalesOfProductIncome", "ServiceFeeIncome")


class QboProposal(models.AbstractModel):
    _inherit = "qbo.proposal"

    @api.model
    def _find_income_account(self, connection, references):
        """Propose where sales of new products go: the first usual income account."""
        income = references.filtered(
            lambda r: (r.data or {}).get("AccountType") == "Income"
        ).sorted(lambda r: int(r.qbo_id))
        usual = (
            income.filtered(lambda r, t=kind: r.data.get("AccountSubType") == t)
            for kind in INCOME_TYPES
        )
        found = next(filter(None, usual), income)
        yield self.env["account.account"], found[:1]
