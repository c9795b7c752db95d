"""The client against a QuickBooks that behaves: both ends are looked at."""

from decimal import Decimal

import pytest
from qbo import errors
from samples import invoice, parties


def test_what_is_saved_can_be_read(world, qbo):
    saved = qbo.save("Customer", {"DisplayName": "Zoë O'Neil"}, "r-1")
    assert qbo.read("Customer", saved["Id"])["DisplayName"] == "Zoë O'Neil"
    assert world.control.get(world.realm, "Customer", saved["Id"])["Id"] == saved["Id"]


def test_an_update_leaves_alone_what_it_does_not_name(world, qbo):
    saved = qbo.save("Customer", {"DisplayName": "Acme", "Notes": "keep"}, "r-1")
    change = {
        "Id": saved["Id"],
        "SyncToken": saved["SyncToken"],
        "DisplayName": "Acme 2",
    }
    updated = qbo.save("Customer", change, "r-2")
    assert (updated["DisplayName"], updated["Notes"]) == ("Acme 2", "keep")


def test_the_same_request_id_writes_once(world, qbo):
    first = qbo.save("Customer", {"DisplayName": "Acme"}, "same")
    second = qbo.save("Customer", {"DisplayName": "Acme"}, "same")
    assert first == second
    assert qbo.count("Customer", "DisplayName = 'Acme'") == 1


def test_amounts_are_exact_both_ways(world, qbo):
    saved = qbo.save("Invoice", invoice(world, "1234567.89"), "r-1")
    assert saved["TotalAmt"] == Decimal("1234567.89")
    assert isinstance(saved["TotalAmt"], Decimal)
    assert b"1234567.89" in world.sent[-1].body


def test_a_deleted_document_is_gone(world, qbo):
    saved = qbo.save("Invoice", invoice(world), "r-1")
    qbo.delete("Invoice", saved["Id"], saved["SyncToken"], "r-2")
    with pytest.raises(errors.QboNotFound):
        qbo.read("Invoice", saved["Id"])
    with pytest.raises(errors.QboNotFound):
        qbo.delete("Invoice", saved["Id"], saved["SyncToken"], "r-3")


def test_a_voided_invoice_is_zero_and_keeps_its_number(world, qbo):
    saved = qbo.save("Invoice", invoice(world, DocNumber="A-7"), "r-1")
    qbo.void("Invoice", saved["Id"], saved["SyncToken"], "r-2")
    voided = qbo.read("Invoice", saved["Id"])
    assert (voided["TotalAmt"], voided["DocNumber"]) == (0, saved["DocNumber"])


def test_a_voided_payment_is_zero(world, qbo):
    customer, _item = parties(world)
    payment = {"CustomerRef": customer, "TotalAmt": Decimal("5.00")}
    saved = qbo.save("Payment", payment, "r-1")
    qbo.void("Payment", saved["Id"], saved["SyncToken"], "r-2")
    assert qbo.read("Payment", saved["Id"])["TotalAmt"] == 0


@pytest.mark.parametrize("entity", ["Bill", "JournalEntry", "Customer", "CreditMemo"])
def test_what_cannot_be_voided_is_not_tried(world, qbo, entity):
    with pytest.raises(ValueError):
        qbo.void(entity, "1", "0", "r-1")
    assert world.sent == []


def test_names_cannot_be_deleted(world, qbo):
    with pytest.raises(ValueError):
        qbo.delete("Customer", "1", "0", "r-1")


def test_the_company_speaks_of_itself(world, qbo):
    assert qbo.company_info()["Country"] == "US"
    assert "SalesFormsPrefs" in qbo.preferences()


def test_a_document_is_mailed_printed_and_given_a_file(world, qbo):
    saved = qbo.save("Invoice", invoice(world), "r-1")
    sent = qbo.send("Invoice", saved["Id"], "a+b@example.com", "r-2")
    assert sent["EmailStatus"] == "EmailSent"
    assert sent["BillEmail"]["Address"] == "a+b@example.com"
    assert qbo.pdf("Invoice", saved["Id"]).startswith(b"%PDF")
    reference = {"EntityRef": {"type": "Invoice", "value": saved["Id"]}}
    metadata = {
        "FileName": "Zoë.txt",
        "ContentType": "text/plain",
        "AttachableRef": [reference],
    }
    stored = qbo.upload(metadata, b"\x00content\xff", "r-3")
    assert stored["FileName"] == "Zoë.txt"
    listed = world.control.list(world.realm, "Attachable")
    assert [row["Id"] for row in listed] == [stored["Id"]]
