"""Repeated calls, batches, queries and change data capture."""

from datetime import datetime, timedelta, timezone

import pytest
from books import Books, code_of, line, payment, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


# ---- request ids


def test_a_repeated_create_gets_the_first_answer_byte_for_byte(books):
    body = {"DisplayName": "Acme"}
    first = books.post("customer", body, requestid="r-1")
    books.emulator.clock.advance(600)
    again = books.post("customer", body, requestid="r-1")
    assert again.content == first.content
    assert books.query("select count(*) from Customer") == {"totalCount": 1}


def test_the_first_answer_comes_even_after_the_object_is_gone(books):
    customer = books.customer()
    first = books.post("invoice", sale(customer), requestid="r-1")
    gone = {"Id": first.json()["Invoice"]["Id"], "SyncToken": "0"}
    books.update("Invoice", gone, operation="delete")
    again = books.post("invoice", sale(customer), requestid="r-1")
    assert again.content == first.content
    assert books.query("select * from Invoice") == {}


def test_a_refused_call_is_not_remembered(books):
    customer = books.customer()
    body = sale(customer, DocNumber="A1")
    made = books.create("Invoice", body)
    assert books.refused("invoice", body, requestid="r-1") == "6140"
    books.update("Invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="delete")
    assert books.post("invoice", body, requestid="r-1").status_code == 200


def test_without_a_request_id_everything_is_done_twice(books):
    customer = books.customer()
    for _ in range(2):
        books.create("Invoice", sale(customer), requestid="")
    assert books.query("select count(*) from Invoice") == {"totalCount": 2}


def test_every_minor_version_is_served_alike(books):
    body = {"DisplayName": "Acme", "TaxExemptionReasonId": "9"}
    first = books.post("customer", body, requestid="r-1", minorversion="1")
    again = books.post("customer", body, requestid="r-1", minorversion="75")
    assert first.json()["Customer"]["TaxExemptionReasonId"] == "9"
    assert again.content == first.content


def test_request_ids_belong_to_one_company(emulator, books, client_app):
    other = emulator.add_company("us-manual")
    body = {"DisplayName": "Acme"}
    assert books.post("customer", body, requestid="r-1").status_code == 200
    assert books.refused("customer", {"DisplayName": "B"}, requestid="r-1") == "600"
    emulator.company(other.realm_id).create("Customer", body)


# ---- batches


def vendors(*names):
    items = [
        {"bId": f"b{at}", "operation": "create", "Vendor": {"DisplayName": name}}
        for at, name in enumerate(names)
    ]
    return {"BatchItemRequest": items}


def by_id(answer):
    assert answer.status_code == 200, answer.text
    return {item["bId"]: item for item in answer.json()["BatchItemResponse"]}


def test_items_of_a_batch_stand_alone(books):
    answers = by_id(books.post("batch", vendors("A", "B", "a", "C")))
    assert answers["b2"]["Fault"]["Error"][0]["code"] == "6240"
    assert [answers[key]["Vendor"]["DisplayName"] for key in ("b0", "b1", "b3")] == [
        "A",
        "B",
        "C",
    ]


def test_items_of_a_batch_do_not_see_each_other(books):
    invoice = sale("1")
    items = [
        {"bId": "1", "operation": "create", "Customer": {"DisplayName": "Acme"}},
        {"bId": "2", "operation": "create", "Invoice": invoice},
        {"bId": "3", "Query": "select count(*) from Customer"},
    ]
    answers = by_id(books.post("batch", {"BatchItemRequest": items}))
    assert answers["1"]["Customer"]["Id"] == "1"
    assert answers["2"]["Fault"]["Error"][0]["code"] == "2500"
    assert answers["3"]["QueryResponse"] == {"totalCount": 0}
    again = by_id(books.post("batch", {"BatchItemRequest": items[1:]}))
    assert again["2"]["Invoice"]["CustomerRef"]["name"] == "Acme"


def test_a_batch_does_all_kinds_of_things(books):
    customer = books.customer()
    made = books.create("Invoice", sale(customer))
    paid = books.create("Payment", payment(customer, 5))
    receipt = books.create("SalesReceipt", sale(customer))
    change = {"Id": customer, "SyncToken": "0", "sparse": True, "Notes": "Hi"}
    items = [
        {"bId": "1", "operation": "update", "Customer": change},
        {
            "bId": "2",
            "operation": "update",
            "optionsData": "void",
            "Invoice": id_of(made),
        },
        {
            "bId": "3",
            "operation": "update",
            "optionsData": "void",
            "Payment": id_of(paid),
        },
        {"bId": "4", "operation": "delete", "SalesReceipt": id_of(receipt)},
        {"bId": "5", "Query": "select count(*) from Customer"},
        {"bId": "6", "operation": "create", "Widget": {"VendorRef": {"value": "1"}}},
    ]
    answers = by_id(books.post("batch", {"BatchItemRequest": items}))
    assert answers["1"]["Customer"]["Notes"] == "Hi"
    assert answers["2"]["Invoice"]["PrivateNote"] == "Voided"
    assert answers["3"]["Payment"]["TotalAmt"] == 0
    assert answers["4"]["SalesReceipt"]["status"] == "Deleted"
    assert answers["5"]["QueryResponse"] == {"totalCount": 1}
    assert answers["6"]["Fault"]["Error"][0]["code"] == "2010"


def id_of(body):
    return {"Id": body["Id"], "SyncToken": body["SyncToken"]}


def test_a_repeated_batch_gives_each_item_its_first_answer(books):
    books.create("Vendor", {"DisplayName": "B"})
    first = by_id(books.post("batch", vendors("A", "B", "C"), requestid="r1"))
    assert "Fault" in first["b1"]
    books.company.edit("Vendor", first["b0"]["Vendor"]["Id"], {"AcctNum": "9"})
    again = by_id(books.post("batch", vendors("A", "B", "C"), requestid="r1"))
    assert again == first
    assert books.query("select count(*) from Vendor") == {"totalCount": 3}


def test_a_repeated_batch_may_answer_6000_instead(books):
    books.post("batch", vendors("A"), requestid="r1")
    books.emulator.settings["repeated_batch"] = "fault"
    again = by_id(books.post("batch", vendors("A", "B"), requestid="r1"))
    assert again["b0"]["Fault"]["Error"][0]["code"] == "6000"
    assert again["b1"]["Vendor"]["DisplayName"] == "B"


def test_about_half_of_the_repeated_items_may_answer_6000(books):
    names = [f"Vendor {number}" for number in range(30)]
    books.post("batch", vendors(*names), requestid="r1")
    books.emulator.settings["repeated_batch"] = "half"
    again = by_id(books.post("batch", vendors(*names), requestid="r1"))
    assert 5 < sum("Fault" in answer for answer in again.values()) < 25


def test_another_item_under_a_known_id_is_refused(books):
    books.post("batch", vendors("A"), requestid="r1")
    again = by_id(books.post("batch", vendors("Z"), requestid="r1"))
    assert again["b0"]["Fault"]["Error"][0]["code"] == "600"


def test_items_may_be_carried_out_in_any_order(books):
    books.emulator.settings["random_batch"] = True
    names = [f"Vendor {number}" for number in range(30)]
    answer = books.post("batch", vendors(*names)).json()["BatchItemResponse"]
    assert [item["bId"] for item in answer] != [f"b{at}" for at in range(30)]
    assert {item["Vendor"]["DisplayName"] for item in answer} == set(names)


def test_a_batch_answers_with_at_most_a_thousand_objects(books):
    for number in range(600):
        books.company.create("Vendor", {"DisplayName": f"V{number}"})
    text = "select * from Vendor maxresults 1000"
    items = [{"bId": bid, "Query": text} for bid in ("1", "2")]
    answers = by_id(books.post("batch", {"BatchItemRequest": items}))
    assert len(answers["1"]["QueryResponse"]["Vendor"]) == 600
    assert len(answers["2"]["QueryResponse"]["Vendor"]) == 400


def test_items_can_be_spoiled_one_by_one(books):
    rule = {"match": {"nth": 2}, "fault": "throttle", "batch_items": True}
    books.emulator.control.inject(rule)
    answers = by_id(books.post("batch", vendors("A", "B", "C")))
    assert answers["b1"]["Fault"]["Error"][0]["code"] == "3001"
    assert books.query("select count(*) from Vendor") == {"totalCount": 2}
    lost = {"match": {"nth": 1}, "fault": "cut_after_commit", "batch_items": True}
    books.emulator.control.inject(lost)
    answers = by_id(books.post("batch", vendors("D")))
    assert answers["b0"]["Fault"]["Error"][0]["code"] == "10000"
    assert books.query("select count(*) from Vendor") == {"totalCount": 3}


# ---- queries


@pytest.fixture
def many(books):
    customer = books.customer("O'Neil \\ Sons")
    for number in range(12):
        day = f"2026-03-{number + 1:02d}"
        body = sale(customer, line(number + 1), TxnDate=day, DocNumber=f"N{number}")
        books.company.create("Invoice", body)
    return customer


def ids(answer, entity="Invoice"):
    return [int(row["Id"]) for row in answer.get(entity, [])]


def test_pages_follow_each_other(books, many):
    text = "SELECT * FROM Invoice ORDERBY Id STARTPOSITION {} MAXRESULTS 5"
    first, last = books.query(text.format(1)), books.query(text.format(11))
    assert ids(first) == [1, 2, 3, 4, 5]
    assert (first["startPosition"], first["maxResults"]) == (1, 5)
    assert (ids(last), last["startPosition"], last["maxResults"]) == ([11, 12], 11, 2)
    assert books.query(text.format(13)) == {}


def test_a_page_has_100_rows_unless_said_otherwise(books):
    for number in range(101):
        books.company.create("Vendor", {"DisplayName": f"V{number}"})
    assert len(books.query("select * from Vendor")["Vendor"]) == 100
    assert len(books.query("select * from Vendor maxresults 1000")["Vendor"]) == 101


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("Id = '3'", [3]),
        ("Id in ('2', '4', '99')", [2, 4]),
        ("TxnDate >= '2026-03-11'", [11, 12]),
        ("TxnDate > '2026-03-01' and txndate < '2026-03-04'", [2, 3]),
        ("DocNumber = 'N4'", [5]),
        ("DocNumber like 'N1%'", [2, 11, 12]),
        ("TotalAmt > '10'", [11, 12]),
        ("Balance <= 2", [1, 2]),
        ("CustomerRef = '1' and DocNumber in ('N0')", [1]),
        ("CustomerRef = '2'", []),
        ("DocNumber like 'N_'", []),
    ],
)
def test_conditions_find_what_they_say(books, many, where, expected):
    assert (
        ids(books.query(f"select * from Invoice where {where} order by Id")) == expected
    )


def test_an_apostrophe_and_a_backslash_are_escaped(books, many):
    text = r"select * from Customer where DisplayName = 'O\'Neil \\ Sons'"
    assert ids(books.query(text), "Customer") == [1]


def test_rows_are_sorted_by_several_properties(books, many):
    text = "select * from Invoice orderby CustomerRef, TxnDate desc maxresults 2"
    assert ids(books.query(text)) == [12, 11]
    assert ids(books.query("select * from Invoice maxresults 2")) == [12, 11]


def test_the_order_of_an_unsorted_query_can_be_random(books, many):
    books.emulator.settings["random_order"] = True
    orders = {tuple(ids(books.query("select * from Invoice"))) for _ in range(10)}
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {tuple(range(1, 13))}


def test_a_query_can_be_posted(books, many):
    answer = books.api(
        "POST",
        "query",
        data="select count(*) from Invoice",
        headers={"Content-Type": "application/text"},
    )
    assert answer.json()["QueryResponse"] == {"totalCount": 12}


def test_times_are_compared_with_their_offset(books, many):
    made = books.read("Invoice", "1")["MetaData"]["LastUpdatedTime"]
    moment = datetime.fromisoformat(made).astimezone(timezone.utc)
    text = "select * from Customer where MetaData.LastUpdatedTime {} '{}'"
    assert ids(books.query(text.format(">=", moment.isoformat())), "Customer") == [1]
    later = (moment + timedelta(seconds=60)).isoformat()
    assert books.query(text.format(">", later)) == {}


def test_a_sku_comes_only_when_it_is_named(books):
    change = {"Sku": "S-1", "IncomeAccountRef": {"value": "17"}}
    books.company.edit("Item", "1", change)
    text = "select {} from Item where Id = '1'"
    assert "Sku" not in books.query(text.format("*"))["Item"][0]
    assert books.query(text.format("*, Sku"))["Item"][0]["Sku"] == "S-1"
    assert books.read("Item", "1")["Sku"] == "S-1"


# ---- change data capture


def cdc(books, entities, since):
    params = {"entities": entities, "changedSince": since.isoformat()}
    answer = books.api("GET", "cdc", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["CDCResponse"][0]["QueryResponse"]


def test_changes_come_by_entity_with_deletions_last(books, many):
    books.emulator.clock.advance(60)
    since = books.emulator.clock.now()
    books.emulator.clock.advance(60)
    books.company.delete("Invoice", "3")
    books.company.edit("Invoice", "5", {"PrivateNote": "x"})
    vendor, invoice, customer = cdc(books, "Vendor,Invoice,customer", since)
    assert vendor == {}
    assert [row["Id"] for row in invoice["Invoice"]] == ["5", "3"]
    gone = invoice["Invoice"][1]
    assert set(gone) == {"domain", "status", "Id", "MetaData"}
    assert set(gone["MetaData"]) == {"LastUpdatedTime"}
    assert [row["Id"] for row in customer["Customer"]] == ["1"]


def test_a_thousand_objects_over_all_entities_are_the_most(books):
    since = books.emulator.clock.now() - timedelta(hours=1)
    for number in range(600):
        books.company.create("Vendor", {"DisplayName": f"V{number}"})
        books.company.create("Customer", {"DisplayName": f"C{number}"})
    vendor, customer, term = cdc(books, "Vendor,Customer,Term", since)
    assert len(vendor["Vendor"]) == 600
    assert len(customer["Customer"]) == 400
    assert term == {}


def test_thirty_days_are_remembered(books):
    books.emulator.clock.advance(-29 * 86400)
    start = books.emulator.clock.now() - timedelta(seconds=1)
    books.company.create("Customer", {"DisplayName": "Old"})
    books.emulator.clock.advance(29 * 86400)
    assert cdc(books, "Customer", start)[0]["Customer"]
    before = (start - timedelta(days=2)).isoformat()
    params = {"entities": "Customer", "changedSince": before}
    assert code_of(books.api("GET", "cdc", params=params)) == "2190"


def test_inactive_rows_are_told_as_changes(books):
    customer = books.customer()
    books.emulator.clock.advance(60)
    since = books.emulator.clock.now()
    books.emulator.clock.advance(60)
    books.company.edit("Customer", customer, {"Active": False})
    rows = cdc(books, "Customer", since)[0]["Customer"]
    assert [(row["Id"], row["Active"]) for row in rows] == [(customer, False)]
