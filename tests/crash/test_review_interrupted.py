"""Odoo dies while it plans or sends review requests, or does so twice at once."""

import os
import subprocess
import sys

import pytest

from harness.reviewer import Reviewer
from harness.waiting import wait_for


@pytest.fixture
def shop(make_world, sink):
    """A world whose Odoo sends by the sink, with nobody scheduling anything."""
    world = make_world(smtp_server="127.0.0.1", smtp_port=sink.port, crons=0)
    with world:
        world.reviewer = Reviewer(world.odoo.address, world.book)
        world.reviewer.switch_on(scope="every", rest_days=0, reminders=0)
        yield world


def begin(world, model, method):
    """Start a process of its own that runs a scheduled method."""
    command = [sys.executable, "-m", "harness.programs.run_model"]
    return subprocess.Popen(
        [*command, world.name, model, method],
        env={**os.environ, **world.odoo.variables},
    )


def sending(world):
    return begin(world, "qbo.review.sender", "_cron_send")


def planning(world):
    return begin(world, "qbo.review.planner", "_cron_plan")


def finish(*processes):
    return [process.wait(120) for process in processes]


def due(world, name):
    """Give a paid invoice whose message is due."""
    invoice = world.reviewer.paid_invoice(world.reviewer.customer(name))
    world.reviewer.run("plan")
    world.reviewer.wait_until_due()
    assert world.reviewer.request(invoice)["state"] == "planned"
    return invoice


def state(world, invoice):
    request = world.reviewer.request(invoice)
    return request["state"], request["reason"]


@pytest.mark.parametrize(
    "button, outcome, mails",
    [("action_was_sent", ("sent", None), 1), ("action_send_again", ("sent", None), 2)],
)
def test_killed_between_the_mail_server_and_the_commit(
    shop, sink, button, outcome, mails
):
    invoice = due(shop, "Held")
    other = due(shop, "Other")
    sink.hold()
    victim = sending(shop)
    wait_for(lambda: sink.mails)
    victim.kill()
    victim.wait()
    sink.release()
    assert finish(sending(shop), sending(shop)) == [0, 0]
    assert state(shop, invoice) == ("sending", "uncertain")
    assert state(shop, other) == ("sent", None)
    assert [mail.recipients for mail in sink.mails] == [
        ["held@example.com"],
        ["other@example.com"],
    ]
    shop.reviewer.press(button, invoice)
    finish(sending(shop))
    assert state(shop, invoice) == outcome
    held = [mail for mail in sink.mails if mail.recipients == ["held@example.com"]]
    assert len(held) == mails


def test_two_senders_at_once(shop, sink):
    invoice = due(shop, "Twice")
    sink.hold()
    first = sending(shop)
    wait_for(lambda: sink.mails)
    assert finish(sending(shop)) == [0]
    assert state(shop, invoice) == ("sending", None)
    sink.release()
    finish(first)
    assert state(shop, invoice) == ("sent", None)
    assert len(sink.mails) == 1


def test_killed_between_planning_and_sending(shop, sink):
    invoice = due(shop, "Cut")
    shop.odoo.kill()
    shop.odoo.start()
    finish(planning(shop))
    finish(sending(shop), sending(shop))
    assert state(shop, invoice) == ("sent", None)
    assert len(sink.mails) == 1


def test_two_planners_at_once(shop, sink):
    reviewer = shop.reviewer
    invoices = [reviewer.paid_invoice(reviewer.customer(f"No {n}")) for n in range(10)]
    # one of them may be refused by the other's locks; what it left is planned next
    finish(planning(shop), planning(shop), planning(shop))
    finish(planning(shop))
    for invoice in invoices:
        requests = "SELECT count(*) FROM qbo_review_request WHERE move_id = %s"
        assert shop.book.value(requests, invoice) == 1
    assert shop.book.value("SELECT count(*) FROM qbo_review_mark") == 0
    reviewer.wait_until_due()
    finish(sending(shop), sending(shop))
    assert len(sink.mails) == 10


def test_unknown_address_does_not_start_the_rest_period(shop, sink):
    sink.refuse("gone@example.com")
    invoice = due(shop, "Gone")
    finish(sending(shop))
    assert state(shop, invoice) == ("skipped", "undelivered")
    assert shop.reviewer.request(invoice)["delivered_at"] is None
    assert not sink.mails
