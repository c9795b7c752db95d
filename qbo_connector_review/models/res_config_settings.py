from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    qbo_review_policy_id = fields.Many2one(
        "qbo.review.policy", compute="_compute_qbo_review_policy_id"
    )
    qbo_review_enabled = fields.Boolean(
        related="qbo_review_policy_id.enabled", readonly=False
    )
    qbo_review_scope = fields.Selection(
        related="qbo_review_policy_id.scope", readonly=False
    )
    qbo_review_delay = fields.Integer(
        related="qbo_review_policy_id.delay", readonly=False
    )
    qbo_review_delay_unit = fields.Selection(
        related="qbo_review_policy_id.delay_unit", readonly=False
    )
    qbo_review_hold = fields.Boolean(
        related="qbo_review_policy_id.hold", readonly=False
    )

    @api.depends("company_id")
    def _compute_qbo_review_policy_id(self):
        policies = self.env["qbo.review.policy"]
        # Whoever asks: a form can be filled in by anybody who is logged in.
        may_make = policies.has_access("create")
        for settings in self:
            company = settings.company_id
            settings.qbo_review_policy_id = (
                policies._of(company)
                if may_make
                else policies.sudo().search([("company_id", "=", company.id)])
            )

    def action_qbo_review_policy(self):
        """Open all review request settings of this company."""
        return self.env["qbo.review.policy"].action_open_mine()
