"""Limit calls as QuickBooks does, and count what Intuit would charge for.

Windows slide over the emulator's clock, so tests can move past them. Refused
calls do not count. How many calls of an app are under way in a company is
limited as well (an older rule, kept beside the one of calls a second).
"""

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..faults import throttled
from .messages import Request, Response, json_response

if TYPE_CHECKING:
    from ..emulator import Emulator

PER_MINUTE = 500
PER_SECOND = 10
BATCHES_PER_MINUTE = 40
ALL_BATCHES_PER_MINUTE = 120
IN_FLIGHT = 10
MINUTE = 60.0
SECOND = 1.0
Window = tuple[tuple[str, ...], int, float]


class Limits:
    """Refuse calls above the limits; meter the others."""

    def __init__(self, emulator: "Emulator"):
        self.emulator = emulator
        self._lock = threading.Lock()
        self._windows: dict[tuple[str, ...], deque[float]] = defaultdict(deque)
        self._flights: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def flight(self, client: str, realm: str) -> Iterator[Response | None]:
        """Count a call as long as it is under way; give what refuses it (429)."""
        key = (client, realm)
        with self._lock:
            full = bool(client and realm) and self._flights[key] >= IN_FLIGHT
            refused = full and bool(self.emulator.settings["throttles"])
            self._flights[key] += 1
        try:
            yield self._refused() if refused else None
        finally:
            with self._lock:
                self._flights[key] -= 1

    def begin(self, request: Request, realm: str, batch: bool) -> Response | None:
        """Let a call in, or return the answer that refuses it (429)."""
        if self.exhausted(request.client_id):
            return self._refused()
        if not self.emulator.settings["throttles"]:
            return None
        with self._lock:
            if not self._admit(request.client_id, realm, batch):
                return self._refused()
        return None

    def _admit(self, client: str, realm: str, batch: bool) -> bool:
        now = self.emulator.clock.timestamp()
        windows = self._limits(client, realm, batch)
        for key, most, seconds in windows:
            times = self._windows[key]
            while times and not now - seconds < times[0] <= now:
                times.popleft()
            if len(times) >= most:
                return False
        for key, _, _ in windows:
            self._windows[key].append(now)
        return True

    def _limits(self, client: str, realm: str, batch: bool) -> list[Window]:
        limits: list[Window] = [
            (("minute", realm), PER_MINUTE, MINUTE),
            (("second", realm, client), PER_SECOND, SECOND),
        ]
        if batch:
            limits.append((("batch", realm, client), BATCHES_PER_MINUTE, MINUTE))
            limits.append((("batches", realm), ALL_BATCHES_PER_MINUTE, MINUTE))
        return limits

    def _refused(self) -> Response:
        body = throttled()
        body["time"] = int(self.emulator.clock.timestamp() * 1000)
        return json_response(body, 429)

    # ---- metering

    def month(self) -> str:
        """Return the month that is counted now, as "2026-01"."""
        return self.emulator.clock.now().strftime("%Y-%m")

    def usage(self, client: str) -> dict[str, Any]:
        """Return how many core and CorePlus items an app used this month."""
        empty = {"core": 0, "core_plus": 0}
        return dict(self.emulator.store.get(self._key(client), empty))

    def exhausted(self, client: str) -> bool:
        """Tell whether an app has used up its CorePlus items of the month.

        Then every call is refused (documented as blocked; whether writes still
        pass is unconfirmed).
        """
        most = self.emulator.settings["monthly_items"]
        return most is not None and self.usage(client)["core_plus"] >= most

    def meter(self, client: str, core: int, core_plus: int) -> None:
        """Count the items of a successful call."""
        used = self.usage(client)
        used["core"] += core
        used["core_plus"] += core_plus
        self.emulator.store.set(self._key(client), used)

    def _key(self, client: str) -> str:
        return f"usage.{client}.{self.month()}"
