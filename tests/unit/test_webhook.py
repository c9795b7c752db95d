"""A webhook proves itself, in both shapes, and garbage is harmless."""

import base64
import contextlib
import hashlib
import hmac
import json
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qbo.webhook import Notice, is_genuine, parse

SECRET = "verifier-token"
KEYS = [
    "eventNotifications",
    "dataChangeEvent",
    "entities",
    "name",
    "id",
    "operation",
    "lastUpdated",
    "realmId",
    "type",
    "time",
    "data",
    "deletedId",
    "intuitentityid",
    "intuitaccountid",
]
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=timezone.utc)


def signed(body, secret=SECRET):
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def event(**changes):
    return {
        "specversion": "1.0",
        "id": "8f1c",
        "source": "intuit.x",
        "type": "qbo.invoice.updated.v1",
        "time": "2026-05-01T12:00:00.123456789Z",
        "intuitentityid": "145",
        "intuitaccountid": "9341",
        "data": {},
        **changes,
    }


def legacy(*entities, realm="9341"):
    event = {"realmId": realm, "dataChangeEvent": {"entities": list(entities)}}
    return {"eventNotifications": [event]}


def parsed(content):
    return parse(json.dumps(content).encode())


def test_a_signature_over_the_raw_bytes_is_genuine():
    body = '[{"a":  "é"}]'.encode()
    assert is_genuine(body, signed(body), SECRET)


def test_one_changed_byte_is_not():
    body = b"[]"
    assert not is_genuine(b"[ ]", signed(body), SECRET)


@pytest.mark.parametrize("signature", ["", "x", "é", "====", signed(b"[]", "other")])
def test_other_signatures_are_not_genuine(signature):
    assert not is_genuine(b"[]", signature, SECRET)


def test_without_a_secret_nothing_is_genuine():
    assert not is_genuine(b"[]", signed(b"[]", ""), "")


def test_cloud_events_are_read():
    notice = Notice(
        "9341",
        "Invoice",
        "145",
        "update",
        NOON.replace(microsecond=123456),
    )
    assert parsed([event()]) == (notice,)


def test_the_old_shape_is_read():
    changed = {
        "name": "Customer",
        "id": "7",
        "operation": "Merge",
        "lastUpdated": "2026-05-01T12:00:00.000Z",
        "deletedId": "8",
    }
    assert parsed(legacy(changed)) == (
        Notice("9341", "Customer", "7", "merge", NOON, "8"),
    )


@pytest.mark.parametrize(
    ("spelling", "operation"),
    [
        ("created", "create"),
        ("updated", "update"),
        ("deleted", "delete"),
        ("merged", "merge"),
        ("emailed", "email"),
        ("void", "void"),
        ("voided", "void"),
        ("Voided", "void"),
    ],
)
def test_both_spellings_of_an_operation_are_one(spelling, operation):
    [notice] = parsed([event(type=f"qbo.invoice.{spelling}.v1")])
    assert notice.operation == operation


def test_types_get_their_proper_spelling():
    [notice] = parsed([event(type="qbo.billpayment.created.v1")])
    assert notice.entity == "BillPayment"


def test_events_of_several_companies_stay_apart():
    notices = parsed([event(), event(intuitaccountid="22")])
    assert [notice.realm_id for notice in notices] == ["9341", "22"]


def test_a_repeated_event_counts_once():
    assert len(parsed([event(), event(), event(intuitentityid="146")])) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "qbo.timeactivity.created.v1"},
        {"type": "qbo.invoice.danced.v1"},
        {"type": "invoice"},
        {"type": "other.invoice.created.v1"},
        {"type": None},
        {"intuitentityid": None},
        {"intuitaccountid": ""},
    ],
)
def test_what_we_do_not_know_is_left_out(changes):
    assert parsed([event(**changes), event()]) == parsed([event()])


def test_a_bad_time_does_not_lose_the_event():
    [notice] = parsed([event(time="yesterday")])
    assert notice.time.tzinfo is timezone.utc


@pytest.mark.parametrize("content", [{"eventNotifications": []}, []])
def test_nothing_to_tell(content):
    assert parsed(content) == ()


DEEP = 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"null",
        b"1",
        b'"text"',
        b"{}",
        b"\xff\xfe",
        b"[" * DEEP + b"]" * DEEP,
        b'{"eventNotifications":' * DEEP,
        b"[" + b"9" * 10_000 + b"]",
    ],
)
def test_what_is_no_webhook_at_all_is_refused(body):
    with pytest.raises(ValueError):
        parse(body)


@pytest.mark.parametrize(
    "content",
    [
        ["x"],
        [None],
        [[]],
        [event(), 1],
        [event(type=1.5)],
        [event(type=["qbo.invoice.updated.v1"])],
        [event(intuitentityid={"a": 1})],
        [event(intuitentityid=True)],
        [event(intuitentityid="1\0")],
        [event(intuitentityid="\ud800")],
        [event(intuitentityid="1" * 101)],
        [event(intuitaccountid="9341\n")],
        [event(data={"deletedId": []})],
        [event(time=7.5)],
        [event(time="0001-01-01T00:00:00+14:00")],
        [event(time="0001-01-01T00:00:00Z")],
        [event(time="9999-12-31T23:59:59-14:00")],
        {"eventNotifications": None},
        {"eventNotifications": "text"},
        {"eventNotifications": {}},
        {"eventNotifications": [None]},
        {"eventNotifications": [{"dataChangeEvent": "text"}]},
        {"eventNotifications": [{"dataChangeEvent": {"entities": "text"}}]},
        {"eventNotifications": [{"dataChangeEvent": {"entities": {"a": 1}}}]},
        legacy("text"),
        legacy(None),
        legacy({"name": ["Invoice"], "id": "1", "operation": "Update"}),
        legacy({"name": "Invoice", "id": 1.5, "operation": "Update"}),
    ],
)
def test_one_part_of_another_shape_refuses_all(content):
    with pytest.raises(ValueError):
        parsed(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
        max_leaves=12,
    )
)
def test_whatever_comes_is_read_or_refused(content):
    with contextlib.suppress(ValueError):
        for notice in parsed(content):
            assert f"{notice.qbo_id}{notice.realm_id}{notice.deleted_id}".isprintable()


@pytest.mark.parametrize("body", [b"", b"<xml/>", b'"text"', b"\xff\xfe"])
def test_what_is_no_webhook_is_refused(body):
    with pytest.raises(ValueError):
        parse(body)
