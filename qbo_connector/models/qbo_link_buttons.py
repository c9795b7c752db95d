from odoo import models

from ..actions import form_of

APP = {
    "production": "https://app.qbo.intuit.com/app",
    "sandbox": "https://app.sandbox.qbo.intuit.com/app",
}


class QboLinkButtons(models.AbstractModel):
    """The buttons of a link."""

    _name = "qbo.link.buttons"
    _description = "Buttons of QuickBooks links"

    def action_push(self):
        """Send these records with the next run, ahead of others."""
        links_sudo = self._for_user()
        links_sudo.filtered("res_id")._mark_again(front=True)
        links_sudo.connection_id._wake()
        return True

    def action_forget(self):
        """Unlink the two sides; both stay as they are."""
        links_sudo = self._for_user()
        self.env["qbo.exception"].sudo()._close(links_sudo)
        links_sudo.unlink()
        return {"type": "ir.actions.act_window_close"}

    def action_open_record(self):
        """Open the Odoo record."""
        self.ensure_one()
        return form_of(self.res_model, self.res_id)

    def _open_in_quickbooks(self):
        """Open the page of a customer or vendor in QuickBooks."""
        self.ensure_one()
        base = APP[self.connection_id.environment]
        page = f"{self.entity.lower()}detail?nameId={self.qbo_id}"
        return {"type": "ir.actions.act_url", "url": f"{base}/{page}", "target": "new"}

    def _for_user(self):
        """The links with the rights to change them, for users of QuickBooks."""
        self.check_access("read")
        self.env["qbo.door"]._admit(self.sudo().connection_id)
        return self.sudo()
