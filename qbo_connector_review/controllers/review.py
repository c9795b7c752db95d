import binascii

from werkzeug.exceptions import NotFound

from odoo import http, tools
from odoo.http import request

from ..models.qbo_review_request import TOKEN_SCOPE

ROUTE = "/qbo/review/<string:token>"
POST = {"type": "http", "auth": "public", "methods": ["POST"], "csrf": False}
GET = {"type": "http", "auth": "public", "methods": ["GET"]}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
MAX_FEEDBACK = 4000


class ReviewController(http.Controller):
    """The pages behind a message's links.

    Mail gateways follow every link, so a GET changes nothing and counts nothing: each
    deed is a POST that a person confirms. There is no session and no cookie to forge a
    request with; the signed token is all the right there is, hence no CSRF token. A
    page says nothing about the customer, and goes nowhere but to a site that the
    company itself has set up.
    """

    @http.route(ROUTE, **GET, save_session=False)
    def qbo_review_landing(self, token):
        """Show the public sites and the private form, the same ones to everybody."""
        return self._page("landing", *self._known(token), token)

    @http.route(f"{ROUTE}/site/<int:site_id>", **POST, save_session=False)
    def qbo_review_go(self, token, site_id, **_form):
        """Count the click and go on to the public site."""
        kind, request_sudo = self._known(token)
        sites = request_sudo.policy_id.site_ids
        site = sites.filtered(lambda each: each.id == site_id)
        if not site:
            raise NotFound()
        if kind == "live":
            request_sudo._mark_clicked(site)
        return request.redirect(site.url, code=303, local=False)

    @http.route(f"{ROUTE}/reviewed", **POST, save_session=False)
    def qbo_review_done(self, token, **_form):
        """Take the customer's word that the review is written."""
        kind, request_sudo = self._known(token)
        if kind == "live":
            request_sudo._mark_reviewed("customer")
        return self._page("reviewed", kind, request_sudo, token)

    @http.route(f"{ROUTE}/feedback", **POST, save_session=False)
    def qbo_review_feedback(self, token, score="", feedback="", **_form):
        """Keep a private word; whatever its score, the same public links follow."""
        kind, request_sudo = self._known(token)
        if score not in ("1", "2", "3", "4", "5"):
            return self._page(
                "landing", kind, request_sudo, token, is_score_missing=True
            )
        if kind == "live" and request_sudo.policy_id.private_feedback:
            request_sudo._receive_feedback(int(score), feedback[:MAX_FEEDBACK].strip())
        return self._page("thanks", kind, request_sudo, token)

    @http.route(f"{ROUTE}/stop", **GET, save_session=False)
    def qbo_review_stop(self, token):
        """Ask whether no more messages are wanted."""
        return self._page("stop", *self._known(token), token)

    @http.route(f"{ROUTE}/stop", **POST, save_session=False)
    def qbo_review_stopped(self, token, **_form):
        """Opt the address out: by the page's button or a mail program (RFC 8058)."""
        kind, request_sudo = self._known(token)
        if kind == "live":
            request_sudo._opt_out()
        return self._page("stopped", kind, request_sudo, token)

    @http.route("/qbo/review/message/<int:request_id>", type="http", auth="user")
    def qbo_review_message(self, request_id):
        """Show a colleague the message of a request, as its customer will see it."""
        record = request.env["qbo.review.request"].browse(request_id).exists()
        if not record:
            raise NotFound()
        record.check_access("read")
        message = request.env["qbo.review.message"]
        subject, body = message._preview(record.sudo())
        values = {"subject": subject, "body": body}
        return request.render("qbo_connector_review.message_page", values)

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
