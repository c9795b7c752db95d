from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    qbo_connection_id = fields.Many2one(
        "qbo.connection",
        string="QuickBooks connection",
        compute="_compute_qbo_connection_id",
    )
    qbo_light = fields.Selection(related="qbo_connection_id.light")
    qbo_light_reason = fields.Text(related="qbo_connection_id.light_reason")
    qbo_interval_minutes = fields.Integer(
        related="qbo_connection_id.interval_minutes", readonly=False
    )
    qbo_go_live_date = fields.Date(
        related="qbo_connection_id.go_live_date", readonly=False
    )
    qbo_tax_mode = fields.Selection(
        related="qbo_connection_id.tax_mode", readonly=False
    )
    qbo_owner_id = fields.Many2one(related="qbo_connection_id.owner_id", readonly=False)

    @api.depends("company_id")
    def _compute_qbo_connection_id(self):
        # Who may change Odoo's settings need not know about QuickBooks.
        may_see = self.env.user.has_group("qbo_connector.qbo_group_manager")
        for settings in self:
            settings.qbo_connection_id = (
                settings.company_id._qbo_connection() if may_see else False
            )

    def action_qbo_connection(self):
        """Open the company's connection, or a form for a new one."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "qbo_connector.qbo_connection_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "res_id": self.qbo_connection_id.id,
        }
