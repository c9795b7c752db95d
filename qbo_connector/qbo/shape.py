"""Check once, at the door, what an answer looks like.

What is handed on is a dict of known kinds: ids and tokens are digits in text, times
and days can be read, amounts are numbers, text can be stored, nothing is None. An
amount or a flag that came as text is put right; whatever else does not fit is a
``Misfit``, which never repeats what it found: it may be a customer's.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from . import entities, kinds
from .moments import parse_moment

Payload: TypeAlias = dict[str, Any]

LARGEST_BODY = 256 * 1024 * 1024  # bytes
LONGEST_TEXT = 100_000  # QuickBooks' own longest field has 4,000
DEEPEST = 32
MOST_DIGITS = 18  # before and after the point
_DIGITS = re.compile(r"[0-9]{1,20}")
_OTHER_ID = re.compile(r"[\w.:-]{1,50}", re.ASCII)  # TAX, NON, CustomSalesTax
_NAMED = frozenset({"TaxCode", "TaxRate"})  # some of their ids are words
_FLAGS = {"true": True, "false": False}


class Misfit(ValueError):
    """Say what does not fit, without the value."""


def decoded(content: bytes) -> Payload:
    """Return the object that a body holds; raises Misfit."""
    if len(content) > LARGEST_BODY:
        raise Misfit("too large")
    try:
        body = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Misfit("not JSON") from None
    if not isinstance(body, dict):
        raise Misfit("no object")
    return body


def rows(response: Any, entity: str) -> list[Any]:
    """Return the rows of a ``QueryResponse``, unchecked; an empty one has no key."""
    if not isinstance(response, dict):
        raise Misfit("no query response")
    for name, value in response.items():
        if name.casefold() == entity.casefold():
            if not isinstance(value, list):
                raise Misfit(f"{entity}: no list")
            return value
        if isinstance(value, list | dict):
            raise Misfit(f"{entity}: rows of another type")
    return []


def row(entity: str, value: Any, *, whole: bool = True) -> Payload:
    """Return one object of a type as everybody may rely on it; raises Misfit.

    One that is not ``whole`` was asked for by some of its columns.
    """
    if not isinstance(value, dict):
        raise Misfit(f"{entity}: no object")
    found = _mapping(value, 0)
    facts = entities.get(entity)
    is_setting = facts.kind == entities.SETTING
    told = found.get("Id", "1" if is_setting else None)
    if not is_id("" if is_setting else entity, told):
        raise Misfit(f"{entity}: Id")
    token = found.get("SyncToken")
    gone = found.get("status") == "Deleted"
    if token is None and (gone or not whole or not facts.in_cdc):
        return found
    if not (isinstance(token, str) and _DIGITS.fullmatch(token)):
        raise Misfit(f"{entity}: SyncToken")
    return found


def is_id(entity: str, value: Any) -> bool:
    """Tell whether a value can be the id of an object of a type."""
    if not isinstance(value, str):
        return False
    is_word = entity in _NAMED or entity not in entities.ENTITIES
    return bool((_OTHER_ID if is_word else _DIGITS).fullmatch(value))


def id_in(entity: str, value: Any) -> str:
    """Return the id of an object that does not fit, "" when it tells none."""
    found = value.get("Id") if isinstance(value, dict) else None
    return found if isinstance(found, str) and is_id(entity, found) else ""


def count(response: Any) -> int:
    """Return what a ``count(*)`` came to; QuickBooks may leave out a zero."""
    found = response.get("totalCount", 0) if isinstance(response, dict) else None
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise Misfit("no count")
    return found


def _no_number(name: str) -> Any:
    raise Misfit(f"{name} is no number")


def _value(name: str, value: Any, depth: int) -> Any:
    """Return a value as its kind wants it; None for one that says nothing."""
    if value is None:
        return None
    if depth > DEEPEST:
        raise Misfit("nested too deeply")
    kind = kinds.kind_of(name)
    if isinstance(value, dict):
        _expect(kind in ("", kinds.OBJECT), name)
        return _mapping(value, depth, is_reference=name.endswith("Ref"))
    if isinstance(value, list):
        _expect(kind in ("", kinds.LIST), name)
        found = [_value("", item, depth + 1) for item in value]
        _expect(None not in found, name)
        if kind:
            _expect(all(isinstance(item, dict) for item in found), name)
        return found
    if kind and value == "":
        return None  # absent and empty are the same
    return _CHECKS.get(kind, _no_scalar)(name, value)


def _mapping(
    value: Mapping[str, Any], depth: int, *, is_reference: bool = False
) -> Payload:
    found: Payload = {}
    for key, item in value.items():
        clean = _value(_text("name", key), item, depth + 1)
        if clean is not None:
            found[key] = clean
    if is_reference and not isinstance(found.get("value", ""), str):
        raise Misfit("a reference without an id")
    return found


def _expect(fits: object, name: str) -> None:
    if not fits:
        raise Misfit(name)


def _text(name: str, value: Any) -> str:
    _expect(isinstance(value, str) and len(value) <= LONGEST_TEXT, name)
    _expect("\0" not in value, name)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Misfit(name) from None
    return value


def _any(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _text(name, value)
    return value if isinstance(value, bool) else _number(name, value)


def _number(name: str, value: Any) -> int | Decimal:
    if isinstance(value, str):
        try:
            value = Decimal(value.strip())
        except InvalidOperation:
            raise Misfit(name) from None
    _expect(isinstance(value, int | Decimal) and not isinstance(value, bool), name)
    number = Decimal(value)
    _expect(number.is_finite(), name)
    exponent = number.as_tuple().exponent
    _expect(
        number.adjusted() <= MOST_DIGITS and -int(exponent) <= 2 * MOST_DIGITS, name
    )
    return value


def _whole_number(name: str, value: Any) -> int:
    number = _number(name, value)
    _expect(number == int(number), name)
    return int(number)


def _flag(name: str, value: Any) -> bool:
    value = _FLAGS.get(value.casefold(), value) if isinstance(value, str) else value
    _expect(isinstance(value, bool), name)
    return value


def _day(name: str, value: Any) -> str:
    text = _text(name, value)
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        raise Misfit(name) from None
    return text


def _moment(name: str, value: Any) -> str:
    text = _text(name, value)
    try:
        parse_moment(text)
    except ValueError:
        raise Misfit(name) from None
    return text


def _no_scalar(name: str, value: Any) -> Any:
    raise Misfit(name)


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "": _any,
    kinds.TEXT: _text,
    kinds.NUMBER: _number,
    kinds.WHOLE_NUMBER: _whole_number,
    kinds.FLAG: _flag,
    kinds.DAY: _day,
    kinds.MOMENT: _moment,
}
