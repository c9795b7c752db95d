"""When a message may go out, in the customer's own time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytz

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Hours:
    """Quiet hours (local hours of the day, 20.5 is half past eight) and weekdays.

    The same hour twice means that no hour is quiet. Weekdays count from Monday, 0.
    """

    quiet_from: float = 0.0
    quiet_until: float = 0.0
    weekdays: frozenset[int] = EVERY_DAY

    def allow(self, local: datetime) -> bool:
        """Tell whether a message may go out at this local moment."""
        return local.weekday() in self.weekdays and not self._is_quiet(local.time())

    def _is_quiet(self, at: time) -> bool:
        start, end = clock(self.quiet_from), clock(self.quiet_until)
        if start <= end:
            return start <= at < end
        return at >= start or at < end


def clock(hours: float) -> time:
    """Give the time of day that a number of hours stands for; 24 is midnight."""
    minutes = round(hours * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def next_slot(moment: datetime, zone: str, hours: Hours) -> datetime:
    """Give the first moment, not before this one, at which a message may go out.

    Both moments are aware and in UTC. Raises ValueError when no weekday is allowed.
    """
    tz = pytz.timezone(zone)
    local = moment.astimezone(tz)
    if hours.allow(local):
        return moment
    for days in range(9):
        day = local.date() + timedelta(days=days)
        for start in (time(), clock(hours.quiet_until)):
            slot = _instant(tz, day, start)
            if slot >= moment and hours.allow(slot.astimezone(tz)):
                return slot
    raise ValueError("No weekday is allowed.")


def _instant(tz, day, at: time) -> datetime:
    """Give the UTC moment of a local time; one that a clock skips moves forward."""
    local = tz.localize(datetime.combine(day, at), is_dst=False)
    return tz.normalize(local).astimezone(pytz.utc)
