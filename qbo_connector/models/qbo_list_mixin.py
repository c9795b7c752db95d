from odoo import fields, models
from odoo.tools import SQL

from ..buttons import check_user
from .qbo_sync_mixin import STATES


class QboListMixin(models.AbstractModel):
    """What lists of records that people pair with QuickBooks have in common.

    A row is a record in scope of a connection, linked or not.
    """

    _name = "qbo.list.mixin"
    _description = "Record and its QuickBooks link"
    _inherit = ["qbo.view.mixin"]
    _entity = ""

    connection_id = fields.Many2one("qbo.connection", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    link_id = fields.Many2one("qbo.link", readonly=True)
    qbo_id = fields.Char(string="QuickBooks ID", readonly=True)
    qbo_name = fields.Char(string="Name in QuickBooks", readonly=True)
    synced_at = fields.Datetime(readonly=True)
    problem = fields.Char(readonly=True)
    state = fields.Selection(STATES, string="QuickBooks", readonly=True)

    def _standing(self):
        """Return the columns that come from ``connection`` and ``link``."""
        return SQL(
            """connection.id AS connection_id,
               connection.company_id,
               link.id AS link_id,
               link.qbo_id,
               link.qbo_name,
               link.synced_at,
               link.problem,
               CASE WHEN link.state IN ('mismatch', 'error', 'gone') THEN 'attention'
                    WHEN link.state IN ('waiting', 'linked') THEN link.state
                    ELSE 'none' END AS state"""
        )

    def _records(self):
        """Return the records that the rows are about."""
        raise NotImplementedError

    # -- buttons --------------------------------------------------------------

    def action_open_record(self):
        """Open the record itself."""
        return self._records().get_formview_action()

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
