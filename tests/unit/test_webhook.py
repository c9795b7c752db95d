"""A webhook proves itself, in both shapes, and garbage is harmless."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timezone

import pytest
from qbo.webhook import Notice, is_genuine, parse

SECRET = "verifier-token"
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


@pytest.mark.parametrize(
    "content", [{}, {"eventNotifications": []}, [], ["x", 1, None]]
)
def test_nothing_to_tell(content):
    if content == {}:
        with pytest.raises(ValueError):
            parsed(content)
    else:
        assert parsed(content) == ()


@pytest.mark.parametrize("body", [b"", b"<xml/>", b'"text"', b"\xff\xfe"])
def test_what_is_no_webhook_is_refused(body):
    with pytest.raises(ValueError):
        parse(body)
