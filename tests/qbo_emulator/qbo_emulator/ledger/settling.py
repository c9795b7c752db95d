"""Post what payments settle: at the rate of the settled document.

The difference to the rate of the payment is a gain or a loss. The parts of several
payments add up to what the document was worth: each takes the step between the
worth of what was open before it and after it, by date.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body
from . import chart
from .entry import Entry

if TYPE_CHECKING:
    from ..books.work import Work

CREDITS = ("CreditMemo", "Deposit")


def entries(work: "Work", body: Body, whole: Entry) -> list[Entry]:
    """Return the receivables of a payment, and gain or loss by exchange."""
    home = work.company.currencies.home
    currency = body.get("CurrencyRef", {}).get("value", home)
    if currency == home:
        return [whole]
    unapplied = decimal(body["UnappliedAmt"])
    worth = -work.company.currencies.home_amount(body, unapplied)
    for line in body["Line"]:
        link = line["LinkedTxn"][0]
        worth += _worth(work, body, link, decimal(line["Amount"]))
    full = work.company.currencies.home_amount(body, whole.amount)
    gain = full - worth
    found = [whole.at(currency, worth)]
    if gain:
        account = chart.exchange(work)
        found.append(Entry(account, ZERO, "gain", home=gain, currency=home))
    return found


def _worth(work: "Work", body: Body, link: Body, amount: Decimal) -> Decimal:
    """Return what settling an amount takes off receivables at home."""
    entity, qbo_id = link["TxnType"], link["TxnId"]
    document = work.books.get(entity, qbo_id) or {}
    sign = 1 if is_credit(work, entity, document) else -1
    before = _settled_before(work, entity, qbo_id, body)
    total = decimal(document.get("TotalAmt")) - decimal(document.get("Deposit"))
    home = work.company.currencies.home_amount
    step = home(document, total - before) - home(document, total - before - amount)
    return sign * step


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


def repost(work: "Work", entity: str, qbo_id: str) -> None:
    """Draw anew the payments of a document in a foreign currency."""
    for payment, _ in work.books.applied(entity, qbo_id):
        body = work.books.get("Payment", payment)
        if body is not None:
            work.company.ledger.post(work, "Payment", body)
