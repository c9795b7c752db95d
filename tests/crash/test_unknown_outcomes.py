"""The answer to a write is lost, on each path there is: it is done exactly once."""

import os
from itertools import count

import pytest

from harness import made_up, wait_for
from harness.world import World

numbers = count(1)
KILLED = "killed"
HELD = {"fault": "slow_after_commit", "seconds": 8}


@pytest.fixture(scope="module")
def shared(environment, template, tmp_path_factory):
    """One world for all cases: each has records of its own."""
    name = f"{template}_p{os.getpid()}_crash_unknown"
    folder = tmp_path_factory.mktemp("quickbooks")
    with World(environment, template, folder, name) as world:
        world.control.set("throttles", False)
        world.connected()
        world.bookkeeper.settle()  # now there are rules
        world.book.execute("UPDATE qbo_rule SET gone_here = 'remove'")
        yield world


@pytest.fixture
def world(shared):
    """The shared world, nothing spoiled."""
    shared.control.clear_faults()
    yield shared
    shared.control.clear_faults()


class Customers:
    """New customers; in QuickBooks each name may be there once."""

    entity = "Customer"
    version = "0"

    def __init__(self, world, many):
        self.world, self.user = world, world.bookkeeper.user
        self.names = [made_up(f"case {next(numbers)}") for _ in range(many)]

    def act(self):
        values = [{"name": name, "customer_rank": 1} for name in self.names]
        self.ids = self.user.call("res.partner", "create", values)

    def there(self):
        """Give QuickBooks' objects of this case."""
        everybody = self.world.there("Customer")
        return [each for each in everybody if each["DisplayName"] in self.names]

    def is_done(self):
        return len(self.there()) == len(self.names)

    def check(self):
        there = self.there()
        assert sorted(each["DisplayName"] for each in there) == sorted(self.names)
        assert {each["SyncToken"] for each in there} == {self.version}


class ChangedCustomers(Customers):
    """Customers that get a telephone number; each is written once more."""

    version = "1"

    def __init__(self, world, many):
        super().__init__(world, many)
        super().act()
        world.bookkeeper.settle()

    def act(self):
        self.user.call("res.partner", "write", self.ids, {"phone": "+1 555 0100"})

    def is_done(self):
        return all("PrimaryPhone" in each for each in self.there())

    def check(self):
        super().check()
        assert self.is_done()


class CancelledInvoices:
    """Invoices that are void in QuickBooks, written once more."""

    entity = "Invoice"

    def __init__(self, world, many):
        self.world, self.user = world, world.bookkeeper.user
        self.company = ("company_id", "=", world.bookkeeper.company)
        self.ids = [self._copy() for _ in range(many)]
        self.user.call("account.move", "action_post", self.ids)
        self.user.call("account.move", "action_qbo_push", self.ids)
        world.bookkeeper.settle()
        sent = self.user.call("account.move", "read", self.ids, ["name"])
        self.numbers = [move["name"] for move in sent]
        self.before = {each["Id"]: each["SyncToken"] for each in self.there()}
        assert len(self.before) == many

    def _copy(self):
        kind = [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
        first = self.user.call("account.move", "search", [self.company, *kind], limit=1)
        return self.user.call("account.move", "copy", first)[0]

    def act(self):
        self.user.call("account.move", "button_draft", self.ids)
        self.user.call("account.move", "button_cancel", self.ids)

    def there(self):
        invoices = self.world.there("Invoice")
        return [each for each in invoices if each["DocNumber"] in self.numbers]

    def is_done(self):
        return all(not each["TotalAmt"] for each in self.there())

    def check(self):
        after = {each["Id"]: int(each["SyncToken"]) - 1 for each in self.there()}
        assert {key: str(value) for key, value in after.items()} == self.before
        assert self.is_done()


class DeletedInvoices(CancelledInvoices):
    """Invoices that go away for good."""

    def act(self):
        self.user.call("account.move", "button_draft", self.ids)
        self.user.call("account.move", "unlink", self.ids)

    def is_done(self):
        return not self.there()

    def check(self):
        assert self.is_done()


PATHS = {
    "single": (Customers, 1, {"entity": "Customer", "operation": "create"}),
    "batch": (Customers, 3, {"operation": "batch"}),
    "single update": (ChangedCustomers, 1, {"operation": "update"}),
    "batch update": (ChangedCustomers, 3, {"operation": "batch"}),
    "void": (CancelledInvoices, 1, {"entity": "Invoice", "operation": "void"}),
    "batch void": (CancelledInvoices, 2, {"operation": "batch"}),
    "delete": (DeletedInvoices, 1, {"entity": "Invoice", "operation": "delete"}),
    "batch delete": (DeletedInvoices, 2, {"operation": "batch"}),
}
FAULTS = {
    KILLED: HELD,
    "cut after commit": {"fault": "cut_after_commit"},
    "cut before": {"fault": "cut_before"},
    "500": {"fault": "status_500"},
}
# The others are for the long run.
USUAL = {("cut after commit", path) for path in PATHS}
USUAL |= {(KILLED, path) for path in ("single", "void", "delete")}


@pytest.mark.parametrize(
    "fault, path",
    [
        pytest.param(
            fault, path, marks=() if (fault, path) in USUAL else pytest.mark.long
        )
        for path in PATHS
        for fault in FAULTS
    ],
)
def test_it_is_done_exactly_once(world, fault, path):
    kind, many, match = PATHS[path]
    case = kind(world, many)
    world.bookkeeper.press("action_pause")
    case.act()
    world.control.inject({**FAULTS[fault], "match": match, "times": 1})
    world.bookkeeper.press("action_resume")
    wait_for(lambda: world.control.faults()[0]["struck"] == 1)
    if fault == KILLED:
        wait_for(case.is_done, 5)
        world.odoo.kill()
    opened = "SELECT count(*) FROM qbo_intent WHERE state = 'open'"
    wait_for(lambda: world.book.value(opened) == 1)

    world.pass_time(200)
    if fault == KILLED:
        world.odoo.start()
    world.bookkeeper.settle()
    case.check()
    assert world.book.value(opened) == 0
    problems = "SELECT title, message FROM qbo_exception WHERE closed_at IS NULL"
    assert world.book.rows(problems) == []
