"""Read the ledger: balances as of any day, what is open, what each customer owes."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..books.money import ZERO, decimal
from ..books.rows import Body
from .entry import HUNDRED, PARTS
from .parties import party_of

if TYPE_CHECKING:
    from ..books.company import Company

LAST = "9999-12-31"
FIRST = ""
OPENABLE = {"Invoice": 1, "CreditMemo": -1, "Payment": -1}


class Figures:
    """Answer questions about the ledger of one company, up to and with a day."""

    def __init__(
        self, company: "Company", as_of: str | None = None, since: str = FIRST
    ):
        self.company = company
        self.store = company.emulator.store
        self.as_of = as_of or LAST
        self.since = since

    def sums(self, by: str, where: str = "", values: tuple[Any, ...] = ()) -> list[Any]:
        """Return sums of entries grouped by columns."""
        return self.store.rows(
            f"SELECT {by}, sum(amount) AS amount, sum(home) AS home, sum(qty) AS qty "
            "FROM entries WHERE realm = ? AND date >= ? AND date <= ? "
            f"{where} GROUP BY {by} ORDER BY {by}",
            (self.company.realm_id, self.since, self.as_of, *values),
        )

    def accounts(self) -> dict[str, Decimal]:
        """Return {account id: balance at home}, debits positive."""
        return {row["account"]: cents(row["home"]) for row in self.sums("account")}

    def trial_balance(self) -> list[Body]:
        """List the accounts with a balance, debit or credit."""
        rows = []
        held = self.accounts()
        for account in self.company.books.select("Account"):
            balance = held.get(account["Id"], ZERO)
            if balance:
                rows.append(
                    {
                        "account": account["Id"],
                        "name": account["FullyQualifiedName"],
                        "type": account["AccountType"],
                        "debit": max(balance, ZERO),
                        "credit": max(-balance, ZERO),
                    }
                )
        return rows

    def receivables(self) -> list[Body]:
        """List what each customer owes in each currency, by the ledger."""
        found = self.sums("party, currency", "AND part = 'receivable'")
        return [
            {
                "customer": row["party"],
                "currency": row["currency"],
                "amount": cents(row["amount"]),
                "home": cents(row["home"]),
            }
            for row in found
            if row["amount"] or row["home"]
        ]

    def taxes(self) -> dict[str, Decimal]:
        """Return {agency id: tax owed at home}."""
        found = self.sums("party", "AND part = 'tax'")
        return {row["party"]: -cents(row["home"]) for row in found}

    def stock(self) -> dict[str, Body]:
        """Return {item id: quantity and worth of what is in stock}."""
        return {
            row["item"]: {
                "quantity": Decimal(row["qty"]) / PARTS,
                "worth": cents(row["home"]),
            }
            for row in self.sums("item", "AND part = 'stock'")
        }

    def entries(self, entity: str, qbo_id: str) -> list[Body]:
        """List what one transaction posted."""
        rows = self.store.rows(
            "SELECT * FROM entries WHERE realm = ? AND entity = ? AND id = ? "
            "ORDER BY rowid",
            (self.company.realm_id, entity, qbo_id),
        )
        return [shown(row) for row in rows]

    def journal(self, account: str) -> list[Body]:
        """List what was posted to an account, oldest first."""
        rows = self.store.rows(
            "SELECT * FROM entries WHERE realm = ? AND account = ? AND date >= ? "
            "AND date <= ? ORDER BY date, CAST(id AS INTEGER), rowid",
            (self.company.realm_id, account, self.since, self.as_of),
        )
        return [shown(row) for row in rows]

    # ---- by the documents, not by the ledger

    def open_documents(self) -> list[Body]:
        """List what is open on each document on the day, by what settles it.

        Signed: what the customer owes is positive, credit and unapplied money are
        negative. A journal entry or deposit counts by its lines to receivables.
        """
        settled = self._settled()
        found = [
            self._open(entity, body, settled)
            for entity in (*OPENABLE, "JournalEntry", "Deposit")
            for body in self.company.books.select(
                entity, "AND date <= ?", (self.as_of,)
            )
        ]
        return [row for row in found if row["open"]]

    def _settled(self) -> dict[tuple[str, str], Decimal]:
        """Return what payments up to the day settle, by document and by payment."""
        rows = self.store.rows(
            "SELECT links.*, p.date AS paid, o.date AS made FROM links "
            "JOIN objects p ON p.realm = links.realm AND p.entity = 'Payment' "
            "AND p.id = links.payment "
            "JOIN objects o ON o.realm = links.realm AND o.entity = links.entity "
            "AND o.id = links.id WHERE links.realm = ?",
            (self.company.realm_id,),
        )
        sums: dict[tuple[str, str], Decimal] = {}
        for row in rows:
            if row["paid"] > self.as_of or row["made"] > self.as_of:
                continue
            amount = decimal(row["amount"])
            sign = -1 if self._credits(row["entity"], row["id"]) else 1
            for key, part in (
                ((row["entity"], row["id"]), sign * amount),
                (("Payment", row["payment"]), -sign * amount),
            ):
                sums[key] = sums.get(key, ZERO) + part
        return sums

    def _credits(self, entity: str, qbo_id: str) -> bool:
        from .settling import is_credit

        work = self.company.work(person=True)
        return is_credit(work, entity, self.company.books.get(entity, qbo_id) or {})

    def _open(
        self, entity: str, body: Body, settled: dict[tuple[str, str], Decimal]
    ) -> Body:
        if entity in OPENABLE:
            total = decimal(body["TotalAmt"]) - decimal(body.get("Deposit"))
            total *= OPENABLE[entity]
        else:
            from .rules import owed

            total = decimal(owed(self.company.work(person=True), entity, body))
        return {
            "entity": entity,
            "id": body["Id"],
            "number": body.get("DocNumber", ""),
            "date": body["TxnDate"],
            "due": body.get("DueDate", body["TxnDate"]),
            "customer": party_of(body),
            "currency": body["CurrencyRef"]["value"],
            "rate": body.get("ExchangeRate", 1),
            "total": total,
            "open": total - settled.get((entity, body["Id"]), ZERO),
        }


def cents(units: int) -> Decimal:
    """Return an amount from how it is kept."""
    return Decimal(units or 0) / HUNDRED


def shown(row: Any) -> Body:
    """Return an entry as people see it: debits positive."""
    keys = (
        "entity",
        "id",
        "date",
        "account",
        "part",
        "currency",
        "party",
        "item",
        "memo",
    )
    facts = {key: row[key] for key in keys}
    amounts = {"amount": cents(row["amount"]), "home": cents(row["home"])}
    return {**facts, **amounts, "qty": Decimal(row["qty"]) / PARTS}
