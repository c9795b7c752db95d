"""What apps are told, in which shape, how it is signed and when it is repeated."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from quickbooks import QuickBooks

URL = "http://127.0.0.1:9/hook"
MINUTE, HOUR = 60, 3600
NEW = {"DisplayName": "Cedar Otter Books"}


class Receiver:
    """A receiver that answers what it is told to."""

    def __init__(self):
        self.status = 200
        self.posts = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length).decode()
                outer.posts.append((dict(self.headers), body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_values):
                """Keep quiet."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/hook"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def bodies(self):
        return [json.loads(body) for _headers, body in self.posts]


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def hooked(emulator, realm, client_app, receiver):
    """The app is connected and has an endpoint."""
    emulator.control.grant(realm, client_app.client_id)
    emulator.control.set_webhook(client_app.client_id, receiver.url)
    return client_app


def listen(emulator, realm, app, shape="cloudevents"):
    emulator.control.grant(realm, app.client_id)
    emulator.control.set_webhook(app.client_id, URL, shape)


def taken(emulator):
    return [json.loads(post["body"]) for post in emulator.control.take_webhooks()]


def test_cloudevents_shape(emulator, realm, client_app):
    listen(emulator, realm, client_app)
    made = emulator.control.create(realm, "Customer", NEW)
    (events,) = taken(emulator)
    (event,) = events
    assert event["type"] == "qbo.customer.created.v1"
    assert event["intuitentityid"] == made["Id"]
    assert event["intuitaccountid"] == realm
    assert event["specversion"] == "1.0"
    assert event["data"] == {}
    assert event["time"].endswith("Z")


def test_legacy_shape(emulator, realm, client_app):
    listen(emulator, realm, client_app, "legacy")
    made = emulator.control.create(realm, "Customer", NEW)
    emulator.control.edit(realm, "Customer", made["Id"], {"Notes": "called"})
    (post,) = taken(emulator)
    (note,) = post["eventNotifications"]
    assert note["realmId"] == realm
    entities = note["dataChangeEvent"]["entities"]
    assert [entity["operation"] for entity in entities] == ["Create", "Update"]
    assert {entity["id"] for entity in entities} == {made["Id"]}
    assert entities[0]["name"] == "Customer"


def test_merge_names_the_one_that_is_gone(emulator, realm, client_app):
    keep = emulator.control.create(realm, "Customer", {"DisplayName": "Keep"})
    gone = emulator.control.create(realm, "Customer", {"DisplayName": "Gone"})
    listen(emulator, realm, client_app, "legacy")
    emulator.control.merge(realm, "Customer", keep["Id"], gone["Id"])
    (post,) = taken(emulator)
    entities = post["eventNotifications"][0]["dataChangeEvent"]["entities"]
    merged = [entity for entity in entities if entity["operation"] == "Merge"]
    assert [(entity["id"], entity["deletedId"]) for entity in merged] == [
        (keep["Id"], gone["Id"])
    ]


def test_one_post_carries_several_companies(emulator, realm, client_app):
    other = emulator.add_company("us-ast").realm_id
    listen(emulator, realm, client_app)
    listen(emulator, other, client_app)
    for company in (realm, other):
        emulator.control.create(company, "Customer", NEW)
    (events,) = taken(emulator)
    assert [event["intuitaccountid"] for event in events] == [realm, other]


def test_only_connected_apps_hear_of_a_change(emulator, realm, client_app):
    emulator.control.set_webhook(client_app.client_id, URL)
    emulator.control.create(realm, "Customer", NEW)
    assert taken(emulator) == []
    listen(emulator, realm, client_app)
    emulator.control.disconnect(realm)
    emulator.control.create(realm, "Customer", {"DisplayName": "Later"})
    assert taken(emulator) == []


def test_refused_change_is_not_announced(emulator, realm, client_app, api):
    listen(emulator, realm, client_app)
    answer = api("POST", "customer", json={"DisplayName": "a:b"})
    assert answer.status_code == 400
    assert taken(emulator) == []


def test_signature_convinces_python_quickbooks(emulator, realm, hooked, receiver):
    emulator.control.create(realm, "Customer", {"DisplayName": "Crème & Söhne"})
    (result,) = emulator.control.deliver_webhooks()
    assert result["status"] == 200
    ((headers, body),) = receiver.posts
    signature = headers["intuit-signature"]
    client = object.__new__(QuickBooks)
    token = hooked.verifier_token
    assert client.validate_webhook_signature(body, signature, token)
    assert not client.validate_webhook_signature(body + " ", signature, token)
    assert not client.validate_webhook_signature(body, signature, token + "x")


def test_retries_follow_the_documented_schedule(emulator, realm, hooked, receiver):
    emulator.clock.freeze()
    receiver.status = 500
    emulator.control.create(realm, "Customer", NEW)
    emulator.control.deliver_webhooks()
    waits = [10, 20, 30, 5 * MINUTE, 20 * MINUTE, 2 * HOUR, 4 * HOUR, 6 * HOUR]
    for count, wait in enumerate([*waits, 6 * HOUR, 6 * HOUR], start=2):
        emulator.clock.advance(wait - 1)
        assert emulator.control.deliver_webhooks() == []
        emulator.clock.advance(1)
        assert len(emulator.control.deliver_webhooks()) == 1
        assert len(receiver.posts) == count
    receiver.status = 200
    emulator.clock.advance(6 * HOUR)
    assert emulator.control.deliver_webhooks()[0]["status"] == 200
    emulator.clock.advance(6 * HOUR)
    assert emulator.control.deliver_webhooks() == []
    assert len({body for _headers, body in receiver.posts}) == 1


def test_later_events_wait_behind_a_failed_post(emulator, realm, hooked, receiver):
    emulator.clock.freeze()
    receiver.status = 503
    emulator.control.create(realm, "Customer", {"DisplayName": "First"})
    emulator.control.deliver_webhooks()
    emulator.control.create(realm, "Customer", {"DisplayName": "Second"})
    receiver.status = 200
    assert emulator.control.deliver_webhooks() == []
    emulator.clock.advance(10)
    assert len(emulator.control.deliver_webhooks()) == 2
    ids = [events[0]["intuitentityid"] for events in receiver.bodies()]
    assert ids[0] == ids[1] != ids[2]


def test_unreachable_endpoint_is_tried_again(emulator, realm, client_app):
    listen(emulator, realm, client_app)
    emulator.control.create(realm, "Customer", NEW)
    (result,) = emulator.control.deliver_webhooks()
    assert result["status"] == 0
    assert len(emulator.control.webhook_posts()) == 1


def test_duplicates_on_request(emulator, realm, hooked, receiver):
    emulator.control.webhook_mischief(duplicates=2)
    emulator.control.create(realm, "Customer", NEW)
    emulator.control.deliver_webhooks()
    assert len(receiver.posts) == 3
    assert len({body for _headers, body in receiver.posts}) == 1


def test_events_out_of_order_on_request(emulator, realm, hooked, receiver):
    emulator.control.webhook_mischief(shuffled=True)
    for at in range(8):
        emulator.control.create(realm, "Customer", {"DisplayName": f"Customer {at}"})
    emulator.control.deliver_webhooks()
    ids = [int(event["intuitentityid"]) for event in receiver.bodies()[0]]
    assert ids != sorted(ids)
    assert len(set(ids)) == 8


def test_waiting_posts_survive_a_restart(tmp_path):
    from qbo_emulator import Emulator

    state = str(tmp_path / "state.db")
    first = Emulator(state)
    realm = first.add_company("us-manual").realm_id
    app = first.add_app(name="Books Link", redirect_uris=[])
    listen(first, realm, app)
    made = first.control.create(realm, "Customer", NEW)
    first.close()
    second = Emulator(state)
    (events,) = taken(second)
    assert events[0]["intuitentityid"] == made["Id"]
    second.close()
