"""Show the books on a plain web page and let a person act on them.

Addresses below the mount: ``/`` (companies), ``/books/<realm>`` (one company),
``/books/<realm>/ledger`` (accounts as of a day),
``/books/<realm>/<Entity>`` (a list), ``/books/<realm>/<Entity>/<id>`` (one
object), ``/faults`` and ``/calls``. Acts are form posts to
``/books/<realm>[/<Entity>/<id>]/do/<act>``, answered by a redirect.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..control.people import told
from ..entities import HANDLERS, handler_of
from ..verbs import ControlError
from ..wire.messages import Request, Response, html_response, redirect
from . import ledger, views
from .acts import ACTS

if TYPE_CHECKING:
    from ..emulator import Emulator

ROWS = 50
SEARCH = "AND (body LIKE ? OR id = ?)"


class Pages:
    """Answer a browser."""

    def __init__(self, emulator: "Emulator"):
        self.emulator = emulator

    def handle(self, request: Request) -> Response:
        """Answer one request of a browser."""
        parts = [part for part in request.path.split("/") if part]
        try:
            if request.method == "POST":
                return self._act(request, parts)
            body = self._body(request, parts)
        except (KeyError, ControlError):
            body = None
        if body is None:
            return self._page(request, "Not found", views.not_found(), 404)
        return self._page(request, "QuickBooks Online (emulator)", body)

    def _page(
        self, request: Request, title: str, body: str, status: int = 200
    ) -> Response:
        note = views.note(request.query.get("done"), request.query.get("problem"))
        return html_response(views.framed(request.root, title, note + body), status)

    def _body(self, request: Request, parts: list[str]) -> str | None:
        """Return the HTML of a page, or None when there is no such page."""
        if not parts:
            return views.companies(request.root, self.emulator.control.companies())
        if parts == ["faults"]:
            return views.faults(request.root, self.emulator.control.faults())
        if parts == ["calls"]:
            return views.calls(self.emulator.control.calls())
        if parts[0] != "books" or not 2 <= len(parts) <= 4:
            return None
        if parts[2:3] == ["ledger"]:
            return self._ledger(request, parts[1], *parts[3:])
        pages = {2: self._company, 3: self._list, 4: self._object}
        return pages[len(parts)](request, *parts[1:])

    def _company(self, request: Request, realm: str) -> str:
        company = self.emulator.company(realm)
        rows = self.emulator.store.rows(
            "SELECT entity, count(*) AS n FROM objects WHERE realm = ? "
            "GROUP BY entity ORDER BY entity",
            (realm,),
        )
        found = {row["entity"]: row["n"] for row in rows}
        known = sorted(handler.entity for handler in HANDLERS.values())
        counts = {entity: found.get(entity, 0) for entity in known}
        apps = self.emulator.oauth.grants.connected_apps(realm)
        preferences = self.emulator.control.list(realm, "Preferences")[0]
        return views.company(request.root, company.as_json(), counts, apps, preferences)

    def _ledger(self, request: Request, realm: str, account: str = "") -> str:
        company = self.emulator.company(realm)
        base = f"{request.root}/books/{realm}"
        with told():
            if account:
                return ledger.postings(base, company, account)
            return ledger.ledger(base, company, request.query)

    def _list(self, request: Request, realm: str, entity: str) -> str:
        books = self.emulator.company(realm).books
        with told():
            entity = handler_of(entity).entity
        sought = request.query.get("q", "").strip()
        number = page_number(request)
        values: list[Any] = [f"%{sought}%", sought] if sought else []
        where = SEARCH if sought else ""
        total = books.count(entity, where, values)
        window = [ROWS, (number - 1) * ROWS]
        rows = books.select(
            entity, where, [*values, *window], "ORDER BY num DESC LIMIT ? OFFSET ?"
        )
        base = f"{request.root}/books/{realm}"
        return views.listing(base, entity, rows, sought, number, total, ROWS)

    def _object(self, request: Request, realm: str, entity: str, qbo_id: str) -> str:
        body = self.emulator.control.get(realm, entity, qbo_id)
        base = f"{request.root}/books/{realm}"
        customers = []
        if entity == "Customer":
            customers = self.emulator.company(realm).books.select(
                "Customer",
                "AND active = 1 AND id <> ?",
                [qbo_id],
                "ORDER BY name LIMIT 500",
            )
        return views.document(base, entity, body, customers)

    def _act(self, request: Request, parts: list[str]) -> Response:
        """Do what a form asks and go back to the page it stood on."""
        if len(parts) < 2 or parts[-2] != "do" or parts[-1] not in ACTS:
            raise KeyError(request.path)
        target, act = parts[1:-2], ACTS[parts[-1]]
        try:
            back, done = act(self.emulator.control, target, request.form())
            mark = f"done={quote(done)}"
        except (ControlError, ValueError, LookupError, TypeError) as error:
            back, mark = "/".join(["", *parts[:-2]]), f"problem={quote(str(error))}"
        return redirect(f"{request.root}{back or '/'}?{mark}", 303)


def page_number(request: Request) -> int:
    """Return the page asked for; anything that is no number is the first."""
    asked = request.query.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() else 1
