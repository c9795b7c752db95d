import binascii
import re

from werkzeug.exceptions import NotFound

from odoo import http, tools
from odoo.http import request

from ..models.qbo_review_links import TOKEN_SCOPE

ROUTE = "/qbo/review/<string:token>"
POST = {"type": "http", "auth": "public", "methods": ["POST"], "csrf": False}
GET = {"type": "http", "auth": "public", "methods": ["GET"]}
# No script, no foreign frame. What every page of ours carries is added by ir.http.
STRICT = "default-src 'none'; style-src 'self'; img-src 'self'; "
HEADERS = {
    "Content-Security-Policy": f"{STRICT}frame-ancestors 'none'; base-uri 'none'"
}
MESSAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "img-src * data:; frame-ancestors 'none'; base-uri 'none'; sandbox allow-popups"
}
# Each address with a token, as the web server logs it. "message" is no token.
IN_LOG = re.compile(
    r"((?:/|%2F)qbo(?:/|%2F)review(?:/|%2F))(?!message(?:/|%2F))[^\s\"/?%]+",
    re.IGNORECASE,
)
MAX_FEEDBACK = 4000
LARGEST_ID = 2**31 - 1
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class ReviewController(http.Controller):
    """The pages behind a message's links.

    Mail gateways follow every link, so a GET changes nothing and counts nothing: each
    deed is a POST that a person confirms. There is no session and no cookie to forge a
    request with; the signed token is all the right there is, hence no CSRF token. A
    page says nothing about the customer, and goes nowhere but to a site that the
    company itself has set up.
    """

    @http.route(ROUTE, **GET, save_session=False)
    def qbo_review_landing(self, token, **_query):
        """Show the public sites and the private form, the same ones to everybody."""
        return self._page("landing", *self._known(token), token)

    @http.route(f"{ROUTE}/site/<int:site_id>", **POST, save_session=False)
    def qbo_review_go(self, token, site_id, **_form):
        """Count the click and go on to the public site."""
        kind, request_sudo = self._known(token)
        sites = request_sudo.policy_id.site_ids
        site = sites.filtered(lambda each: each.id == site_id)
        if not (site and site._is_reachable()):
            raise NotFound()
        if kind == "live":
            request_sudo._mark_clicked(site)
        return request.redirect(site.url, code=303, local=False)

    @http.route(f"{ROUTE}/reviewed", **POST, save_session=False)
    def qbo_review_done(self, token, **_form):
        """Take the customer's word that the review is written."""
        kind, request_sudo = self._known(token)
        if kind == "live":
            request_sudo._say_reviewed()
        return self._page("reviewed", kind, request_sudo, token)

    @http.route(f"{ROUTE}/feedback", **POST, save_session=False)
    def qbo_review_feedback(self, token, score="", feedback="", **_form):
        """Keep a private word; whatever its score, the same public links follow."""
        kind, request_sudo = self._known(token)
        if score not in ("1", "2", "3", "4", "5"):
            return self._page(
                "landing", kind, request_sudo, token, is_score_missing=True
            )
        is_kept = True
        if kind == "live" and request_sudo.policy_id.private_feedback:
            is_kept = request_sudo._receive_feedback(int(score), _plain(feedback))
        return self._page("thanks", kind, request_sudo, token, is_full=not is_kept)

    @http.route(f"{ROUTE}/stop", **GET, save_session=False)
    def qbo_review_stop(self, token, **_query):
        """Ask whether no more messages are wanted."""
        return self._page("stop", *self._known(token), token)

    @http.route(f"{ROUTE}/stop", **POST, save_session=False)
    def qbo_review_stopped(self, token, **_form):
        """Opt the address out: by the page's button or a mail program (RFC 8058)."""
        kind, request_sudo = self._known(token)
        if kind == "live":
            request_sudo._opt_out()
        return self._page("stopped", kind, request_sudo, token)

    @http.route(
        "/qbo/review/message/<int:request_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def qbo_review_message(self, request_id, **_query):
        """Show a colleague the message of a request, as its customer will see it."""
        if request_id > LARGEST_ID:
            raise NotFound()
        record = request.env["qbo.review.request"].browse(request_id).exists()
        if not record:
            raise NotFound()
        record.check_access("read")
        message = request.env["qbo.review.message"]
        subject, body = message._preview(record.sudo())
        values = {"subject": subject, "body": body}
        return request.render(
            "qbo_connector_review.message_page", values, headers=MESSAGE_HEADERS
        )

    def _known(self, token):
        """Give the kind of page and the request that a token was signed for."""
        try:
            values = tools.verify_hash_signed(request.env(su=True), TOKEN_SCOPE, token)
        except (ValueError, binascii.Error):
            values = None
        if not values:
            raise NotFound()
        kind, request_id = values
        # The signature is the right to this one record.
        request_sudo = (
            request.env["qbo.review.request"].sudo().browse(request_id).exists()
        )
        if not request_sudo:
            raise NotFound()
        return kind, request_sudo

    def _page(self, name, kind, request_sudo, token, **values):
        policy_sudo = request_sudo.policy_id
        sites = policy_sudo.site_ids
        first = request_sudo.site_id & sites
        lang = request_sudo.partner_id.lang or request_sudo.company_id.partner_id.lang
        if lang in dict(request.env["res.lang"].sudo().get_installed()):
            request.update_context(lang=lang)
        values |= {
            "company": request_sudo.company_id,
            "sites": first | sites,
            "has_private_form": policy_sudo.private_feedback,
            "is_preview": kind == "preview",
            "path": f"/qbo/review/{token}",
        }
        return request.render(
            f"qbo_connector_review.{name}_page", values, headers=HEADERS
        )


def _plain(feedback):
    """Give what a person wrote, without what no person writes and no table keeps."""
    if not isinstance(feedback, str):
        return ""  # a file, by the same name
    return CONTROL.sub("", feedback.replace("\r\n", "\n"))[:MAX_FEEDBACK].strip()
