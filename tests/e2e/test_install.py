"""The add-ons come and go in any order that their dependencies allow."""

import time

import pytest

from harness import OdooRefusal
from testing.parts import ADDONS, CORE, INVOICES, ODOO_ALL, REVIEW


@pytest.fixture
def database(environment, template):
    from environment.databases import Databases

    databases = Databases(environment)
    name = f"{template}_install"
    with databases.temporary(databases.base(ODOO_ALL), name):
        yield databases, name


@pytest.mark.parametrize(
    "order", [[ADDONS], [(CORE,), (INVOICES,), (REVIEW,)], [(INVOICES,), (REVIEW,)]]
)
def test_installing_leaves_a_clean_log(database, order):
    databases, name = database
    for addons in order:
        assert databases.install(name, addons) == []


def uninstall(world, addon):
    """Uninstall as from the Apps screen: again, when a scheduled action is at work."""
    user = world.bookkeeper.user
    module = user.read("ir.module.module", [("name", "=", addon)], "state")[0]
    deadline = time.monotonic() + 60
    while True:
        try:
            return user.press(
                "ir.module.module", "button_immediate_uninstall", module["id"]
            )
        except OdooRefusal as refusal:
            if "scheduled action" not in str(refusal) or time.monotonic() > deadline:
                raise
        time.sleep(0.5)


def test_the_earlier_add_ons_go_on_after_the_later_ones_are_gone(world):
    world.connected()
    world.bookkeeper.copy_invoices()
    world.bookkeeper.settle()
    customers = len(world.there("Customer"))

    for addon in (REVIEW, INVOICES):
        uninstall(world, addon)
    partner = world.bookkeeper.user.create(
        "res.partner", name="After the Uninstall", customer_rank=1
    )
    world.bookkeeper.user.call("res.partner", "action_qbo_push", [partner])
    world.bookkeeper.settle()
    assert len(world.there("Customer")) == customers + 1

    uninstall(world, CORE)
    left = world.book.rows(
        "SELECT relname FROM pg_class WHERE relname LIKE 'qbo%%' AND relkind = 'r'"
    )
    assert left == []
    assert "Traceback" not in world.odoo.log.read_text()
