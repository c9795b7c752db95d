"""Draw trial balance, balance sheet, profit and loss, and general ledger."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO
from ..books.rows import Body
from ..ledger.figures import Figures
from . import shape
from .period import Period

if TYPE_CHECKING:
    from ..books.work import Work

COLUMNS = [("", "Account"), ("Total", "Money")]
ASSETS = (
    ("Bank Accounts", "Bank"),
    ("Accounts Receivable", "Accounts Receivable"),
    ("Other Current Assets", "Other Current Asset"),
    ("Fixed Assets", "Fixed Asset"),
    ("Other Assets", "Other Asset"),
)
DEBTS = (
    ("Accounts Payable", "Accounts Payable"),
    ("Credit Cards", "Credit Card"),
    ("Other Current Liabilities", "Other Current Liability"),
    ("Long-Term Liabilities", "Long Term Liability"),
)
RESULT = ("Revenue", "Expense")
Balances = dict[str, Decimal]


def trial_balance(work: "Work", period: Period) -> Body:
    """Return debit or credit of each account at the end of the period.

    Result of earlier years stands in Retained Earnings.
    """
    rows = []
    debit = credit = ZERO
    for account, balance in _standing(work, period):
        if not balance:
            continue
        plus, minus = max(balance, ZERO), max(-balance, ZERO)
        rows.append(shape.data(_name(account), plus, minus))
        debit, credit = debit + plus, credit + minus
    rows.append(shape.section("", [], ["TOTAL", debit, credit], "GrandTotal"))
    columns = [("", "Account"), ("Debit", "Money"), ("Credit", "Money")]
    return shape.framed(work, "TrialBalance", period, columns, rows)


def _standing(work: "Work", period: Period) -> list[tuple[Body, Decimal]]:
    """Return accounts with balances; earlier years' result in Retained Earnings."""
    held = Figures(work.company, period.end).accounts()
    this_year = Figures(work.company, period.end, period.year_start).accounts()
    accounts = work.books.select("Account")
    result = {row["Id"] for row in accounts if row["Classification"] in RESULT}
    earlier = sum(
        (held[key] - this_year.get(key, ZERO) for key in held if key in result), ZERO
    )
    found = []
    for row in accounts:
        source = this_year if row["Id"] in result else held
        balance = source.get(row["Id"], ZERO)
        if row["AccountSubType"] == "RetainedEarnings":
            balance += earlier
            earlier = ZERO
        found.append((row, balance))
    return found


def _name(account: Body) -> tuple[str, str]:
    return (account["FullyQualifiedName"], account["Id"])


def _of_type(
    standing: list[tuple[Body, Decimal]], title: str, kind: str, sign: int
) -> tuple[Body, Decimal]:
    """Return the section of one type of account and its total."""
    found = [(row, sign * held) for row, held in standing if row["AccountType"] == kind]
    rows = [shape.data(_name(row), held) for row, held in found if held]
    total = sum((held for _, held in found), ZERO)
    return shape.section(
        title, rows, [f"Total {title}", total], kind.replace(" ", "")
    ), total


def _types(
    standing: list[tuple[Body, Decimal]], kinds: tuple[tuple[str, str], ...], sign: int
) -> tuple[list[Body], Decimal]:
    parts = [_of_type(standing, title, kind, sign) for title, kind in kinds]
    rows = [row for row, _ in parts if "Rows" in row]
    return rows, sum((total for _, total in parts), ZERO)


def balance_sheet(work: "Work", period: Period) -> Body:
    """Return assets, and liabilities and equity with the year's net income."""
    standing = _standing(work, period)
    assets, owned = _types(standing, ASSETS, 1)
    debts, owing = _types(standing, DEBTS, -1)
    equity, own = _of_type(standing, "Equity", "Equity", -1)
    income = -sum(
        (held for row, held in standing if row["Classification"] in RESULT), ZERO
    )
    inside = [*equity.get("Rows", {}).get("Row", []), shape.data("Net Income", income)]
    rows = [
        shape.section("ASSETS", assets, ["TOTAL ASSETS", owned], "TotalAssets"),
        shape.section(
            "LIABILITIES AND EQUITY",
            [
                shape.section(
                    "Liabilities", debts, ["Total Liabilities", owing], "Liabilities"
                ),
                shape.section(
                    "Equity", inside, ["Total Equity", own + income], "Equity"
                ),
            ],
            ["TOTAL LIABILITIES AND EQUITY", owing + own + income],
            "TotalLiabilitiesAndEquity",
        ),
    ]
    return shape.framed(work, "BalanceSheet", period, COLUMNS, rows)


def profit_and_loss(work: "Work", period: Period) -> Body:
    """Return income and expenses of the period."""
    held = Figures(work.company, period.end, period.start).accounts()
    standing = [
        (row, held.get(row["Id"], ZERO)) for row in work.books.select("Account")
    ]
    income, earned = _of_type(standing, "Income", "Income", -1)
    cost, spent = _of_type(standing, "Cost of Goods Sold", "Cost of Goods Sold", 1)
    expense, used = _of_type(standing, "Expenses", "Expense", 1)
    more, other = _of_type(standing, "Other Income", "Other Income", -1)
    less, lost = _of_type(standing, "Other Expenses", "Other Expense", 1)
    operating = earned - spent - used
    rows = [
        {**income, "group": "Income"},
        {**cost, "group": "COGS"},
        shape.section("", [], ["Gross Profit", earned - spent], "GrossProfit"),
        {**expense, "group": "Expenses"},
        shape.section(
            "", [], ["Net Operating Income", operating], "NetOperatingIncome"
        ),
        {**more, "group": "OtherIncome"},
        {**less, "group": "OtherExpenses"},
        shape.section("", [], ["Net Income", operating + other - lost], "NetIncome"),
    ]
    return shape.framed(work, "ProfitAndLoss", period, COLUMNS, rows)


def general_ledger(work: "Work", period: Period) -> Body:
    """Return every posting of the period, account by account."""
    before = Figures(work.company, _eve(period.start)).accounts()
    figures = Figures(work.company, period.end, period.start)
    rows = []
    for account in work.books.select("Account"):
        balance = before.get(account["Id"], ZERO)
        lines = [shape.data("Beginning Balance", "", "", "", "", "", balance)]
        posted = figures.journal(account["Id"])
        for entry in posted:
            balance += entry["home"]
            lines.append(_posting(work, entry, balance))
        if posted or balance:
            total = sum((entry["home"] for entry in posted), ZERO)
            name = account["FullyQualifiedName"]
            totals = [f"Total for {name}", "", "", "", "", total, ""]
            rows.append(shape.section(name, lines, totals))
    columns = [
        ("Date", "tx_date"), ("Transaction Type", "txn_type"), ("Num", "doc_num"),
        ("Name", "name"), ("Memo/Description", "memo"), ("Amount", "subt_nat_amount"),
        ("Balance", "rbal_nat_amount"),
    ]  # fmt: skip
    return shape.framed(work, "GeneralLedger", period, columns, rows)


def _eve(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _posting(work: "Work", entry: Body, balance: Decimal) -> Body:
    document = work.books.get(entry["entity"], entry["id"]) or {}
    return shape.data(
        entry["date"],
        (entry["entity"], entry["id"]),
        document.get("DocNumber", ""),
        document.get("CustomerRef", {}).get("name", ""),
        entry["memo"],
        entry["home"],
        balance,
    )
