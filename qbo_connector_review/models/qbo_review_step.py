from odoo import fields, models

from ..const import REASONS, STATES


class QboReviewStep(models.Model):
    """What happened to a review request, when, why and by whom."""

    _name = "qbo.review.step"
    _description = "Review request step"
    _order = "id"

    request_id = fields.Many2one(
        "qbo.review.request", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(STATES, required=True)
    reason = fields.Selection(REASONS)
    detail = fields.Char()
    user_id = fields.Many2one("res.users", "By", ondelete="set null")
    create_date = fields.Datetime("When")
