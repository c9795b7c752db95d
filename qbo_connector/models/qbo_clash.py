from odoo import fields, models


class QboClash(models.Model):
    """One field that both sides changed to different values, for a person to decide."""

    _name = "qbo.clash"
    _description = "QuickBooks difference to decide"
    _order = "exception_id, id"

    exception_id = fields.Many2one("qbo.exception", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="exception_id.company_id", store=True)
    key = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Field", readonly=True)
    ours = fields.Text(string="In Odoo", readonly=True)
    theirs = fields.Text(string="In QuickBooks", readonly=True)
    choice = fields.Selection(
        [("ours", "Odoo's"), ("theirs", "QuickBooks'")], readonly=True
    )
