"""Purchases and budgets: known by name and empty until the emulator writes them.

Queries, changes and reads answer as in a company without any; whoever sends one is
refused (500).
"""

from typing import Any

from ..books.rows import Body
from .transaction import Transaction


class Unwritten(Transaction):
    """Share that nothing can be written."""

    operations = frozenset()

    def columns(self, body: Body) -> dict[str, Any]:
        return {"date": body.get("TxnDate"), "number": body.get("DocNumber")}


class Bill(Unwritten):
    """Know bills by name."""

    entity = "Bill"


class BillPayment(Unwritten):
    """Know payments of bills by name."""

    entity = "BillPayment"


class Purchase(Unwritten):
    """Know expenses and checks by name."""

    entity = "Purchase"


class PurchaseOrder(Unwritten):
    """Know purchase orders by name."""

    entity = "PurchaseOrder"


class VendorCredit(Unwritten):
    """Know credits of vendors by name."""

    entity = "VendorCredit"


class Budget(Unwritten):
    """Know budgets, which people make and clients read."""

    entity = "Budget"
    in_cdc = True
