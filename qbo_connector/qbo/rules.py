"""Declare what maps to what: one line for both directions of one key.

A rule is pure data with two pure functions on values: ``to_qbo`` turns what an Odoo
field holds into what a payload holds, ``from_qbo`` the other way round. What needs a
database is named, not done: the mapper looks up a ``Ref`` and calls the methods of a
``Hook``. Keys are dotted paths into a payload: ``PrimaryEmailAddr.Address``.

Nothing is None in a payload: what is empty in Odoo is absent, as QuickBooks itself
leaves out what is not set.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, TypeAlias

Payload: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """Map a text; longer than ``max_length`` characters is cut, 0 means no limit."""

    key: str
    field: str
    max_length: int = 0

    def to_qbo(self, value: str | Literal[False] | None) -> str | None:
        """Return the text without outer blanks, or None when it is empty."""
        text = (value or "").strip()
        if self.max_length:
            text = text[: self.max_length].rstrip()
        return text or None

    def from_qbo(self, value: str | None) -> str | Literal[False]:
        """Return the text, or Odoo's False when it is empty."""
        return (value or "").strip() or False


@dataclass(frozen=True)
class Flag:
    """Map a yes or no; absent is no."""

    key: str
    field: str

    def to_qbo(self, value: object) -> bool:
        """Return the flag."""
        return bool(value)

    def from_qbo(self, value: bool | str | None) -> bool:
        """Return the flag; QuickBooks also writes it as text in some lists."""
        return value.lower() == "true" if isinstance(value, str) else bool(value)


@dataclass(frozen=True)
class Date:
    """Map a calendar day, which has no time zone."""

    key: str
    field: str

    def to_qbo(self, value: date | Literal[False] | None) -> str | None:
        """Return ``YYYY-MM-DD``, or None when there is no date."""
        return f"{value:%Y-%m-%d}" if value else None

    def from_qbo(self, value: str | None) -> date | Literal[False]:
        """Return the date, or Odoo's False; raises ValueError for anything else."""
        return date.fromisoformat(value[:10]) if value else False


@dataclass(frozen=True)
class Amount:
    """Map a number with a fixed count of decimals, rounded half up.

    ``to_qbo`` gives a Decimal. ``from_qbo`` gives the float that Odoo's number
    fields hold; compare money only after rounding by its currency.
    """

    key: str
    field: str
    digits: int = 2

    def to_qbo(self, value: Decimal | float | Literal[False] | None) -> Decimal:
        """Return the rounded Decimal; an empty field is zero."""
        return rounded(value or 0, self.digits)

    def from_qbo(self, value: Decimal | float | str | None) -> float:
        """Return the rounded number; absent is zero."""
        return float(rounded(value or 0, self.digits))


@dataclass(frozen=True)
class Ref:
    """Map a reference to a row of QuickBooks' lists, through the mappings.

    ``kind`` is the kind of mapping (``term``, ``account``, ...). The mapper looks up;
    the rule only wraps the id.
    """

    key: str
    field: str
    kind: str

    def to_qbo(self, value: str | Literal[False] | None) -> Payload | None:
        """Return the reference to a QuickBooks id, or None when there is none."""
        return {"value": value} if value else None

    def from_qbo(self, value: Mapping[str, str] | None) -> str:
        """Return the QuickBooks id, "" when there is none."""
        return (value or {}).get("value") or ""


@dataclass(frozen=True)
class Hook:
    """Map a key by methods of the mapper, named here; "" leaves a direction out.

    ``reads`` are the Odoo fields that ``out`` looks at.
    """

    key: str
    reads: tuple[str, ...] = ()
    out: str = ""
    into: str = ""


Rule: TypeAlias = Text | Flag | Date | Amount | Ref | Hook


def reads(rule: Rule) -> tuple[str, ...]:
    """Return the Odoo fields that a rule looks at."""
    return rule.reads if isinstance(rule, Hook) else (rule.field,)


def rounded(value: Decimal | float | str, digits: int) -> Decimal:
    """Return the value as a Decimal, rounded half up; 1.005 means just that."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def is_empty(value: object) -> bool:
    """Tell whether QuickBooks would leave the value out; zero and no are values."""
    return value is None or value == "" or value == {} or value == []


def dig(payload: Mapping[str, Any], key: str) -> Any:
    """Return what lies at a dotted path, None when the path ends early."""
    value: Any = payload
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def plant(payload: Payload, key: str, value: Any) -> None:
    """Put a value at a dotted path of the payload; an empty one leaves no trace."""
    if is_empty(value):
        return
    *parents, last = key.split(".")
    for part in parents:
        payload = payload.setdefault(part, {})
    payload[last] = value


def project(payload: Mapping[str, Any], keys: Iterable[str]) -> Payload:
    """Return the payload restricted to some paths, in the shape that rules build.

    Names that QuickBooks adds to references are dropped, for they change by
    themselves, and so is what is empty.
    """
    kept: Payload = {}
    for key in keys:
        plant(kept, key, _bare(dig(payload, key)))
    return kept


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "value" in value and value.keys() <= {"value", "name", "type"}:
            return {key: value[key] for key in ("value", "type") if key in value}
        return {key: _bare(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return value
