"""How fast customers go to QuickBooks. QBO_BENCH_RECORDS: how many (10,000).

QuickBooks itself takes 40 batches of 30 a minute, 20 customers a second; this limit
is switched off to see the engine's own.
"""

import json
import tempfile
from pathlib import Path

from customers.stage import DELAYS, RECORDS, connected, row, rows_of

AT_ONCE = 1000


def main():
    """Print and give the figures."""
    rows = []
    for delay in DELAYS:
        with connected() as stage:
            seconds = fill(stage, RECORDS)
            if not rows:
                speed = round(RECORDS / seconds)
                rows.append(row("saved by a user while connected", speed, "a second"))
            rows += rows_of("push", RECORDS, delay, stage.drain(delay))
            there = len(stage.world.there("Customer"))
            rows.append(row("  customers that arrived", there, ""))
    return rows


def fill(stage, count):
    """Create customers in Odoo as an import does; give the seconds."""
    vals_list = [customer(number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "values.json")
        path.write_text(json.dumps(vals_list))
        return stage.work("create", path, AT_ONCE)["seconds"]


def customer(number):
    """Give the values of one customer with an address."""
    return {
        "name": f"Customer No. {number}",
        "email": f"customer{number}@bench.example",
        "phone": f"+1 555 {number:07}",
        "street": f"{number} Main Street",
        "city": "Springfield",
        "zip": f"{number % 100_000:05}",
        "customer_rank": 1,
    }


if __name__ == "__main__":
    main()
