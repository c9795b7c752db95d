"""Numbers, due dates, voids, deletions, mails, prints and files."""

import base64
import json

import pytest
from books import SALES, Books, code_of, line, payment, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.fixture
def customer(books) -> str:
    return books.customer()


def custom_numbers(books, on=True):
    books.company.set_preferences({"SalesFormsPrefs": {"CustomTxnNumbers": on}})


def test_numbers_run_on_while_custom_numbers_are_off(books, customer):
    first = books.create("Invoice", sale(customer))["DocNumber"]
    second = books.create("Invoice", sale(customer))["DocNumber"]
    assert int(second) == int(first) + 1
    own = books.create("Invoice", sale(customer, DocNumber="OWN-7"))
    assert own["DocNumber"] == "OWN-7"


def test_with_custom_numbers_a_missing_number_stays_empty(books, customer):
    custom_numbers(books)
    assert "DocNumber" not in books.create("Invoice", sale(customer))
    asked = books.create("Invoice", sale(customer, AutoDocNumber=True))
    assert asked["DocNumber"].isdigit()
    worded = books.create("Invoice", sale(customer, DocNumber="AUTO_GENERATE"))
    assert worded["DocNumber"].isdigit()
    made = books.create("Invoice", sale(customer, DocNumber="X1"))
    change = {**sale(customer), "Id": made["Id"], "SyncToken": "0"}
    assert "DocNumber" not in books.update("Invoice", change)


@pytest.mark.parametrize(
    ("term", "day", "due"),
    [
        ({"Name": "T", "DueDays": 10}, "2026-01-25", "2026-02-04"),
        ({"Name": "T", "DayOfMonthDue": 15}, "2026-01-10", "2026-01-15"),
        ({"Name": "T", "DayOfMonthDue": 15}, "2026-01-16", "2026-02-15"),
        ({"Name": "T", "DayOfMonthDue": 31}, "2026-02-10", "2026-02-28"),
        (
            {"Name": "T", "DayOfMonthDue": 15, "DueNextMonthDays": 10},
            "2026-01-10",
            "2026-02-15",
        ),
    ],
)
def test_the_due_date_follows_the_terms(books, customer, term, day, due):
    ref = {"value": books.create("Term", term)["Id"]}
    made = books.create("Invoice", sale(customer, TxnDate=day, SalesTermRef=ref))
    assert made["DueDate"] == due


def test_without_terms_thirty_days_are_given(books, customer):
    made = books.create("Invoice", sale(customer, TxnDate="2026-01-01"))
    assert made["DueDate"] == "2026-01-31"
    own = books.create("Invoice", sale(customer, DueDate="2026-05-05"))
    assert own["DueDate"] == "2026-05-05"


def test_a_voided_invoice_stays_with_zero_amounts(books, customer):
    body = sale(customer, line(10, Qty=2, UnitPrice=5), PrivateNote="Old text")
    made = books.create("Invoice", body)
    void = {"Id": made["Id"], "SyncToken": "0"}
    after = books.update("Invoice", void, operation="void")
    assert (after["TotalAmt"], after["Balance"], after["SyncToken"]) == (0, 0, "1")
    assert after["PrivateNote"].startswith("Voided")
    assert after["Line"][0]["Amount"] == after["Line"][0][SALES]["Qty"] == 0
    assert after["DocNumber"] == made["DocNumber"]
    assert books.read("Customer", customer)["Balance"] == 0


def test_voiding_or_deleting_a_paid_invoice_leaves_the_money_unapplied(books, customer):
    for operation in ("void", "delete"):
        made = books.create("Invoice", sale(customer))
        body = payment(customer, 100, invoices={made["Id"]: 100})
        paid = books.create("Payment", body)
        late = books.read("Invoice", made["Id"])
        gone = {"Id": made["Id"], "SyncToken": late["SyncToken"]}
        books.update("Invoice", gone, operation=operation)
        after = books.read("Payment", paid["Id"])
        assert (after["UnappliedAmt"], after["Line"]) == (100, [])
    assert books.read("Customer", customer)["Balance"] == -200


def test_a_deleted_document_is_gone_for_good(books, customer):
    made = books.create("Invoice", sale(customer))
    gone = {"Id": made["Id"], "SyncToken": "0"}
    answer = books.post("invoice", gone, operation="delete").json()["Invoice"]
    assert answer == {"domain": "QBO", "status": "Deleted", "Id": made["Id"]}
    assert code_of(books.api("GET", f"invoice/{made['Id']}")) == "610"
    assert books.query("select * from Invoice") == {}
    assert books.read("Customer", customer)["Balance"] == 0


def test_a_receipt_is_voided_by_include_and_goes_to_undeposited_funds(books, customer):
    made = books.create("SalesReceipt", sale(customer))
    assert made["DepositToAccountRef"]["name"] == "Undeposited Funds"
    assert made["Balance"] == 0
    void = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    assert books.refused("salesreceipt", void, operation="void") == "500"
    after = books.update("SalesReceipt", void, operation="update", include="void")
    assert (after["TotalAmt"], after["PrivateNote"]) == (0, "Voided")
    assert "CustomerRef" not in books.create("SalesReceipt", {"Line": [line()]})


def test_a_discount_is_taken_off_the_lines(books, customer):
    off = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 12.5},
    }
    made = books.create("Invoice", sale(customer, line(80), off))
    assert made["TotalAmt"] == 70
    assert [row["Amount"] for row in made["Line"]] == [80, 80, 10]
    shown = made["Line"][-1]
    assert "Id" not in shown
    account = shown["DiscountLineDetail"]["DiscountAccountRef"]
    assert account["name"] == "Discounts given"
    fixed = {"DetailType": "DiscountLineDetail", "Amount": 5}
    made = books.create("Invoice", sale(customer, line(80), fixed))
    assert made["TotalAmt"] == 75


def test_a_line_without_item_is_text(books, customer):
    text = {"Amount": 50, "DetailType": SALES, SALES: {}, "Description": "Hello"}
    note = {"DetailType": "DescriptionOnly", "Description": "World"}
    made = books.create("Invoice", sale(customer, line(10), text, note))
    assert made["TotalAmt"] == 10


def test_sending_marks_the_document_and_keeps_the_address(books, customer):
    made = books.create("Invoice", sale(customer))
    path = f"invoice/{made['Id']}/send"
    sent = books.api("POST", path, params={"sendTo": "pay@acme.example"})
    after = sent.json()["Invoice"]
    assert after["EmailStatus"] == "EmailSent"
    assert after["BillEmail"] == {"Address": "pay@acme.example"}
    assert after["DeliveryInfo"]["DeliveryType"] == "Email"
    assert after["SyncToken"] == "1"
    for _ in range(39):
        assert books.api("POST", path).status_code == 200
    assert code_of(books.api("POST", path)) == "6000"


def test_a_document_is_printed_as_pdf(books, customer):
    made = books.create("Invoice", sale(customer))
    answer = books.api("GET", f"invoice/{made['Id']}/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    assert made["DocNumber"].encode() in answer.content
    assert code_of(books.api("GET", "customer/1/pdf")) == "500"


def upload(books, facts, content, coding=None):
    head = {"Content-Transfer-Encoding": coding} if coding else {}
    parts = [
        ("file_metadata_01", (None, json.dumps(facts), "application/json")),
        ("file_content_01", ("note.txt", content, "text/plain", head)),
    ]
    return books.api("POST", "upload", files=parts).json()["AttachableResponse"][0]


def test_an_upload_raises_the_token_of_what_it_is_linked_to(books, customer):
    made = books.create("Invoice", sale(customer))
    ref = {"EntityRef": {"type": "Invoice", "value": made["Id"]}}
    answer = upload(books, {"AttachableRef": [ref], "FileName": "note.txt"}, b"Hi\r\n")
    file = answer["Attachable"]
    assert (file["Size"], file["FileName"]) == (4, "note.txt")
    assert books.read("Invoice", made["Id"])["SyncToken"] == "1"
    text = (
        "select * from Attachable where AttachableRef.EntityRef.Type='Invoice' "
        f"and AttachableRef.EntityRef.value='{made['Id']}'"
    )
    assert [row["Id"] for row in books.query(text)["Attachable"]] == [file["Id"]]
    address = books.api("GET", f"download/{file['Id']}")
    assert books.fetch(address.text).content == b"Hi\r\n"


def test_an_upload_may_be_base64_and_fails_part_by_part(books):
    encoded = base64.b64encode(b"\x00\x01\x02")
    answer = upload(books, {"FileName": "a.bin"}, encoded, "base64")
    assert answer["Attachable"]["Size"] == 3
    ref = {"EntityRef": {"type": "Invoice", "value": "99"}}
    answer = upload(books, {"AttachableRef": [ref]}, b"x")
    assert answer["Fault"]["Error"][0]["code"] == "6000"


def test_custom_fields_show_what_is_switched_on(books, customer):
    on = {"Name": "SalesFormsPrefs.UseSalesCustom1", "BooleanValue": True}
    name = {"Name": "SalesFormsPrefs.SalesCustomName1", "StringValue": "Crew"}
    group = {"CustomField": [on, name]}
    books.company.set_preferences({"SalesFormsPrefs": {"CustomField": [group]}})
    sent = [
        {"DefinitionId": "1", "StringValue": "Blue"},
        {"DefinitionId": "2", "StringValue": "Dropped"},
    ]
    made = books.create("Invoice", sale(customer, CustomField=sent))
    assert [field.get("StringValue") for field in made["CustomField"]] == ["Blue"]
    sent[0]["StringValue"] = "x" * 32
    assert books.refused("invoice", sale(customer, CustomField=sent)) == "2050"


def test_classes_and_locations_need_their_preference(books, customer):
    on = {"ClassTrackingPerTxnLine": True, "TrackDepartments": True}
    books.company.set_preferences({"AccountingInfoPrefs": on})
    kind = books.create("Class", {"Name": "North"})["Id"]
    place = books.create("Department", {"Name": "Shop"})["Id"]
    body = sale(customer, line(ClassRef={"value": kind}))
    made = books.create("Invoice", {**body, "DepartmentRef": {"value": place}})
    assert made["Line"][0][SALES]["ClassRef"]["name"] == "North"
    assert made["DepartmentRef"]["name"] == "Shop"
    assert books.refused("invoice", {**body, "ClassRef": {"value": kind}}) == "6000"
