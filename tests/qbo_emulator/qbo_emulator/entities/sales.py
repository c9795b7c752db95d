"""Invoices, credit memos and sales receipts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ..books import addresses
from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from ..sales import lines, links, taxes
from ..sales.balances import moved
from ..sales.banked import refuse_banked
from .people import refuse_bad_emails
from .transaction import Transaction

if TYPE_CHECKING:
    from ..books.work import Work

ADDRESSES = ("BillAddr", "ShipAddr", "ShipFromAddr")
EMAILS = ("BillEmail", "BillEmailCc", "BillEmailBcc")
ONLINE = (
    "AllowIPNPayment",
    "AllowOnlinePayment",
    "AllowOnlineCreditCardPayment",
    "AllowOnlineACHPayment",
)


class SalesForm(Transaction):
    """Share the rules of documents with lines for a customer."""

    required: ClassVar[tuple[str, ...]] = ("CustomerRef", "Line")
    again: ClassVar[tuple[str, ...]] = ("CustomerRef",)
    references: ClassVar = {
        "SalesTermRef": "Term",
        "PaymentMethodRef": "PaymentMethod",
    }
    read_only = Transaction.read_only | {"TotalAmt"}

    def merged(self, before: Body, sent: Body, fresh: Body, sparse: bool) -> Body:
        body = super().merged(before, sent, fresh, sparse)
        if sparse and "Line" in sent and "TxnTaxDetail" not in sent:
            detail = before.get("TxnTaxDetail", {})
            kept = {key: detail[key] for key in detail if key == "TxnTaxCodeRef"}
            body.pop("TxnTaxDetail", None)
            body.update({"TxnTaxDetail": kept} if kept else {})
        return body

    def complete(
        self, work: "Work", body: Body, before: Body | None, closing: str = ""
    ) -> None:
        """Apply all rules; ``closing`` names a customer that is being closed."""
        self.date(work, body, before)
        customer = self._customer(work, body, before, closing)
        work.company.currencies.of_document(work, body, customer)
        work.company.dimensions.check_header(work, body)
        self._addresses(work, body, before, customer)
        lines.complete(work, body, before)
        self._total(work, body, taxes.complete(work, body, customer))
        self._defaults(work, body)
        work.company.custom_fields.complete(work, body)
        self._mail(body)
        self.number(work, body, before)
        self.finish(work, body, before, customer)
        self.balance(work, body)

    def _customer(
        self, work: "Work", body: Body, before: Body | None, closing: str
    ) -> Body | None:
        ref = body.get("CustomerRef")
        if not ref:
            return None
        known = ((before or {}).get("CustomerRef", {}).get("value", ""), closing)
        value = str(ref.get("value", ""))
        if any(work.books.get(other, value) for other in ("Vendor", "Employee")):
            raise Refusal("6250", f"Invalid sales customer : {value}", element="")
        return work.reference("Customer", ref, known)

    def _total(self, work: "Work", body: Body, tax: Decimal) -> None:
        subtotal = lines.subtotal_of(body["Line"])
        total = subtotal - lines.discount_of(body["Line"]) + tax
        if total < 0:
            raise business("Transaction amount must be 0 or greater.")
        body["TotalAmt"] = total
        if work.preference("CurrencyPrefs.MultiCurrencyEnabled"):
            home = work.company.currencies.home_amount(body, total)
            body["HomeTotalAmt"] = home

    def _defaults(self, work: "Work", body: Body) -> None:
        if work.company.country == "US":
            body.setdefault("ApplyTaxAfterDiscount", False)
        body.setdefault("PrintStatus", "NeedToPrint")
        body.setdefault("EmailStatus", "NotSet")

    def _addresses(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        """Complete what was sent; what was not is taken from the customer."""
        addresses.complete(work, body, before, ADDRESSES)
        for name in ("BillAddr", "ShipAddr"):
            if name not in body and customer and name in customer:
                body[name] = dict(customer[name])

    def _mail(self, body: Body) -> None:
        for name in EMAILS:
            refuse_bad_emails(body.get(name, {}).get("Address") or "")
        if body["EmailStatus"] == "NeedToSend" and "BillEmail" not in body:
            raise missing("BillEmail")

    def finish(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        """Apply what is particular to one kind of document."""

    def balance(self, work: "Work", body: Body) -> None:
        """Set the open amount from the total and what is applied."""

    def release(self, work: "Work", body: Body) -> None:
        self.refuse_closed(work, body["TxnDate"])
        work.company.balances.detach(work, self.entity, body["Id"], ZERO)

    def void(self, work: "Work", body: Body) -> Body:
        """Return the document with all amounts zero and "Voided" in its note."""
        self.refuse_closed(work, body["TxnDate"])
        work.company.balances.detach(work, self.entity, body["Id"], ZERO)
        before = work.books.get(self.entity, body["Id"]) or body
        after = zeroed(before)
        self.balance(work, after)
        work.save(self, after, operation="Void")
        return after


class Invoice(SalesForm):
    """Know invoices."""

    entity = "Invoice"
    operations = SalesForm.operations | {"void", "send", "pdf"}

    def finish(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        for name in ONLINE:
            body.setdefault(name, False)
        if "DueDate" not in body:
            body["DueDate"] = self.due_date(work, body, customer)
        if decimal(body.get("Deposit")):
            self._check_deposit(work, body)
        links.complete(work, body, before)
        self._fit_payments(work, body, before)

    def _check_deposit(self, work: "Work", body: Body) -> None:
        if not work.preference("SalesFormsPrefs.AllowDeposit"):
            raise business("Deposit is not enabled for this company.")
        if not 0 <= decimal(body["Deposit"]) <= body["TotalAmt"]:
            raise business("The deposit cannot exceed the total.")

    def _fit_payments(self, work: "Work", body: Body, before: Body | None) -> None:
        if before is None:
            return
        if moved(before, body) and self.applied(work, body):
            raise business("The customer of a paid invoice cannot be changed.")
        most = body["TotalAmt"] - decimal(body.get("Deposit"))
        work.company.balances.detach(work, self.entity, body["Id"], most)

    def balance(self, work: "Work", body: Body) -> None:
        due = body["TotalAmt"] - decimal(body.get("Deposit"))
        body["Balance"] = due - self.applied(work, body)
        if work.preference("CurrencyPrefs.MultiCurrencyEnabled"):
            home = work.company.currencies.home_amount(body, body["Balance"])
            body["HomeBalance"] = home
        payments = work.books.applied(self.entity, body.get("Id", ""))
        billed = [one for one in body["LinkedTxn"] if one["TxnType"] in links.KINDS]
        body["LinkedTxn"] = billed + [
            {"TxnId": payment, "TxnType": "Payment"} for payment, _ in payments
        ]

    def merged(self, before: Body, sent: Body, fresh: Body, sparse: bool) -> Body:
        """Drop what lines linked when they are replaced."""
        body = super().merged(before, sent, fresh, sparse)
        if "Line" in sent and "LinkedTxn" not in sent:
            body.pop("LinkedTxn", None)
        return body

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        links.settle(work, body)

    def release(self, work: "Work", body: Body) -> None:
        super().release(work, body)
        links.release(work, body["Id"])

    def void(self, work: "Work", body: Body) -> Body:
        """Return the invoice without amounts, payments and links."""
        after = super().void(work, body)
        links.release(work, body["Id"])
        return after

    def present(self, work: "Work", body: Body) -> Body:
        link = "invoiceLink" in work.options and body.get("BillEmail")
        if not link:
            return body
        if not any(body.get(name) for name in (*ONLINE, "AllowOnlinePayPalPayment")):
            return body
        realm = work.company.realm_id
        address = f"https://connect.example.com/portal/{realm}/{body['Id']}"
        return {**body, "InvoiceLink": address}


class CreditMemo(SalesForm):
    """Know credit memos; a payment applies them to invoices."""

    entity = "CreditMemo"
    operations = SalesForm.operations | {"send", "pdf"}

    def finish(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        if before is not None:
            used = self.applied(work, body)
            if used > body["TotalAmt"]:
                raise business("The credit memo is applied with more than its total.")

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        if before is None and work.preference("SalesFormsPrefs.AutoApplyCredit"):
            work.company.balances.apply_credit(work, body)

    def balance(self, work: "Work", body: Body) -> None:
        left = decimal(body["TotalAmt"]) - self.applied(work, body)
        body["RemainingCredit"] = body["Balance"] = left


class SalesReceipt(SalesForm):
    """Know sales receipts, which are paid at once."""

    entity = "SalesReceipt"
    operations = SalesForm.operations | {"include_void", "send", "pdf"}
    required = ("Line",)
    again = ()

    def finish(
        self, work: "Work", body: Body, before: Body | None, customer: Body | None
    ) -> None:
        if before is not None:
            refuse_banked(work, self.entity, before)
        known = (before or {}).get("DepositToAccountRef")
        work.company.accounts.deposit(work, body, known)

    def release(self, work: "Work", body: Body) -> None:
        refuse_banked(work, self.entity, body)
        self.refuse_closed(work, body["TxnDate"])

    def void(self, work: "Work", body: Body) -> Body:
        refuse_banked(work, self.entity, body)
        return super().void(work, body)

    def balance(self, work: "Work", body: Body) -> None:
        body["Balance"] = ZERO


def zeroed(body: Body) -> Body:
    """Return a document with all its amounts and quantities zero."""
    after: dict[str, Any] = {**body, "TotalAmt": ZERO}
    after["Line"] = [_zeroed_line(line) for line in body.get("Line", [])]
    for name in ("HomeTotalAmt", "HomeBalance", "Deposit"):
        if name in after:
            after[name] = ZERO
    if "TxnTaxDetail" in after:
        after["TxnTaxDetail"] = {"TotalTax": ZERO}
    if "LinkedTxn" in after:
        after["LinkedTxn"] = []
    note = body.get("PrivateNote")
    after["PrivateNote"] = f"Voided - {note}"[:4000] if note else "Voided"
    return after


def _zeroed_line(line: Body) -> Body:
    after = {**line, "Amount": ZERO}
    after.pop("LinkedTxn", None)
    if lines.GROUP in after:
        members = [_zeroed_line(one) for one in line[lines.GROUP].get("Line", [])]
        after[lines.GROUP] = {**line[lines.GROUP], "Line": members}
    detail = after.get(lines.SALES)
    if detail and "Qty" in detail:
        after[lines.SALES] = {**detail, "Qty": ZERO}
    return after
