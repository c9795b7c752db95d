"""Two Odoo servers share four connections by Odoo's scheduler alone."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest

from harness import Bookkeeper, OdooServer, made_up, wait_for

EACH_WAY = 60
COMPANIES = ("My US Company", "Second Company", "Third Company", "Fourth Company")
LINKED = """
    SELECT partner.name FROM qbo_link link
      JOIN res_partner partner ON partner.id = link.res_id
     WHERE link.connection_id = %(connection)s AND link.state = 'linked'
       AND (partner.company_id IS NULL OR partner.company_id = %(company)s)
"""


class Pair:
    """One company of Odoo and its QuickBooks company."""

    def __init__(self, world, name):
        self.world, self.name = world, name
        self.realm = world.control.add_company("us-manual", name=name)["realm_id"]
        odoo = world.odoo.address
        self.keeper = Bookkeeper(odoo, world.book, world.quickbooks, name, self.realm)
        self.keeper.connect(name=name)
        self.keeper.settle()

    def fill(self):
        """Make customers on both sides while the connection is paused."""
        self.keeper.press("action_pause")
        common = {"customer_rank": 1, "company_id": self.keeper.company}
        values = [{"name": name, **common} for name in self.names("here")]
        self.keeper.user.call("res.partner", "create", values)
        for name in self.names("there"):
            customer = {"DisplayName": name}
            self.world.control.create(self.realm, "Customer", customer)

    def names(self, side):
        return [made_up(f"{self.name} {side} {each}") for each in range(EACH_WAY)]

    def check(self):
        """Both sides hold just these customers, each once, linked here."""
        expected = sorted([*self.names("here"), *self.names("there")])
        customers = self.world.control.list(self.realm, "Customer")
        assert sorted(each["DisplayName"] for each in customers) == expected
        keeper = {"connection": self.keeper.connection, "company": self.keeper.company}
        here = [row["name"] for row in self.world.book.rows(LINKED, **keeper)]
        assert sorted(here) == expected


@pytest.fixture
def pairs(world):
    for name in COMPANIES[1:]:
        world.bookkeeper.user.create("res.company", name=name)
    world.control.set("throttles", False)
    return [Pair(world, name) for name in COMPANIES]


def test_all_are_served_and_none_by_two_at_once(world, pairs, environment):
    for pair in pairs:
        pair.fill()
    world.control.delay(0.2)
    world.control.reset_calls()
    second = OdooServer(environment, world.name, crons=2, name=f"second-{world.name}")
    with second:
        for pair in pairs:
            pair.keeper.press("action_resume")
        wait_for(lambda: world.control.calls()["batches"] > 4)
        second.kill()
        killed_at = world.control.clock()
    for pair in pairs:
        world.pass_time(200)
        pair.keeper.settle()

    for pair in pairs:
        pair.check()
    assert world.book.value("SELECT count(*) FROM qbo_intent WHERE state = 'open'") == 0
    assert side_by_side(world), "the connections waited for each other"
    for pair in pairs:
        # A dead server's last call may still be at work when another one takes over.
        together = world.control.overlaps(pair.realm)
        assert [each for each in together if not is_inherited(each, killed_at)] == []
    for server in (world.odoo, second):
        assert "Traceback" not in server.log.read_text()


def side_by_side(world):
    """Give two calls to different companies that were under way together."""
    calls = [call for call in world.control.calls()["log"] if call["realm"]]
    return [
        (one, other)
        for one, other in combinations(calls, 2)
        if one["realm"] != other["realm"] and begin(other) < end(one)
    ]


def is_inherited(pair, killed_at):
    moment = datetime.fromisoformat(killed_at)
    return begin(pair["first"]) <= moment <= begin(pair["second"])


def begin(call):
    return datetime.fromisoformat(call["time"])


def end(call):
    return begin(call) + timedelta(seconds=call["seconds"])
