"""Bills in the emulator, as far as these tests need them."""

from decimal import Decimal
from unittest.mock import patch

from qbo_emulator.entities import HANDLERS
from qbo_emulator.entities.transaction import Transaction

EXPENSE = "AccountBasedExpenseLineDetail"


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
    """Return what lets the emulator keep bills, as a context manager."""
    return patch.dict(HANDLERS, {"bill": Bill()})
