"""Tell the time, which tests can move."""

import threading
import time
from datetime import datetime, timedelta, timezone

from .books.store import Store


class Clock:
    """Give the emulator's time: real time plus an offset, or a frozen one.

    The offset lives in the store, so a restart keeps it.
    """

    def __init__(self, store: Store):
        self._store = store
        self._moved = threading.Condition()
        self._offset = timedelta(seconds=store.get("clock.offset", 0.0))
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """Return the emulator's time, aware, in UTC."""
        if self._frozen is not None:
            return self._frozen
        return datetime.now(timezone.utc) + self._offset

    def timestamp(self) -> float:
        """Return the emulator's time in seconds since 1970."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward (or back) and return the new time."""
        return self.set(self.now() + timedelta(seconds=seconds))

    def set(self, moment: datetime) -> datetime:
        """Set the clock to an aware time and return it."""
        if moment.tzinfo is None:
            raise ValueError("The clock needs a time with a zone")
        with self._moved:
            moment = moment.astimezone(timezone.utc)
            if self._frozen is not None:
                self._frozen = moment
            self._offset = moment - datetime.now(timezone.utc)
            self._store.set("clock.offset", self._offset.total_seconds())
            self._moved.notify_all()
        return self.now()

    def hold(self, seconds: float, longest: float) -> bool:
        """Wait that many real seconds; tell whether they took less than ``longest``.

        ``longest`` is counted by this clock: whoever moves it far enough ends
        the wait at once.
        """
        ready = time.monotonic() + min(seconds, longest)
        late = self.timestamp() + longest
        with self._moved:
            while self.timestamp() < late:
                left = ready - time.monotonic()
                if left <= 0:
                    return seconds < longest
                self._moved.wait(left)
        return False

    def freeze(self, frozen: bool = True) -> None:
        """Stop the clock at its present time, or let it run again from there."""
        if frozen:
            self._frozen = self.now()
        elif self._frozen is not None:
            moment, self._frozen = self._frozen, None
            self.set(moment)
