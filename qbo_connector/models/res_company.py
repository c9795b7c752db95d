from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    qbo_connection_ids = fields.One2many(
        "qbo.connection",
        "company_id",
        string="QuickBooks connections",
        groups="qbo_connector.qbo_group_user",
    )

    def _qbo_connection(self):
        """Return the first connection of this company; branches use their root's."""
        self.ensure_one()
        return self.root_id.qbo_connection_ids[:1]
