"""Keep balances: what is open on documents and what customers owe.

A document's balance follows from its total and from what is applied to it; a
customer's balance is the sum of its open documents. Applying or removing a
payment raises the token of the document it settles. A change of a customer's
balance moves the customer's LastUpdatedTime but not its token (recorded).
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body

if TYPE_CHECKING:
    from ..books.work import Work

# What an open document adds to what the customer owes.
OPEN = {
    "Invoice": lambda body: decimal(body.get("Balance")),
    "CreditMemo": lambda body: -decimal(body.get("RemainingCredit")),
    "Payment": lambda body: -decimal(body.get("UnappliedAmt")),
}


def open_amount(entity: str, body: Body | None) -> Decimal:
    """Return what a document adds to the balance of its customer."""
    if body is None or entity not in OPEN:
        return ZERO
    return OPEN[entity](body)


class Balances:
    """Carry the consequences of documents within one company."""

    def move(self, work: "Work", customer_id: str, amount: Decimal) -> None:
        """Add to the balance of a customer and to those above it."""
        own = True
        step: str | None = customer_id if amount else None
        while step:
            customer = work.books.get("Customer", step)
            if customer is None:
                return
            if own:
                customer["Balance"] = decimal(customer["Balance"]) + amount
            whole = decimal(customer["BalanceWithJobs"]) + amount
            customer["BalanceWithJobs"] = whole
            work.save(handler("Customer"), customer, operation="", token=0)
            own = False
            step = customer.get("ParentRef", {}).get("value")

    def refresh(self, work: "Work", entity: str, qbo_id: str) -> None:
        """Recompute an invoice or credit memo after a payment changed."""
        before = work.books.get(entity, qbo_id)
        if before is None or entity not in OPEN:
            return
        body = dict(before)
        handler(entity).balance(work, body)
        if body != before:
            work.save(handler(entity), body)

    def detach(self, work: "Work", entity: str, qbo_id: str, most: Decimal) -> None:
        """Take payments off a document until at most ``most`` is applied.

        The latest payments give way first; they keep the rest unapplied.
        """
        applied = work.books.applied(entity, qbo_id)
        excess = sum((decimal(amount) for _, amount in applied), ZERO) - most
        for payment, amount in reversed(applied):
            if excess <= 0:
                return
            taken = min(excess, decimal(amount))
            excess -= taken
            handler("Payment").reduce(work, payment, entity, qbo_id, taken)

    def apply_credit(self, work: "Work", memo: Body) -> None:
        """Apply a new credit memo to the oldest open invoices of its customer."""
        customer = owner_of(memo)
        invoices = work.books.select(
            "Invoice", "AND party = ?", (customer,), "ORDER BY date, +num"
        )
        left, lines = decimal(memo["RemainingCredit"]), []
        for invoice in invoices:
            amount = min(left, decimal(invoice["Balance"]))
            if amount > 0:
                lines.append(settling("Invoice", invoice["Id"], amount))
                left -= amount
        used = decimal(memo["RemainingCredit"]) - left
        if not lines:
            return
        payment = {
            "CustomerRef": {"value": customer},
            "CurrencyRef": {"value": memo["CurrencyRef"]["value"]},
            "TotalAmt": ZERO,
            "Line": [*lines, settling("CreditMemo", memo["Id"], used)],
        }
        write(work, "Payment", payment, closing=customer)

    def open_balance(self, work: "Work", customer: Body, amount: Decimal) -> None:
        """Post the opening balance given at the creation of a customer."""
        item = work.company.service_item(work)
        line = {
            "Amount": amount,
            "DetailType": "SalesItemLineDetail",
            "Description": "Opening Balance",
            "SalesItemLineDetail": {"ItemRef": {"value": item}},
        }
        customer["Balance"] = customer["BalanceWithJobs"] = ZERO
        work.save(handler("Customer"), customer, operation="", token=0)
        date = customer.get("OpenBalanceDate", work.today.isoformat())
        self._post_document(work, "Invoice", customer, line, date)

    def write_off(self, work: "Work", customer: Body) -> None:
        """Post what QuickBooks posts when a customer with a balance is closed."""
        amount = decimal(customer["Balance"])
        entity = "CreditMemo" if amount > 0 else "Invoice"
        line = {
            "Amount": abs(amount),
            "DetailType": "SalesItemLineDetail",
            "Description": "Created by QB Online to adjust balance for deletion",
            "SalesItemLineDetail": {
                "ItemRef": {"value": work.company.service_item(work)}
            },
        }
        self._post_document(work, entity, customer, line, work.today.isoformat())

    def _post_document(
        self, work: "Work", entity: str, customer: Body, line: Body, date: str
    ) -> None:
        if work.preference("TaxPrefs.UsingSalesTax"):
            code = work.company.exempt_code()
            line["SalesItemLineDetail"]["TaxCodeRef"] = {"value": code}
        document = {
            "CustomerRef": {"value": customer["Id"]},
            "CurrencyRef": {"value": customer["CurrencyRef"]["value"]},
            "TxnDate": date,
            "Line": [line],
            "AutoDocNumber": True,
        }
        write(work, entity, document, closing=customer["Id"])


def settling(entity: str, qbo_id: str, amount: Decimal) -> Body:
    """Return a line of a payment."""
    link = {"TxnId": qbo_id, "TxnType": entity}
    return {"Amount": amount, "LinkedTxn": [link]}


def write(work: "Work", entity: str, body: Body, **options: str) -> None:
    """Write a document QuickBooks makes by itself."""
    owner = handler(entity)
    owner.complete(work, body, None, **options)
    work.insert(owner, body)
    owner.settle(work, body, None)


def owner_of(body: Body | None) -> str:
    """Return the id of the customer of a document, or an empty string."""
    return str((body or {}).get("CustomerRef", {}).get("value", ""))


def moved(before: Body | None, body: Body | None) -> bool:
    """Tell whether a document changed hands."""
    if before is None or body is None:
        return True
    return owner_of(before) != owner_of(body)


def handler(entity: str):
    """Return the handler of an entity (imported late: they import this)."""
    from ..entities import handler_of

    return handler_of(entity)
