"""Write the rarer documents of a company's history."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..books.rows import Body

if TYPE_CHECKING:
    from .history import History

DEPOSIT = "DepositLineDetail"
JOURNAL = "JournalEntryLineDetail"


def voided(history: "History") -> None:
    """Write an invoice and void it."""
    made = history.sell("Invoice")
    history.company.void("Invoice", made["Id"])


def estimated(history: "History") -> None:
    """Write an estimate; invoice every other one."""
    made = history.sell("Estimate")
    if history.dice.random() < 0.5:
        return
    kept = (
        "CustomerRef",
        "TxnDate",
        "ExchangeRate",
        "GlobalTaxCalculation",
        "ClassRef",
    )
    body = {key: made[key] for key in (*kept, "DepartmentRef") if key in made}
    detail = made.get("TxnTaxDetail", {})
    if history.profile.tax_engine == "manual":
        body["TxnTaxDetail"] = {"TxnTaxCodeRef": detail["TxnTaxCodeRef"]}
    body["Line"] = [
        linked(made["Id"], line) for line in made["Line"] if line.get("Id") is not None
    ]
    history.create("Invoice", body)


def linked(estimate: str, line: Body) -> Body:
    """Return a line of an invoice that bills one of an estimate."""
    fresh = {key: line[key] for key in line if key not in ("Id", "LineNum")}
    if line["DetailType"] == "SalesItemLineDetail":
        link = {"TxnId": estimate, "TxnType": "Estimate", "TxnLineId": line["Id"]}
        fresh["LinkedTxn"] = [link]
    return fresh


def refunded(history: "History") -> None:
    """Pay money back to a customer."""
    history.sell("RefundReceipt", DepositToAccountRef={"value": history.lists.bank})


def banked(history: "History") -> None:
    """Take what is undeposited to the bank, less a fee."""
    home = history.profile.currency
    funds = history.lists.account("Undeposited Funds")
    lines = [
        {"LinkedTxn": [{"TxnId": row["Id"], "TxnType": "Payment", "TxnLineId": "0"}]}
        for row in history.company.list("Payment")
        if row["DepositToAccountRef"]["value"] == funds
        and row["TotalAmt"] > 0
        and row["CurrencyRef"]["value"] == home
        and row["Id"] not in history.banked
    ]
    if not lines:
        return
    history.banked.update(line["LinkedTxn"][0]["TxnId"] for line in lines)
    fee = {"AccountRef": {"value": history.lists.account("Bank Charges")}}
    body = {
        "DepositToAccountRef": {"value": history.lists.bank},
        "TxnDate": history.date,
        "Line": [*lines, {"Amount": -1.5, "DetailType": DEPOSIT, DEPOSIT: fee}],
    }
    history.create("Deposit", body)


def journaled(history: "History") -> None:
    """Book the rent by hand."""
    sides = (("Debit", "Rent or Lease"), ("Credit", "Checking"))
    lines = [
        {
            "Amount": 900,
            "DetailType": JOURNAL,
            "Description": "Rent",
            JOURNAL: {
                "PostingType": side,
                "AccountRef": {"value": history.lists.account(name)},
            },
        }
        for side, name in sides
    ]
    history.create("JournalEntry", {"TxnDate": history.date, "Line": lines})


def moved(history: "History") -> None:
    """Move money to the savings."""
    body = {
        "FromAccountRef": {"value": history.lists.bank},
        "ToAccountRef": {"value": history.lists.account("Savings")},
        "Amount": 250,
        "TxnDate": history.date,
    }
    history.create("Transfer", body)


def work_done(history: "History") -> None:
    """Write down hours of an employee for a customer."""
    lists = history.lists
    body = {
        "NameOf": "Employee",
        "EmployeeRef": {"value": history.dice.choice(lists.employees)},
        "CustomerRef": {"value": history.dice.choice(lists.customers)["Id"]},
        "ItemRef": {"value": lists.items[1]["Id"]},
        "TxnDate": history.date,
        "Hours": history.dice.randint(1, 8),
        "Minutes": history.dice.choice((0, 15, 30, 45)),
        "HourlyRate": 50,
        "BillableStatus": history.dice.choice(("Billable", "NotBillable")),
        "Description": "Work on site",
    }
    history.create("TimeActivity", body)


# Every how many days, on which of them, what kind it needs, and who writes it.
MAKERS: tuple[tuple[int, int, str, Callable[["History"], None]], ...] = (
    (45, 11, "Invoice", voided),
    (5, 3, "Estimate", estimated),
    (30, 12, "RefundReceipt", refunded),
    (7, 0, "Deposit", banked),
    (30, 1, "JournalEntry", journaled),
    (30, 15, "Transfer", moved),
    (6, 4, "TimeActivity", work_done),
)
