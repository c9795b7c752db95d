"""Refund receipts: money that goes back to a customer."""

from typing import TYPE_CHECKING

from ..books.money import ZERO
from ..books.rows import Body
from ..faults import business, missing
from .sales import SalesReceipt

if TYPE_CHECKING:
    from ..books.work import Work


class RefundReceipt(SalesReceipt):
    """Know refund receipts; they are paid out at once and name the account."""

    entity = "RefundReceipt"
    operations = SalesReceipt.operations - {"include_void"}
    required = ("Line", "DepositToAccountRef")

    def finish(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        super().finish(work, body, before, customer)
        if body.get("LinkedTxn"):
            raise business("A refund receipt cannot be linked to an invoice.")
        if body.get("PaymentType") == "Check" and not body.get("DocNumber"):
            raise missing("DocNumber")

    def balance(self, work: "Work", body: Body) -> None:
        body["Balance"] = body["RemainingCredit"] = ZERO
