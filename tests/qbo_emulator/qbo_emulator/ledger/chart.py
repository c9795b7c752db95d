"""Find the accounts that transactions post to; some appear when first needed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body

if TYPE_CHECKING:
    from ..books.work import Work

SALES = "SalesItemLineDetail"
# What QuickBooks calls the agency of tax that no rate explains.
UNKNOWN_AGENCY = "Out Of Scope Agency"
SPECIAL = {"SHIPPING_ITEM_ID": "Shipping Income", "GRATUITY_ITEM_ID": "Gratuity"}


def named(work: "Work", name: str, kind: str, subtype: str) -> str:
    """Return the id of an account of a name, made where there is none."""
    found = work.books.named("Account", name.casefold())
    if found:
        return str(found[0]["Id"])
    from ..entities import handler_of

    handler = handler_of("Account")
    body: Body = {"Name": name, "AccountType": kind, "AccountSubType": subtype}
    handler.complete(work, body, None)
    return str(work.insert(handler, body)["Id"])


def typed(work: "Work", kind: str, subtype: str, name: str) -> str:
    """Return the id of the first account of a sub-type, made where there is none."""
    where = "AND json_extract(body, '$.AccountSubType') = ?"
    found = work.books.select("Account", where, (subtype,))
    return str(found[0]["Id"]) if found else named(work, name, kind, subtype)


def undeposited(work: "Work") -> str:
    """Return the account of money that is not in a bank yet."""
    return typed(work, "Other Current Asset", "UndepositedFunds", "Undeposited Funds")


def opening_equity(work: "Work") -> str:
    """Return the account opening balances come from."""
    name = "Opening Balance Equity"
    return typed(work, "Equity", "OpeningBalanceEquity", name)


def exchange(work: "Work") -> str:
    """Return the account of gains and losses by exchange rates."""
    name = "Exchange Gain or Loss"
    return typed(work, "Other Expense", "ExchangeGainOrLoss", name)


def income(work: "Work", item: str) -> str:
    """Return the income account of an item."""
    row = work.books.get("Item", item) or {}
    if "IncomeAccountRef" in row:
        return str(row["IncomeAccountRef"]["value"])
    name = SPECIAL.get(item, "Uncategorized Income")
    return named(work, name, "Income", "ServiceFeeIncome")


def agency_account(work: "Work", agency: str) -> str:
    """Return the liability account of a tax agency."""
    row = work.books.get("TaxAgency", agency) or {}
    name = str(row.get("DisplayName", UNKNOWN_AGENCY)).replace(":", " ")[:92]
    kind = "Other Current Liability"
    return named(work, f"{name} Payable", kind, "SalesTaxPayable")


def taxes(work: "Work", body: Body) -> Iterator[tuple[str, str, Decimal]]:
    """Yield (agency, account, amount) of the tax of a document."""
    detail = body.get("TxnTaxDetail", {})
    sums: dict[str, Decimal] = {}
    for line in detail.get("TaxLine", []):
        rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
        row = work.books.get("TaxRate", rate) or {}
        agency = row.get("AgencyRef", {}).get("value", "")
        sums[agency] = sums.get(agency, ZERO) + decimal(line["Amount"])
    rest = decimal(detail.get("TotalTax")) - sum(sums.values(), ZERO)
    if rest:
        sums[""] = sums.get("", ZERO) + rest
    for agency, amount in sums.items():
        if amount:
            yield agency, agency_account(work, agency), amount


def sale_lines(lines: list[Body]) -> Iterator[Body]:
    """Yield the lines that sell something, those of bundles too."""
    for line in lines:
        yield from sale_lines(line.get("GroupLineDetail", {}).get("Line", []))
        if SALES in line and "ItemRef" in line[SALES]:
            yield line


def accounts_of(work: "Work", entity: str, qbo_id: str) -> dict[tuple[str, str], str]:
    """Return {(part, item): account} a transaction posted to so far.

    Another account on the item does not move what was posted already.
    """
    rows = work.books.store.rows(
        "SELECT part, item, account FROM entries WHERE realm = ? AND entity = ? "
        "AND id = ? AND item <> ''",
        (work.books.realm, entity, qbo_id),
    )
    return {(row["part"], row["item"]): row["account"] for row in rows}
