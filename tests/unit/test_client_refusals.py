"""Refusals: typed, and clear about what may have happened all the same."""

import pytest
from qbo import errors
from qbo.client import QboClient


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
