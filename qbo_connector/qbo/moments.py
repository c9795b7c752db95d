"""Read and write QuickBooks' points in time; everything inside is aware UTC."""

import re
from datetime import datetime, timezone

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?\s*(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


class OutOfTime(ValueError):
    """A point in time that no calendar of ours holds."""


def parse_moment(text: str) -> datetime:
    """Return an aware UTC datetime from ISO 8601 with any number of decimals.

    Without an offset UTC is meant. Raises ValueError for anything else, OutOfTime
    for what lies before or after all time.
    """
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a point in time")
    seconds, fraction, offset = found.groups()
    fraction = (fraction or "0")[:6].ljust(6, "0")
    offset = "+00:00" if offset in (None, "Z") else offset
    if ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    moment = datetime.fromisoformat(f"{seconds}.{fraction}{offset}")
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError:
        raise OutOfTime(f"{text!r} is out of all time") from None


def format_moment(moment: datetime) -> str:
    """Return ISO 8601 in UTC with its offset, to the second.

    Raises ValueError for a naive datetime: without an offset QuickBooks would read
    it in the zone of its own server.
    """
    if moment.tzinfo is None:
        raise ValueError("a point in time needs a time zone")
    return moment.astimezone(timezone.utc).isoformat(timespec="seconds")
