"""Decide when the next call may go, so that QuickBooks never has to refuse one.

Its limits are kept as sliding windows, a little longer than QuickBooks', since calls
need different times to get there. Buttons may use all of a window; schedules leave
something for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

QUICK = 1.1  # seconds for what QuickBooks counts in one
MINUTE = 60.5
CALLS_IN_QUICK = 10
CALLS_IN_MINUTE = 500
BATCHES_IN_MINUTE = 40
IN_FLIGHT = 9  # one less than QuickBooks bears: how long calls take is an estimate
SMALL = 5  # items that may go as single calls while batches are scarce
SCARCE = 0.5  # of the batches of a minute that are used
NEAR = 0.75  # of a limit: whoever is refused there has met it
OTHERS = 600.0  # seconds for which others are thought to use the rest
DOCUMENTED = 60.0  # what QuickBooks asks for after a refusal, if it does not say
BATCH = "batch"


@dataclass(frozen=True)
class Ledger:
    """Hold what one connection used: the times (seconds) of calls and of batches.

    ``latency`` is how long a call takes at present; ``others_at`` is when QuickBooks
    last refused a call that was within what we may use: others use the company too.
    """

    calls: tuple[float, ...] = ()
    batches: tuple[float, ...] = ()
    latency: float = 1.0
    others_at: float = 0.0

    def since(self, now: float) -> "Ledger":
        """Return what still counts; times that a wrong clock gave do not."""
        calls, batches = (
            tuple(time for time in times if now - MINUTE < time <= now)
            for times in (self.calls, self.batches)
        )
        return replace(self, calls=calls, batches=batches)

    def used(self, now: float, kind: str) -> "Ledger":
        """Return the ledger with one more call in it."""
        batches = (*self.batches, now) if kind == BATCH else self.batches
        return replace(self, calls=(*self.calls, now), batches=batches)

    def taking(self, seconds: float | None) -> "Ledger":
        """Return the ledger with what is known of how long the last call took."""
        if seconds is None:
            return self
        latency = max(seconds, 0.5 * self.latency + 0.5 * seconds)
        return replace(self, latency=latency)


def seconds_to_wait(ledger: Ledger, now: float, kind: str, front: bool) -> float:
    """Return how long a call has to wait; 0 means that it may go now."""
    share = 0.5 if now - ledger.others_at < OTHERS else 1.0
    quick = int((CALLS_IN_QUICK - (not front)) * share)
    waits = [
        _wait(ledger.calls, now, quick, QUICK),
        _wait(ledger.calls, now, IN_FLIGHT - (not front), ledger.latency),
        _wait(ledger.calls, now, int(CALLS_IN_MINUTE * share) - 20 * (not front)),
    ]
    if kind == BATCH:
        most = int(BATCHES_IN_MINUTE * share) - (not front)
        waits.append(_wait(ledger.batches, now, most))
    return max(waits)


def _wait(
    times: Sequence[float], now: float, most: int, window: float = MINUTE
) -> float:
    """Return how long until fewer than ``most`` of the times are in the window."""
    if len(times) < most:
        return 0.0
    return max(0.0, times[-most] + window - now)


def goes_as(ledger: Ledger, kind: str, items: int) -> str:
    """Return as what a message of some items should go: a batch, or one by one."""
    is_scarce = len(ledger.batches) >= SCARCE * BATCHES_IN_MINUTE
    return "write" if kind == BATCH and items <= SMALL and is_scarce else kind


def rest(ledger: Ledger, now: float, told: float | None) -> tuple[float, bool]:
    """Return how long to rest after a refusal, and whether others caused it.

    ``told``: what the refusal itself asked for. Else it lasts as long as the limit
    that our own calls have met; where they met none, as QuickBooks documents.
    """
    met = [
        window
        for times, most, window in (
            (ledger.calls, CALLS_IN_QUICK, QUICK),
            (ledger.batches, BATCHES_IN_MINUTE, MINUTE),
            (ledger.calls, CALLS_IN_MINUTE, MINUTE),
        )
        if sum(now - window < time <= now for time in times) >= NEAR * most
    ]
    is_others = not met
    if told is not None:
        return max(told, QUICK), is_others
    if is_others:
        return DOCUMENTED, is_others
    if max(met) == QUICK:
        return QUICK, is_others
    oldest = min((ledger.batches or ledger.calls), default=now)
    return max(QUICK, oldest + MINUTE - now), is_others
