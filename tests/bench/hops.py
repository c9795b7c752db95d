"""What one run goes through for one record: files, transactions, queries.

One new customer is sent, one change of a customer and one payment are fetched, each
by a whole run of its own.
"""

import json
import tempfile
from pathlib import Path

from customers.stage import connected, row

DUE = "UPDATE qbo_rule SET next_at = NULL"
LATER = "UPDATE qbo_rule SET next_at = now() AT TIME ZONE 'utc' + interval '1 hour'"


def main():
    """Print and give the figures."""
    rows = []
    with connected(prepare_world=prepared) as stage:
        for what, happen in (
            ("one new customer sent", _new_customer),
            ("one change of a customer fetched", _changed_customer),
            ("one payment fetched", _payment),
        ):
            for number in range(2):  # the first one fills caches
                happen(stage, number)
                figures = stage.work("hops")
            rows += [row(f"{what}: {name}", figures[name], "") for name in figures]
    return rows


def prepared(world):
    """Bring the invoices over, so that payments have something to pay."""
    world.bookkeeper.lists_and_mappings()
    world.bookkeeper.copy_invoices()


def _new_customer(stage, number):
    stage.world.book.execute(LATER)
    vals = [{"name": f"Met by Hops {number}", "customer_rank": 1}]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "values.json")
        path.write_text(json.dumps(vals))
        stage.work("create", path, 1)


def _changed_customer(stage, number):
    stage.world.book.execute(DUE)
    there = stage.world.there("Customer")[0]
    change = {"Notes": f"Seen {number} times"}
    stage.world.control.edit(stage.world.realm, "Customer", there["Id"], change)


def _payment(stage, number):
    stage.world.book.execute(DUE)
    due = [each for each in stage.world.there("Invoice") if each["Balance"] > 10]
    invoice = due[number]
    customer = invoice["CustomerRef"]["value"]
    realm, paid = stage.world.realm, {invoice["Id"]: 10}
    stage.world.control.receive_payment(realm, customer, 10, paid)


if __name__ == "__main__":
    main()
