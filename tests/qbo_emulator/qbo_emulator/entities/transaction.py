"""Share what all transactions have: date, number, currency, closed books."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

NUMBER_LENGTH = 21
AUTO = "AUTO_GENERATE"
DEFAULT_DUE_DAYS = 30


class Transaction(Handler):
    """Know what invoices, credit memos, receipts and payments share."""

    operations = frozenset({"create", "update", "delete"})
    sequence = "Txn"
    has_active = False
    is_transaction = True
    read_only = frozenset(
        {
            "Balance", "HomeBalance", "HomeTotalAmt", "RecurDataRef", "TaxExemptionRef",
            "DeliveryInfo", "InvoiceLink", "EInvoiceStatus", "invoiceStatus",
            "invoiceStatusLog", "RemainingCredit", "UnappliedAmt", "TxnSource",
        }
    )  # fmt: skip

    def columns(self, body: Body) -> dict[str, Any]:
        return {
            "number": body.get("DocNumber"),
            "date": body["TxnDate"],
            "party": body.get("CustomerRef", {}).get("value"),
        }

    def refuse_closed(self, work: "Work", *dates: str | None) -> None:
        """Raise 6200 or 6210 when a date is in closed books."""
        closed = work.preference("AccountingInfoPrefs.BookCloseDate")
        if not closed or work.person:
            return
        if any(day and day <= closed for day in dates):
            password = work.company.books_password
            detail = (
                "The account period has closed and the account books cannot be "
                f"updated through the QBO Services API. Closing date: {closed}"
            )
            raise Refusal("6210" if password else "6200", detail, element="")

    def date(self, work: "Work", body: Body, before: Body | None) -> None:
        """Set the date to today if none was sent, and check the closed books."""
        body.setdefault("TxnDate", work.today.isoformat())
        self.refuse_closed(work, body["TxnDate"], (before or {}).get("TxnDate"))

    def number(self, work: "Work", body: Body, before: Body | None) -> None:
        """Give the document its number by the company's preference (6140)."""
        custom = work.preference("SalesFormsPrefs.CustomTxnNumbers")
        auto = body.pop("AutoDocNumber", False) or body.get("DocNumber") == AUTO
        if before is not None and not custom and "DocNumber" not in body:
            if "DocNumber" in before:
                body["DocNumber"] = before["DocNumber"]
        elif auto or (not custom and "DocNumber" not in body):
            body["DocNumber"] = work.company.numbers.next(work, self.entity)
        elif "DocNumber" in body:
            self._refuse_duplicate(work, body)

    def _refuse_duplicate(self, work: "Work", body: Body) -> None:
        if "allowduplicatedocnum" in work.options:
            return
        found = work.books.select(self.entity, "AND number = ?", (body["DocNumber"],))
        others = [row["Id"] for row in found if row["Id"] != body.get("Id")]
        if others:
            detail = (
                "Duplicate Document Number Error : You must specify a different "
                "number. This number has already been used. "
                f"DocNumber={body['DocNumber']} is assigned to "
                f"TxnType={self.entity} with TxnId={others[0]}"
            )
            raise Refusal("6140", detail, element="")

    def due_date(self, work: "Work", body: Body, customer: Body | None) -> str:
        """Return the due date from the terms, or 30 days after the document."""
        ref = (
            body.get("SalesTermRef")
            or (customer or {}).get("SalesTermRef")
            or work.preference("SalesFormsPrefs.DefaultTerms")
        )
        term = work.books.get("Term", ref["value"]) if ref else None
        start = date.fromisoformat(body["TxnDate"])
        return due(start, term).isoformat()

    def applied(self, work: "Work", body: Body) -> Decimal:
        """Return what payments settle of the document."""
        rows = work.books.applied(self.entity, body.get("Id", ""))
        return sum((decimal(amount) for _, amount in rows), ZERO)


def due(start: date, term: Body | None) -> date:
    """Return when something of a date is due under a term."""
    if term is None:
        return start + timedelta(days=DEFAULT_DUE_DAYS)
    if term["Type"] == "STANDARD":
        return start + timedelta(days=int(term["DueDays"]))
    day = int(term["DayOfMonthDue"])
    late = start + timedelta(days=int(term.get("DueNextMonthDays", 0)))
    month = late if on_day(late, day) >= late else first_of_next(late)
    return on_day(month, day)


def on_day(month: date, day: int) -> date:
    """Return a day of a month, or the month's last one."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def first_of_next(day: date) -> date:
    """Return the first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
