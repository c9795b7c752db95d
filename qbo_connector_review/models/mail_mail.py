from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Put the links into a message about a review request, in what is sent only.

        What is stored, here and in the request's history, names them without the
        token that makes them work.
        """
        emails = super()._prepare_outgoing_list(mail_server, doc_to_followers)
        if self.model != "qbo.review.request":
            return emails
        request_sudo = self.env[self.model].sudo().browse(self.res_id).exists()
        # Anybody may write about a request: only the message that was made by its
        # sending is for its customer.
        kind = "live" if self and request_sudo.mail_id == self else "preview"
        for email in emails:
            for name in ("body", "body_alternative"):
                email[name] = request_sudo._with_links(email.get(name), kind)
            headers = (email.get("headers") or {}).items()
            email["headers"] = {
                name: request_sudo._with_links(value, kind) for name, value in headers
            }
        return emails
