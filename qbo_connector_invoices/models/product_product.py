from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "qbo.sync.mixin"]

    def _qbo_item_link(self):
        """The link of this product, empty when it has none."""
        return self.qbo_link_ids.filtered("qbo_id")[:1]

    # -- buttons --------------------------------------------------------------

    def action_qbo_sync(self):
        """Find its item in QuickBooks, or send what changed."""
        self.ensure_one()
        self._qbo_check_user()
        connection = self._qbo_connections_sudo()[:1].with_env(self.env)
        return self.env["qbo.sync.dialog"]._begin(connection, "Item", self)

    def action_qbo_info(self):
        """Show both sides next to each other."""
        self.ensure_one()
        self._qbo_check_user()
        return self.env["qbo.info"]._begin(self._qbo_item_link())

    def action_qbo_open(self):
        """Open QuickBooks' list of products: an item has no page of its own."""
        self.ensure_one()
        self._qbo_check_user()
        return self._qbo_item_link()._open_in_quickbooks()

    def action_qbo_unlink(self):
        """Take products out of the exchange, and remember that on both sides."""
        self._qbo_check_user()
        self.check_access("write")
        # links are written by the sync and by buttons, not by users at will
        self.env["qbo.pairing"].sudo()._part(self._qbo_links())
        return True
