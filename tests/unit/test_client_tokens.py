"""The client's tokens: renewed once, and in no text."""

import json

import pytest
from qbo import errors
from qbo.client import QboClient

NO_ID = "99999"


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
