"""Documents, accounts and rates in other currencies than the company's own."""

import pytest
from books import Books, line, payment, sale

from qbo_emulator.faults import Refusal

EURO = {"value": "EUR"}


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.fixture
def customer(books) -> str:
    return books.customer()


def refused(act, *values):
    """Return the code of the refusal a person gets."""
    with pytest.raises(Refusal) as caught:
        act(*values)
    return caught.value.errors[0]["code"]


@pytest.fixture
def foreign(books):
    on = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
    books.company.set_preferences(on)
    return books.customer("Euro Co", CurrencyRef={"value": "EUR"})


def test_a_foreign_customer_is_billed_in_its_currency(books, foreign):
    rate = {"SourceCurrencyCode": "EUR", "Rate": 1.25, "AsOfDate": "2026-01-01"}
    assert books.post("exchangerate", rate).status_code == 200
    body = sale(foreign, CurrencyRef={"value": "EUR"}, ExchangeRate=1.25)
    made = books.create("Invoice", body)
    assert (made["ExchangeRate"], made["TotalAmt"]) == (1.25, 100)
    assert (made["HomeTotalAmt"], made["HomeBalance"]) == (125, 125)
    home = sale(foreign, CurrencyRef={"value": "USD"})
    assert books.refused("invoice", home) == "6000"


def test_a_payment_is_in_the_currency_of_the_invoice(books, foreign):
    euro = {"CurrencyRef": {"value": "EUR"}, "ExchangeRate": 1.5}
    invoice = books.create("Invoice", sale(foreign, **euro))["Id"]
    body = payment(foreign, 100, invoices={invoice: 100}, **euro)
    assert books.create("Payment", body)["UnappliedAmt"] == 0
    after = books.read("Invoice", invoice)
    assert (after["Balance"], after["HomeBalance"]) == (0, 0)


def test_a_currency_is_for_ever_and_joins_the_list(books, foreign):
    change = {"Id": foreign, "SyncToken": "0", "sparse": True}
    after = books.update("Customer", {**change, "CurrencyRef": {"value": "USD"}})
    assert after["CurrencyRef"]["value"] == "EUR"
    listed = books.query("select * from CompanyCurrency")["CompanyCurrency"]
    assert [row["Code"] for row in listed] == ["EUR"]
    off = {"CurrencyPrefs": {"MultiCurrencyEnabled": False}}
    assert refused(books.company.set_preferences, off) == "6000"


def test_rates_are_read_by_day(books, foreign):
    for day, rate in (("2026-01-01", 1.1), ("2026-02-01", 1.2)):
        books.post(
            "exchangerate",
            {"SourceCurrencyCode": "EUR", "Rate": rate, "AsOfDate": day},
        )
    params = {"sourcecurrencycode": "EUR", "asofdate": "2026-01-15"}
    found = books.api("GET", "exchangerate", params=params).json()["ExchangeRate"]
    assert (found["Rate"], found["AsOfDate"]) == (1.1, "2026-01-15")
    assert "Id" not in found
    params["sourcecurrencycode"] = "USD"
    assert books.api("GET", "exchangerate", params=params).status_code == 400


def test_without_a_currency_the_customers_is_taken(books, foreign, customer):
    """Asserted by python-quickbooks' tests of payments."""
    made = books.create("Invoice", sale(foreign))
    assert made["CurrencyRef"] == {"value": "EUR", "name": "Euro"}
    assert books.create("Payment", payment(foreign, 5))["CurrencyRef"] == EURO | {
        "name": "Euro"
    }
    assert books.create("Invoice", sale(customer))["CurrencyRef"]["value"] == "USD"


def test_without_a_rate_it_is_one_whatever_is_known(books, foreign):
    rate = {"SourceCurrencyCode": "EUR", "Rate": 1.25, "AsOfDate": "2026-01-01"}
    books.post("exchangerate", rate)
    made = books.create("Invoice", sale(foreign))
    assert (made["ExchangeRate"], made["HomeTotalAmt"]) == (1, 100)


def receivables(books):
    where = "where AccountType = 'Accounts Receivable' orderby Id"
    found = books.query(f"select * from Account {where}")["Account"]
    return [(row["Name"], row["CurrencyRef"]["value"]) for row in found]


def test_receivables_of_a_currency_appear_with_its_first_document(books, foreign):
    home = ("Accounts Receivable (A/R)", "USD")
    assert receivables(books) == [home]
    for _ in range(2):
        books.create("Invoice", sale(foreign))
        euro = ("Accounts Receivable (A/R) - EUR", "EUR")
        assert receivables(books) == [home, euro]


def account(kind, name, code):
    return {"Name": name, "AccountType": kind, "CurrencyRef": {"value": code}}


def test_money_goes_to_a_bank_of_its_currency_or_the_home_one(books, foreign):
    banks = {
        code: books.create("Account", account("Bank", f"Bank {code}", code))["Id"]
        for code in ("EUR", "CHF", "USD")
    }
    for code in ("EUR", "USD"):
        ref = {"DepositToAccountRef": {"value": banks[code]}}
        books.create("Payment", {**payment(foreign, 5), **ref})
    ref = {"DepositToAccountRef": {"value": banks["CHF"]}}
    assert books.refused("payment", {**payment(foreign, 5), **ref}) == "6000"
    home = {**payment(books.customer("Home"), 5), **ref}
    assert books.refused("payment", home) == "6000"


@pytest.mark.parametrize("kind", ["Income", "Expense", "Equity", "Cost of Goods Sold"])
def test_what_is_earned_and_spent_is_in_home_currency(books, foreign, kind):
    assert books.refused("account", account(kind, "Abroad", "EUR")) == "6000"
    books.create("Account", account(kind, "Home", "USD"))


@pytest.mark.parametrize("code", ["JPY", "KWD", "ISK", "UAH", "XOF"])
def test_every_currency_has_two_decimals(books, foreign, code):
    """Recorded: 6070 on JPY 3704 for 3 x 1234.5."""
    ref = {"value": code}
    there = books.customer(f"Client {code}", CurrencyRef=ref)
    exact = sale(there, line(3703.5, Qty=3, UnitPrice=1234.5), CurrencyRef=ref)
    assert books.create("Invoice", exact)["TotalAmt"] == 3703.5
    whole = sale(there, line(3704, Qty=3, UnitPrice=1234.5), CurrencyRef=ref)
    assert books.refused("invoice", whole) == "6070"


def test_an_unknown_currency_is_refused(books, foreign):
    wrong = {"DisplayName": "Nowhere", "CurrencyRef": {"value": "XXQ"}}
    assert books.refused("customer", wrong) == "2220"
