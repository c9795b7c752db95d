"""Calculate with amounts; JSON numbers become Decimal and back."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal(0)
CENT = Decimal("0.01")


def decimal(value: Any) -> Decimal:
    """Return a JSON value as Decimal; nothing counts as zero."""
    if value is None or value == "":
        return ZERO
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Decimal) -> Decimal:
    """Round an amount to cents, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def loads(text: str | bytes) -> Any:
    """Read JSON with exact numbers; NaN and Infinity are not JSON."""
    return DECODER.decode(text.decode() if isinstance(text, bytes) else text)


def dumps(data: Any) -> str:
    """Write JSON as QuickBooks does: 0 for zero, 100.0 for other amounts."""
    return ENCODER.encode(data)


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value) if value else 0
    raise TypeError(f"{type(value)} is not JSON")


def _not_json(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_not_json)
ENCODER = json.JSONEncoder(default=_number, ensure_ascii=False)
