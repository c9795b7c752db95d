from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    qbo_review_request_ids = fields.One2many(
        "qbo.review.request",
        "move_id",
        "Review request",
        groups="qbo_connector.qbo_group_user",
    )

    def _compute_payment_state(self):
        """Mark what is paid now: no ``write`` carries this field, whatever paid."""
        result = super()._compute_payment_state()
        self.env["qbo.review.mark"]._note(self)
        return result

    def action_qbo_review_open(self):
        """Open the review request of this invoice."""
        self.ensure_one()
        return self.qbo_review_request_ids[:1].get_formview_action()
