"""Tokens are got, renewed and given back, and every refusal is typed."""

from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from qbo import errors
from qbo.oauth import OAuthApp, Tokens
from qbo.session import QboSession


def near(moment, **after):
    expected = datetime.now(timezone.utc) + timedelta(**after)
    return abs(moment - expected) < timedelta(minutes=1)


def consent(world):
    """Allow the access as a person would; return the code."""
    scope = "com.intuit.quickbooks.accounting"
    return world.emulator.oauth.grants.issue_code(
        world.app.client_id, world.realm, world.app.redirect_uris[0], scope
    )


def test_the_address_of_consent_carries_what_intuit_needs(world):
    url = urlsplit(world.oauth().authorize_url("signed-state"))
    query = {key: values[0] for key, values in parse_qs(url.query).items()}
    assert url.path.endswith("/connect/oauth2")
    assert query == {
        "client_id": world.app.client_id,
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "redirect_uri": world.app.redirect_uris[0],
        "state": "signed-state",
    }


def test_nothing_is_asked_before_it_is_needed(world):
    world.oauth()
    assert world.sent == []


def test_a_refresh_gives_a_pair_that_works(world):
    granted = world.tokens()
    tokens = world.oauth().refresh(granted["refresh_token"])
    assert world.client(token=tokens.access_token).company_info()
    assert near(tokens.expires_at, hours=1)
    assert timedelta(days=99) < tokens.refresh_expires_at - datetime.now(timezone.utc)
    assert tokens.hard_expires_at > tokens.refresh_expires_at


def test_a_used_refresh_token_asks_for_a_person(world):
    granted = world.tokens()
    app = world.oauth()
    app.refresh(granted["refresh_token"])
    with pytest.raises(errors.QboReconnect) as caught:
        app.refresh(granted["refresh_token"])
    assert caught.value.code == "invalid_grant"
    assert caught.value.trace


def test_wrong_keys_ask_for_a_person(world):
    with pytest.raises(errors.QboReconnect) as caught:
        world.oauth(client_secret="wrong").refresh(world.tokens()["refresh_token"])
    assert caught.value.code == "invalid_client"


def test_a_refusal_without_words_asks_for_a_person_too(world):
    app, granted = world.oauth(), world.tokens()
    world.spoil("tokens/bearer", b"", status=401)
    with pytest.raises(errors.QboReconnect) as caught:
        app.refresh(granted["refresh_token"])
    assert caught.value.status == 401


def test_the_end_of_the_grant_need_not_be_told(world):
    app = world.oauth()
    world.spoil("tokens/bearer", b'{"access_token": "a", "refresh_token": "r"}')
    tokens = app.refresh("old")
    assert tokens.hard_expires_at is None
    assert near(tokens.expires_at)
    assert near(tokens.refresh_expires_at, days=100)


def test_a_code_works_once(world):
    app, code = world.oauth(), consent(world)
    tokens = app.exchange(code, world.realm)
    assert tokens.realm_id == world.realm
    assert world.client(token=tokens.access_token).company_info()
    with pytest.raises(errors.QboReconnect):
        app.exchange(code, world.realm)


def test_what_is_given_back_works_no_more(world):
    app, granted = world.oauth(), world.tokens()
    app.revoke(granted["refresh_token"])
    with pytest.raises(errors.QboUnauthorized):
        world.client(token=granted["access_token"]).company_info()
    with pytest.raises(errors.QboReconnect):
        app.refresh(granted["refresh_token"])


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ({"fault": "status_500"}, errors.QboServerError),
        ({"fault": "status_502_html"}, errors.QboServerError),
        ({"fault": "throttle"}, errors.QboThrottled),
        ({"fault": "cut_before"}, errors.QboUnreachable),
        ({"fault": "cut_after_commit"}, errors.QboUnreachable),
    ],
)
def test_trouble_that_passes_asks_for_nobody(world, rule, kind):
    granted = world.tokens()
    world.control.inject({**rule, "match": {"path": "tokens/bearer"}})
    with pytest.raises(errors.QboError) as caught:
        world.oauth().refresh(granted["refresh_token"])
    assert type(caught.value) is kind
    assert caught.value.retryable


@pytest.mark.parametrize(
    "content",
    [b"{}", b"<html/>", b'{"access_token": "a"}', b'{"refresh_token": "r"}'],
)
def test_half_an_answer_is_none(world, content):
    app, granted = world.oauth(), world.tokens()
    tokens = app.refresh(granted["refresh_token"])
    world.spoil("tokens/bearer", content)
    with pytest.raises(errors.QboServerError) as caught:
        app.refresh(tokens.refresh_token)
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("content", [b"{}", b"<html/>"])
def test_a_discovery_document_that_nobody_can_read(world, content):
    world.spoil(".well-known", content)
    with pytest.raises(errors.QboServerError):
        world.oauth().authorize_url("s")


def test_a_sign_in_service_that_is_down_asks_for_nobody(world):
    world.spoil(".well-known", b"<title>Down</title>", status=503)
    with pytest.raises(errors.QboServerError, match="Down"):
        world.oauth().refresh("r" * 40)


def test_the_real_addresses_are_known_by_their_names():
    for environment in ("production", "sandbox"):
        app = OAuthApp("i", "s", "u", environment, QboSession(timeout=3))
        assert app._discovery.startswith("https://developer.intuit.com/")


def test_every_request_is_limited_in_time(world):
    app, granted = world.oauth(session=QboSession(timeout=7)), world.tokens()
    app.revoke(app.refresh(granted["refresh_token"]).refresh_token)
    assert world.recorder.limits == [7, 7, 7]


def test_tokens_are_in_no_text(world):
    granted = world.tokens()
    app = world.oauth()
    tokens = app.refresh(granted["refresh_token"])
    with pytest.raises(errors.QboReconnect) as caught:
        app.refresh(granted["refresh_token"])
    texts = [
        repr(tokens),
        str(tokens),
        repr(app),
        repr(caught.value),
        caught.value.detail,
    ]
    secrets = [tokens.access_token, tokens.refresh_token, *granted.values()]
    secrets.append(world.app.client_secret)
    for text in texts:
        assert not any(
            str(secret) in text for secret in secrets if len(str(secret)) > 12
        )


def test_tokens_compare_by_value():
    now = datetime.now(timezone.utc)
    assert Tokens("a", "r", now, now) == Tokens("a", "r", now, now)
