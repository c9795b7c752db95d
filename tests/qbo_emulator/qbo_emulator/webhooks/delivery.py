"""Tell apps what changed, as Intuit's webhooks do.

Events are written in the transaction that made the change. ``deliver`` packs
what is waiting for an app into one post, signs it and sends it; a post that is
not answered with 200 within three seconds is tried again on the documented
schedule, on the emulator's clock. Later posts of that app wait behind it.

Sources: qbo-api.md 9. Unconfirmed, the stricter reading: later events are held
back, and one post mixes all companies of an app.
"""

import base64
import hashlib
import hmac
import json
import random
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import requests

from ..oauth.grants import App
from ..verbs import ControlError
from .events import SHAPES, Event, is_announced

if TYPE_CHECKING:
    from ..emulator import Emulator

TIMEOUT = 3
HOUR = 3600
SCHEDULE = [10, 20, 30, 300, 1200, 2 * HOUR, 4 * HOUR, 6 * HOUR]
TABLES = """
CREATE TABLE IF NOT EXISTS webhook_events (
    number INTEGER PRIMARY KEY, client_id TEXT, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS webhook_posts (
    number INTEGER PRIMARY KEY, client_id TEXT, body TEXT NOT NULL,
    due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0);
"""


class Webhooks:
    """Collect events, make posts of them and deliver these."""

    def __init__(self, emulator: "Emulator"):
        self.emulator = emulator
        self.store = emulator.store
        self.store.define(TABLES)
        self.duplicates = 0
        self.shuffled = False
        self._busy = threading.Lock()
        self._stop = threading.Event()

    # ---- events

    def note(
        self,
        realm: str,
        entity: str,
        qbo_id: str,
        operation: str,
        deleted_id: str | None = None,
    ) -> None:
        """Note a change (Create, Update, Delete, Merge, Void or Emailed).

        Only apps that are connected to the company and have an endpoint hear
        of it; entities and operations without a webhook are passed over.
        """
        if not is_announced(entity, operation):
            return
        moment = self.emulator.clock.timestamp()
        event = Event(realm, entity, qbo_id, operation, moment, deleted_id)
        for app in self.emulator.oauth.grants.connected_apps(realm):
            if app.webhook_url:
                self.store.execute(
                    "INSERT INTO webhook_events (client_id, data) VALUES (?, ?)",
                    (app.client_id, event.dump()),
                )

    def subscribe(
        self, client_id: str, url: str, shape: str = "cloudevents"
    ) -> dict[str, Any]:
        """Set the endpoint of an app and the shape it is sent."""
        app = self.emulator.oauth.grants.app(client_id)
        if app is None or shape not in SHAPES:
            raise ControlError(f"Unknown app, or shape not one of {sorted(SHAPES)}")
        app = replace(app, webhook_url=url, webhook_shape=shape)
        self.emulator.oauth.grants.save_app(app)
        return app.as_json()

    # ---- posts

    def pack(self) -> None:
        """Make posts of the events that wait, one per app."""
        with self.store.transaction():
            waiting = self.store.rows(
                "DELETE FROM webhook_events RETURNING number, client_id, data"
            )
            by_app: dict[str, list[Event]] = {}
            for row in sorted(waiting, key=lambda row: row["number"]):
                by_app.setdefault(row["client_id"], []).append(Event.load(row["data"]))
            for client_id, events in by_app.items():
                self._add_post(client_id, events)

    def _add_post(self, client_id: str, events: list[Event]) -> None:
        app = self.emulator.oauth.grants.app(client_id)
        if self.shuffled:
            random.Random(len(events)).shuffle(events)
        body = json.dumps(SHAPES[app.webhook_shape](events))
        for _copy in range(1 + self.duplicates):
            self.store.execute(
                "INSERT INTO webhook_posts (client_id, body, due) VALUES (?, ?, ?)",
                (client_id, body, self.emulator.clock.timestamp()),
            )

    def posts(self) -> list[dict[str, Any]]:
        """List the posts that are not acknowledged, the oldest first."""
        self.pack()
        rows = self.store.rows("SELECT * FROM webhook_posts WHERE done = 0")
        return [self._as_json(row) for row in rows]

    def _as_json(self, row: Any) -> dict[str, Any]:
        app = self.emulator.oauth.grants.app(row["client_id"])
        return {
            "number": row["number"],
            "client_id": row["client_id"],
            "url": app.webhook_url,
            "headers": headers(app, row["body"]),
            "body": row["body"],
            "attempts": row["attempts"],
            "due": row["due"],
        }

    def take(self) -> list[dict[str, Any]]:
        """Hand out the posts that wait and count them as delivered.

        For tests that carry them to the receiver themselves.
        """
        posts = self.posts()
        for post in posts:
            self._settle(post["number"], True)
        return posts

    def deliver(self) -> list[dict[str, Any]]:
        """Send what is due and return what became of each attempt."""
        with self._busy:
            self.pack()
            apps = self.emulator.oauth.grants.apps()
            return [result for app in apps for result in self._deliver_to(app)]

    def _deliver_to(self, app: App) -> list[dict[str, Any]]:
        results = []
        while post := self._next(app):
            status = send(app, post["body"])
            self._settle(post["number"], status == 200)
            results.append({**self._as_json(post), "status": status})
            if status != 200:
                break
        return results

    def _next(self, app: App) -> Any:
        """Return the oldest open post of an app if its time has come."""
        row = self.store.row(
            "SELECT * FROM webhook_posts WHERE client_id = ? AND done = 0 "
            "ORDER BY number LIMIT 1",
            (app.client_id,),
        )
        now = self.emulator.clock.timestamp()
        return row if row and row["due"] <= now else None

    def _settle(self, number: int, done: bool) -> None:
        row = self.store.row(
            "SELECT attempts FROM webhook_posts WHERE number = ?", (number,)
        )
        wait = SCHEDULE[min(row["attempts"], len(SCHEDULE) - 1)]
        self.store.execute(
            "UPDATE webhook_posts SET done = ?, attempts = attempts + 1, due = ? "
            "WHERE number = ?",
            (int(done), self.emulator.clock.timestamp() + wait, number),
        )

    # ---- server mode

    def run(self, pause: float = 0.5) -> None:
        """Deliver again and again, until ``stop`` is called."""
        while not self._stop.wait(pause):
            self.deliver()

    def stop(self) -> None:
        """End ``run``."""
        self._stop.set()


def signature(body: str, verifier_token: str) -> str:
    """Return the value of the header ``intuit-signature``."""
    digest = hmac.new(verifier_token.encode(), body.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def headers(app: App, body: str) -> dict[str, str]:
    """Return the headers of a post."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "intuit_notification_server/1.0",
        "intuit-signature": signature(body, app.verifier_token),
    }


def send(app: App, body: str) -> int:
    """Post once and return the status; 0 when no answer came in time."""
    try:
        answer = requests.post(
            app.webhook_url,
            data=body.encode(),
            headers=headers(app, body),
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException:
        return 0
    return answer.status_code
