from odoo import fields, models

from .kept_field import Kept

# Work is kept for these, also while one must reconnect.
CONNECTED_ONCE = ("connected", "reconnect", "copied")


class ResCompany(models.Model):
    _inherit = "res.company"

    qbo_connection_ids = fields.One2many(
        "qbo.connection",
        "company_id",
        string="QuickBooks connections",
        groups="qbo_connector.qbo_group_user",
    )

    qbo_kept_up = Kept(
        compute="_compute_qbo_kept_up", compute_sudo=True, groups=fields.NO_ACCESS
    )

    def _compute_qbo_kept_up(self):
        """Find the connections that marks are for, of all companies, by their ids.

        Everything that is saved asks for them. Connections tell when they change.
        """
        connections = self.env["qbo.connection"]
        self.qbo_kept_up = connections.search([("state", "in", CONNECTED_ONCE)])._ids

    def _qbo_connection(self):
        """Return the first connection of this company; branches use their root's."""
        self.ensure_one()
        return self.root_id.qbo_connection_ids[:1]
