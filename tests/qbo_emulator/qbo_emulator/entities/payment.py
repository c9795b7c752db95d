"""Customer payments: what they settle, and what is left unapplied."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from ..ledger.parties import party_of
from ..ledger.rules import owed
from ..ledger.settling import is_credit, repost
from ..sales.banked import refuse_banked
from ..sales.lines import checked_amount
from .transaction import Transaction

if TYPE_CHECKING:
    from ..books.work import Work

TYPES = ("Invoice", "CreditMemo", "JournalEntry", "Deposit")
NAME_VALUE = "{http://schema.intuit.com/finance/v3}NameValue"
Targets = dict[tuple[str, str], Decimal]


class Payment(Transaction):
    """Know payments; lines apply them to invoices and credit memos.

    Unapplied is the total minus the invoices plus the credit memos settled. An
    amount above what an invoice still owes is taken down to that (recorded:
    it is not refused).
    """

    entity = "Payment"
    operations = Transaction.operations | {"include_void", "send", "pdf"}
    required = ("CustomerRef", "TotalAmt")
    again = ("CustomerRef",)
    references: ClassVar = {"PaymentMethodRef": "PaymentMethod"}

    def columns(self, body: Body) -> dict[str, Any]:
        return {**super().columns(body), "number": body.get("PaymentRefNum")}

    def complete(
        self, work: "Work", body: Body, before: Body | None, closing: str = ""
    ) -> None:
        """Apply all rules; ``closing`` names a customer that is being closed."""
        if before is not None:
            refuse_banked(work, "Payment", before)
        self.date(work, body, before)
        known = (before or {}).get("CustomerRef", {}).get("value", closing)
        customer = work.reference("Customer", body["CustomerRef"], (known,))
        work.company.currencies.of_document(work, body, customer)
        body["TotalAmt"] = checked_amount(body["TotalAmt"])
        if body["TotalAmt"] < 0:
            raise business("The amount of a payment cannot be negative.")
        body.setdefault("ProcessPayment", False)
        old = (before or {}).get("DepositToAccountRef")
        work.company.accounts.deposit(work, body, old)
        body["Line"] = self._lines(work, body, before)
        self._unapplied(work, body)
        if work.preference("CurrencyPrefs.MultiCurrencyEnabled"):
            body.setdefault("ExchangeRate", 1)

    def _lines(self, work: "Work", body: Body, before: Body | None) -> list[Body]:
        wanted = wanted_of(body.get("Line", []))
        own = allocations(work, before)
        targets = {
            target: self._allowed(work, body, target, amount, own.get(target, ZERO))
            for target, amount in wanted.items()
        }
        return [_line(work, *target, amount) for target, amount in targets.items()]

    def _allowed(
        self,
        work: "Work",
        body: Body,
        target: tuple[str, str],
        amount: Decimal,
        own: Decimal,
    ) -> Decimal:
        """Return how much of a line can be applied; raise 620 for none."""
        entity, qbo_id = target
        document = work.find(entity, qbo_id)
        if document is None or not related(work, body, document):
            raise unlinkable(entity, qbo_id)
        if document["CurrencyRef"] != body["CurrencyRef"]:
            raise business("A payment must be in the currency of what it pays.")
        available = open_of(work, entity, document) + own
        if available <= 0:
            raise unlinkable(entity, qbo_id)
        if amount > available and is_credit(work, entity, document):
            raise business("You can't apply more than the remaining credit.")
        return min(amount, available)

    def _unapplied(self, work: "Work", body: Body) -> None:
        debits, credits = sums(work, body["Line"])
        if credits > debits:
            raise business("Credits cannot exceed what they are applied to.")
        left = body["TotalAmt"] - debits + credits
        if left < 0:
            raise business("The amount applied exceeds the amount received.")
        body["UnappliedAmt"] = left

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        old = work.books.allocations(body["Id"])
        work.books.deallocate(body["Id"])
        new = {key: str(amount) for key, amount in targets_of(body).items()}
        for (entity, qbo_id), amount in new.items():
            work.books.allocate(body["Id"], entity, qbo_id, amount)
        for key in sorted(old.keys() | new.keys()):
            if decimal(old.get(key)) != decimal(new.get(key)):
                work.company.balances.refresh(work, *key)
            if before is not None and key in new:  # the order of payments may change
                repost(work, key[0], work.books.get(*key) or {})

    def release(self, work: "Work", body: Body) -> None:
        refuse_banked(work, "Payment", body)
        self.refuse_closed(work, body["TxnDate"])
        self._let_go(work, body)

    def void(self, work: "Work", body: Body) -> Body:
        """Return the payment with nothing applied and all amounts zero."""
        refuse_banked(work, "Payment", body)
        self.refuse_closed(work, body["TxnDate"])
        note = body.get("PrivateNote")
        after = {**body, "TotalAmt": ZERO, "UnappliedAmt": ZERO, "Line": []}
        after["PrivateNote"] = f"Voided - {note}"[:4000] if note else "Voided"
        work.save(self, after, operation="Void")
        self._let_go(work, body)
        return after

    def _let_go(self, work: "Work", body: Body) -> None:
        settled = work.books.allocations(body["Id"])
        work.books.deallocate(body["Id"])
        for key in sorted(settled):
            work.company.balances.refresh(work, *key)

    def reduce(
        self, work: "Work", payment: str, entity: str, qbo_id: str, taken: Decimal
    ) -> None:
        """Take an amount off what a payment settles of one document.

        The document itself is left to the caller. Without the credit memo it
        came from, credit is taken off the invoices as well.
        """
        before = work.books.get("Payment", payment)
        assert before is not None
        body = dict(before)
        targets = targets_of(before)
        targets[entity, qbo_id] -= taken
        if is_credit(work, entity, work.books.get(entity, qbo_id) or {}):
            _take(targets, taken - decimal(before["UnappliedAmt"]))
        kept = {key: amount for key, amount in targets.items() if amount > 0}
        body["Line"] = [_line(work, *key, amount) for key, amount in kept.items()]
        debits, credits = sums(work, body["Line"])
        body["UnappliedAmt"] = decimal(body["TotalAmt"]) - debits + credits
        work.save(self, body)
        self._rewrite(work, payment, kept, skip=(entity, qbo_id))

    def _rewrite(
        self, work: "Work", payment: str, kept: Targets, skip: tuple[str, str]
    ) -> None:
        old = work.books.allocations(payment)
        work.books.deallocate(payment)
        for key, amount in kept.items():
            work.books.allocate(payment, *key, str(amount))
        for key, amount in old.items():
            if key != skip and decimal(amount) != kept.get(key, ZERO):
                work.company.balances.refresh(work, *key)


def wanted_of(lines: list[Body]) -> Targets:
    """Return what the lines of a payment are to settle; raise 2020, 620, 2140."""
    wanted: Targets = {}
    for line in lines:
        if "Amount" not in line:
            raise missing("Amount")
        amount = checked_amount(line["Amount"])
        linked = line.get("LinkedTxn", [])
        if not linked:
            raise missing("LinkedTxn")
        entity, qbo_id = linked[0].get("TxnType", ""), linked[0].get("TxnId", "")
        if len(linked) > 1 or entity not in TYPES:
            raise unlinkable(entity, qbo_id)
        if amount <= 0:
            raise Refusal("2140", f"Invalid Amount : {amount}", element="Amount")
        wanted[entity, qbo_id] = wanted.get((entity, qbo_id), ZERO) + amount
    return wanted


def unlinkable(entity: str, qbo_id: str) -> Refusal:
    """Refuse to link a transaction that is unknown, another's or settled."""
    detail = f"The Txn ID {qbo_id} ({entity}) you're trying to use can't be linked."
    return Refusal("620", detail, element="LinkedTxn")


def related(work: "Work", body: Body, document: Body) -> bool:
    """Tell whether a document is the payer's own or one of a sub-customer's."""
    payer = body["CustomerRef"]["value"]
    step: str | None = party_of(document)
    while step and step != payer:
        customer = work.books.get("Customer", step) or {}
        step = customer.get("ParentRef", {}).get("value")
    return step == payer


def allocations(work: "Work", before: Body | None) -> Targets:
    """Return what a payment settles so far."""
    if before is None:
        return {}
    rows = work.books.allocations(before["Id"])
    return {key: decimal(amount) for key, amount in rows.items()}


def targets_of(body: Body) -> Targets:
    """Return what the lines of a stored payment settle."""
    return {
        (line["LinkedTxn"][0]["TxnType"], line["LinkedTxn"][0]["TxnId"]): decimal(
            line["Amount"]
        )
        for line in body.get("Line", [])
    }


def sums(work: "Work", lines: list[Body]) -> tuple[Decimal, Decimal]:
    """Return what lines settle of debts, and take from credits."""
    debits = credits = ZERO
    for key, amount in targets_of({"Line": lines}).items():
        if is_credit(work, key[0], work.books.get(*key) or {}):
            credits += amount
        else:
            debits += amount
    return debits, credits


def open_of(work: "Work", entity: str, document: Body) -> Decimal:
    """Return what can still be settled of a document."""
    if entity in ("Invoice", "CreditMemo"):
        field = "Balance" if entity == "Invoice" else "RemainingCredit"
        return decimal(document.get(field))
    rows = work.books.applied(entity, document["Id"])
    applied = sum((decimal(amount) for _, amount in rows), ZERO)
    return abs(decimal(owed(work, entity, document))) - applied


def _take(targets: Targets, shortage: Decimal) -> None:
    """Take a missing credit off the invoices a payment settles."""
    for key in reversed([key for key in targets if key[0] == "Invoice"]):
        if shortage <= 0:
            return
        taken = min(shortage, targets[key])
        targets[key] -= taken
        shortage -= taken


def _line(work: "Work", entity: str, qbo_id: str, amount: Decimal) -> Body:
    document = work.books.get(entity, qbo_id) or {}
    balance = open_of(work, entity, document) if document else ZERO
    facts = {
        "txnId": qbo_id,
        "txnOpenBalance": f"{decimal(balance):.2f}",
        "txnReferenceNumber": document.get("DocNumber", ""),
    }
    extras = [_extra(name, value) for name, value in facts.items()]
    link = {"TxnId": qbo_id, "TxnType": entity}
    return {"Amount": amount, "LinkedTxn": [link], "LineEx": {"any": extras}}


def _extra(name: str, value: str) -> Body:
    return {
        "name": NAME_VALUE,
        "declaredType": "com.intuit.schema.finance.v3.NameValue",
        "scope": "javax.xml.bind.JAXBElement$GlobalScope",
        "value": {"Name": name, "Value": value},
        "nil": False,
        "globalScope": True,
        "typeSubstituted": False,
    }
