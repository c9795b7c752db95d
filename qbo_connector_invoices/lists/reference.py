from odoo import api, fields, models


class QboReference(models.Model):
    _inherit = "qbo.reference"

    entity = fields.Selection(
        selection_add=[("Category", "Product categories")],
        ondelete={"Category": "cascade"},
    )

    @api.model
    def _refresh(self, connection, *args, **kwargs):
        """Mirror the categories of items as well, where they are used."""
        changed = super()._refresh(connection, *args, **kwargs)
        if not connection._uses_categories():
            return changed
        timeout = kwargs.get("timeout")
        return changed + self.env["qbo.category"]._mirror_all(connection, timeout)
