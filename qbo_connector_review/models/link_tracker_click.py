from odoo import fields, models


class LinkTrackerClick(models.Model):
    _inherit = "link.tracker.click"

    qbo_review_request_id = fields.Many2one(
        "qbo.review.request",
        "Review request",
        ondelete="set null",
        index="btree_not_null",
    )
