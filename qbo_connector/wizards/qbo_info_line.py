from odoo import fields, models


class QboInfoLine(models.TransientModel):
    """One field on both sides."""

    _name = "qbo.info.line"
    _description = "QuickBooks field by field"
    _inherit = ["qbo.wizard.mixin"]
    _order = "info_id, differs desc, id"

    info_id = fields.Many2one("qbo.info", required=True, ondelete="cascade")
    path = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Field", readonly=True)
    ours = fields.Text(string="In Odoo", readonly=True)
    theirs = fields.Text(string="In QuickBooks", readonly=True)
    differs = fields.Boolean(readonly=True)

    def action_take_theirs(self):
        """Write QuickBooks' value here."""
        self.ensure_one()
        return self.info_id._take_theirs(self.path)

    def action_take_ours(self):
        """Send our value to QuickBooks."""
        self.ensure_one()
        return self.info_id._take_ours(self.path)
