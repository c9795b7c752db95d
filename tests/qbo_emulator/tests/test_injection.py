"""What each kind of injected fault does to the call and to the books."""

import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
import requests

from qbo_emulator.verbs import ControlError

NEW = {"DisplayName": "Amber Heron Bakery"}


def create(api, name="Amber Heron Bakery", **options):
    return api("POST", "customer", json={"DisplayName": name}, **options)


def names(emulator, realm):
    return [row["DisplayName"] for row in emulator.control.list(realm, "Customer")]


@pytest.mark.parametrize(
    ("rule", "status", "kind", "said"),
    [
        ({"fault": "status_500"}, 500, "json", '"code": "10000"'),
        ({"fault": "status_502_html"}, 502, "html", "502 Bad Gateway"),
        ({"fault": "throttle"}, 429, "json", "ThrottleExceeded"),
        ({"fault": "throttle_xml"}, 429, "xml", "ThrottleExceeded"),
        ({"fault": "fault_200", "code": "6000"}, 200, "json", '"code": "6000"'),
        ({"fault": "error", "code": "6540"}, 400, "json", '"code": "6540"'),
        ({"fault": "error", "code": "5020", "status": 403}, 403, "json", "5020"),
        ({"fault": "error", "code": "120", "status": 401}, 401, "json", "Authoriz"),
        ({"fault": "error", "code": "150", "status": 503}, 503, "json", "maintenance"),
    ],
)
def test_answer_of_each_fault(emulator, realm, api, rule, status, kind, said):
    emulator.control.inject({**rule, "times": 1})
    answer = create(api)
    assert answer.status_code == status
    assert kind in answer.headers["Content-Type"]
    assert said in answer.text
    assert NEW["DisplayName"] not in names(emulator, realm)
    assert create(api).status_code == 200


def test_cut_before_leaves_the_books_alone(emulator, realm, api):
    emulator.control.inject({"fault": "cut_before", "times": 1})
    with pytest.raises(requests.ConnectionError):
        create(api)
    assert NEW["DisplayName"] not in names(emulator, realm)


def test_cut_after_commit_has_written_the_books(emulator, realm, api):
    emulator.control.inject({"fault": "cut_after_commit", "times": 1})
    with pytest.raises(requests.ConnectionError):
        create(api)
    assert NEW["DisplayName"] in names(emulator, realm)


def test_cut_closes_a_real_connection(emulator, realm, server, client_app):
    token = emulator.control.grant(realm, client_app.client_id)["access_token"]
    emulator.control.inject({"fault": "cut_after_commit", "times": 1})
    url = f"{server.url}/v3/company/{realm}/customer"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    with requests.Session() as session:
        with pytest.raises(requests.ConnectionError):
            session.post(url, json=NEW, headers=headers, timeout=5)
        again = session.post(url, json=NEW, headers=headers, timeout=5)
    assert again.json()["Fault"]["Error"][0]["code"] == "6240"


def test_slow_answer_runs_into_the_clients_timeout(emulator, realm, server, client_app):
    token = emulator.control.grant(realm, client_app.client_id)["access_token"]
    emulator.control.inject({"fault": "slow", "seconds": 1, "times": 1})
    with pytest.raises(requests.Timeout):
        requests.get(
            f"{server.url}/v3/company/{realm}/companyinfo/{realm}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=0.2,
        )


def test_slow_call_is_done_in_the_end(emulator, realm, api):
    emulator.control.inject({"fault": "slow", "seconds": 0.05, "times": 1})
    began = time.monotonic()
    assert create(api).status_code == 200
    assert time.monotonic() - began >= 0.05


@pytest.mark.parametrize(
    ("fault", "written"), [("slow", False), ("slow_after_commit", True)]
)
def test_a_call_is_given_up_after_two_minutes(emulator, realm, api, fault, written):
    """What the client gets does not tell whether the books were changed."""
    emulator.control.inject({"fault": fault, "seconds": 3600, "times": 1})
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(create, api)
        while wait([held], timeout=0.01).not_done:
            emulator.control.advance(120)
    answer = held.result()
    assert answer.status_code == 504
    assert "html" in answer.headers["Content-Type"]
    assert "intuit_tid" in answer.headers
    assert (NEW["DisplayName"] in names(emulator, realm)) is written


def test_a_clock_moved_less_than_two_minutes_spoils_nothing(emulator, api):
    emulator.control.inject({"fault": "slow", "seconds": 0.2, "times": 1})
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(create, api)
        wait([held], timeout=0.05)
        emulator.control.advance(100)
    assert held.result().status_code == 200


@pytest.mark.parametrize(
    ("match", "struck"),
    [
        ({"nth": 3}, [3]),
        ({"every": 2}, [2, 4, 6]),
        ({"operation": "query"}, []),
        ({"entity": "Customer", "method": "POST"}, [1, 2, 3, 4, 5, 6]),
        ({"entity": "Invoice"}, []),
        ({"path": "/v3/company/*/customer"}, [1, 2, 3, 4, 5, 6]),
        ({"realm": "1"}, []),
    ],
)
def test_which_calls_a_rule_strikes(emulator, api, match, struck):
    emulator.control.inject({"fault": "status_500", "match": match})
    failed = [
        number
        for number in range(1, 7)
        if create(api, f"Customer {number}").status_code == 500
    ]
    assert failed == struck


def test_times_limits_a_rule(emulator, api):
    emulator.control.inject({"fault": "status_500", "times": 2})
    statuses = [create(api, f"Customer {n}").status_code for n in range(4)]
    assert statuses == [500, 500, 200, 200]


def test_probability_repeats_with_its_seed(emulator, api):
    def run(seed):
        emulator.control.clear_faults()
        match = {"probability": 0.5, "seed": seed}
        emulator.control.inject({"fault": "status_500", "match": match})
        return [api("GET", "query").status_code == 500 for _call in range(40)]

    first, again, other = run(1), run(1), run(2)
    assert first == again != other
    assert 8 < sum(first) < 32


def batch(api, count=3, **options):
    items = [
        {"bId": str(at), "operation": "create", "Customer": {"DisplayName": f"C {at}"}}
        for at in range(count)
    ]
    answer = api("POST", "batch", json={"BatchItemRequest": items}, **options)
    return {item["bId"]: item for item in answer.json()["BatchItemResponse"]}


def test_item_of_a_batch_is_refused_alone(emulator, realm, api):
    emulator.control.inject(
        {"fault": "error", "code": "6000", "batch_items": True, "match": {"nth": 2}}
    )
    items = batch(api)
    faults = [
        item["Fault"]["Error"][0]["code"] for item in items.values() if "Fault" in item
    ]
    assert faults == ["6000"]
    made = [name for name in names(emulator, realm) if name.startswith("C ")]
    assert len(made) == 2


def test_item_of_a_batch_fails_although_it_was_written(emulator, realm, api):
    emulator.control.inject(
        {"fault": "cut_after_commit", "batch_items": True, "times": 1}
    )
    items = batch(api)
    faults = [
        item["Fault"]["Error"][0]["code"] for item in items.values() if "Fault" in item
    ]
    assert faults == ["10000"]
    made = [name for name in names(emulator, realm) if name.startswith("C ")]
    assert len(made) == 3


def test_token_endpoint_can_lose_its_answer(emulator, realm, session, client_app):
    """The worst case of rotation: the new refresh token never arrived."""
    tokens = emulator.control.grant(realm, client_app.client_id)
    match = {"path": "/oauth2/v1/tokens/bearer"}
    emulator.control.inject({"fault": "cut_after_commit", "match": match, "times": 1})
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    url = "http://localhost/qbo/oauth2/v1/tokens/bearer"
    auth = (client_app.client_id, client_app.client_secret)
    with pytest.raises(requests.ConnectionError):
        session.post(url, data=form, auth=auth)
    assert session.post(url, data=form, auth=auth).json()["error"] == "invalid_grant"


def test_unknown_words_in_a_rule_are_refused(emulator):
    for rule in ({"fault": "nonsense"}, {"fault": "slow", "match": {"colour": 1}}):
        with pytest.raises(ControlError, match="[Uu]nknown"):
            emulator.control.inject(rule)
    with pytest.raises(ControlError, match="slow on its own"):
        emulator.control.inject({"fault": "slow", "batch_items": True})


def test_delay_applies_to_every_call(emulator, api):
    emulator.control.delay(0.03)
    began = time.monotonic()
    api("GET", "companyinfo/1")
    assert time.monotonic() - began >= 0.03
    emulator.control.clear_faults()
    assert emulator.injector.delay == 0
