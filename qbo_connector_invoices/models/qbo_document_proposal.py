from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qbo_connector.models.qbo_proposal import named
from odoo.addons.qbo_connector.qbo.names import comparable


class QboProposal(models.AbstractModel):
    """Find what documents are mapped with: classes, locations, custom fields."""

    _inherit = "qbo.proposal"

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
