"""Batches: each item has its answer, and fails alone."""

import pytest
from qbo import batch as batches
from qbo import errors
from qbo.batch import BatchItem
from samples import invoice


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
    items = [
        BatchItem("0", "create", "Customer", {}),
        BatchItem("1", "query", statement="SELECT * FROM Term"),
        BatchItem("2", "create", "Customer", {}),
    ]
    body = {"BatchItemResponse": [{"bId": "2", "Nothing": {}}]}
    found = batches.answers(items, body, "t")
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
