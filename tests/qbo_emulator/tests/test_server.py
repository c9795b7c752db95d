"""The server speaks HTTP/1.1, keeps connections and survives its own mistakes."""

import http.client
import socket
import threading

import pytest
import requests
from werkzeug.test import Client

from qbo_emulator.app import Server, application

DISCOVERY = "/.well-known/openid_configuration"


@pytest.fixture
def connection(server):
    made = http.client.HTTPConnection(server.host, server.port, timeout=5)
    yield made
    made.close()


def ask(connection, path=DISCOVERY, method="GET"):
    connection.request(method, path)
    answer = connection.getresponse()
    return answer, answer.read()


def test_one_connection_carries_many_calls(connection):
    answer, _body = ask(connection)
    first = connection.sock
    for _call in range(3):
        answer, body = ask(connection)
        assert answer.status == 200 and body.startswith(b"{")
    assert connection.sock is first is not None


def test_a_connection_that_ends_says_so(connection):
    connection.request("GET", DISCOVERY, headers={"Connection": "close"})
    answer = connection.getresponse()
    assert answer.headers["Connection"] == "close"
    answer.read()
    assert ask(connection)[0].headers["Connection"] is None


def test_head_has_no_body(connection):
    answer, body = ask(connection, "/", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0
    assert ask(connection)[0].status == 200


def test_stopping_frees_port_and_connections(emulator):
    server = Server(emulator).start()
    held = http.client.HTTPConnection(server.host, server.port, timeout=5)
    ask(held)
    server.stop()
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        ask(held)
    held.close()
    with Server(emulator, port=server.port) as again:
        assert requests.get(again.url + DISCOVERY, timeout=5).status_code == 200


def test_port_is_open_for_one_server_only(emulator, server):
    with pytest.raises(OSError, match="in use"):
        Server(emulator, port=server.port)


def test_calls_run_side_by_side(emulator, realm, server, client_app):
    token = emulator.control.grant(realm, client_app.client_id)["access_token"]
    answers = []

    def work(number):
        with requests.Session() as session:
            for at in range(5):
                answer = session.post(
                    f"{server.url}/v3/company/{realm}/customer",
                    json={"DisplayName": f"Customer {number}-{at}"},
                    headers={
                        "Authorization": f"Bearer {token}",
                        "Accept": "application/json",
                    },
                    timeout=20,
                )
                answers.append(answer.json()["Customer"]["Id"])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 30
    assert len(emulator.control.list(realm, "Customer")) == 30


def test_mistake_of_the_emulator_is_a_500_and_not_a_cut(emulator, server, caplog):
    emulator.oauth = None
    answer = requests.get(server.url + DISCOVERY, timeout=5)
    assert answer.status_code == 500
    assert "The emulator failed" in answer.text
    assert "AttributeError" in caplog.text


def test_broken_http_is_refused(server):
    with socket.create_connection((server.host, server.port), timeout=5) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        assert b"400" in raw.recv(1000)


def test_plain_wsgi_under_a_prefix(emulator):
    client = Client(application(emulator))
    answer = client.get(DISCOVERY, base_url="http://books.example/qbo")
    assert answer.json["token_endpoint"].startswith("http://books.example/qbo/oauth2/")
