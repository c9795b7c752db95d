from odoo import fields, models
from odoo.tools import SQL


class QboReviewReport(models.Model):
    """Figures of review requests, per month, site and company."""

    _name = "qbo.review.report"
    _description = "Review request figures"
    _inherit = ["qbo.view.mixin"]
    _auto = False
    _order = "date desc"

    date = fields.Date("Planned for", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    site_id = fields.Many2one("qbo.review.site", "Review site", readonly=True)
    reason = fields.Char(readonly=True)
    planned = fields.Integer(readonly=True)
    sent = fields.Integer(readonly=True)
    clicked = fields.Integer(readonly=True)
    click_rate = fields.Float(
        "Clicked of sent (%)", readonly=True, aggregator="avg", digits=(16, 1)
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, company_id, commercial_partner_id, site_id, reason,
                   planned_at::date AS date,
                   (state != 'skipped' OR sent_at IS NOT NULL)::int AS planned,
                   (sent_at IS NOT NULL)::int AS sent,
                   (clicked_at IS NOT NULL)::int AS clicked,
                   CASE WHEN sent_at IS NOT NULL
                        THEN (clicked_at IS NOT NULL)::int * 100.0 END AS click_rate
              FROM qbo_review_request
             WHERE %(seen)s
            """,
            seen=self._seen("qbo.review.request", SQL("id")),
        )
