"""The chart of accounts."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books import names
from ..books.money import ZERO
from ..books.rows import Body
from ..faults import Refusal, business
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

CLASSES = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}
SUBTYPES = {
    "Bank": "CashOnHand",
    "Accounts Receivable": "AccountsReceivable",
    "Other Current Asset": "EmployeeCashAdvances",
    "Fixed Asset": "FurnitureAndFixtures",
    "Other Asset": "Licenses",
    "Accounts Payable": "AccountsPayable",
    "Credit Card": "CreditCard",
    "Other Current Liability": "OtherCurrentLiabilities",
    "Long Term Liability": "OtherLongTermLiabilities",
    "Equity": "OpeningBalanceEquity",
    "Income": "SalesOfProductIncome",
    "Other Income": "OtherMiscellaneousIncome",
    "Cost of Goods Sold": "SuppliesMaterialsCogs",
    "Expense": "OtherMiscellaneousServiceCost",
    "Other Expense": "OtherMiscellaneousExpense",
}
# Sub-types that name their type by themselves, when the type is not sent.
TYPE_OF = {
    "Checking": "Bank",
    "Savings": "Bank",
    "Inventory": "Other Current Asset",
    "UndepositedFunds": "Other Current Asset",
    "ServiceFeeIncome": "Income",
    "DiscountsRefundsGiven": "Income",
    "GlobalTaxPayable": "Other Current Liability",
    **{subtype: kind for kind, subtype in SUBTYPES.items()},
}
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
        unique = names.bare(body["FullyQualifiedName"])
        names.refuse_duplicate(work, ("Account",), "Account", body, unique)
        self._number(work, body)
        work.company.currencies.of_party(work, body)
        body.setdefault("CurrentBalance", ZERO)
        body.setdefault("CurrentBalanceWithSubAccounts", ZERO)
        if "OpeningBalance" in body and "OpeningBalanceDate" not in body:
            raise Refusal("6060", "The opening balance needs its date")
        if not body["Active"]:
            self._close(body)

    def _type(self, body: Body) -> None:
        kind, subtype = body.get("AccountType"), body.get("AccountSubType")
        if not kind and not subtype:
            detail = "Either AccountType or AccountSubType must be specified"
            raise Refusal("6010", detail)
        body["AccountType"] = kind or TYPE_OF.get(str(subtype))
        if body["AccountType"] not in CLASSES:
            raise Refusal("2170", f"AccountSubType = {subtype}")
        body.setdefault("AccountSubType", SUBTYPES[body["AccountType"]])
        body["Classification"] = CLASSES[body["AccountType"]]

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
        """Complete DepositToAccountRef: a bank, or Undeposited Funds."""
        if not body.get("DepositToAccountRef"):
            where = "AND json_extract(body, '$.AccountSubType') = 'UndepositedFunds'"
            funds = work.books.select("Account", where)[0]
            body["DepositToAccountRef"] = {"value": funds["Id"], "name": funds["Name"]}
            return
        kinds = ("Bank", "Other Current Asset")
        self.demand(work, body["DepositToAccountRef"], kinds, known)
