"""Tie the parts of the emulator together."""

import threading
from typing import Any

from requests.adapters import BaseAdapter

from .api.dispatch import Api
from .books.company import Company
from .books.store import Store
from .clock import Clock
from .control.endpoint import Control
from .ledger.book import TABLES
from .oauth.server import App, OAuth
from .pages.site import Pages
from .profiles import profile_of
from .settings import Settings
from .webhooks.delivery import Webhooks
from .wire.adapter import EmulatorAdapter
from .wire.calls import Calls
from .wire.injection import Injector
from .wire.limits import Limits
from .wire.messages import Request, Response
from .wire.routes import route


class Emulator:
    """Behave as QuickBooks Online: companies, OAuth, API, webhooks, control.

    ``state`` names the SQLite file that holds everything; None keeps it in
    memory. Nothing here needs a network: ``handle`` answers a request.
    """

    def __init__(self, state: str | None = None):
        self.store = Store(state)
        self.store.define(TABLES)
        self.clock = Clock(self.store)
        self.settings = Settings(self.store)
        self.limits = Limits(self)
        self.calls = Calls(self)
        self.injector = Injector(self)
        self.webhooks = Webhooks(self)
        self.oauth = OAuth(self)
        self.api = Api(self)
        self.control = Control(self)
        self.pages = Pages(self)
        self._companies: dict[str, Company] = {}
        self._lock = threading.Lock()

    def add_company(
        self,
        profile: str = "us-manual",
        realm_id: str | None = None,
        name: str | None = None,
        history: bool | None = None,
    ) -> Company:
        """Open a company of one kind (``profiles``) with the lists it starts with.

        ``history`` gives it people, goods and three months of documents too; None
        leaves that to the kind: a sample company is of no use without.
        """
        if history is None:
            history = profile_of(profile).sample
        company = Company.open(self, profile, realm_id, name, history)
        self._companies[company.realm_id] = company
        return company

    def company(self, realm_id: str) -> Company:
        """Return the company of a realm; raise KeyError when there is none."""
        with self._lock:
            if realm_id not in self._companies:
                self._companies[realm_id] = Company(self, realm_id)
            return self._companies[realm_id]

    def companies(self) -> list[Company]:
        """Return all companies, in the order of their realm ids."""
        rows = self.store.rows("SELECT realm FROM companies ORDER BY realm")
        return [self.company(row["realm"]) for row in rows]

    def add_app(self, **values: Any) -> App:
        """Register an app: ``name``, ``redirect_uris``."""
        return self.oauth.add_app(**values)

    def handle(self, request: Request) -> Response:
        """Answer one request, whatever part of the emulator it is for."""
        return route(self, request)

    def adapter(self) -> BaseAdapter:
        """Return an adapter to mount the emulator in a ``requests`` session."""
        return EmulatorAdapter(self)

    def close(self) -> None:
        """Close the store."""
        self.store.close()
