from markupsafe import Markup

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
        recognised. Of its template nothing is taken but the text, the sender and the
        files that are the template's own.
        """
        values, lang = self._generate(
            request, ("subject", "body_html", "email_from", "reply_to")
        )
        template = request.policy_id.template_id
        body = self._in_layout(request, values["body_html"], lang)
        headers = {
            "List-Unsubscribe": f"<{request.optout_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        vals = {
            "model": request._name,
            "res_id": request.id,
            "subject": values["subject"],
            "body_html": body,
            "body": body,
            "reply_to": values["reply_to"],
            "email_to": recipient,
            "headers": repr(headers),
            "mail_server_id": template.mail_server_id.id,
            "attachment_ids": [(6, 0, self._files(template).ids)],
            "state": "cancel",
            "is_notification": True,
            "auto_delete": True,
        }
        if values["email_from"]:
            vals["email_from"] = values["email_from"]
        return self.env["mail.mail"].sudo().create(vals)

    def _generate(self, request, names):
        """Give the finished texts of a message about a request, and their language."""
        template = request.policy_id._message_template()
        installed = dict(self.env["res.lang"].sudo().get_installed())
        lang = template._render_lang(request.ids)[request.id]
        if lang not in installed:
            lang = self.env.lang
        template = template.with_context(template_preview_lang=lang, lang=lang)
        return template._generate_template(request.ids, names)[request.id], lang

    def _in_layout(self, request, body, lang):
        template = request.policy_id.template_id.with_context(lang=lang)
        return template._render_encapsulate(
            LAYOUT,
            body,
            add_context={"company": request.company_id},
            context_record=request.with_context(lang=lang),
        )

    def _files(self, template):
        """Give the files that were uploaded to a template, and no others."""
        return template.attachment_ids.filtered(
            lambda file: (file.res_model, file.res_id) == (template._name, template.id)
        )

    def _send_test(self, request, recipient):
        """Send a message whose links count nothing, and leave no trace of it."""
        mail = self._compose(request, recipient)
        mail.write({"state": "outgoing", "is_notification": False})
        mail.send()
        if mail.exists() and mail.state == "exception":
            raise UserError(mail.failure_reason)

    def _preview(self, request):
        """Give the subject and the HTML of a message, as its customer will see it."""
        values, lang = self._generate(request, ("subject", "body_html"))
        body = self._in_layout(request, values["body_html"], lang)
        return values["subject"], Markup(request._with_links(body, "preview"))

    def _recipient(self, request):
        """Give the address of a request's contact with the name before it."""
        return tools.formataddr((request.partner_id.name or "", request.email))
