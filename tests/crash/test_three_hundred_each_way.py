"""Odoo dies again and again while QuickBooks is at its worst: nothing is lost."""

import random
import threading
import time
from contextlib import suppress

import pytest
import requests

from harness import OdooRefusal, made_up

EACH_WAY = 300
PATIENCE = 300  # seconds
A_WHILE = 200  # seconds that need not be waited for
QUICKBOOKS_PATIENCE = 6  # seconds, one more than Odoo's, so that it looks dead
CHANCES = (
    ("status_500", 0.05),
    ("cut_after_commit", 0.05),
    ("throttle", 0.05),
    ("slow", 0.02),
)
LINKED = """
    SELECT partner.name, partner.email, link.qbo_id
      FROM qbo_link link JOIN res_partner partner ON partner.id = link.res_id
     WHERE link.entity = 'Customer' AND link.state = 'linked'
"""
HERE = "SELECT name, email FROM res_partner WHERE email LIKE '%%.crash.example'"


def pushed(number):
    """Give a customer that comes into being in Odoo."""
    return person(f"pushed {number}")


def pulled(number):
    """Give a customer that comes into being in QuickBooks."""
    return person(f"pulled {number}")


def person(text):
    name = made_up(text)
    return {"name": name, "email": f"mail@{name.split()[0].lower()}.crash.example"}


def make_here(world, numbers):
    """Create customers in Odoo, as an import of a file would."""
    values = [{**pushed(number), "customer_rank": 1} for number in numbers]
    world.bookkeeper.user.call("res.partner", "create", values)


def make_there(world, numbers):
    """Let people create customers in QuickBooks."""
    for customer in map(pulled, numbers):
        payload = {
            "DisplayName": customer["name"],
            "PrimaryEmailAddr": {"Address": customer["email"]},
        }
        world.control.create(world.realm, "Customer", payload)


def spoil(world, seed):
    """Let calls fail by chance; repeated items are refused about every second time."""
    for number, (fault, probability) in enumerate(CHANCES):
        match = {"probability": probability, "seed": seed * 10 + number}
        match["path"] = "/v3/company/"
        seconds = {"seconds": QUICKBOOKS_PATIENCE} if fault == "slow" else {}
        world.control.inject({"match": match, "fault": fault, **seconds})
    world.control.set("repeated_batch", "half")


def live_and_die(world, numbers, seconds):
    """Let Odoo work, and kill it some time after it began to speak to QuickBooks.

    On the way new customers come in on both sides.
    """
    make_here(world, numbers)
    make_there(world, numbers)
    said = world.control.calls()["total"]
    while world.control.calls()["total"] == said:
        urge(world)
    death = threading.Timer(seconds, world.odoo.kill)
    death.start()
    while death.is_alive():
        with suppress(requests.RequestException, OdooRefusal):
            urge(world)


def urge(world):
    """Let Odoo go on at once, although QuickBooks wants to be left alone."""
    world.end_pause()
    world.bookkeeper.press("action_sync_now")
    time.sleep(0.3)


def start_again(world):
    """Start Odoo after a crash, when the outcome of its last call may be asked for."""
    world.pass_time(A_WHILE)
    world.odoo.start()


def finish(world):
    """Let time pass until everything is done; the faults go on."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        world.pass_time(A_WHILE)
        with suppress(AssertionError):
            world.bookkeeper.settle(patience=3)
            return
    raise AssertionError(f"It never ended; see {world.odoo.log}.")


def check_both_books(world, from_here, from_there):
    """Both sides hold just these, each once, linked with each other."""
    expected = [*map(pushed, from_here), *map(pulled, from_there)]
    there = {
        customer["Id"]: (
            customer["DisplayName"],
            customer["PrimaryEmailAddr"]["Address"],
        )
        for customer in world.there("Customer")
        if ".crash." in customer.get("PrimaryEmailAddr", {}).get("Address", "")
    }
    here = [(row["name"], row["email"]) for row in world.book.rows(HERE)]
    wanted = sorted((each["name"], each["email"]) for each in expected)
    assert sorted(there.values()) == wanted
    assert sorted(here) == wanted
    links = {
        row["qbo_id"]: (row["name"], row["email"])
        for row in world.book.rows(LINKED)
        if (row["email"] or "").endswith(".crash.example")
    }
    assert links == there
    unsettled = "SELECT count(*) FROM qbo_intent WHERE state != 'settled'"
    assert world.book.value(unsettled) == 0
    problems = "SELECT title, message FROM qbo_exception WHERE closed_at IS NULL"
    assert world.book.rows(problems) == []
    assert "Traceback" not in world.odoo.log.read_text()


@pytest.fixture
def spoiled_world(world):
    world.bookkeeper.connect(batch_size=10, timeout=5)
    world.control.set("throttles", False)
    world.control.delay(0.1)
    world.bookkeeper.settle()
    return world


@pytest.mark.parametrize(
    "kills, seed",
    [
        (4, 1),
        *(pytest.param(20, seed, marks=pytest.mark.long) for seed in (2, 3)),
    ],
)
@pytest.mark.timeout(1500)
def test_both_books_end_up_with_the_same_customers(spoiled_world, kills, seed):
    world, dice = spoiled_world, random.Random(seed)
    spoil(world, seed)
    for number in range(kills):
        live_and_die(world, range(number, EACH_WAY, kills), dice.uniform(0, 2))
        if number == kills // 2:
            backup = world.backup()
        start_again(world)
    finish(world)
    everybody = range(EACH_WAY)
    check_both_books(world, everybody, everybody)

    world.odoo.stop()
    world.restore(backup)
    start_again(world)
    # These get the ids in Odoo that some of those had who came after the backup.
    latest = range(EACH_WAY, EACH_WAY + 20)
    make_here(world, latest)
    finish(world)
    check_both_books(world, [*everybody, *latest], everybody)
