"""Read how long QuickBooks, or a gateway before it, asks to be left alone."""

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

LONGEST = 3600.0  # seconds; nobody means more
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")


def seconds_to_wait(
    headers: Mapping[str, str], now: datetime | None = None
) -> float | None:
    """Return the seconds that ``Retry-After`` asks for; None when it says nothing.

    It holds seconds, or a date, which is compared with the answer's own ``Date``:
    the clocks of two machines differ.
    """
    told = (headers.get("Retry-After") or "").strip()
    if _SECONDS.fullmatch(told):
        return min(float(told), LONGEST)
    until = _moment(told)
    if until is None:
        return None
    now = _moment(headers.get("Date") or "") or now or datetime.now(timezone.utc)
    return min(max((until - now).total_seconds(), 0.0), LONGEST)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
