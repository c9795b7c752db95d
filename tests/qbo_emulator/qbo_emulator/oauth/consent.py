"""Show the page on which a person connects an app to a company.

Unconfirmed, the stricter reading: ``state`` must be there, the redirect
address must be registered letter by letter, and a wrong request ends on an
error page instead of going back to the app.
"""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ..pages.html import page
from ..wire.messages import Request, Response, html_response, redirect
from .grants import OPENID_SCOPES, SCOPES, Grants

if TYPE_CHECKING:
    from ..emulator import Emulator

CARRIED = ("client_id", "redirect_uri", "state", "scope", "response_type")
FORM = """
<div class="card narrow">
<p class="muted">QuickBooks Online (emulator)</p>
<h1>{app} wants to use your books</h1>
<p>Choose the company that it may read and change.</p>
<form method="post">{hidden}
<label>Company <select name="realm">{options}</select></label>
<p class="acts"><button name="decision" value="approve">Connect</button>
<button class="quiet" name="decision" value="refuse">No, thanks</button></p>
</form></div>
"""
SORRY = """
<div class="card narrow"><h1>Sorry, the app did not connect</h1>
<p class="problem">{problem}</p>
<p class="muted">Nothing was changed. The app sent a wrong request.</p></div>
"""


class Consent:
    """Ask a person, and send the answer back to the app."""

    def __init__(self, emulator: "Emulator", grants: Grants):
        self.emulator = emulator
        self.grants = grants

    def show(self, request: Request) -> Response:
        """Show the page, or what is wrong with the app's request."""
        problem = self._problem(request.query)
        if problem:
            return self._sorry(problem)
        app = self.grants.app(request.query["client_id"])
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name in CARRIED
            for value in [request.query.get(name, "")]
        )
        options = "".join(
            f'<option value="{escape(company.realm_id)}">{escape(company.name)}'
            f" ({escape(company.realm_id)})</option>"
            for company in self.emulator.companies()
        )
        body = FORM.format(app=escape(app.name), hidden=hidden, options=options)
        return html_response(page("Connect an app", body))

    def decide(self, request: Request) -> Response:
        """Go back to the app with a code, or with the refusal."""
        form = {**request.query, **request.form()}
        problem = self._problem(form) or self._problem_of_decision(form)
        if problem:
            return self._sorry(problem)
        answer = {"state": form["state"]}
        if form["decision"] == "approve":
            realm = form["realm"]
            answer["code"] = self.grants.issue_code(
                form["client_id"], realm, form["redirect_uri"], form["scope"]
            )
            answer["realmId"] = realm
        else:
            answer["error"] = "access_denied"
        joint = "&" if "?" in form["redirect_uri"] else "?"
        return redirect(form["redirect_uri"] + joint + urlencode(answer))

    def _problem(self, values: dict[str, str]) -> str:
        app = self.grants.app(values.get("client_id", ""))
        scopes = values.get("scope", "").split()
        checks = [
            (app, "The client_id query parameter value is invalid."),
            (
                app and values.get("redirect_uri") in app.redirect_uris,
                "The redirect_uri query parameter value is invalid.",
            ),
            (
                values.get("response_type") == "code",
                "The response_type query parameter value is invalid.",
            ),
            (
                scopes and set(scopes) <= {*SCOPES, *OPENID_SCOPES},
                "The scope query parameter value is invalid.",
            ),
            (values.get("state"), "The state query parameter is missing."),
        ]
        return next((text for fine, text in checks if not fine), "")

    def _problem_of_decision(self, form: dict[str, str]) -> str:
        if form.get("decision") not in ("approve", "refuse"):
            return "The decision is missing."
        realms = {company.realm_id for company in self.emulator.companies()}
        if form["decision"] == "approve" and form.get("realm") not in realms:
            return "There is no such company."
        return ""

    def _sorry(self, problem: str) -> Response:
        body = SORRY.format(problem=escape(problem))
        return html_response(page("Not connected", body), 400)
