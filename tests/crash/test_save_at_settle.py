"""A user saves a record while the answer about the same record is taken in."""

import pytest

from harness import wait_for

COLLISION = "could not serialize access"
SAVES = 50


@pytest.fixture
def partner(world):
    """One customer in step; the connection speaks as fast as it can."""
    world.control.set("throttles", False)
    world.bookkeeper.connect()
    user = world.bookkeeper.user
    partner = user.create("res.partner", name="Saved Meanwhile", customer_rank=1)
    world.bookkeeper.settle()
    return partner


def there(world):
    [customer] = world.there("Customer")
    return customer


def phone_there(world):
    return there(world).get("PrimaryPhone", {}).get("FreeFormNumber")


def test_what_is_saved_while_the_answer_is_on_its_way_goes_next(world, partner):
    user = world.bookkeeper.user
    match = {"entity": "Customer", "operation": "update"}
    held = {"fault": "slow_after_commit", "seconds": 3, "times": 1, "match": match}
    world.control.inject(held)
    user.call("res.partner", "write", [partner], {"phone": "+1 555 0001"})
    wait_for(lambda: phone_there(world) == "+1 555 0001")
    user.call("res.partner", "write", [partner], {"phone": "+1 555 0002"})
    customer = there(world)
    changes = {"PrimaryEmailAddr": {"Address": "meanwhile@crash.example"}}
    world.control.edit(world.realm, "Customer", customer["Id"], changes)
    world.bookkeeper.settle()

    assert phone_there(world) == "+1 555 0002"
    [here] = user.call("res.partner", "read", [partner], ["phone", "email"])
    assert here["phone"] == "+1 555 0002"
    assert here["email"] == "meanwhile@crash.example"
    assert there(world)["PrimaryEmailAddr"]["Address"] == "meanwhile@crash.example"


def test_saving_again_and_again_never_collides_with_settling(world, partner):
    """Answers come at all moments of a save, as each save wakes the connection."""
    write = world.bookkeeper.user.call
    for number in range(SAVES):
        phone, website = f"+1 555 {number:04}", f"http://crash.example/{number}"
        write("res.partner", "write", [partner], {"phone": phone})
        write("res.partner", "write", [partner], {"website": website})
    sent_meanwhile = int(there(world)["SyncToken"])
    world.bookkeeper.settle()

    assert sent_meanwhile > 5, "hardly any save met a settle"
    customer = there(world)
    assert customer["PrimaryPhone"]["FreeFormNumber"] == phone
    assert customer["WebAddr"]["URI"] == website
    [here] = write("res.partner", "read", [partner], ["phone", "website"])
    assert (here["phone"], here["website"]) == (phone, website)
    log = world.odoo.log.read_text()
    assert COLLISION not in log
    assert "Traceback" not in log
