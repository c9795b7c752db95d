"""Tell when a recurring transaction is due."""

from datetime import date, timedelta

from ..books.rows import Body
from ..faults import Refusal, missing

TYPES = ("Automated", "Reminded", "Scheduled", "UnScheduled")
INTERVALS = ("Daily", "Weekly", "Monthly", "Yearly")
DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
FOR_EVER = "9999-12-31"


def check(info: Body) -> None:
    """Raise 2170 or 2020 for a schedule that makes no sense."""
    kind = info.setdefault("RecurType", "Automated")
    if kind not in TYPES:
        raise Refusal("2170", f"Invalid Enumeration : RecurType = {kind}")
    info.setdefault("Active", True)
    schedule = info.get("ScheduleInfo") or {}
    if kind == "UnScheduled":
        return
    if "IntervalType" not in schedule:
        raise missing("ScheduleInfo.IntervalType")
    if schedule["IntervalType"] not in INTERVALS:
        value = schedule["IntervalType"]
        raise Refusal("2170", f"Invalid Enumeration : IntervalType = {value}")
    if schedule["IntervalType"] == "Weekly" and schedule.get("DayOfWeek") not in DAYS:
        raise missing("ScheduleInfo.DayOfWeek")


def first_date(info: Body, today: date) -> str:
    """Return the first day a template is due, or a day that never comes."""
    schedule = info.get("ScheduleInfo") or {}
    if not schedule or not info["Active"]:
        return FOR_EVER
    start = date.fromisoformat(schedule.get("StartDate", today.isoformat()))
    kind = schedule.get("IntervalType")
    if kind == "Weekly":
        ahead = (DAYS.index(schedule["DayOfWeek"]) - start.weekday()) % 7
        return (start + timedelta(days=ahead)).isoformat()
    if kind == "Monthly":
        return _in_month(start, int(schedule.get("DayOfMonth", start.day)))
    return start.isoformat()


def _in_month(start: date, day: int) -> str:
    """Return a day of the month, in the next one when it is over."""
    from .transaction import first_of_next, on_day

    found = on_day(start, day)
    if found < start:
        found = on_day(first_of_next(start), day)
    return found.isoformat()
