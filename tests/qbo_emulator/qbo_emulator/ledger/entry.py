"""Name one posting to one account."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ..books.money import ZERO

HUNDRED = Decimal(100)
# How many parts of a unit a quantity is kept in.
PARTS = Decimal(10**6)


@dataclass(frozen=True)
class Entry:
    """Post an amount: debits are positive, credits negative.

    ``amount`` is in the currency of the document, ``home`` in the company's own;
    ``part`` says what of the document it is, ``party`` whom it is about (customer
    of receivables, agency of tax), ``item`` and ``qty`` what moves in stock.
    """

    account: str
    amount: Decimal
    part: str
    home: Decimal = ZERO
    currency: str = ""
    party: str = ""
    item: str = ""
    qty: Decimal = ZERO
    memo: str = ""

    def row(self) -> tuple[Any, ...]:
        """Return the columns in which the store keeps the entry."""
        return (
            self.account,
            self.part,
            self.currency,
            self.party,
            self.item,
            int(self.amount * HUNDRED),
            int(self.home * HUNDRED),
            int(self.qty * PARTS),
            self.memo,
        )

    def at(self, currency: str, home: Decimal) -> "Entry":
        """Return the entry in a currency, worth an amount at home."""
        return replace(self, currency=currency, home=home)
