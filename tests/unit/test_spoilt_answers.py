"""However an answer is spoilt, it is a right value or a QboError."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from proxy import KINDS, LISTED, Spoiling
from qbo import errors
from qbo.batch import BatchItem
from qbo.changes import Changes
from qbo.moments import parse_moment
from samples import invoice

FILE = {"FileName": "a.txt", "ContentType": "text/plain", "Note": "n"}


class Stage:
    """A company with one object of each kind, whose answers are spoilt on demand."""

    def __init__(self, world, monkeypatch):
        from qbo.session import QboSession

        self.world, self.kind, self.client = world, "", world.client()
        self.customer = self.client.save("Customer", {"DisplayName": "Kept"}, "s-1")
        self.document = invoice(world)
        self.invoice = self.client.save("Invoice", self.document, "s-2")
        self.other = self.client.save("Invoice", self.document, "s-3")
        gateway = Spoiling(world.recorder, lambda _request: self.kind)
        monkeypatch.setattr(QboSession, "mounts", {"http://localhost/qbo": gateway})
        self.client = world.client(renew=lambda: world.tokens()["access_token"])

    def told(self, row, **more):
        return {"Id": row["Id"], "SyncToken": row["SyncToken"], **more}


def ask_read(stage):
    return stage.client.read("Customer", stage.customer["Id"])


def ask_query(stage):
    return list(stage.client.query("Invoice", order_by="MetaData.LastUpdatedTime"))


def ask_count(stage):
    return stage.client.count("Customer")


def ask_changes(stage):
    since = datetime.now(timezone.utc) - timedelta(days=1)
    return stage.client.changes_since(["Customer", "Invoice"], since)


def ask_company(stage):
    return stage.client.company_info()


def ask_preferences(stage):
    return stage.client.preferences()


def ask_pdf(stage):
    return stage.client.pdf("Invoice", stage.invoice["Id"])


def ask_queries(stage):
    statements = ("SELECT * FROM Customer", "SELECT * FROM Preferences")
    return stage.client.batch(
        [
            BatchItem(str(number), "query", statement=statement)
            for number, statement in enumerate(statements)
        ],
        "r-queries",
    )


def create(stage):
    return stage.client.save("Customer", {"DisplayName": "New"}, "r-create")


def create_document(stage):
    return stage.client.save("Invoice", stage.document, "r-document")


def update(stage):
    change = stage.told(stage.customer, Notes="n")
    return stage.client.save("Customer", change, "r-update")


def delete(stage):
    told = stage.told(stage.invoice)
    return stage.client.delete("Invoice", told["Id"], told["SyncToken"], "r-delete")


def void(stage):
    told = stage.told(stage.invoice)
    return stage.client.void("Invoice", told["Id"], told["SyncToken"], "r-void")


def send(stage):
    return stage.client.send("Invoice", stage.invoice["Id"], "a@b.example", "r-send")


def upload(stage):
    return stage.client.upload(FILE, b"x", "r-upload")


def batch(stage):
    items = [
        BatchItem("0", "create", "Customer", {"DisplayName": "First"}),
        BatchItem("1", "create", "Customer", {"DisplayName": "Second"}),
        BatchItem("2", "update", "Customer", stage.told(stage.customer, Notes="n")),
        BatchItem("3", "create", "Invoice", {**stage.document, "PrivateNote": "one"}),
        BatchItem("4", "create", "Invoice", {**stage.document, "PrivateNote": "two"}),
        BatchItem("5", "delete", "Invoice", stage.told(stage.invoice)),
        BatchItem("6", "void", "Invoice", stage.told(stage.other)),
    ]
    answers = stage.client.batch(items, "r-batch")
    for item in items:
        found = answers[item.bid]
        if found.error is None and item.operation == "create":
            assert_is_answer(item.payload, found.object)
    return answers


def assert_is_answer(sent, found):
    for key in ("DisplayName", "PrivateNote"):
        if key in sent:
            assert found.get(key) == sent[key], "the answer to another item"


READS = [
    ask_read,
    ask_query,
    ask_count,
    ask_changes,
    ask_company,
    ask_preferences,
    ask_pdf,
    ask_queries,
]
WRITES = [create, create_document, update, delete, void, send, upload]


@pytest.fixture
def stage(world, monkeypatch):
    world.control.set("throttles", False)
    return Stage(world, monkeypatch)


def test_there_are_enough_kinds():
    assert len(LISTED) >= 60


@pytest.mark.parametrize("call", READS, ids=lambda call: call.__name__)
def test_a_spoilt_read_is_a_right_value_or_leaves_nothing_unknown(stage, call):
    right = call(stage)
    assert_storable(right)
    for kind in LISTED:
        stage.kind = kind
        try:
            found = call(stage)
        except errors.QboError as error:
            assert not error.outcome_unknown, kind
            assert_tellable(error)
        else:
            assert_storable(found)
    stage.kind = ""
    assert type(call(stage)) is type(right)


@pytest.mark.parametrize("kind", LISTED)
def test_a_spoilt_write_is_a_right_value_or_unknown(stage, kind):
    stage.kind = kind
    for call in WRITES:
        try:
            found = call(stage)
        except errors.QboError as error:
            # void comes after delete: that refusal is QuickBooks' own
            assert error.outcome_unknown or error.code == "610", call.__name__
            assert_tellable(error)
        else:
            assert_storable(found)


@pytest.mark.parametrize("kind", LISTED)
def test_a_spoilt_batch_is_a_right_value_or_unknown_for_each_item(stage, kind):
    stage.kind = kind
    try:
        answers = batch(stage)
    except errors.QboError as error:
        assert error.outcome_unknown
        assert_tellable(error)
        return
    assert list(answers) == list("0123456")
    for answer in answers.values():
        assert answer.error is None or answer.error.outcome_unknown
        assert_storable(answer.object)


@pytest.mark.parametrize("kind", LISTED)
def test_a_spoilt_sign_in_is_typed(world, stage, kind):
    before = world.tokens()["refresh_token"]
    app = world.oauth()
    app.authorize_url("s")  # reads the discovery document
    stage.kind = kind
    for asked in (lambda: app.refresh(before), world.oauth().authorize_url):
        try:
            found = asked() if asked.__name__ == "<lambda>" else asked("s")
        except errors.QboError as error:
            assert_tellable(error)
        else:
            assert found


def test_one_spoilt_object_does_not_hold_up_the_others(stage, monkeypatch):
    other = stage.customer["Id"]
    added = stage.client.save("Customer", {"DisplayName": "Beside"}, "r-beside")

    def spoil(answer):
        body = answer.said
        for row in body["CDCResponse"][0]["QueryResponse"][0]["Customer"]:
            if row["Id"] == other:
                row["SyncToken"] = "x"
        return answer.saying(body)

    monkeypatch.setitem(KINDS, "one", spoil)
    stage.kind = "one"
    found = ask_changes(stage)
    there = [row["Id"] for row in found.objects["Customer"]]
    assert added["Id"] in there
    assert other not in there
    assert found.spoilt == {"Customer": [other]}


def assert_tellable(error):
    """Whatever is said of a trouble can be stored and shown."""
    for text in (error.message, error.detail, error.code, error.element, error.trace):
        text.encode()
        assert "\0" not in text
        assert len(text) < 20_000


def assert_storable(found):
    if isinstance(found, Changes):
        assert found.time.tzinfo
        found = [*found.objects.values(), *found.deleted.values()]
    if isinstance(found, dict) and "Id" in found:
        assert_reliable(found)
    if isinstance(found, dict | list | tuple):
        inner = found.values() if isinstance(found, dict) else found
        for each in inner:
            assert_storable(each)
    elif isinstance(found, str):
        json.dumps(found).encode()
        found.encode()
        assert "\0" not in found
        assert len(found) <= 100_000
    elif isinstance(found, float):
        pytest.fail("an amount went through a float")


def assert_reliable(row):
    """What the engine takes for granted of an object."""
    assert isinstance(row["Id"], str)
    assert row["Id"]
    int(row.get("SyncToken", "0"))
    changed = row.get("MetaData", {}).get("LastUpdatedTime")
    assert changed is None or parse_moment(changed)
    for key in ("TotalAmt", "Balance"):
        assert isinstance(row.get(key, 0), int | Decimal)
        assert not isinstance(row.get(key, 0), bool)
    assert all(isinstance(line, dict) for line in row.get("Line", ()))
    assert None not in row.values()
