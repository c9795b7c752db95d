from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qbo_connector.lists.mapping_proposal import named
from odoo.addons.qbo_connector.qbo.names import comparable

# QuickBooks' own sub-types of accounts, the likeliest for products first.
INCOME_TYPES = ("SalesOfProductIncome", "ServiceFeeIncome")
COST_TYPES = ("SuppliesMaterialsCogs", "OtherCostsOfServiceCos")
ASSET_TYPES = ("Inventory",)


class QboMappingProposal(models.AbstractModel):
    """Find what products and documents are mapped with."""

    _inherit = "qbo.mapping.proposal"

    # -- products -------------------------------------------------------------

    @api.model
    def _find_income_account(self, connection, references):
        """Propose where sales of new products go: the first usual income account."""
        yield self._usual(references, "Income", INCOME_TYPES)

    @api.model
    def _find_expense_account(self, connection, references):
        """Propose where new products are bought: the first usual cost of sales."""
        yield self._usual(references, "Cost of Goods Sold", COST_TYPES)

    @api.model
    def _find_asset_account(self, connection, references):
        """Propose where QuickBooks keeps the value of its stock, which must be that."""
        account, found = self._usual(references, "Other Current Asset", ASSET_TYPES)
        is_stock = (found.data or {}).get("AccountSubType") in ASSET_TYPES
        yield account, found if is_stock else found.browse()

    @api.model
    def _usual(self, references, kind, subtypes):
        """Return no account of Odoo, and the first of a kind in QuickBooks."""
        fitting = references.filtered(
            lambda r: (r.data or {}).get("AccountType") == kind
        ).sorted(lambda r: int(r.qbo_id))
        usual = (
            fitting.filtered(lambda r, t=each: r.data.get("AccountSubType") == t)
            for each in subtypes
        )
        found = next(filter(None, usual), fitting)
        return self.env["account.account"], found[:1]

    @api.model
    def _find_category(self, connection, references):
        """Match categories by their name with all those above, else by a lone name."""
        by_path = {_path(each.full_name): each for each in references}
        by_name = references.grouped(lambda each: comparable(each.name))
        for category in self.env["qbo.category"]._in_use():
            alike = by_name.get(comparable(category.name or ""), references.browse())
            path = _path((category.complete_name or "").replace(" / ", ":"))
            yield category, by_path.get(path) or (alike if len(alike) == 1 else None)

    # -- documents ------------------------------------------------------------

    @api.model
    def _find_class(self, connection, references):
        """Match what classes come from by name."""
        if connection.class_source == "category":
            return self._same_names("product.category", [], references)
        return self._of_plan(connection.class_plan_id, connection, references)

    @api.model
    def _find_department(self, connection, references):
        return self._of_plan(connection.department_plan_id, connection, references)

    def _of_plan(self, plan, connection, references):
        accounts = self.env["account.analytic.account"]
        mine = accounts._check_company_domain(connection.company_id)
        domain = Domain("root_plan_id", "=", plan.id) & Domain(mine)
        return self._same_names(accounts._name, domain if plan else None, references)

    def _same_names(self, model, domain, references):
        """Return (record, entry) of those that have the same name, full or short."""
        if domain is None:
            return []
        records = self.env[model].search(domain)
        return [(each, named(references, each.name)) for each in records]

    @api.model
    def _find_custom_field(self, connection, references):
        """Match custom fields with the invoice's fields of the same name."""
        labels = self.env["qbo.mapping"]._selection_field()
        for reference in references:
            wanted = comparable(reference.name)
            found = [name for name, label in labels if comparable(label) == wanted]
            if len(found) == 1:
                yield found[0], reference


def _path(full_name):
    return tuple(comparable(name) for name in full_name.split(":"))
