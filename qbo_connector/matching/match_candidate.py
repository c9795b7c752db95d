from odoo import fields, models


class QboMatchCandidate(models.Model):
    """One that may be the same as the record or object in doubt, and why."""

    _name = "qbo.match.candidate"
    _description = "QuickBooks candidate"
    _inherit = ["qbo.guarded.mixin"]
    _order = "match_id, score desc, id"

    match_id = fields.Many2one("qbo.match", required=True, ondelete="cascade")
    res_id = fields.Integer(string="Record ID", index="btree_not_null")
    qbo_id = fields.Char(string="QuickBooks ID")
    name = fields.Char()
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    address = fields.Char()
    score = fields.Float(digits=(5, 0))
    reasons = fields.Char(string="Why")

    def action_accept(self):
        """Link the two: they are the same."""
        self.ensure_one()
        return self.match_id._decide("linked", self)
