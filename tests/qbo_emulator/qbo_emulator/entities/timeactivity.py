"""Time that was worked, which an invoice may charge later."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from .transaction import Transaction

if TYPE_CHECKING:
    from ..books.work import Work

WHO = {"Employee": "EmployeeRef", "Vendor": "VendorRef"}
HOURS_A_DAY = 24


class TimeActivity(Transaction):
    """Know time activities: of an employee or a vendor, as a span or as hours.

    A billable one names its customer (unconfirmed: stricter).
    """

    entity = "TimeActivity"
    sequence = "TimeActivity"
    in_cdc = False
    required: ClassVar[tuple[str, ...]] = ("NameOf",)
    read_only = Transaction.read_only | {"TimeChargeId"}
    references: ClassVar = {
        "EmployeeRef": "Employee",
        "VendorRef": "Vendor",
        "CustomerRef": "Customer",
        "ItemRef": "Item",
        "ClassRef": "Class",
        "DepartmentRef": "Department",
    }

    def columns(self, body: Body) -> dict[str, Any]:
        return {
            "date": body["TxnDate"],
            "party": body.get("CustomerRef", {}).get("value"),
        }

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        who = WHO.get(body["NameOf"])
        if who is None:
            raise Refusal("2170", f"Invalid Enumeration : NameOf = {body['NameOf']}")
        if who not in body:
            raise missing(who)
        self._span(body)
        self.date(work, body, before)
        body.setdefault("BillableStatus", "NotBillable")
        if body["BillableStatus"] == "Billable" and "CustomerRef" not in body:
            raise missing("CustomerRef")
        for rate in ("HourlyRate", "CostRate"):
            if decimal(body.setdefault(rate, ZERO)) < 0:
                raise Refusal("2110", f"Invalid Decimal : {rate}", element=rate)

    def _span(self, body: Body) -> None:
        """Demand a span of time or hours; complete the date of a span."""
        start, end = body.get("StartTime"), body.get("EndTime")
        if start and end:
            began, ended = datetime.fromisoformat(start), datetime.fromisoformat(end)
            if ended < began:
                raise business("The end time must be after the start time.")
            body.setdefault("TxnDate", began.date().isoformat())
            return
        if "Hours" not in body and "Minutes" not in body:
            raise missing("Hours")
        hours, minutes = int(body.get("Hours", 0)), int(body.get("Minutes", 0))
        if not (0 <= hours <= HOURS_A_DAY and 0 <= minutes < 60):
            raise Refusal("2240", "Hours must be from 0 to 24, Minutes from 0 to 59")
