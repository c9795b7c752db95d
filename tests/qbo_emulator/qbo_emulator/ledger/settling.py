"""Post what payments settle: at the rate of the settled document.

The difference to the rate of the payment is a gain or a loss. The parts of several
payments add up to what the document was worth: each takes the step between the
worth of what was open before it and after it, by date.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body
from . import chart
from .entry import Entry
from .parties import party_of

if TYPE_CHECKING:
    from ..books.work import Work

CREDITS = ("CreditMemo", "Deposit")
SETTLED = ("Invoice", "CreditMemo", "JournalEntry", "Deposit")


def entries(work: "Work", body: Body, whole: Entry) -> list[Entry]:
    """Return the receivables of a payment, and gain or loss by exchange.

    What is settled is taken off whoever owes it (a sub-customer); what is unapplied
    is the payer's own.
    """
    currencies = work.company.currencies
    parts: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    unapplied = decimal(body["UnappliedAmt"])
    parts[whole.party] = [-unapplied, -currencies.home_amount(body, unapplied)]
    for line in body["Line"]:
        link = line["LinkedTxn"][0]
        document = work.books.get(link["TxnType"], link["TxnId"]) or {}
        sign = 1 if is_credit(work, link["TxnType"], document) else -1
        amount = decimal(line["Amount"])
        part = parts[party_of(document)]
        part[0] += sign * amount
        part[1] += sign * _worth(work, body, link, document, amount)
    found = [
        replace(
            whole, party=party, amount=amount, home=home, currency=currency_of(body)
        )
        for party, (amount, home) in parts.items()
    ]
    worth = sum((entry.home for entry in found), ZERO)
    gain = currencies.home_amount(body, whole.amount) - worth
    if gain:
        facts = {"home": gain, "currency": currencies.home}
        found.append(Entry(chart.exchange(work), ZERO, "gain", **facts))
    return found


def currency_of(body: Body) -> str:
    """Return the currency of a document."""
    return str(body["CurrencyRef"]["value"])


def _worth(
    work: "Work", body: Body, link: Body, document: Body, amount: Decimal
) -> Decimal:
    """Return what an amount that is settled is worth at home."""
    currencies = work.company.currencies
    if currency_of(body) == currencies.home:
        return amount
    before = _settled_before(work, link["TxnType"], link["TxnId"], body)
    total = decimal(document.get("TotalAmt")) - decimal(document.get("Deposit"))
    home = currencies.home_amount
    step = home(document, total - before) - home(document, total - before - amount)
    return decimal(step)


def _settled_before(work: "Work", entity: str, qbo_id: str, body: Body) -> Decimal:
    rows = work.books.store.rows(
        "SELECT payment, amount, date FROM links JOIN objects ON "
        "objects.realm = links.realm AND objects.entity = 'Payment' "
        "AND objects.id = links.payment "
        "WHERE links.realm = ? AND links.entity = ? AND links.id = ?",
        (work.books.realm, entity, qbo_id),
    )
    mine = (body["TxnDate"], int(body["Id"]))
    earlier = [row for row in rows if (row["date"], int(row["payment"])) < mine]
    return sum((decimal(row["amount"]) for row in earlier), ZERO)


def is_credit(work: "Work", entity: str, document: Body) -> bool:
    """Tell whether a document is money for the customer rather than a debt."""
    if entity != "JournalEntry":
        return entity in CREDITS
    from .rules import owed

    return decimal(owed(work, entity, document)) < 0


def repost(work: "Work", entity: str, body: Body) -> None:
    """Draw anew the payments of a document.

    What they take off receivables depends on its customer and rate, and on each other.
    """
    if entity not in SETTLED:
        return
    for payment, _ in work.books.applied(entity, body["Id"]):
        found = work.books.get("Payment", payment)
        if found is not None:
            work.company.ledger.post(work, "Payment", found)
