"""Write the rarer documents of a company's history."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .history import History


def voided(history: "History") -> None:
    """Write an invoice and void it."""
    made = history.sell("Invoice")
    history.company.void("Invoice", made["Id"])


# Every how many days, on which of them, what kind it needs, and who writes it.
MAKERS: tuple[tuple[int, int, str, Callable[["History"], None]], ...] = (
    (45, 11, "Invoice", voided),
)
