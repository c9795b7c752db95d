from odoo import models, tools
from odoo.exceptions import UserError

LAYOUT = "qbo_connector_review.mail_layout"


class QboReviewMessage(models.AbstractModel):
    """How a review request looks as a message. The layout carries the opt-out link."""

    _name = "qbo.review.message"
    _description = "Review request message"

    def _compose(self, request, recipient):
        """Make the mail for a request; no queue picks it up by itself.

        Its text stays in the request's history, so that a message that comes back is
        recognised.
        """
        headers = {
            "List-Unsubscribe": f"<{request.optout_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        values = {
            "email_to": recipient,
            "email_cc": False,
            "recipient_ids": [],
            "headers": repr(headers),
            "state": "cancel",
            "is_notification": True,
            "auto_delete": True,
        }
        template = request.policy_id.template_id
        mails = template.send_mail_batch(
            request.ids, email_values=values, email_layout_xmlid=LAYOUT
        )
        return mails.ensure_one()

    def _send_test(self, request, recipient):
        """Send a message whose links count nothing, and leave no trace of it."""
        mail = self._compose(request.with_context(qbo_review_preview=True), recipient)
        mail.write({"state": "outgoing", "is_notification": False})
        mail.send()
        if mail.exists() and mail.state == "exception":
            raise UserError(mail.failure_reason)

    def _preview(self, request):
        """Give the subject and the HTML of a message, as its customer will see it."""
        request = request.with_context(qbo_review_preview=True)
        template = request.policy_id.template_id
        values = template._generate_template(request.ids, ("subject", "body_html"))
        message = values[request.id]
        lang = template._render_lang(request.ids)[request.id] or self.env.lang
        body = template.with_context(lang=lang)._render_encapsulate(
            LAYOUT,
            message["body_html"],
            add_context={"company": request.company_id},
            context_record=request.with_context(lang=lang),
        )
        return message["subject"], body

    def _recipient(self, request):
        """Give the address of a request's contact with the name before it."""
        return tools.formataddr((request.partner_id.name or "", request.email))
