"""The client against a QuickBooks that behaves: both ends are looked at."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from qbo import client as client_module
from qbo import errors
from qbo.batch import BatchItem
from qbo.client import QboClient

NO_ID = "99999"


@pytest.fixture
def qbo(world):
    return world.client()


def params(request):
    return {
        key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()
    }


def parties(world):
    """Return a customer and an item that can be invoiced."""
    account = next(
        row
        for row in world.control.list(world.realm, "Account")
        if row["AccountType"] == "Income"
    )
    customer = world.control.create(world.realm, "Customer", {"DisplayName": "Acme"})
    item = world.control.create(
        world.realm,
        "Item",
        {
            "Name": "Hat",
            "Type": "Service",
            "IncomeAccountRef": {"value": account["Id"]},
        },
    )
    return {"value": customer["Id"]}, {"value": item["Id"]}


def invoice(world, amount="12.50", **more):
    customer, item = parties(world)
    detail = {"ItemRef": item, "Qty": 1, "UnitPrice": Decimal(amount)}
    line = {
        "Amount": Decimal(amount),
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }
    return {"CustomerRef": customer, "TxnDate": "2026-05-01", "Line": [line], **more}


def named(count):
    return [f"Customer {number:03}" for number in range(count)]


# ---- reading and writing


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


# ---- queries


def test_every_row_comes_once_over_many_pages(world, qbo, monkeypatch):
    monkeypatch.setattr(client_module, "PAGE", 10)
    for name in named(35):
        world.control.create(world.realm, "Customer", {"DisplayName": name})
    found = [
        row["DisplayName"]
        for row in qbo.query("Customer", "DisplayName LIKE 'Customer %'")
    ]
    assert sorted(found) == named(35)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 19, 20])
def test_the_last_page_may_be_full_or_empty(world, qbo, monkeypatch, count):
    monkeypatch.setattr(client_module, "PAGE", 10)
    for name in named(count):
        world.control.create(world.realm, "Customer", {"DisplayName": name})
    found = [
        row["DisplayName"]
        for row in qbo.query("Customer", "DisplayName LIKE 'Customer %'")
    ]
    assert sorted(found) == named(count)


@pytest.mark.parametrize("gone", [[0], [9], [0, 1, 2], list(range(10))])
def test_a_deletion_between_two_pages_hides_no_row(world, qbo, monkeypatch, gone):
    monkeypatch.setattr(client_module, "PAGE", 10)
    customer, _item = parties(world)
    made = [
        world.control.create(
            world.realm, "Payment", {"CustomerRef": customer, "TotalAmt": 1}
        )["Id"]
        for _number in range(25)
    ]
    found = []
    for row in qbo.query("Payment"):
        found.append(row["Id"])
        if len(found) == 10:
            for index in gone:
                world.control.delete(world.realm, "Payment", found[index])
    assert sorted(found, key=int) == made
    assert len(set(found)) == len(found)


def test_inactive_rows_come_when_asked_for(world, qbo):
    shown = world.control.create(world.realm, "Customer", {"DisplayName": "Shown"})
    hidden = world.control.create(world.realm, "Customer", {"DisplayName": "Hidden"})
    world.control.edit(world.realm, "Customer", hidden["Id"], {"Active": False})

    def ids(**options):
        return [row["Id"] for row in qbo.query("Customer", **options)]

    assert ids() == [shown["Id"]]
    assert ids(active=False) == [hidden["Id"]]
    assert sorted(ids(active=None)) == sorted([shown["Id"], hidden["Id"]])
    assert qbo.count("Customer") == 1
    assert qbo.count("Customer", active=None) == 2


def test_items_come_with_their_sku(world, qbo):
    _customer, item = parties(world)
    world.control.edit(world.realm, "Item", item["value"], {"Sku": "HAT-1"})
    found = {row["Id"]: row.get("Sku") for row in qbo.query("Item")}
    assert found[item["value"]] == "HAT-1"


def test_a_bad_query_is_told_apart(qbo):
    with pytest.raises(errors.QboQueryError):
        qbo.query_page("SELECT * FROM Customer WHERE")


# ---- changes


def test_changes_tell_what_is_new_and_what_is_gone(world, qbo):
    since = world.emulator.clock.now() - timedelta(minutes=1)
    saved = qbo.save("Invoice", invoice(world), "r-1")
    other = qbo.save("Customer", {"DisplayName": "Other"}, "r-2")
    qbo.delete("Invoice", saved["Id"], saved["SyncToken"], "r-3")
    changes = qbo.changes_since(["Customer", "Invoice", "Vendor"], since)
    assert other["Id"] in [row["Id"] for row in changes.objects["Customer"]]
    assert changes.objects["Invoice"] == []
    assert changes.deleted["Invoice"] == [saved["Id"]]
    assert changes.objects["Vendor"] == changes.deleted["Vendor"] == []
    assert not changes.cut
    assert abs(changes.time - world.emulator.clock.now()) < timedelta(minutes=1)


def test_a_full_answer_says_that_it_is_cut(world, qbo, monkeypatch):
    monkeypatch.setattr("qbo.changes.CAP", 5)
    since = world.emulator.clock.now() - timedelta(minutes=1)
    for name in named(3):
        world.control.create(world.realm, "Customer", {"DisplayName": name})
        world.control.create(world.realm, "Vendor", {"DisplayName": f"{name} V"})
    assert qbo.changes_since(["Customer", "Vendor"], since).cut
    assert not qbo.changes_since(["Customer"], since).cut


@pytest.mark.parametrize("types", [["TaxCode"], ["Customer", "TaxRate"], []])
def test_what_changes_do_not_cover_is_not_asked(world, qbo, types):
    with pytest.raises(ValueError):
        qbo.changes_since(types, datetime.now(timezone.utc))
    assert world.sent == []


def test_a_moment_without_zone_is_refused(qbo):
    with pytest.raises(ValueError):
        qbo.changes_since(["Customer"], datetime(2026, 1, 1))


# ---- batches


def test_a_batch_answers_each_item(world, qbo):
    kept = qbo.save("Customer", {"DisplayName": "Kept"}, "r-1")
    voided = qbo.save("Invoice", invoice(world), "r-2")
    changed = {"Id": kept["Id"], "SyncToken": kept["SyncToken"], "Notes": "n"}
    token = {"Id": voided["Id"], "SyncToken": voided["SyncToken"]}
    answers = qbo.batch(
        [
            BatchItem("0", "create", "Customer", {"DisplayName": "New"}),
            BatchItem("1", "create", "Vendor", {"DisplayName": "Kept"}),
            BatchItem("2", "update", "Customer", changed),
            BatchItem("3", "query", statement="SELECT * FROM Customer WHERE Id = '0'"),
            BatchItem("4", "query", statement="SELECT * FROM Invoice"),
            BatchItem("5", "void", "Invoice", token),
        ],
        "batch-1",
    )
    assert list(answers) == ["0", "1", "2", "3", "4", "5"]
    assert answers["0"].object["DisplayName"] == "New"
    assert type(answers["1"].error) is errors.QboNameTaken
    assert (answers["2"].object["Notes"], answers["2"].object["DisplayName"]) == (
        "n",
        "Kept",
    )
    assert answers["3"].rows == ()
    assert [row["Id"] for row in answers["4"].rows] == [voided["Id"]]
    assert answers["5"].object["TotalAmt"] == 0


def test_a_batch_sent_twice_writes_once(world, qbo):
    items = [BatchItem("0", "create", "Customer", {"DisplayName": "New"})]
    first = qbo.batch(items, "batch-1")
    assert qbo.batch(items, "batch-1") == first
    assert qbo.count("Customer") == 1


@pytest.mark.parametrize(
    ("fault", "kind", "unknown"),
    [
        ({"fault": "throttle"}, errors.QboThrottled, False),
        ({"fault": "status_500"}, errors.QboServerError, True),
        ({"fault": "error", "code": "5010"}, errors.QboStale, False),
        ({"fault": "error", "code": "10000"}, errors.QboServerError, True),
    ],
)
def test_an_item_can_fail_alone(world, qbo, fault, kind, unknown):
    world.control.inject(
        {**fault, "batch_items": True, "match": {"entity": "Vendor"}, "times": 1}
    )
    answers = qbo.batch(
        [
            BatchItem("0", "create", "Customer", {"DisplayName": "C"}),
            BatchItem("1", "create", "Vendor", {"DisplayName": "V"}),
        ],
        "batch-1",
    )
    assert answers["0"].error is None
    assert type(answers["1"].error) is kind
    assert answers["1"].error.outcome_unknown is unknown


def test_an_item_that_got_no_answer_is_unknown():
    from qbo.batch import answers

    items = [
        BatchItem("0", "create", "Customer", {}),
        BatchItem("1", "query", statement="SELECT * FROM Term"),
        BatchItem("2", "create", "Customer", {}),
    ]
    body = {"BatchItemResponse": [{"bId": "2", "Nothing": {}}]}
    found = answers(items, body, "t")
    assert [found[bid].error.outcome_unknown for bid in "012"] == [True, False, True]


@pytest.mark.parametrize(
    "items",
    [
        [],
        [BatchItem(str(n), "query", statement="x") for n in range(31)],
        [BatchItem("0", "query"), BatchItem("0", "query")],
        [BatchItem("12345678901", "query")],
        [BatchItem("0", "explode", "Customer")],
        [BatchItem("0", "void", "Bill")],
    ],
)
def test_a_batch_that_would_be_refused_is_not_sent(world, qbo, items):
    with pytest.raises(ValueError):
        qbo.batch(items, "batch-1")
    assert world.sent == []


def test_request_ids_have_limits(world, qbo):
    with pytest.raises(ValueError):
        qbo.save("Customer", {}, "")
    with pytest.raises(ValueError):
        qbo.save("Customer", {}, "x" * 51)
    with pytest.raises(ValueError):
        qbo.batch([BatchItem("0", "query")], "x" * 37)
    assert world.sent == []


# ---- documents


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


# ---- the address of every call


def test_every_write_carries_its_request_id_in_the_address(world, qbo):
    saved = qbo.save("Invoice", invoice(world), "w-1")
    kept = {key: saved[key] for key in ("Id", "SyncToken", "CustomerRef")}
    saved = qbo.save("Invoice", {**kept, "PrivateNote": "x"}, "w-2")
    saved = qbo.send("Invoice", saved["Id"], "a@example.com", "w-3")
    qbo.batch([BatchItem("0", "create", "Customer", {"DisplayName": "B"})], "w-4")
    file = {"FileName": "a", "ContentType": "text/plain", "Note": "n"}
    qbo.upload(file, b"x", "w-5")
    voided = qbo.void("Invoice", saved["Id"], saved["SyncToken"], "w-6")
    qbo.delete("Invoice", saved["Id"], voided["SyncToken"], "w-7")
    assert [params(request)["requestid"] for request in world.sent] == [
        f"w-{number}" for number in range(1, 8)
    ]


def test_every_call_carries_the_minor_version_and_the_token(world):
    token = world.tokens()["access_token"]
    qbo = world.client(token=token)
    saved = qbo.save("Invoice", invoice(world), "r-1")
    qbo.read("Invoice", saved["Id"])
    list(qbo.query("Customer"))
    qbo.count("Customer")
    qbo.changes_since(["Customer"], world.emulator.clock.now())
    qbo.pdf("Invoice", saved["Id"])
    qbo.preferences()
    qbo.upload({"FileName": "a", "ContentType": "text/plain", "Note": "n"}, b"x", "r-2")
    assert len(world.sent) == 8
    for request in world.sent:
        assert params(request)["minorversion"] == "75"
        assert request.headers["Authorization"] == f"Bearer {token}"


def test_reads_carry_no_request_id(world, qbo):
    list(qbo.query("Customer"))
    qbo.preferences()
    assert all("requestid" not in params(request) for request in world.sent)


# ---- what is told of each call


def test_calls_are_told_and_reads_are_metered(world, qbo):
    saved = qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    qbo.read("Customer", saved["Id"])
    qbo.batch(
        [
            BatchItem("0", "query", statement="SELECT * FROM Term"),
            BatchItem("1", "query", statement="SELECT * FROM Nothing"),
            BatchItem("2", "create", "Customer", {"DisplayName": "B"}),
        ],
        "r-2",
    )
    with pytest.raises(errors.QboNotFound):
        qbo.read("Customer", NO_ID)
    told = [
        (call.kind, call.operation, call.entity, call.metered, call.items)
        for call in world.calls
    ]
    assert told == [
        ("write", "create", "Customer", 0, 1),
        ("read", "read", "Customer", 1, 1),
        ("batch", "batch", "", 1, 3),
        ("read", "read", "Customer", 0, 1),
    ]
    assert [call.status for call in world.calls] == [200, 200, 200, 400]
    assert [call.code for call in world.calls] == ["", "", "", "610"]
    assert all(call.trace and call.seconds >= 0 for call in world.calls)


def test_our_meter_agrees_with_theirs(world, qbo):
    queries = [
        BatchItem(str(n), "query", statement=f"SELECT * FROM {name}")
        for n, name in enumerate(["Term", "Class"])
    ]
    qbo.batch(queries, "r-1")
    list(qbo.query("Customer"))
    qbo.count("Customer")
    qbo.changes_since(["Customer"], world.emulator.clock.now())
    qbo.preferences()
    qbo.save("Customer", {"DisplayName": "Acme"}, "r-2")
    metered = sum(call.metered for call in world.calls)
    assert metered == world.control.calls(world.realm)["metered"] == 6


def test_a_call_without_answer_is_told_too(world, qbo):
    world.control.inject({"fault": "cut_before"})
    with pytest.raises(errors.QboUnreachable):
        qbo.read("Customer", "1")
    [call] = world.calls
    assert (call.status, call.code, call.metered) == (0, "QboUnreachable", 0)


# ---- refusals


@pytest.mark.parametrize(
    ("rule", "kind", "unknown"),
    [
        ({"fault": "status_500"}, errors.QboServerError, True),
        ({"fault": "status_502_html"}, errors.QboServerError, True),
        ({"fault": "throttle"}, errors.QboThrottled, False),
        ({"fault": "throttle_xml"}, errors.QboThrottled, False),
        ({"fault": "cut_before"}, errors.QboUnreachable, True),
        ({"fault": "cut_after_commit"}, errors.QboUnreachable, True),
        ({"fault": "fault_200", "code": "10000"}, errors.QboServerError, True),
        ({"fault": "fault_200", "code": "5010"}, errors.QboStale, False),
        (
            {"fault": "error", "code": "6190", "status": 403},
            errors.QboSubscription,
            False,
        ),
        ({"fault": "error", "code": "6210"}, errors.QboClosedBooks, False),
        ({"fault": "error", "code": "610"}, errors.QboInactiveReference, False),
    ],
)
def test_a_refused_write_is_typed_and_says_whether_it_may_have_happened(
    world, qbo, rule, kind, unknown
):
    world.control.inject(rule)
    with pytest.raises(errors.QboError) as caught:
        qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    assert type(caught.value) is kind
    assert caught.value.outcome_unknown is unknown


@pytest.mark.parametrize("fault", ["status_500", "status_502_html", "cut_before"])
def test_a_refused_read_leaves_nothing_unknown(world, qbo, fault):
    world.control.inject({"fault": fault})
    with pytest.raises(errors.QboError) as caught:
        qbo.read("Customer", "1")
    assert not caught.value.outcome_unknown
    assert caught.value.retryable


def test_a_lost_answer_comes_back_with_the_same_request_id(world, qbo):
    world.control.inject({"fault": "cut_after_commit", "times": 1})
    payload = {"DisplayName": "Acme"}
    with pytest.raises(errors.QboUnreachable):
        qbo.save("Customer", payload, "r-1")
    saved = qbo.save("Customer", payload, "r-1")
    rows = world.control.list(world.realm, "Customer")
    assert [row["Id"] for row in rows] == [saved["Id"]]


def test_someone_else_saved_first(world, qbo):
    saved = qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    world.control.edit(world.realm, "Customer", saved["Id"], {"Notes": "theirs"})
    change = {"Id": saved["Id"], "SyncToken": saved["SyncToken"], "Notes": "ours"}
    with pytest.raises(errors.QboStale):
        qbo.save("Customer", change, "r-2")


def test_an_unknown_property_is_named(qbo):
    with pytest.raises(errors.QboValidation) as caught:
        qbo.save("Customer", {"DisplayName": "A", "Nonsense": 1}, "r-1")
    assert caught.value.names == ("Nonsense",)


def test_another_company_is_forbidden(world):
    other = world.emulator.add_company("us-manual")
    token = world.tokens()["access_token"]
    client = QboClient("http://localhost/qbo", other.realm_id, token)
    with pytest.raises(errors.QboForbidden):
        client.company_info()


@pytest.mark.parametrize(
    "content", [b"<html>welcome</html>", b"", b"{}", b"[]", b'"x"']
)
def test_an_answer_that_nobody_can_read_leaves_a_write_unknown(world, qbo, content):
    world.spoil("/customer", content)
    with pytest.raises(errors.QboServerError) as caught:
        qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    assert caught.value.outcome_unknown
    assert (caught.value.status, world.calls[0].code) == (200, "QboServerError")


FILE = {"FileName": "a", "ContentType": "text/plain", "Note": "n"}


@pytest.mark.parametrize(
    "content",
    [b"<html/>", b"{}", b'{"AttachableResponse": []}', b'{"AttachableResponse": [{}]}'],
)
def test_an_upload_that_nobody_can_read_is_unknown(world, qbo, content):
    world.spoil("/upload", content)
    with pytest.raises(errors.QboServerError) as caught:
        qbo.upload(FILE, b"x", "r-1")
    assert caught.value.outcome_unknown


def test_a_refused_upload_is_typed(world, qbo):
    fault = b'{"AttachableResponse": [{"Fault": {"Error": [{"code": "6041"}]}}]}'
    world.spoil("/upload", fault)
    with pytest.raises(errors.QboValidation):
        qbo.upload(FILE, b"x", "r-1")


def test_a_fault_among_the_changes_is_typed(world, qbo):
    fault = b'{"CDCResponse": [{"Fault": {"Error": [{"code": "5020"}]}}], "time": ""}'
    world.spoil("/cdc", fault)
    with pytest.raises(errors.QboNotPermitted):
        qbo.changes_since(["Customer"], world.emulator.clock.now())


# ---- tokens


def test_an_expired_token_is_renewed_once_and_the_call_repeated(world):
    qbo = world.client(renew=lambda: world.tokens()["access_token"])
    world.emulator.clock.advance(4000)
    saved = qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    assert saved["DisplayName"] == "Acme"
    assert [call.status for call in world.calls] == [401, 200]
    bodies = [json.loads(request.body) for request in world.sent]
    assert bodies[0] == bodies[1]


def test_a_token_that_stays_refused_is_not_tried_for_ever(world):
    renewed = []
    qbo = world.client(token="x" * 40, renew=lambda: renewed.append(1) or "y" * 40)
    with pytest.raises(errors.QboUnauthorized):
        qbo.company_info()
    assert len(renewed) == 1
    assert len(world.sent) == 2


def test_without_a_way_to_renew_the_refusal_is_passed_on(world):
    with pytest.raises(errors.QboUnauthorized):
        world.client(token="x" * 40).company_info()
    assert len(world.sent) == 1


def test_the_token_is_in_no_text(world):
    token = world.tokens()["access_token"]
    qbo = world.client(token=token)
    with pytest.raises(errors.QboError) as caught:
        qbo.read("Customer", NO_ID)
    texts = [repr(qbo), repr(qbo.session), repr(caught.value), repr(world.calls)]
    assert not any(token in text for text in texts)


def test_two_clients_are_two(world):
    one, two = world.client(), QboClient("http://localhost/other", "2", "t")
    assert one._wire is not two._wire
    assert one._wire.company_id == world.realm
