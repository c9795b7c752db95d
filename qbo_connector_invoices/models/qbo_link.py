from odoo import models

from odoo.addons.qbo_connector.models.qbo_link_buttons import APP


class QboLink(models.Model):
    _inherit = "qbo.link"

    def _open_in_quickbooks(self):
        """Open the list of products and services: an item has no page of its own."""
        if self.entity != "Item":
            return super()._open_in_quickbooks()
        url = f"{APP[self.connection_id.environment]}/items"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}
