"""Check what a client sends against the table of types.

The table (``schema_table.json``) is made by ``tools/make_schema.py``. The
checks give the documented faults: 2010 unknown property, 2040 characters, 2050
length, 2060/2070 dates, 2090/2110 numbers, 2170 enumerations, 2230 booleans.
"""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from ..faults import Refusal

SHOWN_PROPERTIES = 60
LARGEST = Decimal(10) ** 15
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Four-byte characters are refused in every text (unconfirmed: stricter reading).
UNSUPPORTED = re.compile(
    "[\U00010000-\U0010ffff\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]"
)


@cache
def table() -> dict[str, Any]:
    """Return the table of types and enumerations."""
    text = (files(__package__) / "schema_table.json").read_text("utf-8")
    return json.loads(text)


def properties(name: str) -> dict[str, str]:
    """Return the properties of a type with their codes; empty if unknown."""
    return table()["types"].get(name, {})


def check(name: str, value: Any) -> None:
    """Raise Refusal unless the value fits the type.

    Null and the empty text fit everywhere: QuickBooks reads both as "no value",
    in dates, numbers and switches too.
    """
    if not isinstance(value, dict):
        raise malformed(f"Can not deserialize instance of {name} out of {value!r}")
    known = properties(name)
    for field, content in value.items():
        if field not in known:
            raise unrecognized(name, field, known)
        if content not in (None, ""):
            _check_field(field, known[field], content)


def malformed(text: str) -> Refusal:
    """Refuse JSON of the wrong shape (2010)."""
    detail = f"Property Name:{text}\n specified is unsupported or invalid"
    return Refusal("2010", detail)


def unrecognized(name: str, field: str, known: dict[str, str]) -> Refusal:
    """Refuse a property the type does not have (2010)."""
    shown = ", ".join(f'"{key}"' for key in list(known)[:SHOWN_PROPERTIES])
    more = " [truncated]" if len(known) > SHOWN_PROPERTIES else ""
    return malformed(
        f'Unrecognized field "{field}" (class com.intuit.schema.finance.v3.{name}), '
        f"not marked as ignorable ({len(known)} known properties: {shown}{more}])"
    )


def _check_field(field: str, code: str, value: Any) -> None:
    if not code.endswith("*"):
        _check_value(field, code, value)
        return
    if not isinstance(value, list):
        raise malformed(f"Can not deserialize {field}: a list is needed")
    for item in value:
        _check_value(field, code[:-1], item)


def _check_value(field: str, code: str, value: Any) -> None:
    if code == "any":
        return
    if code.startswith("o:"):
        check(code[2:], value)
    elif isinstance(value, (dict, list)) or value is None:
        raise malformed(f"Can not deserialize {field} out of an object")
    elif code.startswith("e:"):
        choices = table()["enums"][code[2:]]
        if field == "DetailType" and value not in choices:
            raise malformed(f"Can not deserialize value of {code[2:]} from {value!r}")
        _check_choice(field, choices, value)
    elif code[0] == "s":
        _check_text(field, int(code[1:] or 0), value)
    else:
        CHECKS[code](field, value)


def _check_choice(field: str, choices: list[str], value: Any) -> None:
    if value not in choices:
        detail = f"Invalid Enumeration : {field} = {value}"
        raise Refusal("2170", detail, element=field)


def _check_text(field: str, longest: int, value: Any) -> None:
    if isinstance(value, bool):
        raise Refusal("2040", f"Invalid String : {field} = {value}", element=field)
    text = value if isinstance(value, str) else str(value)
    check_length(field, text, longest)
    if UNSUPPORTED.search(text):
        detail = f"Element contains invalid characters : {field}"
        raise Refusal("2040", detail, element=field)


def check_length(field: str, text: str, longest: int) -> None:
    """Refuse a text above its maximum length (2050); 0 is no limit."""
    if longest and len(text) > longest:
        raise Refusal(
            "2050",
            f"String length is either shorter or longer than supported by "
            f"specification. Min:0 Max:{longest} supplied:{len(text)}",
            element=field,
        )


def _check_number(field: str, value: Any) -> None:
    if _number(value) is None:
        raise Refusal("2110", f"Invalid Decimal : {field} = {value}", element=field)


def _number(value: Any) -> Decimal | None:
    """Return a number of at most 15 digits before the point, or None."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except (ArithmeticError, ValueError):
        return None
    return number if number.is_finite() and abs(number) < LARGEST else None


def _check_integer(field: str, value: Any) -> None:
    number = _number(value)
    if number is None or number % 1:
        raise Refusal("2090", f"Invalid Number : {field} = {value}", element=field)


def _check_boolean(field: str, value: Any) -> None:
    if not isinstance(value, bool) and value not in ("true", "false"):
        raise Refusal("2230", f"Invalid Boolean : {field} = {value}", element=field)


def _check_date(field: str, value: Any) -> None:
    text = str(value)[:10]
    if not DATE.fullmatch(text):
        raise Refusal("2060", f"Invalid Date Format : {field} = {value}", element=field)
    try:
        date.fromisoformat(text)
    except ValueError:
        detail = f"The date value must be a valid value. Supplied value:{value}"
        raise Refusal("2070", detail, element=field) from None


def _check_time(field: str, value: Any) -> None:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        detail = f"Invalid Date Format : {field} = {value}"
        raise Refusal("2060", detail, element=field) from None


CHECKS = {
    "n": _check_number,
    "i": _check_integer,
    "b": _check_boolean,
    "d": _check_date,
    "t": _check_time,
}


def cleaned(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return a checked value in its stored form.

    Null and empty texts become absent, numbers in quotes numbers, other values
    in text fields texts, dates ten characters.
    """
    known = properties(name)
    given = {key: item for key, item in value.items() if item not in (None, "")}
    return {field: _clean(known[field], item) for field, item in given.items()}


def _clean(code: str, value: Any) -> Any:
    if value is None or code == "any":
        return value
    if code.endswith("*"):
        return [_clean(code[:-1], item) for item in value]
    if code.startswith("o:"):
        return cleaned(code[2:], value)
    return CLEANERS.get(code[0], lambda item: item)(value)


CLEANERS = {
    "s": lambda value: value if isinstance(value, str) else str(value),
    "n": lambda value: Decimal(str(value)) if isinstance(value, str) else value,
    "i": lambda value: int(Decimal(str(value))),
    "b": lambda value: value in (True, "true"),
    "d": lambda value: str(value)[:10],
}
