"""What the ledger is made of: opening balances, and rules for new documents."""

import pytest
from books import Books

from qbo_emulator.books.money import decimal
from qbo_emulator.entities import HANDLERS
from qbo_emulator.entities.transaction import Transaction
from qbo_emulator.ledger import rules
from qbo_emulator.ledger.entry import Entry


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


def account(books, name):
    rows = books.emulator.control.list(books.realm, "Account")
    return next(row for row in rows if row["Name"] == name)


def opened(**facts):
    return {
        "Name": "House bank",
        "AccountType": "Bank",
        "OpeningBalance": 250,
        "OpeningBalanceDate": "2026-01-01",
        **facts,
    }


def test_an_opening_balance_is_posted(books):
    made = books.create("Account", opened())
    assert account(books, "House bank")["CurrentBalance"] == 250
    assert account(books, "Opening Balance Equity")["CurrentBalance"] == 250
    held = books.emulator.control.account_balances(books.realm, "2025-12-31")
    assert made["Id"] not in held
    owed = opened(Name="Old debts", AccountType="Accounts Receivable")
    answer = books.post("account", owed)
    assert answer.json()["Fault"]["Error"][0]["code"] == "6000"


def test_an_account_that_comes_back_shows_its_balance(books):
    made = books.create("Account", opened())
    books.company.edit("Account", made["Id"], {"Active": False})
    assert books.company.get("Account", made["Id"])["CurrentBalance"] == 0
    books.company.edit("Account", made["Id"], {"Active": True})
    assert books.company.get("Account", made["Id"])["CurrentBalance"] == 250


class Bill(Transaction):
    """Know bills, for this test."""

    entity = "Bill"

    def complete(self, work, body, before):
        self.date(work, body, before)
        lines = body["Line"]
        body["TotalAmt"] = sum(decimal(line["Amount"]) for line in lines)

    def release(self, work, body):
        self.refuse_closed(work, body["TxnDate"])


def bill(work, body):
    """Post a bill: expenses against payables."""
    detail = "AccountBasedExpenseLineDetail"
    entries = [
        Entry(line[detail]["AccountRef"]["value"], decimal(line["Amount"]), "direct")
        for line in body["Line"]
    ]
    total = -decimal(body["TotalAmt"])
    return [*entries, Entry(body["APAccountRef"]["value"], total, "payable")]


def test_a_bill_is_a_row_in_a_table_and_a_rule(books, monkeypatch):
    monkeypatch.setitem(HANDLERS, "bill", Bill())
    monkeypatch.setitem(rules.RULES, "Bill", bill)
    vendor = books.create("Vendor", {"DisplayName": "Mill"})
    detail = "AccountBasedExpenseLineDetail"
    line = {
        "Amount": 40,
        "DetailType": detail,
        detail: {"AccountRef": {"value": account(books, "Travel")["Id"]}},
    }
    owed = {"value": account(books, "Accounts Payable (A/P)")["Id"]}
    body = {"VendorRef": {"value": vendor["Id"]}, "APAccountRef": owed, "Line": [line]}
    made = books.create("Bill", body)
    assert account(books, "Accounts Payable (A/P)")["CurrentBalance"] == 40
    rows = books.emulator.control.trial_balance(books.realm)
    assert {row["name"]: row["debit"] - row["credit"] for row in rows} == {
        "Accounts Payable (A/P)": -40,
        "Travel": 40,
    }
    facts = {"Id": made["Id"], "SyncToken": made["SyncToken"]}
    books.create("Bill", facts, operation="delete")
    assert books.emulator.control.trial_balance(books.realm) == []
