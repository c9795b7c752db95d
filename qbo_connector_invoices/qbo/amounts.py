"""Money and quantities as QuickBooks wants them on a sales line.

QuickBooks refuses a line (6070) unless Amount = Qty x UnitPrice rounded to the
currency, and it keeps at most five decimals of either. Source: qbo-api.md 6.2.
"""

from decimal import ROUND_HALF_UP, Decimal

MAX_DECIMALS = 5


def exact(value: float | str) -> Decimal:
    """Return the number as it is written: 0.1 is 0.1, not its binary neighbour."""
    return Decimal(str(value))


def split_amount(
    amount: Decimal, quantity: Decimal, price: Decimal | None = None, digits: int = 2
) -> tuple[Decimal, Decimal] | None:
    """Return the (quantity, unit price) whose product is exactly ``amount``.

    ``price`` is tried first, so that an undiscounted line shows the price the
    customer knows. None when five decimals cannot express it: the line is then
    sent with its amount alone.
    """
    if not quantity or quantity != _rounded(quantity, MAX_DECIMALS):
        return None
    for candidate in _prices(amount, quantity, price, digits):
        if _rounded(quantity * candidate, digits) == amount:
            return quantity, candidate
    return None


def _prices(amount, quantity, price, digits):
    """Yield unit prices worth trying, the most readable first."""
    if price is not None and price == _rounded(price, MAX_DECIMALS):
        yield price
    for places in range(digits, MAX_DECIMALS + 1):
        yield _rounded(amount / quantity, places)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def shared_out(
    amount: Decimal, weights: list[Decimal], digits: int = 2
) -> list[Decimal]:
    """Return ``amount`` in parts by weight, rounded; together they are the amount.

    Each part is the difference of two rounded running sums, so no part takes up the
    rounding of all the others.
    """
    whole = sum(weights, Decimal(0))
    parts, reached, weighed = [], Decimal(0), Decimal(0)
    for weight in weights:
        weighed += weight
        now = _rounded(amount * weighed / whole, digits)
        parts.append(now - reached)
        reached = now
    return parts
