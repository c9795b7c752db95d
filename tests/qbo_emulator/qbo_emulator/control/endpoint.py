"""Steer the emulator: act as people, move the clock, spoil calls, count them.

Every public method is a verb. All take and return plain JSON data and raise
``ControlError``. Over HTTP: ``POST /control/<verb>`` with
``{"args": [...], "kwargs": {...}}`` answers ``{"result": ...}`` or
``{"error": {"message", "code", "detail"}}`` with status 400; ``GET /control``
lists the verbs.
"""

from __future__ import annotations

import inspect
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..oauth.grants import SCOPE
from ..verbs import VERBS, ControlError
from ..wire.messages import Request, Response, json_response
from .accountant import Accountant
from .generator import seed_company

if TYPE_CHECKING:
    from ..emulator import Emulator

Data = dict[str, Any]


class Control(Accountant):
    """Offer the verbs in process, and over HTTP by ``handle``."""

    def __init__(self, emulator: Emulator):
        self.emulator = emulator

    # ---- companies and apps

    def companies(self) -> list[Data]:
        """List the companies."""
        return [company.as_json() for company in self.emulator.companies()]

    def company(self, realm: str) -> Data:
        """Describe one company."""
        return self._company(realm).as_json()

    def add_company(
        self,
        profile: str = "us-manual",
        realm_id: str | None = None,
        name: str | None = None,
        history: bool | None = None,
    ) -> Data:
        """Open a company."""
        made = self.emulator.add_company(profile, realm_id, name, history)
        return made.as_json()

    def seed(self, realm: str, counts: dict[str, int], seed: int = 1) -> dict[str, int]:
        """Fill a company with made-up records; return how many of each were made."""
        self._company(realm)
        return seed_company(self.emulator, realm, counts, seed)

    def disconnect(self, realm: str, client_id: str | None = None) -> int:
        """Disconnect the app (all apps) on QuickBooks' side; no one is told."""
        self._company(realm)
        return self.emulator.oauth.grants.disconnect(realm, client_id)

    def apps(self) -> list[Data]:
        """List the apps."""
        return [app.as_json() for app in self.emulator.oauth.grants.apps()]

    def add_app(
        self, name: str = "App", redirect_uris: list[str] | None = None, **known: str
    ) -> Data:
        """Register an app."""
        return self.emulator.oauth.add_app(name, redirect_uris, **known).as_json()

    def grant(self, realm: str, client_id: str) -> Data:
        """Connect an app without the consent page and return its tokens."""
        self._company(realm)
        if self.emulator.oauth.grants.app(client_id) is None:
            raise ControlError(f"There is no app {client_id}")
        return asdict(self.emulator.oauth.grants.grant(client_id, realm, SCOPE))

    def set_rotation(self, mode: str) -> str:
        """Let refresh tokens change at "each" refresh or "daily"."""
        self.emulator.oauth.grants.rotation = mode
        return mode

    # ---- webhooks

    def set_webhook(self, client_id: str, url: str, shape: str = "cloudevents") -> Data:
        """Set the endpoint of an app; shape "cloudevents" or "legacy"."""
        return self.emulator.webhooks.subscribe(client_id, url, shape)

    def webhook_mischief(self, duplicates: int = 0, shuffled: bool = False) -> None:
        """Send each later post again ``duplicates`` times, events shuffled."""
        self.emulator.webhooks.duplicates = duplicates
        self.emulator.webhooks.shuffled = shuffled

    def webhook_posts(self) -> list[Data]:
        """List the posts that wait, with headers and body."""
        return self.emulator.webhooks.posts()

    def take_webhooks(self) -> list[Data]:
        """Take the posts that wait, to carry them to the receiver by hand."""
        return self.emulator.webhooks.take()

    def deliver_webhooks(self) -> list[Data]:
        """Send the posts that are due and return what became of them."""
        return self.emulator.webhooks.deliver()

    # ---- faults and calls

    def inject(self, rule: Data) -> Data:
        """Spoil calls by a rule (see the README)."""
        return self.emulator.injector.add(rule)

    def faults(self) -> list[Data]:
        """List the rules with their counters."""
        return self.emulator.injector.rules()

    def clear_faults(self) -> None:
        """Forget all rules and the delay."""
        self.emulator.injector.clear()

    def delay(self, seconds: float) -> float:
        """Let every call take at least this long, as a real network does."""
        self.emulator.injector.delay = float(seconds)
        return self.emulator.injector.delay

    def settings(self) -> Data:
        """Return the switches of the emulator."""
        return self.emulator.settings.all()

    def set(self, name: str, value: Any) -> Data:
        """Turn a switch, such as "throttles"."""
        if name not in self.settings():
            raise ControlError(f"There is no switch {name}")
        self.emulator.settings[name] = value
        return self.settings()

    def calls(self, realm: str | None = None) -> Data:
        """Count the calls of clients and list the last ones."""
        return self.emulator.calls.report(realm)

    def reset_calls(self) -> None:
        """Start counting anew."""
        self.emulator.calls.reset()

    def overlaps(self, realm: str) -> list[Data]:
        """List calls to one company that were under way at the same time."""
        return self.emulator.calls.overlaps(realm)

    # ---- time

    def clock(self) -> str:
        """Return the emulator's time, ISO 8601 in UTC."""
        return self.emulator.clock.now().isoformat()

    def advance(self, seconds: float) -> str:
        """Move the clock and return the new time."""
        return self.emulator.clock.advance(seconds).isoformat()

    def set_clock(self, iso: str) -> str:
        """Set the clock to a time with offset and return it."""
        return self.emulator.clock.set(datetime.fromisoformat(iso)).isoformat()

    def freeze(self, frozen: bool = True) -> str:
        """Stop the clock, or let it run again, and return the time."""
        self.emulator.clock.freeze(frozen)
        return self.clock()

    # ---- over HTTP

    def handle(self, request: Request) -> Response:
        """Answer a request of a ``ControlClient``."""
        verb = request.path.removeprefix("/control").strip("/")
        if not verb and request.method == "GET":
            return json_response({"verbs": self._described()})
        if verb not in VERBS or request.method != "POST":
            error = ControlError(f"There is no verb {verb}")
            return json_response({"error": error.as_json()}, 404)
        try:
            return json_response({"result": self._run(verb, request)})
        except ControlError as error:
            return json_response({"error": error.as_json()}, 400)

    def _described(self) -> dict[str, str]:
        return {verb: inspect.getdoc(getattr(self, verb)) or "" for verb in VERBS}

    def _run(self, verb: str, request: Request) -> Any:
        try:
            asked = request.json() if request.body else {}
            method = getattr(self, verb)
            return method(*asked.get("args", ()), **asked.get("kwargs", {}))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ControlError(f"{type(error).__name__}: {error}") from error
