"""Draw what customers owe: balances, and balances by age."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..ledger.figures import Figures
from . import shape
from .period import Period, bad

if TYPE_CHECKING:
    from ..books.work import Work

AGES = ("Current", "1 - 30", "31 - 60", "61 - 90", "91 and over")


def customer_balance(work: "Work", period: Period) -> Body:
    """Return what each customer owes at the end of the period, at home."""
    owed: dict[str, Decimal] = {}
    for row in Figures(work.company, period.end).receivables():
        owed[row["customer"]] = owed.get(row["customer"], ZERO) + row["home"]
    wanted = period.params.get("customer")
    rows = [
        shape.data(_name(work, key), amount)
        for key, amount in owed.items()
        if amount and wanted in (None, "", key)
    ]
    total = sum((owed[key] for key in owed if wanted in (None, "", key)), ZERO)
    rows.append(shape.section("", [], ["TOTAL", total], "GrandTotal"))
    columns = [("", "Customer"), ("Total", "Money")]
    return shape.framed(work, "CustomerBalance", period, columns, rows)


def aged_receivables(work: "Work", period: Period) -> Body:
    """Return what is open by customer and by days past due, at home."""
    if period.params.get("aging_period", "30") != "30":
        raise bad("Only aging_period=30 is supported")
    ages: dict[str, list[Decimal]] = {}
    for row in Figures(work.company, period.end).open_documents():
        worth = rounded(row["open"] * decimal(row["rate"]))
        mine = ages.setdefault(row["customer"], [ZERO] * len(AGES))
        mine[_age(row, period.end)] += worth
    rows = [
        shape.data(_name(work, key), *parts, sum(parts, ZERO))
        for key, parts in sorted(ages.items())
    ]
    sums = [
        sum((parts[at] for parts in ages.values()), ZERO) for at in range(len(AGES))
    ]
    totals = ["TOTAL", *sums, sum(sums, ZERO)]
    rows.append(shape.section("", [], totals, "GrandTotal"))
    columns = [("", "Customer"), *((age, "Money") for age in AGES), ("Total", "Money")]
    return shape.framed(work, "AgedReceivables", period, columns, rows)


def _age(row: Body, end: str) -> int:
    days = (date.fromisoformat(end) - date.fromisoformat(row["due"])).days
    return 0 if days <= 0 else min((days - 1) // 30 + 1, len(AGES) - 1)


def _name(work: "Work", customer: str) -> tuple[str, str]:
    row = work.books.get("Customer", customer) or {}
    return (row.get("DisplayName", ""), customer)
