"""Say what each kind of transaction posts: one rule per entity.

A rule returns entries in the currency of the document; what is worth another amount
at home (receivables that are settled) says so itself. A new kind of transaction is a
rule here and a row in the table of entities.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body
from . import chart, settling, stock
from .entry import Entry

if TYPE_CHECKING:
    from ..books.work import Work


def receivable(work: "Work", body: Body, amount: object) -> Entry:
    """Return what a document adds to what its customer owes."""
    currency = body.get("CurrencyRef", {}).get("value", work.company.currencies.home)
    account = work.company.accounts.receivable(work, currency)["Id"]
    party = body.get("CustomerRef", {}).get("value", "")
    return Entry(account, decimal(amount), "receivable", party=party)


def sold(work: "Work", entity: str, body: Body, sign: int) -> list[Entry]:
    """Return income, discount, tax and cost of a document of sales.

    ``sign`` is 1 where goods go out, -1 where they come back.
    """
    entries: list[Entry] = []
    known = chart.accounts_of(work, entity, body.get("Id", ""))
    for line in chart.sale_lines(body["Line"]):
        detail = line["SalesItemLineDetail"]
        item = detail["ItemRef"]["value"]
        account = known.get(("income", item)) or chart.income(work, item)
        amount = -sign * decimal(line["Amount"])
        memo = line.get("Description", "")[:200]
        entries.append(Entry(account, amount, "income", item=item, memo=memo))
        entries += stock.moved(work, detail, sign, known)
    entries += [
        Entry(
            line["DiscountLineDetail"]["DiscountAccountRef"]["value"],
            sign * decimal(line["Amount"]),
            "discount",
        )
        for line in body["Line"]
        if "DiscountLineDetail" in line
    ]
    return entries + [
        Entry(account, -sign * amount, "tax", party=agency)
        for agency, account, amount in chart.taxes(work, body)
    ]


def invoice(work: "Work", body: Body) -> list[Entry]:
    """Owe the total, less what was received with the invoice itself."""
    deposit = decimal(body.get("Deposit"))
    entries = [receivable(work, body, decimal(body["TotalAmt"]) - deposit)]
    if deposit:
        account = (body.get("DepositToAccountRef") or {}).get("value")
        account = account or chart.undeposited(work)
        entries.append(Entry(account, deposit, "money"))
    return entries + sold(work, "Invoice", body, 1)


def credit_memo(work: "Work", body: Body) -> list[Entry]:
    """Owe less by the total."""
    entries = [receivable(work, body, -decimal(body["TotalAmt"]))]
    return entries + sold(work, "CreditMemo", body, -1)


def sales_receipt(work: "Work", body: Body) -> list[Entry]:
    """Take the money at once."""
    account = body["DepositToAccountRef"]["value"]
    entries = [Entry(account, decimal(body["TotalAmt"]), "money")]
    return entries + sold(work, "SalesReceipt", body, 1)


def refund_receipt(work: "Work", body: Body) -> list[Entry]:
    """Give the money back at once."""
    account = body["DepositToAccountRef"]["value"]
    entries = [Entry(account, -decimal(body["TotalAmt"]), "money")]
    return entries + sold(work, "RefundReceipt", body, -1)


def payment(work: "Work", body: Body) -> list[Entry]:
    """Take money; what it settles is worth what the settled documents were."""
    total = decimal(body["TotalAmt"])
    entries = [Entry(body["DepositToAccountRef"]["value"], total, "money")]
    return entries + settling.entries(work, body, receivable(work, body, -total))


def deposit(work: "Work", body: Body) -> list[Entry]:
    """Put money in a bank: out of Undeposited Funds, or straight from an account."""
    entries = [
        Entry(body["DepositToAccountRef"]["value"], decimal(body["TotalAmt"]), "money")
    ]
    back = body.get("CashBack", {})
    if back:
        account = back["AccountRef"]["value"]
        entries.append(Entry(account, decimal(back["Amount"]), "cash back"))
    for line in body["Line"]:
        amount = -decimal(line["Amount"])
        if line.get("LinkedTxn"):
            entries += banked(work, body, line, amount)
            continue
        detail = line["DepositLineDetail"]
        party = detail.get("Entity", {}).get("value", "")
        entries.append(direct(work, detail["AccountRef"]["value"], amount, party))
    return entries


def banked(work: "Work", body: Body, line: Body, amount: Decimal) -> list[Entry]:
    """Take money out of Undeposited Funds at what it was worth when it came in."""
    link = line["LinkedTxn"][0]
    source = work.books.get(link["TxnType"], link["TxnId"]) or {}
    currencies = work.company.currencies
    worth = currencies.home_amount(source, amount)
    gain = currencies.home_amount(body, amount) - worth
    currency = body["CurrencyRef"]["value"]
    entries = [Entry(chart.undeposited(work), amount, "banked").at(currency, worth)]
    if gain:
        facts = {"home": gain, "currency": currencies.home}
        entries.append(Entry(chart.exchange(work), ZERO, "gain", **facts))
    return entries


def journal_entry(work: "Work", body: Body) -> list[Entry]:
    """Post each line as it stands."""
    entries = []
    for line in body["Line"]:
        detail = line.get("JournalEntryLineDetail")
        if not detail:
            continue
        sign = 1 if detail["PostingType"] == "Debit" else -1
        party = detail.get("Entity", {}).get("EntityRef", {}).get("value", "")
        amount = sign * decimal(line.get("Amount"))
        entries.append(direct(work, detail["AccountRef"]["value"], amount, party))
    return entries


def transfer(work: "Work", body: Body) -> list[Entry]:
    """Move money from one account to another."""
    amount = decimal(body["Amount"])
    return [
        Entry(body["ToAccountRef"]["value"], amount, "money"),
        Entry(body["FromAccountRef"]["value"], -amount, "money"),
    ]


def direct(work: "Work", account: str, amount: object, party: str) -> Entry:
    """Return a posting to a named account; receivables are a customer's."""
    row = work.books.get("Account", account) or {}
    owed = row.get("AccountType") == "Accounts Receivable"
    part = "receivable" if owed else "direct"
    return Entry(account, decimal(amount), part, party=party if owed else "")


Rule = Callable[["Work", Body], list[Entry]]
RULES: dict[str, Rule] = {
    "Invoice": invoice,
    "CreditMemo": credit_memo,
    "SalesReceipt": sales_receipt,
    "RefundReceipt": refund_receipt,
    "Payment": payment,
    "Deposit": deposit,
    "JournalEntry": journal_entry,
    "Transfer": transfer,
}


def owed(work: "Work", entity: str, body: Body) -> object:
    """Return what a transaction's own lines put on receivables (journal, deposit)."""
    entries = RULES[entity](work, body)
    amounts = [entry.amount for entry in entries if entry.part == "receivable"]
    return sum(amounts, ZERO)
