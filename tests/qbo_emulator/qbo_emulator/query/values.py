"""Read the values of conditions by the type of their property."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from ..books.names import key
from ..books.work import Work
from ..faults import Refusal
from .parser import Literal, invalid, parser_error

REFERENCE = "o:ReferenceType"
PSEUDO_IDS = ("TAX", "NON", "CustomSalesTax")


def value_of(work: Work, name: str, code: str, value: Literal) -> Any:
    """Return a value as the store compares it; raise 4000 or 4001 for nonsense."""
    if name.startswith("MetaData."):
        return moment(work, today(work, value))
    if code == "b":
        return truth(name, value)
    if value.kind == "truth":
        raise parser_error(value)
    if code in ("n", "i"):
        return number(name, value)
    if code in ("d", "t"):
        return day(name, today(work, value))
    if value.kind != "text":
        raise parser_error(value)
    if name == "Id" or code == REFERENCE:
        return identifier(name, value)
    return str(value) if name == "DocNumber" else key(value)


def today(work: Work, value: Literal) -> str:
    """Return a date literal, or today's date in the company's zone."""
    if value.kind == "today":
        return work.today.isoformat()
    if value.kind != "text":
        raise parser_error(value)
    return str(value)


def truth(name: str, value: Literal) -> int:
    """Return a switch as a number; a text in quotes fails in the service (10000)."""
    if value.kind == "text":
        detail = f"System Failure Error: {value!s} can't be cast to Boolean"
        raise Refusal("10000", detail, status=500, kind="SystemFault")
    if value.kind != "truth":
        raise invalid(f"value {value} is not a boolean for property {name}")
    return int(value.lower() == "true")


def number(name: str, value: str) -> float:
    """Return a literal as a number."""
    try:
        return float(Decimal(value))
    except InvalidOperation:
        raise invalid(f"value {value} is not a number for property {name}") from None


def identifier(name: str, value: str) -> str:
    """Return the Id of an object; anything but digits is refused."""
    if value in PSEUDO_IDS or (value.isascii() and value.isdigit()):
        return str(value)
    raise invalid(f"value {value} is not a valid id for property {name}")


def day(name: str, value: str) -> str:
    """Return a date; of a date-time the day counts."""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise invalid(f"value {value} is not a valid date for {name}") from None


def moment(work: Work, value: str) -> float:
    """Return a date or date-time as seconds since 1970.

    Without an offset it is read in the company's own zone.
    """
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        raise invalid(f"value {value} is not a valid date") from None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(work.company.zone))
    try:
        return parsed.timestamp()
    except (OverflowError, ValueError):
        raise invalid(f"value {value} is not a valid date") from None
