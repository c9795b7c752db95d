from odoo import models
from odoo.tools import SQL


class QboViewMixin(models.AbstractModel):
    """A table that is a query, and shows what its records' own rules show."""

    _name = "qbo.view.mixin"
    _description = "Query under the rules of its records"

    def _seen(self, model, column):
        """Return the condition that the user's own rules show a record of a model.

        Rights on the model itself are not asked for: a user of QuickBooks works with
        these lists without accounting rights. The superuser sees all.
        """
        domain = self.env["ir.rule"]._compute_domain(model, "read")
        if self.env.su or domain.is_true():
            return SQL("TRUE")
        # as Odoo itself: what a rule asks about is asked as superuser
        records = self.env[model].sudo().with_context(active_test=False)
        return SQL("%s IN %s", column, records._search(domain).subselect())
