"""Write the ledger of one company: the entries of each transaction, and totals.

Whenever a transaction is written, its entries are drawn anew; when it is deleted
they go. Balances of accounts, what customers owe and stock move with them.
"""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..books.money import ZERO
from ..books.rows import Body
from . import settling
from .entry import HUNDRED, PARTS, Entry
from .rules import RULES

if TYPE_CHECKING:
    from ..books.work import Work

TABLES = """
CREATE TABLE IF NOT EXISTS entries (
    realm TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL,
    date TEXT NOT NULL, account TEXT NOT NULL, part TEXT NOT NULL,
    currency TEXT, party TEXT, item TEXT, amount INTEGER NOT NULL,
    home INTEGER NOT NULL, qty INTEGER NOT NULL, memo TEXT);
CREATE INDEX IF NOT EXISTS entries_of ON entries (realm, entity, id);
CREATE INDEX IF NOT EXISTS entries_account ON entries (realm, account, date);
CREATE INDEX IF NOT EXISTS entries_item ON entries (realm, item);
"""
COLUMNS = "date, account, part, currency, party, item, amount, home, qty, memo"
INSERT = f"""
INSERT INTO entries (realm, entity, id, {COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# Accounts of these show no balance of their own (recorded).
RESULT = ("Revenue", "Expense")
PLUS = ("Asset", "Expense")
LOOSE = ("income", "discount", "direct", "cash back", "money", "tax")


class Ledger:
    """Post, and carry what was posted to accounts, customers and stock."""

    def post(self, work: "Work", entity: str, body: Body) -> None:
        """Replace the entries of a transaction by those of its present state."""
        rule = RULES.get(entity)
        if rule is None:
            return
        entries = settled(rule(work, body), work, body)
        self.replace(work, entity, body["Id"], body.get("TxnDate", ""), entries)
        settling.repost(work, entity, body)

    def erase(self, work: "Work", entity: str, qbo_id: str) -> None:
        """Take the entries of a deleted transaction out of the books."""
        if entity in RULES:
            self.replace(work, entity, qbo_id, "", [])

    def replace(
        self, work: "Work", entity: str, qbo_id: str, day: str, entries: list[Entry]
    ) -> None:
        """Write entries in place of what a transaction had."""
        key = (work.books.realm, entity, qbo_id)
        old = [tuple(row) for row in self._rows(work, key)]
        new = [(day, *entry.row()) for entry in entries]
        if old == new:
            return
        store = work.books.store
        store.execute(
            "DELETE FROM entries WHERE realm = ? AND entity = ? AND id = ?", key
        )
        for row in new:
            store.execute(INSERT, (*key, *row))
        carry(work, old, new)

    def _rows(self, work: "Work", key: tuple[str, str, str]) -> list[Any]:
        return work.books.store.rows(
            f"SELECT {COLUMNS} FROM entries WHERE realm = ? AND entity = ? AND id = ? "
            "ORDER BY rowid",
            key,
        )

    def add(
        self, work: "Work", entity: str, qbo_id: str, day: str, entries: list[Entry]
    ) -> None:
        """Write entries beside what an object has (stock of an item)."""
        new = [(day, *entry.row()) for entry in entries]
        for row in new:
            work.books.store.execute(INSERT, (work.books.realm, entity, qbo_id, *row))
        carry(work, [], new)


def settled(entries: list[Entry], work: "Work", body: Body) -> list[Entry]:
    """Give entries their worth at home; raise when they do not balance.

    What rounding leaves at home goes to income, else to another account that nothing
    else has to agree with.
    """
    if sum((entry.amount for entry in entries), ZERO):
        raise AssertionError(f"Debits and credits differ: {entries}")
    home = work.company.currencies.home
    currency = body.get("CurrencyRef", {}).get("value", home)
    found = [
        entry
        if entry.currency
        else entry.at(currency, work.company.currencies.home_amount(body, entry.amount))
        for entry in entries
        if entry.amount or entry.home or entry.qty
    ]
    rest = sum((entry.home for entry in found), ZERO)
    if rest:
        parts = [entry.part for entry in found]
        at = next(parts.index(part) for part in LOOSE if part in parts)
        found[at] = found[at].at(found[at].currency, found[at].home - rest)
    return found


def carry(work: "Work", old: list[Any], new: list[Any]) -> None:
    """Move balances by the difference of two sets of rows."""
    accounts: dict[tuple[str, str], int] = defaultdict(int)
    homes: dict[str, int] = defaultdict(int)
    parties: dict[str, int] = defaultdict(int)
    items: dict[str, int] = defaultdict(int)
    for sign, rows in ((-1, old), (1, new)):
        for _, account, part, currency, party, item, amount, home, qty, _ in rows:
            accounts[account, currency] += sign * amount
            homes[account] += sign * home
            if part == "receivable":
                parties[party] += sign * amount
            if qty:
                items[item] += sign * qty
    for account, cents in homes.items():
        _move_account(work, account, cents, accounts)
    for party, cents in parties.items():
        work.company.balances.move(work, party, Decimal(cents) / HUNDRED)
    for item, parts in items.items():
        _move_stock(work, item, parts)


def _move_account(
    work: "Work", qbo_id: str, home: int, own: dict[tuple[str, str], int]
) -> None:
    """Add to the balance of an account, in its currency, and to its parents'."""
    account = work.books.get("Account", qbo_id) or {}
    if account.get("Classification") in (None, *RESULT) or not account["Active"]:
        return
    currency = account["CurrencyRef"]["value"]
    abroad = currency != work.company.currencies.home
    cents = own[qbo_id, currency] if abroad else home
    sign = 1 if account["Classification"] in PLUS else -1
    _add(work, "Account", qbo_id, "CurrentBalance", sign * cents, 100)
    step: str | None = qbo_id
    while step:
        _add(work, "Account", step, "CurrentBalanceWithSubAccounts", sign * cents, 100)
        parent = work.books.get("Account", step) or {}
        step = parent.get("ParentRef", {}).get("value")


def _move_stock(work: "Work", item: str, parts: int) -> None:
    _add(work, "Item", item, "QtyOnHand", parts, int(PARTS))


def _add(
    work: "Work", entity: str, qbo_id: str, field: str, units: int, scale: int
) -> None:
    """Add to a number of a row without touching its token and times."""
    if not units:
        return
    key = (work.books.realm, entity, qbo_id)
    where = "WHERE realm = ? AND entity = ? AND id = ?"
    row = work.books.store.row(
        f"SELECT json_extract(body, '$.{field}') AS n FROM objects {where}", key
    )
    held = round((row["n"] or 0) * scale) if row else 0
    total = held + units
    value = total // scale if total % scale == 0 else total / scale
    work.books.store.execute(
        f"UPDATE objects SET body = json_set(body, '$.{field}', ?) {where}",
        (value, *key),
    )
