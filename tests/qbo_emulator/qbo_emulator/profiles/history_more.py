"""Write the rarer documents of a company's history."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .history import History


def voided(history: "History") -> None:
    """Write an invoice and void it."""
    made = history.sell("Invoice")
    history.company.void("Invoice", made["Id"])


def work_done(history: "History") -> None:
    """Write down hours of an employee for a customer."""
    lists = history.lists
    body = {
        "NameOf": "Employee",
        "EmployeeRef": {"value": history.dice.choice(lists.employees)},
        "CustomerRef": {"value": history.dice.choice(lists.customers)["Id"]},
        "ItemRef": {"value": lists.items[1]["Id"]},
        "TxnDate": history.date,
        "Hours": history.dice.randint(1, 8),
        "Minutes": history.dice.choice((0, 15, 30, 45)),
        "HourlyRate": 50,
        "BillableStatus": history.dice.choice(("Billable", "NotBillable")),
        "Description": "Work on site",
    }
    history.create("TimeActivity", body)


# Every how many days, on which of them, what kind it needs, and who writes it.
MAKERS: tuple[tuple[int, int, str, Callable[["History"], None]], ...] = (
    (45, 11, "Invoice", voided),
    (6, 4, "TimeActivity", work_done),
)
