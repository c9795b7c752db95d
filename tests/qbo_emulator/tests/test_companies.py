"""Each kind of company opens with lists and three months of business."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from books import line, sale

from qbo_emulator import Emulator
from qbo_emulator.profiles.countries import PROFILES
from qbo_emulator.sales.balances import open_amount

KINDS = tuple(PROFILES)
DOCUMENTS = ("Invoice", "Payment", "CreditMemo", "SalesReceipt")
OFTEN = (*DOCUMENTS, "Estimate", "TimeActivity")
SELDOM = ("Deposit", "RefundReceipt", "JournalEntry", "Transfer")


@pytest.fixture(scope="module", params=KINDS)
def company(request):
    """A company that has been in business for three months."""
    emulator = Emulator()
    yield emulator.add_company(request.param, history=True)
    emulator.close()


def test_lists_are_as_in_real_life(company):
    customers = company.list("Customer")
    assert len(customers) > 20
    assert any("," in row["PrimaryEmailAddr"]["Address"] for row in customers[:16])
    assert any("ext." in row["PrimaryPhone"]["FreeFormNumber"] for row in customers[:9])
    assert not any("Country" in row.get("BillAddr", {}) for row in customers)
    assert any(row.get("IsProject") for row in customers)
    assert any(not row["Active"] for row in customers)
    kinds = {row["Type"] for row in company.list("Item")}
    assert kinds == {"Service", "NonInventory", "Inventory", "Category"}
    terms = company.list("Term")
    assert any(row.get("DiscountPercent") == 2 for row in terms)
    assert any(row["Type"] == "DATE_DRIVEN" for row in terms)
    assert len(company.list("Vendor")) >= 6
    assert len(company.list("Employee")) >= 3


@pytest.mark.parametrize("entity", OFTEN)
def test_three_months_are_in_the_books(company, entity):
    days = sorted(row["TxnDate"] for row in company.list(entity))
    assert len(days) > 10
    span = date.fromisoformat(days[-1]) - date.fromisoformat(days[0])
    assert timedelta(days=70) < span <= timedelta(days=91)


@pytest.mark.parametrize("entity", SELDOM)
def test_rare_documents_are_in_the_books_each_month(company, entity):
    assert len(company.list(entity)) >= 3


def test_estimates_are_open_and_closed(company):
    states = {row["TxnStatus"] for row in company.list("Estimate")}
    assert states >= {"Pending", "Closed"}


def test_business_is_varied(company):
    invoices = company.list("Invoice")
    kinds = {row["DetailType"] for one in invoices for row in one["Line"]}
    assert kinds >= {"SalesItemLineDetail", "DiscountLineDetail", "DescriptionOnly"}
    assert any(row["TxnTaxDetail"]["TotalTax"] for row in invoices)
    states = {
        (row["Balance"] > 0, row["Balance"] < row["TotalAmt"]) for row in invoices
    }
    assert len(states) >= 3  # open, paid in part, paid
    assert any(row.get("PrivateNote") == "Voided" for row in invoices)
    payments = company.list("Payment")
    assert any(row["UnappliedAmt"] for row in payments)
    assert any(row["TotalAmt"] == 0 and row["Line"] for row in payments)


def test_customers_owe_what_is_open(company):
    owed: dict[str, Decimal] = {}
    for entity in DOCUMENTS:
        for row in company.books.select(entity):
            key = row["CustomerRef"]["value"]
            owed[key] = owed.get(key, Decimal(0)) + open_amount(entity, row)
    for row in company.books.select("Customer"):
        assert Decimal(str(row["Balance"])) == owed.get(row["Id"], 0)


def test_times_follow_the_days(company):
    rows = company.list("Invoice")
    for row in rows:
        made = date.fromisoformat(row["MetaData"]["CreateTime"][:10])
        assert abs(made - date.fromisoformat(row["TxnDate"])) <= timedelta(days=1)


def test_the_same_kind_has_the_same_history():
    totals = []
    for _ in range(2):
        emulator = Emulator()
        made = emulator.add_company("uk", history=True)
        totals.append([row["TotalAmt"] for row in made.list("Invoice")])
        emulator.close()
    assert totals[0] == totals[1]


def test_a_company_is_empty_unless_it_is_asked_for(emulator):
    made = emulator.add_company("au")
    assert made.list("Customer") == made.list("Invoice") == []
    assert emulator.add_company("us-sandbox").list("Invoice")


def test_australia_sells_with_tax_inside(emulator):
    company = emulator.add_company("au", history=True)
    modes = {row["GlobalTaxCalculation"] for row in company.list("Invoice")}
    assert modes == {"TaxInclusive"}
    code = {"TaxCodeRef": {"value": "3"}}
    body = sale("1", line(110, **code), GlobalTaxCalculation="TaxInclusive")
    made = company.create("Invoice", body)
    assert (made["TotalAmt"], made["TxnTaxDetail"]["TotalTax"]) == (110, 10)


@pytest.mark.parametrize("kind", ["multicurrency", "us-sandbox"])
def test_business_goes_on_in_other_currencies(emulator, kind):
    company = emulator.add_company(kind, history=True)
    abroad = {code for code, _rate in company.profile.rates_abroad}
    assert {row["Code"] for row in company.list("CompanyCurrency")} == abroad
    invoices = company.list("Invoice")
    foreign = [row for row in invoices if row["CurrencyRef"]["value"] in abroad]
    assert foreign
    assert all(row["ExchangeRate"] != 1 for row in foreign)
    rates = company.list("ExchangeRate")
    assert {row["SourceCurrencyCode"] for row in rates} == abroad


def test_the_sandbox_has_what_others_tests_expect(emulator):
    company = emulator.add_company("us-sandbox")
    assert company.list("Class")
    assert company.list("Department")
    accounts = company.list("Account")
    assert len(accounts) > 50
    subtypes = {row["AccountSubType"] for row in accounts}
    assert subtypes >= {"Checking", "AccountsPayable", "Inventory", "CreditCard"}
    assert any(row.get("SubAccount") for row in accounts)
    assert company.list("Attachable") == []
    (discounts,) = company.books.named("Account", "discounts given")
    assert discounts["Id"] == "86"
    made = company.create("Account", {"Name": "New", "AccountType": "Bank"})
    assert int(made["Id"]) > 86
