from odoo import fields, models
from odoo.fields import Domain


class QboConnection(models.Model):
    _name = "qbo.connection"
    _inherit = [
        "qbo.connection",
        "qbo.connection.dimensions",
        "qbo.connection.fallback.items",
        "qbo.connection.item.settings",
    ]

    number_prefix = fields.Char(
        string="Prefix of Numbers",
        help="Put before Odoo's invoice numbers in QuickBooks, which takes 21 "
        "characters in all.",
    )
    payment_journal_id = fields.Many2one(
        "account.journal",
        string="Journal for Payments from QuickBooks",
        check_company=True,
        domain=[("type", "in", ("bank", "cash", "credit"))],
        help="Where payments go whose deposit account in QuickBooks is mapped to no "
        "journal. Empty: the first bank journal of the company.",
    )

    def _facts_vals(self, company_info, preferences):
        vals = super()._facts_vals(company_info, preferences)
        return {**vals, **self._item_facts(company_info)}

    def _needed(self):
        return [*super()._needed(), *self._needed_by_products()]

    def _payment_journal(self):
        """Return the journal of pulled payments whose deposit account is not mapped."""
        self.ensure_one()
        journals = self.env["account.journal"]
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("type", "in", ("bank", "cash"))
        return self.payment_journal_id or journals.search(
            domain, order="type, sequence, id", limit=1
        )

    def _customer_part(self, currency):
        """Return which customer of a partner a currency needs: "" is the first one.

        A customer of QuickBooks has one currency for ever.
        """
        self.ensure_one()
        home = self.qbo_currency_id or self.company_id.currency_id
        is_home = currency == home or not self.qbo_multicurrency
        return "" if is_home else currency.name
