"""QuickBooks' limits are kept, so that it never has to refuse a call."""

import json
import subprocess
import sys

import pytest

LINKED = "SELECT count(*) FROM qbo_link WHERE entity = 'Customer' AND state = 'linked'"


@pytest.fixture
def connected(world):
    world.bookkeeper.connect()
    world.bookkeeper.settle()
    world.control.reset_calls()
    return world


def make_calls(world, processes, seconds):
    arguments = [world.name, world.bookkeeper.connection, processes, seconds]
    done = subprocess.run(
        [sys.executable, "-m", "harness.programs.make_calls", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("delay", [0, 1.5])
def test_sixteen_processes_on_one_company_are_never_refused(connected, delay):
    connected.control.delay(delay)
    told = make_calls(connected, 16, 20)
    assert [each["refused"] for each in told] == [[]] * 16
    log = connected.control.calls()["log"]
    assert [call["status"] for call in log if call["status"] == 429] == []
    made = sum(each["calls"] for each in told)
    assert made >= 50, "the limits were not even nearly used"
    buttons = sum(each["calls"] for each in told[1::2])
    assert buttons * 2 >= made, "schedules went before buttons"


def test_a_short_pause_that_quickbooks_asks_for_is_short(connected):
    refusal = {"fault": "throttle", "times": 1, "match": {"path": "/v3/"}}
    connected.control.inject(refusal)
    user = connected.bookkeeper.user
    user.create("res.partner", name="Made to Wait", customer_rank=1)
    connected.bookkeeper.press("action_sync_now")
    connected.end_pause()
    connected.bookkeeper.settle()
    assert connected.book.value(LINKED) == 1
