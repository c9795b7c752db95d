"""Limits refuse, the clock lets calls in again, and reads are metered."""

import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from books import Books, code_of, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    emulator.clock.freeze()
    emulator.settings["throttles"] = True
    return Books(api, emulator, realm)


def calls(books, count, path="preferences"):
    return [books.api("GET", path).status_code for _ in range(count)]


def test_ten_calls_a_second_pass(books):
    assert calls(books, 10) == [200] * 10
    refused = books.api("GET", "preferences")
    assert refused.status_code == 429
    assert code_of(refused) == "3001"
    assert refused.json()["fault"]["type"] == "SERVICE"
    books.emulator.clock.advance(1)
    assert calls(books, 1) == [200]


def test_five_hundred_calls_a_minute_pass(books):
    for _ in range(50):
        assert calls(books, 10) == [200] * 10
        books.emulator.clock.advance(1)
    assert calls(books, 1) == [429]
    books.emulator.clock.advance(10)
    assert calls(books, 1) == [200]


def test_forty_batches_a_minute_pass(books):
    body = {"BatchItemRequest": [{"bId": "1", "Query": "select * from Term"}]}
    for _ in range(40):
        assert books.post("batch", body).status_code == 200
        books.emulator.clock.advance(1)
    assert books.post("batch", body).status_code == 429
    assert calls(books, 1) == [200]


def test_all_apps_together_may_send_120_batches_a_minute(books, session):
    control, answers = books.emulator.control, []
    body = {"BatchItemRequest": [{"bId": "1", "Query": "select * from Term"}]}
    url = f"http://localhost/qbo/v3/company/{books.realm}/batch"
    for number in range(4):
        app = control.add_app(f"App {number}")["client_id"]
        token = control.grant(books.realm, app)["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        for _ in range(40):
            answers.append(session.post(url, json=body, headers=headers).status_code)
            control.advance(0.2)
    assert answers == [200] * 120 + [429] * 40


def test_forty_mails_a_day_are_sent(books):
    books.emulator.settings["throttles"] = False
    mail = {"BillEmail": {"Address": "a@b.example"}}
    invoice = books.create("Invoice", sale(books.customer(), **mail))
    path = f"invoice/{invoice['Id']}/send"
    for _ in range(40):
        assert books.post(path).status_code == 200
    assert books.refused(path) == "6000"


def test_ten_calls_may_be_under_way(books):
    control = books.emulator.control
    control.inject({"fault": "slow", "seconds": 600})
    with ThreadPoolExecutor(10) as pool:
        held = [pool.submit(calls, books, 1) for _ in range(10)]
        deadline = time.monotonic() + 20
        while control.faults()[0]["struck"] < 10:
            assert time.monotonic() < deadline
            wait(held, timeout=0.01)
        assert code_of(books.api("GET", "preferences")) == "3001"
        while wait(held, timeout=0.01).not_done:
            control.advance(120)
    assert [future.result() for future in held] == [[504]] * 10
    control.clear_faults()
    assert calls(books, 1) == [200]


def test_each_company_has_limits_of_its_own(books, client_app, session):
    calls(books, 11)
    other = books.emulator.add_company("us-manual").realm_id
    grant = books.emulator.control.grant(other, client_app.client_id)
    headers = {"Authorization": f"Bearer {grant['access_token']}"}
    url = f"http://localhost/qbo/v3/company/{other}/preferences"
    assert session.get(url, headers=headers).status_code == 200


def test_limits_can_be_turned_off(books):
    books.emulator.settings["throttles"] = False
    assert calls(books, 20) == [200] * 20


def test_reads_are_metered_and_writes_are_not(books, client_app):
    books.emulator.settings["throttles"] = False
    books.customer()
    books.read("Customer", "1")
    books.query("select * from Customer")
    books.api("GET", "customer/99")
    items = [
        {"bId": "1", "Query": "select * from Customer"},
        {"bId": "2", "Query": "select * from Term"},
        {"bId": "3", "operation": "create", "Vendor": {"DisplayName": "V"}},
        {"bId": "4", "Query": "select * from Nothing"},
        {"bId": "5", "operation": "create", "Vendor": {"DisplayName": "V"}},
    ]
    books.post("batch", {"BatchItemRequest": items})
    usage = books.emulator.limits.usage(client_app.client_id)
    assert usage == {"core": 2, "core_plus": 4}
    assert books.emulator.control.calls(books.realm)["metered"] == 4


def test_the_months_items_are_limited(books, client_app):
    books.emulator.settings["throttles"] = False
    books.emulator.settings["monthly_items"] = 3
    assert calls(books, 4) == [200, 200, 200, 429]
    books.emulator.clock.advance(40 * 86400)
    assert not books.emulator.limits.exhausted(client_app.client_id)


def test_a_call_that_is_refused_does_not_count(books):
    for _ in range(30):
        calls(books, 1)
    books.emulator.clock.advance(1)
    assert calls(books, 10) == [200] * 10
