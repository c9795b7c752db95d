"""Draw reports that list documents: by day, by customer, by item, and stock."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from . import shape
from .period import Period

if TYPE_CHECKING:
    from ..books.work import Work

POSTING = (
    "Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt", "Payment", "Deposit",
    "JournalEntry", "Transfer",
)  # fmt: skip
# What a document adds to sales.
SIGNS = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1}


def transaction_list(work: "Work", period: Period) -> Body:
    """Return all documents that post, by day."""
    found = [
        (body["TxnDate"], int(body["Id"]), kind, body)
        for kind in POSTING
        for body in documents(work, kind, period)
    ]
    rows = [
        shape.data(
            day,
            (kind, body["Id"]),
            body.get("DocNumber", ""),
            _party(body),
            at_home(body, decimal(body.get("TotalAmt", body.get("Amount")))),
        )
        for day, _id, kind, body in sorted(found, key=lambda one: one[:2])
    ]
    columns = [
        ("Date", "Date"),
        ("Transaction Type", "String"),
        ("Num", "String"),
        ("Name", "String"),
        ("Amount", "Money"),
    ]
    return shape.framed(work, "TransactionList", period, columns, rows)


def documents(work: "Work", kind: str, period: Period) -> list[Body]:
    """Return the documents of a kind within a period."""
    days = (period.start, period.end)
    return work.books.select(kind, "AND date >= ? AND date <= ?", days)


def at_home(body: Body, amount: Decimal) -> Decimal:
    """Return an amount of a document in home currency."""
    return rounded(amount * decimal(body.get("ExchangeRate", 1)))


def _party(body: Body) -> tuple[str, str]:
    ref = body.get("CustomerRef") or {}
    return (ref.get("name", ""), ref.get("value", ""))


def sold(work: "Work", period: Period) -> Iterator[tuple[Body, Body, Decimal]]:
    """Give each sold line with its document and what it adds to sales, at home."""
    for kind, sign in SIGNS.items():
        for body in documents(work, kind, period):
            for line in body["Line"]:
                if line.get("DetailType") == "SalesItemLineDetail":
                    yield body, line, sign * at_home(body, decimal(line["Amount"]))


def customer_sales(work: "Work", period: Period) -> Body:
    """Return what was sold to each customer, before tax and discounts."""
    sums: dict[tuple[str, str], Decimal] = {}
    for body, _line, amount in sold(work, period):
        key = _party(body)
        sums[key] = sums.get(key, ZERO) + amount
    return _summed(work, "CustomerSales", period, "Customer", sums)


def item_sales(work: "Work", period: Period) -> Body:
    """Return what was sold of each item, before tax and discounts."""
    sums: dict[tuple[str, str], Decimal] = {}
    for _body, line, amount in sold(work, period):
        ref = line["SalesItemLineDetail"].get("ItemRef", {})
        key = (ref.get("name", ""), ref.get("value", ""))
        sums[key] = sums.get(key, ZERO) + amount
    return _summed(work, "ItemSales", period, "Product/Service", sums)


def inventory_valuation(work: "Work", period: Period) -> Body:
    """Return what is in stock now, at its cost."""
    sums = {
        (row["Name"], row["Id"]): rounded(
            decimal(row.get("QtyOnHand")) * decimal(row.get("PurchaseCost"))
        )
        for row in work.books.select("Item", "AND active = 1")
        if row["Type"] == "Inventory"
    }
    name = "InventoryValuationSummary"
    return _summed(work, name, period, "Product/Service", sums)


def _summed(
    work: "Work",
    name: str,
    period: Period,
    title: str,
    sums: dict[tuple[str, str], Decimal],
) -> Body:
    rows = [shape.data(key, sums[key]) for key in sorted(sums) if sums[key]]
    total = sum(sums.values(), ZERO)
    rows.append(shape.section("", [], ["TOTAL", total], "GrandTotal"))
    columns = [("", title), ("Total", "Money")]
    return shape.framed(work, name, period, columns, rows)


def vendors(name: str):
    """Return a report about vendors, who are owed nothing: there are no purchases."""

    def drawn(work: "Work", period: Period) -> Body:
        columns = [("", "Vendor"), ("Total", "Money")]
        return shape.framed(work, name, period, columns, [])

    return drawn
