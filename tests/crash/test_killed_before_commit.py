"""Odoo dies between QuickBooks' answer and its own commit."""

import pytest

from harness.waiting import wait_for

HELD = {
    "fault": "slow_after_commit",
    "seconds": 4,
    "match": {"method": "POST", "operation": "batch"},
}


@pytest.mark.parametrize("entity", ["Customer", "Item", "Invoice"])
def test_everything_is_there_exactly_once(world, entity):
    world.connected()
    before = len(world.there(entity))
    world.control.inject(HELD)
    world.bookkeeper.copy_invoices()
    world.bookkeeper.press("action_sync_now")
    wait_for(lambda: len(world.there(entity)) > before)
    world.odoo.kill()
    assert world.book.value("SELECT count(*) FROM qbo_intent WHERE state = 'open'") == 1
    world.control.clear_faults()

    world.odoo.start()
    assert world.wait_out_doubt() == 1
    world.bookkeeper.settle()
    numbers = [invoice["DocNumber"] for invoice in world.there("Invoice")]
    assert len(numbers) == len(set(numbers)) == 9
    names = [customer["DisplayName"] for customer in world.there("Customer")]
    assert len(names) == len(set(names))
    assert world.book.value("SELECT count(*) FROM qbo_intent WHERE state = 'open'") == 0
