"""The OAuth flow, with Intuit's own client library and by hand."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from conftest import CALLBACK
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

DAY = 24 * 3600
HARD = {"x-include-refresh-token-hard-expires-in": "true"}


@pytest.fixture
def auth(server, client_app):
    """Intuit's client, unmodified, pointed at the emulator's discovery address."""
    return AuthClient(
        client_app.client_id,
        client_app.client_secret,
        CALLBACK,
        f"{server.url}/.well-known/openid_configuration",
    )


def decide(auth, realm, decision="approve", **changed):
    """Answer the consent page as a person does; return the callback's query."""
    url = auth.get_authorization_url([Scopes.ACCOUNTING], state_token="st&te")
    shown = requests.get(url, timeout=5)
    assert shown.status_code == 200 and realm in shown.text
    form = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    form.update(realm=realm, decision=decision, **changed)
    answer = requests.post(
        auth.auth_endpoint, data=form, timeout=5, allow_redirects=False
    )
    assert answer.status_code == 302, answer.text
    target = answer.headers["Location"]
    assert target.startswith(CALLBACK + "?")
    return {key: values[0] for key, values in parse_qs(urlsplit(target).query).items()}


def company_info(server, realm, token):
    """Read the company over HTTP."""
    return requests.get(
        f"{server.url}/v3/company/{realm}/companyinfo/{realm}",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        timeout=5,
    )


def connected(auth, realm):
    """Go through the whole flow."""
    back = decide(auth, realm)
    auth.get_bearer_token(back["code"], realm_id=back["realmId"])


def test_whole_flow_with_intuits_own_client(server, auth, realm):
    back = decide(auth, realm)
    assert back["state"] == "st&te"
    assert back["realmId"] == realm
    auth.get_bearer_token(back["code"], realm_id=realm)
    assert auth.expires_in == 3600
    assert auth.x_refresh_token_expires_in == 100 * DAY
    assert company_info(server, realm, auth.access_token).status_code == 200
    first = auth.refresh_token
    auth.refresh()
    assert auth.refresh_token != first
    assert company_info(server, realm, auth.access_token).status_code == 200
    assert auth.revoke() is True
    assert company_info(server, realm, auth.access_token).status_code == 401


def test_discovery_names_the_mount_it_was_asked_on(session, server):
    inside = session.get("http://localhost/qbo/.well-known/openid_configuration/")
    outside = requests.get(
        f"{server.url}/.well-known/openid_sandbox_configuration/", timeout=5
    )
    token_path = "/oauth2/v1/tokens/bearer"
    assert inside.json()["token_endpoint"] == "http://localhost/qbo" + token_path
    assert outside.json()["token_endpoint"] == server.url + token_path


def test_refused_consent_comes_back_without_a_code(auth, realm):
    back = decide(auth, realm, decision="refuse")
    assert back == {"error": "access_denied", "state": "st&te"}


def test_person_chooses_among_several_companies(emulator, server, auth, realm):
    other = emulator.add_company("us-ast", name="Second Books").realm_id
    connected(auth, other)
    assert company_info(server, other, auth.access_token).status_code == 200
    refused = company_info(server, realm, auth.access_token)
    assert refused.status_code == 403
    assert refused.json()["fault"]["error"][0]["code"] == "3100"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("client_id", "nobody", "client_id"),
        ("redirect_uri", CALLBACK + "/other", "redirect_uri"),
        ("response_type", "token", "response_type"),
        ("scope", "com.intuit.quickbooks.everything", "scope"),
        ("state", "", "state"),
    ],
)
def test_wrong_request_of_an_app_never_goes_back_to_it(auth, key, value, said):
    url = urlsplit(auth.get_authorization_url([Scopes.ACCOUNTING]))
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    query[key] = value
    for method in ("GET", "POST"):
        answer = requests.request(
            method,
            auth.auth_endpoint,
            params=query,
            timeout=5,
            allow_redirects=False,
        )
        assert answer.status_code == 400
        assert said in answer.text


def test_code_works_once(auth, realm):
    back = decide(auth, realm)
    auth.get_bearer_token(back["code"])
    with pytest.raises(AuthClientError) as caught:
        auth.get_bearer_token(back["code"])
    assert caught.value.status_code == 400
    assert b"invalid_grant" in caught.value.content


def test_code_expires(emulator, auth, realm):
    back = decide(auth, realm)
    emulator.clock.advance(301)
    with pytest.raises(AuthClientError) as caught:
        auth.get_bearer_token(back["code"])
    assert b"invalid_grant" in caught.value.content


def test_code_needs_the_redirect_address_it_was_made_for(emulator, auth, realm):
    back = decide(auth, realm)
    auth.redirect_uri = CALLBACK + "?x=1"
    with pytest.raises(AuthClientError) as caught:
        auth.get_bearer_token(back["code"])
    assert b"invalid_grant" in caught.value.content


def test_code_of_another_app_is_refused(emulator, auth, realm):
    back = decide(auth, realm)
    other = emulator.add_app(name="Other", redirect_uris=[CALLBACK])
    auth.client_id, auth.client_secret = other.client_id, other.client_secret
    with pytest.raises(AuthClientError) as caught:
        auth.get_bearer_token(back["code"])
    assert b"invalid_grant" in caught.value.content


def test_wrong_secret_is_invalid_client(auth, realm):
    connected(auth, realm)
    auth.client_secret = "wrong"
    for act in (auth.refresh, auth.revoke):
        with pytest.raises(AuthClientError) as caught:
            act()
        assert caught.value.status_code == 401
        assert b"invalid_client" in caught.value.content


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "x"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
    ],
)
def test_malformed_token_requests(session, client_app, form, error):
    pair = f"{client_app.client_id}:{client_app.client_secret}".encode()
    answer = session.post(
        "http://localhost/qbo/oauth2/v1/tokens/bearer",
        data=form,
        headers={"Authorization": "Basic " + base64.b64encode(pair).decode()},
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == error
    assert answer.headers["intuit_tid"]


def test_old_refresh_token_dies_at_once(auth, realm):
    connected(auth, realm)
    old = auth.refresh_token
    auth.refresh()
    with pytest.raises(AuthClientError) as caught:
        auth.refresh(old)
    assert b"invalid_grant" in caught.value.content
    auth.refresh()


def test_daily_rotation_keeps_the_token_for_a_day(emulator, auth, realm):
    emulator.control.set_rotation("daily")
    connected(auth, realm)
    first = auth.refresh_token
    auth.refresh()
    assert auth.refresh_token == first
    emulator.clock.advance(DAY)
    auth.refresh()
    assert auth.refresh_token != first
    with pytest.raises(AuthClientError):
        auth.refresh(first)


def test_refresh_token_dies_of_disuse_after_a_hundred_days(emulator, auth, realm):
    connected(auth, realm)
    emulator.clock.advance(99 * DAY)
    auth.refresh()
    emulator.clock.advance(99 * DAY)
    auth.refresh()
    emulator.clock.advance(100 * DAY)
    with pytest.raises(AuthClientError):
        auth.refresh()


def test_five_years_end_every_grant(emulator, auth, realm):
    connected(auth, realm)
    auth.headers.update(HARD)
    auth.refresh()
    assert auth.x_refresh_token_hard_expires_in == pytest.approx(5 * 365 * DAY, abs=60)
    for _quarter in range(20):
        emulator.clock.advance(90 * DAY)
        auth.refresh()
    assert auth.x_refresh_token_expires_in < 100 * DAY
    emulator.clock.advance(90 * DAY)
    with pytest.raises(AuthClientError):
        auth.refresh()


def test_hard_expiry_is_told_only_when_asked(auth, realm):
    connected(auth, realm)
    auth.refresh()
    assert not hasattr(auth, "x_refresh_token_hard_expires_in")


def test_disconnect_in_quickbooks_ends_both_tokens(emulator, server, auth, realm):
    connected(auth, realm)
    assert emulator.control.disconnect(realm) == 1
    assert company_info(server, realm, auth.access_token).status_code == 401
    with pytest.raises(AuthClientError):
        auth.refresh()


def test_disconnecting_one_app_leaves_the_other(emulator, server, auth, realm):
    connected(auth, realm)
    other = emulator.add_app(name="Other", redirect_uris=[CALLBACK])
    tokens = emulator.control.grant(realm, other.client_id)
    emulator.control.disconnect(realm, other.client_id)
    assert company_info(server, realm, tokens["access_token"]).status_code == 401
    assert company_info(server, realm, auth.access_token).status_code == 200


def test_revoking_the_access_token_ends_the_grant(auth, realm):
    connected(auth, realm)
    auth.revoke(auth.access_token)
    with pytest.raises(AuthClientError):
        auth.refresh()


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("", "Malformed bearer token: too short or too long"),
        ("Basic abc", "Malformed bearer token: too short or too long"),
        ("Bearer short", "Malformed bearer token: too short or too long"),
        ("Bearer " + "x" * 5000, "Malformed bearer token: too short or too long"),
        ("Bearer " + "x" * 500, "Token revoked"),
    ],
)
def test_bad_bearer_is_fault_3200_in_lower_case(session, realm, header, detail):
    answer = session.get(
        f"http://localhost/qbo/v3/company/{realm}/companyinfo/{realm}",
        headers={"Authorization": header, "Accept": "application/json"},
    )
    assert answer.status_code == 401
    fault = answer.json()["fault"]
    assert fault["type"] == "AUTHENTICATION"
    assert fault["error"][0]["code"] == "3200"
    assert fault["error"][0]["detail"] == detail
    assert answer.headers["intuit_tid"]


def test_access_token_lives_an_hour(emulator, server, auth, realm):
    connected(auth, realm)
    emulator.clock.advance(3599)
    assert company_info(server, realm, auth.access_token).status_code == 200
    emulator.clock.advance(2)
    answer = company_info(server, realm, auth.access_token)
    assert answer.status_code == 401
    assert answer.json()["fault"]["error"][0]["detail"] == "Token expired"


def test_userinfo_needs_a_living_token(auth, realm):
    connected(auth, realm)
    assert auth.get_user_info().json()["sub"]
    auth.revoke()
    with pytest.raises(AuthClientError) as caught:
        auth.get_user_info()
    assert caught.value.status_code == 401
