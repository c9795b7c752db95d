"""How fast customers come from QuickBooks, beside a bare create() of the same ones.

The bare create() writes the same values in batches into the same kind of database,
in which nothing is connected; it is measured just before each pull, so that both meet
the same machine. QBO_BENCH_RECORDS: how many (10,000).
"""

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

from customers.stage import DELAYS, RECORDS, connected, row, rows_of

BATCHES = (100, 1000)


def main():
    """Print and give the figures."""
    rows = []
    for delay in DELAYS:
        with connected() as stage, _values(stage) as values:
            bare = [_bare(stage, values, size) for size in BATCHES]
            rows += [
                row(f"bare create(), {size} at once", round(RECORDS / took), "a second")
                for size, took in zip(BATCHES, _each(bare, "seconds"), strict=True)
            ]
            figures = stage.drain(delay)
        rows += rows_of("pull", RECORDS, delay, figures)
        rows += _times(figures, bare)
    return rows


def _times(figures, bare):
    """Give how many times as long as the faster bare create() a pull took."""
    what = {"seconds": "seconds", "processor": "processor time of Odoo"}
    return [
        row(
            f"  {words} by those of the faster bare create()",
            round(figures[key] / min(_each(bare, key)), 2),
            "x",
        )
        for key, words in what.items()
    ]


def _each(bare, key):
    return [took[key] for took in bare]


@contextmanager
def _values(stage):
    """Give a file with the values of the customers that wait in QuickBooks."""
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "values.json"), Path(folder, "payloads.json")
        there.write_text(json.dumps(stage.seed(RECORDS)))
        here.write_text(json.dumps(stage.work("values", there)))
        yield here


def _bare(stage, values, size):
    """Create in a database of its own that is not connected; give what it took."""
    world = stage.world
    name = f"{world.name}_bare"
    with world.databases.temporary(world.template, name):
        return stage.work("create", values, size, database=name)


if __name__ == "__main__":
    main()
