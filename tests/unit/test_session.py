"""Nothing gets past the door untyped, untimed or with a token in its text."""

import contextlib
import logging
import socket
import threading
import time

import pytest
import requests
from qbo import errors
from qbo.session import QboSession

TOKEN = "secret-access-token"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextlib.contextmanager
def server(*answers):
    """Answer each connection with given bytes, then hang up; yield the address.

    None keeps the connection open without an answer.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    held = []

    def serve():
        for answer in answers:
            connection, _address = listener.accept()
            connection.recv(65536)
            if answer is None:
                held.append(connection)
                continue
            connection.sendall(answer)
            connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        thread.join(5)
        for connection in held:
            connection.close()
        listener.close()


def body(content, status="200 OK", headers=""):
    length = f"Content-Length: {len(content)}\r\n"
    return f"HTTP/1.1 {status}\r\n{headers}{length}\r\n".encode() + content


def refused(answer, **options):
    with server(answer) as url, pytest.raises(errors.QboError) as caught:
        QboSession(TOKEN, **options).post(f"{url}/v3?sendTo=someone@example.com")
    return caught.value


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_an_answer_is_passed_on_and_remembered():
    session = QboSession(TOKEN)
    with server(body(b"{}", headers="intuit_tid: t-9\r\n")) as url:
        assert session.get(url).text == "{}"
    assert (session.status, session.trace) == (200, "t-9")


def test_text_without_a_charset_is_utf8():
    answer = body('{"n": "Zoë"}'.encode(), headers="Content-Type: text/plain\r\n")
    with server(answer) as url:
        assert QboSession().get(url).json() == {"n": "Zoë"}


def test_where_nobody_listens_nothing_can_have_happened():
    with pytest.raises(errors.QboNotSent) as caught:
        QboSession(TOKEN).post(f"http://127.0.0.1:{free_port()}/v3", data=b"{}")
    assert not caught.value.outcome_unknown
    assert caught.value.retryable


def test_an_unknown_host_was_never_reached():
    with pytest.raises(errors.QboNotSent):
        QboSession(TOKEN).post("http://nowhere.invalid/v3", data=b"{}")


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"HTTP/1.1 2"],
    ids=["no answer", "half a body", "half a status"],
)
def test_a_cut_connection_leaves_the_outcome_unknown(answer):
    error = refused(answer)
    assert type(error) is errors.QboUnreachable
    assert error.outcome_unknown


def test_time_is_limited():
    started = time.monotonic()
    error = refused(None, timeout=0.2)
    assert time.monotonic() - started < 5
    assert type(error) is errors.QboUnreachable
    assert str(error) == "QuickBooks did not answer within 0.2 seconds."


def test_a_session_forgets_the_answer_before():
    session = QboSession(TOKEN)
    with server(body(b"{}", headers="intuit_tid: t-9\r\n"), b"") as url:
        session.get(url)
        with pytest.raises(errors.QboUnreachable):
            session.get(url)
    assert (session.status, session.trace) == (0, "")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("302 Found", errors.QboError),
        ("401 Unauthorized", errors.QboUnauthorized),
        ("429 Too Many Requests", errors.QboThrottled),
        ("503 Service Unavailable", errors.QboServerError),
    ],
)
def test_a_refusal_is_raised_by_its_status(status, kind):
    error = refused(body(b"<html/>", status, "intuit_tid: t-1\r\n"))
    assert type(error) is kind
    assert (error.status, error.trace) == (int(status[:3]), "t-1")


@pytest.mark.parametrize("spelling", ["Fault", "fault"])
def test_a_fault_inside_a_success_is_a_refusal(spelling):
    content = f'{{"{spelling}": {{"Error": [{{"code": "5010"}}]}}}}'.encode()
    error = refused(body(content))
    assert type(error) is errors.QboStale
    assert error.status == 200


@pytest.mark.parametrize(
    "content",
    [
        b'{"BatchItemResponse": [{"bId": "1", "Fault": {}}]}',
        b'{"fault": null, "Customer": {}}',
        b'%PDF-1.4 "Fault" \xff',
        b'["Fault"]',
    ],
)
def test_the_word_fault_elsewhere_is_no_refusal(content):
    with server(body(content)) as url:
        assert QboSession(TOKEN).get(url).content == content


def test_neither_token_nor_address_is_in_any_text(caplog):
    caplog.set_level(logging.DEBUG)
    session = QboSession(TOKEN)
    texts = [repr(session), str(session)]
    for answer in (b"", body(b"{}", "500 Oops")):
        error = refused(answer)
        texts += [repr(error), str(error), error.detail, repr(error.__cause__)]
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("qbo")]
    assert ours
    assert not any(TOKEN in text or "@" in text for text in texts + ours)


def test_adapters_are_mounted_in_each_new_session(monkeypatch):
    adapter = object()
    monkeypatch.setattr(QboSession, "mounts", {"http://localhost/qbo": adapter})
    session = QboSession()
    assert session.get_adapter("http://localhost/qbo/v3/x") is adapter
    assert session.get_adapter("http://localhost/other") is not adapter


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 Gone"])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_a_redirect_is_a_refusal_and_takes_no_token_along(method, status):
    with server(body(b"{}")) as elsewhere:
        moved = body(b"", status, f"Location: {elsewhere}/taken\r\n")
        with server(moved) as url, pytest.raises(errors.QboError) as caught:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            getattr(QboSession(TOKEN), method)(url, headers=headers)
        assert str(caught.value.status) == status[:3]
        # The one answer of that server is still to be had: nobody was there.
        assert requests.get(elsewhere, timeout=5).json() == {}
