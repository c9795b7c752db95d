from odoo import api, models


class QboReference(models.Model):
    _inherit = "qbo.reference"

    @api.model
    def _refresh(self, connection, *args, **kwargs):
        """Mirror the categories of items as well, where they are used."""
        changed = super()._refresh(connection, *args, **kwargs)
        if not connection._uses_categories():
            return changed
        timeout = kwargs.get("timeout")
        return changed + self.env["qbo.category"]._mirror_all(connection, timeout)
