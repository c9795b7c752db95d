from odoo import fields, models


class QboSyncOption(models.TransientModel):
    """One object of QuickBooks that a record can be linked with."""

    _name = "qbo.sync.option"
    _description = "QuickBooks object to choose"
    _inherit = ["qbo.wizard.mixin"]
    _order = "dialog_id, score desc, id"

    dialog_id = fields.Many2one("qbo.sync.dialog", required=True, ondelete="cascade")
    qbo_id = fields.Char(string="QuickBooks ID", readonly=True)
    name = fields.Char(string="In QuickBooks", readonly=True)
    detail = fields.Char(string="Details", readonly=True)
    score = fields.Float(digits=(5, 0), readonly=True)
    reasons = fields.Char(string="Why", readonly=True)
    taken_by = fields.Char(string="Linked With", readonly=True)

    def action_link(self):
        """Link the record with this one."""
        self.ensure_one()
        return self.dialog_id._link(self)
