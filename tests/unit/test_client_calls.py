"""What every call carries, and what is told of it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from qbo import errors
from qbo.batch import BatchItem
from samples import invoice

NO_ID = "99999"


def params(request):
    return {
        key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()
    }


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
