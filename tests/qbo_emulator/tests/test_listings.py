"""Reports that list documents add up to the documents."""

from decimal import Decimal

import pytest
from books import code_of

DOCUMENTS = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1}


@pytest.fixture
def realm(emulator):
    """A company with history."""
    return emulator.add_company("us-sandbox").realm_id


@pytest.fixture
def year(emulator):
    """A period that holds all of the history."""
    now = emulator.clock.now().date()
    return {"start_date": f"{now.year - 1}-01-01", "end_date": now.isoformat()}


def drawn(api, name, **params):
    answer = api("GET", f"reports/{name}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def total(report):
    (row,) = [row for row in report["Rows"]["Row"] if row.get("group") == "GrandTotal"]
    return Decimal(row["Summary"]["ColData"][-1]["value"])


@pytest.mark.parametrize("name", ["CustomerSales", "ItemSales"])
def test_sales_are_those_of_the_documents(api, emulator, realm, year, name):
    expected = Decimal(0)
    for entity, sign in DOCUMENTS.items():
        for row in emulator.company(realm).books.select(entity):
            for line in row["Line"]:
                if line["DetailType"] == "SalesItemLineDetail":
                    worth = Decimal(str(line["Amount"])) * Decimal(
                        str(row.get("ExchangeRate", 1))
                    )
                    expected += sign * worth.quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert total(drawn(api, name, **year)) == expected != 0


def test_the_list_has_every_document_that_posts(api, emulator, realm, year):
    report = drawn(api, "TransactionList", format="json", **year)
    told = [row["ColData"][1]["value"] for row in report["Rows"]["Row"]]
    company = emulator.company(realm)
    for entity in (*DOCUMENTS, "Payment", "Deposit", "JournalEntry", "Transfer"):
        assert told.count(entity) == len(company.list(entity)) > 0
    assert "Estimate" not in told
    days = [row["ColData"][0]["value"] for row in report["Rows"]["Row"]]
    assert days == sorted(days)


def test_stock_is_valued_at_cost(api, emulator, realm):
    rows = emulator.company(realm).list("Item")
    stock = [row for row in rows if row["Type"] == "Inventory"]
    worth = sum(
        Decimal(str(row["QtyOnHand"])) * Decimal(str(row["PurchaseCost"]))
        for row in stock
    )
    assert total(drawn(api, "InventoryValuationSummary")) == worth > 0


@pytest.mark.parametrize("name", ["VendorBalance", "AgedPayables", "VendorExpenses"])
def test_vendors_are_owed_nothing(api, realm, name):
    report = drawn(api, name)
    assert report["Rows"]["Row"] == []
    assert {"Name": "NoReportData", "Value": "true"} in report["Header"]["Option"]


def test_an_unknown_report_or_choice_is_refused(api, realm):
    assert code_of(api("GET", "reports/Weather")) == "2000"
    wrong = api("GET", "reports/ItemSales", params={"colour": "red"})
    assert wrong.status_code == 400
