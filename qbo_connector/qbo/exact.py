"""Read and write JSON without ever passing an amount through a float.

``json`` writes a Decimal only by way of a float and reads one only as a float.
Here numbers with a point are read as Decimal, and a Decimal is written digit by
digit: ``Decimal("12.50")`` becomes ``12.50``.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def loads(text: str | bytes) -> Any:
    """Decode JSON; numbers with a point or an exponent become Decimal."""
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    """Encode as ASCII JSON; Decimals exactly, in plain notation.

    Raises ValueError for what JSON cannot hold (NaN, infinity).
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not a number that JSON can hold")
        return format(value, "f")
    if isinstance(value, Mapping):
        pairs = (
            f"{json.dumps(str(key))}: {dumps(item)}" for key, item in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return json.dumps(value, allow_nan=False)


def jsonable(value: Any) -> Any:
    """Return the value with Decimals as plain JSON numbers, to be stored.

    A whole Decimal becomes an int, another one the float that prints the same
    digits; where none does (more than 15 digits), a string. ``merge`` compares what
    is read back as equal to what was stored.
    """
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, Mapping):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    return value
