from odoo import api, models
from odoo.exceptions import UserError, ValidationError

OURS = "qbo.review.request"


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.constrains("model_id")
    def _check_qbo_review_model(self):
        """Keep the message of a company's review requests a message about those."""
        policies_sudo = self.env["qbo.review.policy"].sudo()  # of all companies
        policies_sudo.search([("template_id", "in", self.ids)])._check_template()

    @api.constrains(
        "model_id", "subject", "body_html", "email_from", "reply_to", "lang"
    )
    def _check_qbo_review_words(self):
        """Refuse at once what would be refused when a message is made."""
        words = self.env["qbo.review.words"]
        for template in self.filtered(lambda each: each.model == OURS):
            try:
                words._check(template.body_html, "qweb")
                for name in ("subject", "email_from", "reply_to", "lang"):
                    words._check(template[name], "inline_template")
            except UserError as error:
                raise ValidationError(str(error)) from error
