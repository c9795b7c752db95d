"""Calls go as fast as QuickBooks lets them, and never faster."""

import random
from dataclasses import replace

import pytest
from qbo import pace
from qbo.pace import Ledger, Used

IDLE = Ledger()


def ended(*ends, is_batch=False):
    """Give a ledger of calls that ended then, each after a tenth of a second."""
    return Ledger(tuple(Used(end - 0.1, end, is_batch) for end in ends))


def sent(seconds, kind="write", latency=0.0, front=False, seed=1, together=16):
    """Give when calls arrive at QuickBooks that are made as soon as they may go.

    ``together``: how many processes make them; each call takes up to ``latency``.
    """
    chance = random.Random(seed)
    ledger, now, arrivals, flying = IDLE, 1000.0, [], []
    while now < 1000 + seconds:
        for start, end in [each for each in flying if each[1] <= now]:
            ledger = ledger.ended(start, end)
            flying.remove((start, end))
        ledger = ledger.since(now)
        wait = pace.seconds_to_wait(ledger, now, kind, front)
        if wait or len(flying) >= together:
            now += min(wait or 0.03, 0.03)
            continue
        now += 1e-4
        ledger = ledger.used(now, kind)
        took = chance.random() * latency
        arrivals.append(now + took * chance.random())
        flying.append((now, now + took))
    return sorted(arrivals)


def most_within(arrivals, seconds):
    return max(
        sum(start <= each < start + seconds for each in arrivals) for start in arrivals
    )


@pytest.mark.parametrize("front", [True, False])
@pytest.mark.parametrize("latency", [0.0, 0.2, 1.5])
def test_the_limits_hold_however_long_calls_take(latency, front):
    for kind, most in (("write", 500), ("batch", 40)):
        arrivals = sent(75, kind, latency, front)
        assert most_within(arrivals, 1) <= 10
        assert most_within(arrivals, 60) <= most


def test_schedules_use_nearly_all_batches():
    assert len(sent(180, "batch", 0.2, together=1)) >= 0.95 * 120


def test_a_button_goes_before_schedules():
    ledger, now = IDLE, 1000.0
    while not pace.seconds_to_wait(ledger, now, "batch", front=False):
        ledger = ledger.used(now, "batch").ended(now, now)
        now += 0.2
    assert len(ledger.batches) == 39
    assert pace.seconds_to_wait(ledger, now, "batch", front=True) == 0
    assert pace.seconds_to_wait(ledger, now, "write", front=False) == 0


@pytest.mark.parametrize(
    ("items", "batches", "kind"),
    [
        (5, 20, "write"),
        (6, 20, "batch"),
        (5, 19, "batch"),
        (2, 39, "write"),
        (0, 39, "batch"),
    ],
)
def test_few_items_go_one_by_one_while_batches_are_scarce(items, batches, kind):
    ledger = ended(*(990.0 + n / 10 for n in range(batches)), is_batch=True)
    assert pace.goes_as(ledger, 1000.0, "batch", items) == kind


def test_where_others_use_the_company_less_is_ours():
    ledger, now = replace(IDLE, others_at=990.0), 1000.0
    while not pace.seconds_to_wait(ledger, now, "batch", front=False):
        ledger = ledger.used(now, "batch").ended(now, now)
        now += 1.1
    assert len(ledger.batches) == 19


def test_what_quickbooks_asks_for_is_what_is_waited():
    assert pace.rest(IDLE, 1000.0, 300.0) == (300.0, True)


def test_a_limit_of_a_second_is_over_after_one():
    ledger = ended(*(999.0 + n / 10 for n in range(9)))
    seconds, others = pace.rest(ledger, 1000.0, None)
    assert 0 < seconds <= 1.1
    assert not others


def test_a_limit_of_a_minute_lasts_until_there_is_room():
    ledger = ended(*(960.0 + n for n in range(39)), is_batch=True)
    seconds, others = pace.rest(ledger, 1000.0, None)
    assert 20 < seconds < 35
    assert not others


def test_a_refusal_that_is_not_ours_lasts_as_documented():
    assert pace.rest(IDLE, 1000.0, None) == (60.0, True)


def test_a_clock_that_was_wrong_stops_nothing():
    ledger = ended(*(9e9 + n for n in range(600)))
    assert pace.seconds_to_wait(ledger.since(1000.0), 1000.0, "write", False) == 0


def test_a_call_whose_process_died_is_forgotten():
    ledger = Ledger(tuple(Used(1000.0 + n / 10) for n in range(10)))
    assert pace.seconds_to_wait(ledger, 1002.0, "write", True) == pace.ASK_AGAIN
    later = 1003.0 + pace.LONGEST_CALL
    assert pace.seconds_to_wait(ledger.since(later), later, "write", True) == 0
