"""What payments that QuickBooks received cost, beside the same ones by bare ORM.

The bare ones are created, posted and matched in batches, in the same kind of
database, in which nothing is connected. QBO_BENCH_PAYMENTS: how many (200).
"""

import json
import os

from customers.stage import connected, row

COUNT = int(os.environ.get("QBO_BENCH_PAYMENTS", "200"))


def main():
    """Print and give the figures."""
    with connected("payments.work") as stage:
        bare, pulled = _bare(stage), _pulled(stage)
    return [
        row("bare ORM in batches: queries", round(bare["queries"] / COUNT, 1), "each"),
        row("pull: queries", round(pulled["queries"] / COUNT, 1), "each"),
        row("  by those of bare ORM", _times("queries", pulled, bare), "x"),
        row("bare ORM in batches", round(COUNT / bare["seconds"]), "a second"),
        row("pull", round(COUNT / pulled["seconds"]), "a second"),
        row("  seconds by those of bare ORM", _times("seconds", pulled, bare), "x"),
    ]


def _times(what, pulled, bare):
    return round(pulled[what] / bare[what], 2)


def _bare(stage):
    """Pay in a database of its own that is not connected; give what it took."""
    world = stage.world
    name = f"{world.name}_bare"
    with world.databases.temporary(world.template, name):
        ids = stage.work("invoices", COUNT, database=name)
        took = stage.work("pay", ids, database=name)
        _check(stage.work("paid", ids, database=name))
    return took


def _pulled(stage):
    """Let QuickBooks receive payments of invoices it knows; give what it took."""
    ids = stage.work("invoices", COUNT)
    stage.work("run")
    control, realm = stage.world.control, stage.world.realm
    known = stage.world.book.rows(
        "SELECT qbo_id FROM qbo_link WHERE entity = 'Invoice' AND qbo_id IS NOT NULL"
    )
    known = {each["qbo_id"] for each in known}
    for there in stage.world.there("Invoice"):
        if there["Id"] in known:
            customer, due = there["CustomerRef"]["value"], there["Balance"]
            control.receive_payment(realm, customer, due, {there["Id"]: due})
    stage.world.book.execute("UPDATE qbo_rule SET next_at = NULL")
    took = stage.work("run")
    _check(stage.work("paid", ids))
    return took


def _check(paid):
    if paid != COUNT:
        raise SystemExit(f"Only {paid} of {COUNT} invoices are paid.")


if __name__ == "__main__":
    print(json.dumps(main()))
