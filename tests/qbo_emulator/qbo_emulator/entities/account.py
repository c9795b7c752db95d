"""The chart of accounts."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books import names
from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import Refusal, business
from ..ledger.chart import opening_equity
from ..ledger.entry import Entry
from ..ledger.figures import Figures
from .account_types import CLASSES, FOREIGN, SUBTYPES, type_of
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

RECEIVABLE = "Accounts Receivable (A/R)"
# The reference says 7 for the US and the UK, but 11 characters are accepted by
# a US sandbox (python-quickbooks' own tests).
NUMBER_LENGTH = 20


class Account(Handler):
    """Know accounts."""

    entity = "Account"
    required: ClassVar[tuple[str, ...]] = ("Name",)
    read_only = frozenset(
        {
            "Classification", "CurrentBalance", "CurrentBalanceWithSubAccounts",
            "FullyQualifiedName", "SubAccount",
        }
    )  # fmt: skip
    fixed = frozenset({"CurrencyRef", "OpeningBalance", "OpeningBalanceDate"})

    def columns(self, body: Body) -> dict[str, Any]:
        name = body["FullyQualifiedName"]
        return {
            "name": names.key(name if body["Active"] else names.bare(name)),
            "number": body.get("AcctNum"),
        }

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        body.setdefault("Active", True)
        gone = before is not None and not before["Active"]
        if gone and body["Name"] == before["Name"]:
            body["Name"] = names.bare(body["Name"])
        names.refuse_characters(body, ("Name",), '":')
        names.refuse_characters(body, ("AcctNum",), ":")
        self._type(body)
        body["SubAccount"] = names.place(work, "Account", body, "Name") > 0
        self._parent(work, body)
        unique = names.bare(body["FullyQualifiedName"])
        names.refuse_duplicate(work, ("Account",), "Account", body, unique)
        self._number(work, body)
        self._currency(work, body)
        body.setdefault("CurrentBalance", ZERO)
        body.setdefault("CurrentBalanceWithSubAccounts", ZERO)
        if "OpeningBalance" in body and "OpeningBalanceDate" not in body:
            raise Refusal("6060", "The opening balance needs its date")
        if not body["Active"]:
            self._close(body)
        elif gone:
            self._reopen(work, body)

    def _type(self, body: Body) -> None:
        """Complete type and sub-type; raise 6010 where they are missing or differ."""
        kind, subtype = body.get("AccountType"), body.get("AccountSubType")
        if not kind and not subtype:
            detail = "Either AccountType or AccountSubType must be specified"
            raise Refusal("6010", detail)
        if subtype and type_of(subtype) is None:
            raise Refusal("2170", f"Invalid Enumeration : AccountSubType = {subtype}")
        kind = body["AccountType"] = kind or type_of(str(subtype))
        if kind not in CLASSES:
            raise Refusal("2170", f"Invalid Enumeration : AccountType = {kind}")
        if subtype and subtype not in SUBTYPES[kind]:
            raise Refusal("6010", f"The sub-type {subtype} is not one of {kind}")
        body.setdefault("AccountSubType", SUBTYPES[kind][0])
        body["Classification"] = CLASSES[kind]

    def _parent(self, work: "Work", body: Body) -> None:
        """Raise 6000 when the parent is of another type (seen by others)."""
        ref = body.get("ParentRef")
        parent = work.books.get("Account", ref["value"]) if ref else None
        if parent and parent["AccountType"] != body["AccountType"]:
            raise business("The account must be of the same type as its parent.")

    def _currency(self, work: "Work", body: Body) -> None:
        work.company.currencies.of_party(work, body)
        foreign = body["CurrencyRef"]["value"] != work.company.currencies.home
        if foreign and body["AccountType"] not in FOREIGN:
            raise business("An account of this type must be in the home currency.")

    def _number(self, work: "Work", body: Body) -> None:
        number = body.get("AcctNum")
        if not number:
            return
        if len(number) > NUMBER_LENGTH:
            detail = f"Min:0 Max:{NUMBER_LENGTH} supplied:{len(number)}"
            raise Refusal("2050", detail, element="AcctNum")
        same = work.books.select("Account", "AND number = ?", (number,))
        if any(row["Id"] != body.get("Id") for row in same):
            raise business("Another account already uses this account number.")

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        """Post the opening balance; income and expense have none."""
        side = body["Classification"]
        amount = decimal(body.get("OpeningBalance"))
        if before is not None or not amount or side in ("Revenue", "Expense"):
            return
        if body["CurrencyRef"]["value"] != work.company.currencies.home:
            raise business("An opening balance must be in the home currency.")
        if body["AccountType"].startswith("Accounts "):
            raise business("What is owed is opened by documents of its party.")
        worth = rounded(amount if side == "Asset" else -amount)
        home = work.company.currencies.home
        entries = [
            Entry(body["Id"], worth, "opening", home=worth, currency=home),
            Entry(opening_equity(work), -worth, "opening", home=-worth, currency=home),
        ]
        day = body["OpeningBalanceDate"]
        work.company.ledger.add(work, "Account", body["Id"], day, entries)

    def _reopen(self, work: "Work", body: Body) -> None:
        """Show again what an account holds that was inactive."""
        side = 1 if body["Classification"] in ("Asset", "Expense") else -1
        if body["Classification"] in ("Revenue", "Expense"):
            return
        held = Figures(work.company).accounts().get(body["Id"], ZERO)
        body["CurrentBalance"] = body["CurrentBalanceWithSubAccounts"] = side * held

    def _close(self, body: Body) -> None:
        """Mark an inactive account; its balance shows zero (measured)."""
        for field in ("Name", "FullyQualifiedName"):
            if not body[field].endswith(names.GONE):
                body[field] += names.GONE
        body["CurrentBalance"] = body["CurrentBalanceWithSubAccounts"] = ZERO


class Accounts:
    """Check the accounts documents and items name."""

    def demand(
        self,
        work: "Work",
        ref: Body,
        kinds: tuple[str, ...],
        known: Body | None = None,
    ) -> Body:
        """Return the account of a reference; raise 6430 for another type."""
        account = work.reference("Account", ref, ((known or {}).get("value", ""),))
        assert account is not None
        if account["AccountType"] not in kinds:
            detail = f"Invalid account type used : {account['AccountType']}"
            raise Refusal("6430", detail, element="")
        return account

    def deposit(self, work: "Work", body: Body, known: Body | None) -> None:
        """Complete DepositToAccountRef: a bank, or Undeposited Funds.

        The account is in the home currency or in that of the document (6000).
        """
        if not body.get("DepositToAccountRef"):
            where = "AND json_extract(body, '$.AccountSubType') = 'UndepositedFunds'"
            funds = work.books.select("Account", where)[0]
            body["DepositToAccountRef"] = {"value": funds["Id"], "name": funds["Name"]}
            return
        kinds = ("Bank", "Other Current Asset")
        account = self.demand(work, body["DepositToAccountRef"], kinds, known)
        allowed = (work.company.currencies.home, body["CurrencyRef"]["value"])
        if account["CurrencyRef"]["value"] not in allowed:
            raise business("The account to deposit to is in another currency.")

    def receivable(self, work: "Work", currency: str) -> Body:
        """Return what customers of a currency owe on; the account may be new."""
        where = (
            "AND json_extract(body, '$.AccountType') = 'Accounts Receivable' "
            "AND json_extract(body, '$.CurrencyRef.value') = ?"
        )
        found = work.books.select("Account", where, (currency,))
        if found:
            return found[0]
        home = currency == work.company.currencies.home
        name = RECEIVABLE if home else f"{RECEIVABLE} - {currency}"
        handler = Account()
        kind = {"AccountType": "Accounts Receivable", "Name": name}
        body: Body = {**kind, "CurrencyRef": {"value": currency}}
        handler.complete(work, body, None)
        return work.insert(handler, body)
