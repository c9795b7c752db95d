"""Estimates, and what else waits to be invoiced: time and charges."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books.rows import Body
from ..faults import Refusal, business, missing
from ..sales import links
from ..sales.lines import checked_amount
from . import hours
from .base import Handler
from .sales import SalesForm
from .transaction import Transaction

if TYPE_CHECKING:
    from ..books.work import Work

STATES = ("Pending", "Accepted", "Closed", "Rejected")


class Estimate(SalesForm):
    """Know estimates, which post nothing."""

    entity = "Estimate"
    operations = SalesForm.operations | {"send", "pdf"}

    def finish(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        if not work.preference("SalesFormsPrefs.AllowEstimates"):
            raise business("Estimates are not enabled for this company.")
        state = body.setdefault("TxnStatus", "Pending")
        if state not in STATES:
            raise Refusal("2170", f"Invalid Enumeration : TxnStatus = {state}")
        body.pop("LinkedTxn", None)
        if before is not None:
            links.note(work, body)

    def release(self, work: "Work", body: Body) -> None:
        self.refuse_closed(work, body["TxnDate"])
        links.forget(work, "Estimate", body["Id"])


class TimeActivity(Handler):
    """Know hours worked; billable ones wait for an invoice of their customer."""

    entity = "TimeActivity"
    operations = frozenset({"create", "update", "delete"})
    required: ClassVar[tuple[str, ...]] = ("NameOf",)
    references: ClassVar = {
        "EmployeeRef": "Employee",
        "VendorRef": "Vendor",
        "CustomerRef": "Customer",
        "ItemRef": "Item",
    }
    in_cdc = False
    has_active = False

    def columns(self, body: Body) -> dict[str, Any]:
        party = body.get("CustomerRef", {}).get("value")
        return {"date": body["TxnDate"], "party": party}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        hours.check(body)
        body.setdefault("TxnDate", work.today.isoformat())
        who = f"{body['NameOf']}Ref"
        if who not in ("EmployeeRef", "VendorRef") or not body.get(who):
            raise missing(who)
        self._billing(body, before)

    def _billing(self, body: Body, before: Body | None) -> None:
        status = body.setdefault("BillableStatus", "NotBillable")
        old = (before or {}).get("BillableStatus")
        if "HasBeenBilled" in (status, old) and status != old:
            raise business("Only an invoice marks time as billed, and takes it back.")
        if status != "NotBillable":
            for name in ("CustomerRef", "HourlyRate"):
                if not body.get(name):
                    raise missing(name)

    def release(self, work: "Work", body: Body) -> None:
        if body["BillableStatus"] == "HasBeenBilled":
            raise business("Billed time cannot be deleted.")


class ReimburseCharge(Transaction):
    """Know expenses to charge on; only what a person enters makes them."""

    entity = "ReimburseCharge"
    required: ClassVar[tuple[str, ...]] = ("CustomerRef", "Amount")
    references: ClassVar = {"CustomerRef": "Customer"}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        if not work.person:
            raise Refusal("500", "Operation create is not supported.")
        self.date(work, body, before)
        customer = work.books.get("Customer", body["CustomerRef"]["value"])
        work.company.currencies.of_document(work, body, customer)
        body["Amount"] = checked_amount(body["Amount"])
        body["HasBeenInvoiced"] = bool((before or {}).get("HasBeenInvoiced"))

    def release(self, work: "Work", body: Body) -> None:
        links.forget(work, self.entity, body["Id"])
