from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "qbo.sync.mixin"]

    # -- buttons --------------------------------------------------------------

    def action_qbo_sync(self):
        """Find its counterpart in QuickBooks, or send what changed."""
        self.ensure_one()
        connection_sudo = self._qbo_connections_sudo()[:1]
        connection = connection_sudo.with_env(self.env)
        return self.env["qbo.sync.dialog"]._begin(connection, self._qbo_entity(), self)

    def _qbo_entity(self):
        """As what a partner is known; customer where nothing is."""
        is_vendor = self.supplier_rank and not self.customer_rank
        return "Vendor" if is_vendor else "Customer"

    def _qbo_main_link(self):
        """The link that the buttons of its form are about."""
        links = self.qbo_link_ids.filtered("qbo_id")
        fitting = links.filtered(lambda link: link.entity == self._qbo_entity())
        return (fitting or links)[:1]

    def action_qbo_info(self):
        """Show both sides next to each other."""
        self.ensure_one()
        self._qbo_check_user()
        return self.env["qbo.info"]._begin(self._qbo_main_link())

    def action_qbo_open(self):
        """Open its counterpart in QuickBooks itself."""
        self.ensure_one()
        self._qbo_check_user()
        return self._qbo_main_link()._open_in_quickbooks()

    def action_qbo_unlink(self):
        """Take partners out of the exchange, and remember that on both sides."""
        self._qbo_check_user()
        self.check_access("write")
        # links are written by the sync and by buttons, not by users at will
        self.env["qbo.pairing"].sudo()._part(self._qbo_links())
        return True
