"""Deposits: money out of Undeposited Funds, or straight from other accounts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import business, missing
from ..ledger import chart
from ..ledger.parties import party_of
from ..sales.lines import checked_amount
from .account_types import CLASSES
from .direct import DirectPosting, party_line
from .payment import unlinkable

if TYPE_CHECKING:
    from ..books.work import Work

SOURCES = {"Payment": 1, "SalesReceipt": 1, "RefundReceipt": -1}
DETAIL = "DepositLineDetail"


class Deposit(DirectPosting):
    """Know deposits. What is in one cannot be changed until it is gone (6540)."""

    entity = "Deposit"
    required: ClassVar[tuple[str, ...]] = ("DepositToAccountRef", "Line")
    read_only = DirectPosting.read_only | {"TotalAmt"}

    def columns(self, body: Body) -> dict[str, Any]:
        return {**super().columns(body), "party": party_of(body)}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        self.date(work, body, before)
        known = (before or {}).get("DepositToAccountRef")
        kinds = ("Bank", "Other Current Asset")
        accounts = work.company.accounts
        account = accounts.demand(work, body["DepositToAccountRef"], kinds, known)
        body.setdefault("CurrencyRef", dict(account["CurrencyRef"]))
        work.company.currencies.of_document(work, body, account)
        work.company.dimensions.check_header(work, body)
        body["Line"] = [self._line(work, body, line) for line in body["Line"]]
        self.number_lines(body, before, 1)
        total = sum((decimal(line["Amount"]) for line in body["Line"]), ZERO)
        body["TotalAmt"] = total - self._cash_back(work, body)
        if body["TotalAmt"] < 0:
            raise business("Transaction amount must be 0 or greater.")
        self.check_owed(work, body, before)

    def _cash_back(self, work: "Work", body: Body) -> Decimal:
        back = body.get("CashBack")
        if not back:
            return ZERO
        if not back.get("AccountRef"):
            raise missing("CashBack.AccountRef")
        work.reference("Account", back["AccountRef"])
        back["Amount"] = checked_amount(back.get("Amount", 0))
        if back["Amount"] < 0:
            raise business("Cash back cannot be negative.")
        return decimal(back["Amount"])

    def _line(self, work: "Work", body: Body, line: Body) -> Body:
        if line.get("LinkedTxn"):
            return self._linked(work, body, line)
        detail = line.get(DETAIL)
        if line.get("DetailType") != DETAIL or not detail:
            raise missing(DETAIL)
        if not detail.get("AccountRef"):
            raise missing("AccountRef")
        if "Amount" not in line:
            raise missing("Amount")
        line["Amount"] = checked_amount(line["Amount"])
        accounts = work.company.accounts
        account = accounts.demand(work, detail["AccountRef"], tuple(CLASSES))
        work.reference("PaymentMethod", detail.get("PaymentMethodRef"))
        party_line(work, body, account, detail.get("Entity") or {})
        return line

    def _linked(self, work: "Work", body: Body, line: Body) -> Body:
        """Check money that is taken out of Undeposited Funds (620)."""
        link = line["LinkedTxn"][0]
        entity, qbo_id = link.get("TxnType", ""), link.get("TxnId", "")
        if "TxnLineId" not in link:
            raise missing("TxnLineId")
        source = work.find(entity, qbo_id) if entity in SOURCES else None
        if source is None or len(line["LinkedTxn"]) > 1:
            raise unlinkable(entity, qbo_id)
        taken = [one for one, _ in work.books.applied(entity, qbo_id)]
        held = source["DepositToAccountRef"]["value"] == chart.undeposited(work)
        if not held or any(one != body.get("Id") for one in taken):
            raise unlinkable(entity, qbo_id)
        if source["CurrencyRef"]["value"] != body["CurrencyRef"]["value"]:
            raise business("A deposit must be in the currency of what it takes.")
        total = SOURCES[entity] * decimal(source["TotalAmt"])
        if checked_amount(line.get("Amount", total)) != total:
            raise business("A deposit takes the whole amount of a transaction.")
        return {**line, "Amount": total}

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        work.books.deallocate(body["Id"])
        for line in body["Line"]:
            for link in line.get("LinkedTxn", []):
                key = (link["TxnType"], link["TxnId"])
                if (body["Id"], str(line["Amount"])) in work.books.applied(*key):
                    raise unlinkable(*key)
                work.books.allocate(body["Id"], *key, str(line["Amount"]))

    def release(self, work: "Work", body: Body) -> None:
        super().release(work, body)
        work.books.deallocate(body["Id"])
