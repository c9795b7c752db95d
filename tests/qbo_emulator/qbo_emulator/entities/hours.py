"""Check the hours of a time activity."""

from datetime import datetime

from ..books.money import decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing

HOURS_A_DAY = 24
MINUTES_AN_HOUR = 60


def check(body: Body) -> None:
    """Demand a span of time or hours; a span gives the date.

    Raise 2020, 2110, 2240, or 6000 for an end before the start.
    """
    for rate in ("HourlyRate", "CostRate"):
        if decimal(body.get(rate)) < 0:
            raise Refusal("2110", f"Invalid Decimal : {rate}", element=rate)
    start, end = body.get("StartTime"), body.get("EndTime")
    if start and end:
        began, ended = datetime.fromisoformat(start), datetime.fromisoformat(end)
        if ended < began:
            raise business("The end time must be after the start time.")
        body.setdefault("TxnDate", began.date().isoformat())
        return
    if "Hours" not in body and "Minutes" not in body:
        raise missing("Hours")
    hours, minutes = int(body.get("Hours", 0)), int(body.get("Minutes", 0))
    if not (0 <= hours <= HOURS_A_DAY and 0 <= minutes < MINUTES_AN_HOUR):
        raise Refusal("2240", "Hours must be from 0 to 24, Minutes from 0 to 59")
