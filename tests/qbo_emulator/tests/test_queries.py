"""Conditions of queries mean what they mean in QuickBooks Online."""

import pytest
from books import Books, code_of, payment, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


def found(books, entity, where, field="Name"):
    answer = books.query(f"select * from {entity} where {where}")
    return [row[field] for row in answer.get(entity, [])]


def refused(books, text):
    return code_of(books.api("GET", "query", params={"query": text}))


@pytest.mark.parametrize(
    ("entity", "where", "expected"),
    [
        ("Account", "Name = 'checking'", ["Checking"]),
        ("Account", "FullyQualifiedName = 'CHECKING'", ["Checking"]),
        ("Account", "AccountType = 'credit card'", ["Company Card"]),
        ("Account", "Name IN ('SAVINGS', 'checking')", ["Checking", "Savings"]),
        ("Term", "Name = 'net 10'", ["Net 10"]),
        ("Item", "Type != 'Service'", ["Goods"]),
        ("Item", "Type != 'service'", ["Goods"]),
        ("Item", "SubItem = false", ["Goods", "Hours", "Services"]),
        ("PaymentMethod", "Type != 'NON_CREDIT_CARD'", ["Credit Card"]),
        ("TaxRate", "AgencyRef = '1'", ["California"]),
    ],
)
def test_texts_are_compared_without_case(books, entity, where, expected):
    assert found(books, entity, where) == expected


def test_names_of_people_are_compared_without_case(books):
    books.customer("Ärzte GmbH", PrimaryEmailAddr={"Address": "Kasse@Praxis.example"})
    for where in (
        "DisplayName = 'ärzte gmbh'",
        "PrimaryEmailAddr = 'kasse@praxis.example'",
    ):
        assert found(books, "Customer", where, "DisplayName") == ["Ärzte GmbH"]
    assert found(books, "Customer", "DisplayName != 'ÄRZTE GMBH'") == []


def test_numbers_of_documents_are_compared_without_case(books):
    customer = books.customer()
    books.create("Invoice", sale(customer, DocNumber="Inv-7"))
    assert found(books, "Invoice", "DocNumber = 'INV-7'", "DocNumber") == ["Inv-7"]
    assert found(books, "Invoice", "DocNumber != 'inv-7'", "DocNumber") == []


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("Id = 'invalid'", "4001"),
        ("Id = '1.5'", "4001"),
        ("Id = ''", "4001"),
        ("Id IN ('1', 'x')", "4001"),
        ("Id != '1'", "4001"),
        ("Id > '1'", "4001"),
        ("Id IN (1, 2)", "4000"),
        ("Id = 1", "4000"),
        ("CustomerRef = 'Acme'", "4001"),
        ("CustomerRef = 1", "4000"),
        ("SalesTermRef = 'Net 30'", "4001"),
        ("DocNumber = 1001", "4000"),
        ("DocNumber = true", "4000"),
        ("TxnDate > 'yesterday'", "4001"),
        ("TxnDate = '2026-02-30'", "4001"),
        ("TxnDate = 20260101", "4000"),
        ("MetaData.CreateTime > 'now'", "4001"),
        ("TotalAmt = 'much'", "4001"),
        ("TotalAmt LIKE '1%'", "4001"),
        ("Balance = true", "4000"),
    ],
)
def test_values_that_make_no_sense_are_refused(books, where, code):
    assert refused(books, f"select * from Invoice where {where}") == code


def test_a_switch_in_quotes_fails_in_the_service(books):
    answer = books.api(
        "GET", "query", params={"query": "select * from Item where Active = 'true'"}
    )
    assert (answer.status_code, code_of(answer)) == (500, "10000")
    assert len(found(books, "Item", "Active = true")) == 3
    assert len(found(books, "Item", "Active IN (true, false)")) == 3
    assert refused(books, "select * from Item where Active = 1") == "4001"


def test_today_is_a_value(books):
    customer = books.customer()
    today = books.create("Invoice", sale(customer))["Id"]
    old = books.create("Invoice", sale(customer, TxnDate="2020-01-01"))["Id"]
    assert found(books, "Invoice", "TxnDate = CURRENT_DATE", "Id") == [today]
    assert found(books, "Invoice", "TxnDate < current_date", "Id") == [old]
    assert found(books, "Invoice", "DueDate > CURRENT_DATE", "Id") == [today]
    assert refused(books, "select * from Invoice where Id = CURRENT_DATE") == "4000"


def test_a_date_and_time_stands_for_its_day(books):
    made = books.create("Invoice", sale(books.customer(), TxnDate="2026-01-05"))
    where = "TxnDate = '2026-01-05T10:00:00Z'"
    assert found(books, "Invoice", where, "Id") == [made["Id"]]


def test_what_the_reference_says_is_filterable(books):
    customer = books.customer()
    paid = {**payment(customer, 10), "PaymentMethodRef": {"value": "2"}}
    made = books.create("Payment", paid)["Id"]
    books.create("Payment", payment(customer, 5))
    assert found(books, "Payment", "PaymentMethodRef = '2'", "Id") == [made]
    note = {"Note": "Here", "Tag": "Field", "PlaceName": "Oslo", "Lat": "59.9"}
    kept = books.create("Attachable", {**note, "ContentType": "text/plain"})["Id"]
    books.create("Attachable", {"Note": "There"})
    for where in (
        "Tag = 'field'",
        "PlaceName = 'oslo'",
        "ContentType = 'text/plain'",
        "Lat = '59.9'",
        "Tag LIKE 'F%'",
    ):
        assert found(books, "Attachable", where, "Id") == [kept]


def test_unequal_leaves_out_what_has_no_value(books):
    """As in SQL (unconfirmed)."""
    books.customer("One", CompanyName="Firm")
    books.customer("Two", CompanyName="Other")
    books.customer("Three")
    where = "CompanyName != 'FIRM'"
    assert found(books, "Customer", where, "DisplayName") == ["Two"]


@pytest.mark.parametrize(
    "entity", ["Bill", "BillPayment", "Purchase", "PurchaseOrder", "VendorCredit"]
)
def test_purchases_are_known_and_there_are_none(books, entity):
    assert books.query(f"select * from {entity} where TxnDate > '2026-01-01'") == {}
    assert books.query(f"select count(*) from {entity}") == {"totalCount": 0}
    assert refused(books, f"select * from {entity} where Id = 'x'") == "4001"
    assert code_of(books.api("GET", f"{entity.lower()}/1")) == "610"
    body = {"VendorRef": {"value": "1"}, "Line": []}
    assert books.refused(entity.lower(), body) == "500"
