from odoo import fields, models


class QboSurvivor(models.TransientModel):
    """Ask whom a customer or vendor was merged into in QuickBooks."""

    _name = "qbo.survivor"
    _description = "Merged in QuickBooks"
    _inherit = ["qbo.wizard.mixin"]
    _filled = frozenset(("survivor_id",))

    exception_id = fields.Many2one("qbo.exception", required=True, readonly=True)
    link_id = fields.Many2one(related="exception_id.link_id")
    connection_id = fields.Many2one(related="exception_id.connection_id")
    entity = fields.Char(related="exception_id.entity")
    record_name = fields.Char(related="exception_id.record_name")
    survivor_id = fields.Many2one("qbo.link", string="Merged Into")

    def action_merge(self):
        """Let it stand for the one that it was merged into, with its documents."""
        self.ensure_one()
        [problem_sudo] = self.exception_id._for_user("action_merged")
        link_sudo = problem_sudo.link_id
        self.survivor_id.check_access("read")
        survivor_sudo = self.survivor_id.sudo().filtered_domain(
            [
                ("id", "!=", link_sudo.id),
                ("connection_id", "=", link_sudo.connection_id.id),
                ("entity", "=", link_sudo.entity),
                ("qbo_id", "!=", False),
            ]
        )
        if survivor_sudo:
            problem_sudo.env["qbo.pull.merged"]._merged_into(
                link_sudo.connection_id,
                link_sudo.entity,
                survivor_sudo.qbo_id,
                link_sudo.qbo_id,
            )
        return {"type": "ir.actions.act_window_close"}
