from odoo import fields, models
from odoo.tools import SQL

from ..buttons import check_user


class QboPairedListMixin(models.AbstractModel):
    """What lists of records that people pair with QuickBooks have in common."""

    _name = "qbo.paired.list.mixin"
    _description = "Record that is paired with QuickBooks"
    _inherit = ["qbo.list.mixin"]

    qbo_name = fields.Char(string="Name in QuickBooks", readonly=True)

    def _standing(self):
        more = SQL("connection.company_id, link.qbo_name")
        return SQL("%s, %s", super()._standing(), more)

    # -- buttons --------------------------------------------------------------

    def action_qbo_sync(self):
        """Find its counterpart, or send what changed."""
        self.ensure_one()
        return self.env["qbo.sync.dialog"]._begin(
            self.connection_id, self._entity, self._records()
        )

    def action_qbo_bulk(self):
        """Count what would be linked and created before it starts."""
        return self.env["qbo.bulk"]._begin(self, self._entity)

    def action_qbo_info(self):
        """Show both sides next to each other."""
        self.ensure_one()
        return self.env["qbo.info"]._begin(self.link_id)

    def action_qbo_unlink(self):
        """Take it out of the exchange; both sides stay as they are."""
        check_user(self.env)
        self.check_access("read")
        # links are written by the sync and by buttons, not by users at will
        self.env["qbo.pairing"].sudo()._part(self.link_id.sudo())
        return True

    def action_qbo_open(self):
        """Open its counterpart in QuickBooks itself."""
        self.ensure_one()
        return self.link_id._open_in_quickbooks()
