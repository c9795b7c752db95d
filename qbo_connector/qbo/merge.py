"""Compare payloads: which fields they have, and whether they say the same.

Absent, None and empty are the same, since QuickBooks leaves out what is empty.
Numbers are equal by value, whether Decimal, int or a stored float. What comes of a
comparison of three payloads is decided in ``three_way``.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from .rules import is_empty

Payload: TypeAlias = Mapping[str, Any]

# Compared and taken as a whole: half of one address and half of another is a third
# one, and QuickBooks replaces lines only all together. Lists are whole anyway.
WHOLE = frozenset({"BillAddr", "ShipAddr", "ShipFromAddr", "TxnTaxDetail"})


def same(one: Payload | None, other: Payload | None) -> bool:
    """Tell whether two payloads say the same."""
    return equal(one or {}, other or {})


def paths(payload: Payload) -> dict[str, Any]:
    """Return a payload as dotted paths with their values, empty ones left out.

    References, lists and what is named in ``WHOLE`` are single values.
    """
    return dict(_walk(payload, ""))


def _walk(payload: Payload, prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in payload.items():
        whole = key in WHOLE or key.endswith("Ref")
        if isinstance(value, Mapping) and not whole:
            yield from _walk(value, f"{prefix}{key}.")
        elif not is_empty(value):
            yield prefix + key, value


def equal(one: Any, other: Any) -> bool:
    """Tell whether two values say the same; absent, None and empty do."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return _canonical(one) == _canonical(other)


def _canonical(value: Any) -> Any:
    """Return a value in the one form in which equal things are equal."""
    if isinstance(value, bool):
        return ("flag", value)
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, Mapping):
        inner = ((key, _canonical(item)) for key, item in value.items())
        return {key: item for key, item in inner if item is not None} or None
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value] or None
    return value if value != "" else None
