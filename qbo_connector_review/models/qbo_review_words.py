from types import SimpleNamespace

from lxml import html
from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang
from odoo.tools.rendering_tools import parse_inline_template, render_inline_template

from odoo.addons.base.models.ir_qweb import QWebError

from ..rules import refused_in_body, refused_in_text

PARTNER = ("name", "display_name", "email", "phone", "city", "lang")
COMPANY = (
    "name",
    "email",
    "email_formatted",
    "phone",
    "website",
    "email_primary_color",
    "email_secondary_color",
)
USER = ("name", "email", "email_formatted")


class Words(SimpleNamespace):
    """What a message may say of a record; false when it says nothing."""

    def __bool__(self):
        return any(vars(self).values())


class QboReviewWords(models.AbstractModel):
    """Makes the text of messages about review requests.

    Many people may write a message, and it is made by the server, for all companies.
    So a text meets no records: it gets the words below and nothing else, whoever has
    it made, and whatever calls anything is refused.
    """

    _name = "qbo.review.words"
    _description = "Review request words"

    def _render(self, text, requests, engine):
        """Give the finished text per id of these requests; raises UserError."""
        requests.check_access("read")
        if not text:
            return dict.fromkeys(requests.ids, Markup())
        self._check(text, engine)
        try:
            return self._rendered(str(text), requests, engine)
        except (QWebError, ValueError) as error:
            raise UserError(
                self.env._(
                    "The message about a review request can't be made: %(reason)s",
                    reason=error,
                )
            ) from error

    def _rendered(self, text, requests, engine):
        return {
            request.id: self._render_one(text, request, engine)
            for request in requests.sudo()  # of each, the words below alone are shown
        }

    def _check(self, text, engine):
        """Refuse a text that asks for more than words."""
        refuse = refused_in_body if engine == "qweb" else refused_in_text
        refused = refuse(text and str(text))
        if refused:
            raise UserError(
                self.env._(
                    "%(placeholder)s can't be used in a message about review requests: "
                    "placeholders there are words such as object.partner_id.name.",
                    placeholder=refused[0],
                )
            )

    def _render_one(self, text, request, engine):
        words = {"object": self._words(request), "user": self._of(self.env.user, USER)}
        if engine != "qweb":
            return render_inline_template(parse_inline_template(text), words)
        node = html.fragment_fromstring(text, create_parent="div")
        qweb = self.env["ir.qweb"].with_user(self.env.ref("base.public_user"))
        rendered = qweb._render(node, words, minimal_qcontext=True)
        # Without the element that was put around it.
        return rendered[rendered.index(">") + 1 : rendered.rindex("<")]

    def _words(self, request):
        """Give what a message may say of a request, in the language of the context."""
        return Words(
            email=request.email or "",
            is_reminder=bool(request.sent_at),
            sent_at=request.sent_at or "",
            reminder_count=request.reminder_count,
            landing_url=request.landing_url,
            optout_url=request.optout_url,
            partner_id=self._of(request.partner_id, PARTNER),
            commercial_partner_id=self._of(request.commercial_partner_id, PARTNER),
            company_id=self._of(request.company_id, COMPANY),
            site_id=self._of(request.site_id, ("name",)),
            move_id=self._of_invoice(request.move_id),
        )

    def _of(self, record, names):
        return Words(**{name: record[name] or "" for name in names})

    def _of_invoice(self, move):
        amount, currency = move.amount_total, move.currency_id
        return Words(
            name=move.name or "",
            ref=move.ref or "",
            invoice_date=format_date(self.env, move.invoice_date),
            amount_total=formatLang(self.env, amount, currency_obj=currency)
            if move
            else "",
        )
