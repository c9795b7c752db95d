"""Tokens under real concurrency, real crashes and real copies."""

import json
import re
import subprocess
import sys
import time

import pytest
import requests

from environment import Problem
from harness.reviewer import Reviewer

EXPIRED = "UPDATE qbo_token SET expires_at = now() AT TIME ZONE 'utc'"
SLOW_REFRESH = {
    "fault": "slow_after_commit",
    "seconds": 30,
    "times": 1,
    "match": {"path": "/oauth2/v1/tokens/bearer"},
}


@pytest.fixture
def connected(world):
    world.bookkeeper.connect()
    return world


def ask(world, workers):
    arguments = [world.name, world.bookkeeper.connection, workers]
    done = subprocess.run(
        [sys.executable, "-m", "harness.programs.ask_tokens", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refreshes(world):
    calls = world.control.calls()["log"]
    return sum("/tokens/bearer" in json.dumps(call) for call in calls)


def test_sixteen_workers_refresh_once_and_all_get_the_new_token(connected):
    before = ask(connected, 1)
    connected.book.execute(EXPIRED)
    connected.control.reset_calls()
    answers = ask(connected, 16)
    assert refreshes(connected) == 1
    assert len(answers) == 16
    assert len(set(answers)) == 1
    assert re.fullmatch("[0-9a-f]{64}", answers[0])
    assert answers != before * 16


def test_a_kill_inside_the_refresh_leaves_a_way_out(connected):
    connected.book.execute(EXPIRED)
    connected.control.reset_calls()
    connected.control.inject(SLOW_REFRESH)
    connected.bookkeeper.press("action_sync_now")
    deadline = time.monotonic() + 60
    while not connected.control.calls()["log"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    connected.odoo.kill()
    connected.control.clear_faults()
    connected.odoo.start()
    connected.bookkeeper.press("action_test")
    if connected.bookkeeper.state() != "connected":
        assert connected.bookkeeper.state() == "reconnect"
        connected.bookkeeper.connect()
    assert connected.bookkeeper.state() == "connected"


def refuse_secrets(text, credentials):
    """Fail if a text holds what nobody may read."""
    for name in ("client_secret", "access_token", "refresh_token", "verifier_token"):
        assert credentials[name] not in text, name
    # What the connection itself was given has the emulator's form; a review page's
    # token is signed, without an end, and so begins alike everywhere.
    assert not re.search(r"RT1-[0-9a-f]{20}|eyJlbm|AQAAAAAAAAAA[\w-]{20}", text)


def test_no_secret_leaves_the_database_in_clear(connected):
    dump = subprocess.run(
        ["pg_dump", connected.name], capture_output=True, text=True, check=True
    ).stdout
    assert "qbo_token" in dump
    refuse_secrets(dump, connected.quickbooks.credentials)


def test_no_secret_is_in_the_log_at_debug(make_world):
    with make_world(log_level="debug") as world:
        world.connected()
        world.bookkeeper.copy_invoices()
        world.bookkeeper.settle()
        world.book.execute(EXPIRED)
        world.bookkeeper.settle()
        world.bookkeeper.press("action_disconnect")
        log = world.odoo.log.read_text()
        assert " DEBUG " in log
        assert "/qbo/oauth/callback" in log
        refuse_secrets(log, world.quickbooks.credentials)


def test_no_secret_is_left_by_a_whole_run_with_reviews(make_world, sink):
    """Connect, import a secret, ask a customer, and have the link used."""
    settings = {"smtp_server": "127.0.0.1", "smtp_port": sink.port}
    with make_world(log_level="debug", crons=0, **settings) as world:
        world.bookkeeper.connect()
        user, credentials = world.bookkeeper.user, world.quickbooks.credentials
        row = ["Imported", "app", credentials["client_secret"], "typed-verifier"]
        names = ["name", "client_id", "client_secret", "verifier_token"]
        user.call("qbo.connection", "load", names, [row])
        link = review_link(world, sink)
        for page in ("", "/stop"):
            assert requests.get(link + page, timeout=30).status_code == 200
        form = {"score": "5", "feedback": "Good"}
        assert requests.post(f"{link}/feedback", form, timeout=30).status_code == 200
        log = world.odoo.log.read_text()
        assert "/qbo/review/***/feedback" in log
        assert ".load(***" in log
        dump = subprocess.run(
            ["pg_dump", world.name], capture_output=True, text=True, check=True
        ).stdout
        assert "A review request was sent" in dump
        for text in (log, dump):
            refuse_secrets(text, credentials)
            assert "typed-verifier" not in text
            assert link.rsplit("/", 1)[1] not in text


def review_link(world, sink):
    """Have a customer asked; give the link in the message."""
    reviewer = Reviewer(world.odoo.address, world.book)
    reviewer.switch_on(scope="every", rest_days=0)
    reviewer.paid_invoice(reviewer.customer("Link"))
    reviewer.run("plan")
    reviewer.wait_until_due()
    reviewer.run("send")
    [mail] = sink.mails
    [link] = set(re.findall(r"http\S+/qbo/review/[\w-]+(?=\")", mail.text("html")))
    return link


def test_a_copy_sends_nothing_and_says_why(connected, environment):
    from harness import Book, OdooServer
    from harness.rpc import OdooUser

    copy = f"{connected.name}_copy"
    connected.odoo.stop()
    databases = connected.databases
    with databases.temporary(connected.name, copy):
        connected.control.reset_calls()
        with OdooServer(environment, copy) as odoo:
            user = OdooUser(odoo.address, copy)
            user.context["allowed_company_ids"] = [connected.bookkeeper.company]
            partner = user.create("res.partner", name="Only in the copy")
            assert partner
            action = user.press(
                "qbo.connection", "action_test", connected.bookkeeper.connection
            )
            assert "copy" in json.dumps(action)
            Book(copy).execute("UPDATE ir_cron SET nextcall = now() - interval '1 h'")
            deadline = time.monotonic() + 90
            while Book(copy).value("SELECT state FROM qbo_connection") != "copied":
                assert time.monotonic() < deadline
                time.sleep(0.5)
        assert connected.control.calls()["total"] == 0


def test_a_taken_port_is_said_plainly(connected, environment):
    from harness import demand_free

    port = int(connected.odoo.address.rsplit(":", 1)[1])
    with pytest.raises(Problem, match="is taken"):
        demand_free(port)
