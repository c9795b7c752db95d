"""Bills in the emulator, as far as these tests need them."""

from decimal import Decimal
from unittest.mock import patch

from qbo_emulator.entities import HANDLERS
from qbo_emulator.entities.base import schema
from qbo_emulator.entities.transaction import Transaction

try:
    from qbo_emulator.query.fields import FIELDS
except ModuleNotFoundError:
    from qbo_emulator.query_fields import FIELDS

EXPENSE = "AccountBasedExpenseLineDetail"
QUERIED = ("VendorRef", "DocNumber", "TxnDate", "TotalAmt")


class Bill(Transaction):
    """Know bills whose lines are expenses on accounts."""

    entity = "Bill"
    required = ("VendorRef", "Line")
    read_only = Transaction.read_only | {"TotalAmt"}

    def columns(self, body):
        party = body.get("VendorRef", {}).get("value")
        return {**super().columns(body), "party": party}

    def complete(self, work, body, before):
        self.date(work, body, before)
        vendor = work.reference("Vendor", body["VendorRef"])
        work.company.currencies.of_document(work, body, vendor)
        for number, line in enumerate(body["Line"], 1):
            line.update({"Id": str(number), "LineNum": number})
            if EXPENSE in line:
                work.reference("Account", line[EXPENSE]["AccountRef"])
                line[EXPENSE]["BillableStatus"] = "NotBillable"
        total = sum(Decimal(str(line.get("Amount") or 0)) for line in body["Line"])
        body["TotalAmt"] = body["Balance"] = total


def known():
    """Return what lets the emulator keep bills, as context managers."""
    types = schema.table()["types"]
    properties = {**types["Invoice"], "VendorRef": "o:ReferenceType"}
    return (
        patch.dict(HANDLERS, {"bill": Bill()}),
        patch.dict(FIELDS, {"Bill": QUERIED}),
        patch.dict(types, {"Bill": types.get("Bill", properties)}),
    )
