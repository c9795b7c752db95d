"""Decide when the next call may go, so that QuickBooks never has to refuse one.

Its limits are sliding windows over the moments at which it meets the calls. Such a
moment is not known: it lies between a call's start and its end. So a call counts from
its start until a window's length after its end. Buttons may use all of a window;
schedules leave something for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

SECOND = 1.0
MINUTE = 60.0
SPARE = 0.05  # seconds
LONGEST_CALL = 120.0  # seconds; one that has not ended by then never will
CALLS_IN_SECOND = 10
CALLS_IN_MINUTE = 500
BATCHES_IN_MINUTE = 40
ASK_AGAIN = 0.2  # seconds, while calls under way take all the room
SMALL = 5  # items that may go as single calls while batches are scarce
SCARCE = 0.5  # of the batches of a minute that are used
NEAR = 0.75  # of a limit: whoever is refused there has met it
OTHERS = 600.0  # seconds for which others are thought to use the rest
DOCUMENTED = 60.0  # what QuickBooks asks for after a refusal, if it does not say
BATCH = "batch"


@dataclass(frozen=True)
class Used:
    """Remember one call: its start, its end (None while under way) and its kind."""

    start: float
    end: float | None = None
    is_batch: bool = False


@dataclass(frozen=True)
class Ledger:
    """Hold the calls of one connection that still count, in seconds.

    ``others_at`` is when QuickBooks last refused a call that was within what we may
    use: others use the company too.
    """

    calls: tuple[Used, ...] = ()
    others_at: float = 0.0

    def since(self, now: float) -> "Ledger":
        """Return what still counts; times that a wrong clock gave do not."""
        kept = (
            call
            for call in self.calls
            if now - LONGEST_CALL - MINUTE < call.start <= now
            and _counts(call, now, MINUTE)
        )
        return replace(self, calls=tuple(kept))

    def used(self, now: float, kind: str) -> "Ledger":
        """Return the ledger with a call that begins now."""
        call = Used(now, None, kind == BATCH)
        return replace(self, calls=(*self.calls, call))

    def ended(self, start: float, now: float) -> "Ledger":
        """Return the ledger in which a call under way has ended."""
        calls = (
            replace(call, end=now) if call.start == start and call.end is None else call
            for call in self.calls
        )
        return replace(self, calls=tuple(calls))

    @property
    def batches(self) -> tuple[Used, ...]:
        """Return the batches among the calls."""
        return tuple(call for call in self.calls if call.is_batch)


def seconds_to_wait(ledger: Ledger, now: float, kind: str, front: bool) -> float:
    """Return how long a call has to wait; 0 means that it may go now."""
    share = 0.5 if now - ledger.others_at < OTHERS else 1.0
    kept_free = int(not front)
    limits = [
        (ledger.calls, CALLS_IN_SECOND, kept_free, SECOND),
        (ledger.calls, CALLS_IN_MINUTE, 20 * kept_free, MINUTE),
    ]
    if kind == BATCH:
        limits.append((ledger.batches, BATCHES_IN_MINUTE, kept_free, MINUTE))
    return max(
        _wait(calls, now, int(most * share) - free, window)
        for calls, most, free, window in limits
    )


def _wait(calls: Iterable[Used], now: float, most: int, window: float) -> float:
    """Return how long until fewer than ``most`` of the calls count."""
    counted = [call for call in calls if _counts(call, now, window)]
    too_many = len(counted) - most + 1
    if too_many <= 0:
        return 0.0
    ends = sorted(call.end for call in counted if call.end is not None)
    if len(ends) < too_many:
        return ASK_AGAIN
    return max(ends[too_many - 1] + window + SPARE - now, 0.001)


def _counts(call: Used, now: float, window: float) -> bool:
    """Tell whether QuickBooks may have met a call within the window before now."""
    end = call.start + LONGEST_CALL if call.end is None else call.end
    return end + window + SPARE > now


def goes_as(ledger: Ledger, now: float, kind: str, items: int) -> str:
    """Return as what a message of some items should go: a batch, or one by one.

    0 items: the message is made already.
    """
    used = sum(_counts(call, now, MINUTE) for call in ledger.batches)
    is_scarce = used >= SCARCE * BATCHES_IN_MINUTE
    return "write" if kind == BATCH and 0 < items <= SMALL and is_scarce else kind


def rest(ledger: Ledger, now: float, told: float | None) -> tuple[float, bool]:
    """Return how long to rest after a refusal, and whether others caused it.

    ``told``: what the refusal itself asked for. Else it lasts as long as the limit
    that our own calls have met; where they met none, as QuickBooks documents.
    """
    waits = [
        _wait(calls, now, max(1, int(NEAR * most)), window)
        for calls, most, window in (
            (ledger.calls, CALLS_IN_SECOND, SECOND),
            (ledger.batches, BATCHES_IN_MINUTE, MINUTE),
            (ledger.calls, CALLS_IN_MINUTE, MINUTE),
        )
    ]
    is_others = not any(waits)
    wait = DOCUMENTED if is_others else max(waits)
    return max(wait if told is None else told, SECOND), is_others
