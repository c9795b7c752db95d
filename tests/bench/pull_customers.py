"""How fast customers come from QuickBooks, beside a bare create() of the same ones.

The bare create() writes the same values in batches into the same kind of database,
in which nothing is connected. QBO_BENCH_RECORDS: how many (10,000).
"""

import json
import tempfile
from pathlib import Path

from customers.stage import RECORDS, connected, row, rows_of

DELAYS = (0, 0.2)  # seconds
BATCHES = (100, 1000)


def main():
    """Print and give the figures."""
    rows = []
    for delay in DELAYS:
        with connected() as stage:
            payloads = stage.seed(RECORDS)
            if not rows:
                bare = _bare(stage, payloads)
                rows += [_bare_row(size, bare[size]) for size in BATCHES]
            figures = stage.drain(delay)
        rows += rows_of("pull", RECORDS, delay, figures)
        times = figures["seconds"] / min(bare.values())
        rows.append(
            row("  seconds by those of the faster bare create()", f"{times:.2f}", "x")
        )
    return rows


def _bare(stage, payloads):
    """Seconds of a bare create() of the same customers, by size of the batches."""
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "values.json"), Path(folder, "payloads.json")
        there.write_text(json.dumps(payloads))
        here.write_text(json.dumps(stage.work("values", there)))
        return {size: _bare_alone(stage, here, size) for size in BATCHES}


def _bare_alone(stage, vals_file, size):
    """Create in a database of its own that is not connected."""
    world = stage.world
    name = f"{world.name}_bare"
    with world.databases.temporary(world.template, name):
        return stage.work("create", vals_file, size, database=name)


def _bare_row(size, seconds):
    return row(f"bare create(), {size} at once", round(RECORDS / seconds), "a second")


if __name__ == "__main__":
    main()
