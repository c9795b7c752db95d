"""How well a first pull recognises the customers of two real books.

The same parties as in ``matching``, but kept in Odoo and in QuickBooks, which shows
tax numbers as masks and refuses equal names, and met by the whole product.
QBO_BENCH_SEEDS: how many seeds (5).
"""

import os
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).parents[1])]

import qbo_core  # noqa: E402 - found through the path above

qbo_core.load()

from customers.stage import connected  # noqa: E402 - needs the path
from parties.books import keep_in_odoo, keep_in_quickbooks  # noqa: E402 - as above
from parties.noise import two_sides  # noqa: E402 - needs the core

SEEDS = int(os.environ.get("QBO_BENCH_SEEDS", "5"))
LINKS = "SELECT qbo_id, res_id FROM qbo_link WHERE entity = 'Customer' AND qbo_id <> ''"
DOUBTS = """
    SELECT doubt.qbo_id,
           array_agg(candidate.res_id ORDER BY candidate.score DESC, candidate.id)
      FROM qbo_match doubt JOIN qbo_match_candidate candidate ON match_id = doubt.id
     WHERE side = 'there' AND decision IS NULL
     GROUP BY doubt.qbo_id
"""
SHOWN_FIRST = 3


def main():
    """Print the figures and give them."""
    rows = []
    for seed in range(1, SEEDS + 1):
        with connected() as stage:
            rows.append({"seed": seed, **measured(stage.world, two_sides(seed))})
        print("  ".join(f"{name} {value}" for name, value in rows[-1].items()))
    return rows


def measured(world, sides):
    """Let two books meet; give how many links are right, and who is left over."""
    world.odoo.start()
    world.bookkeeper.press("action_pause")  # they meet when both books are full
    here = keep_in_odoo(world.bookkeeper.user, sides.ours)
    there = keep_in_quickbooks(world.control, world.realm, sides.theirs)
    world.control.reset_calls()
    world.bookkeeper.press("action_resume")
    started = time.perf_counter()
    world.bookkeeper.settle()
    seconds = time.perf_counter() - started
    truth = {theirs: ours for ours, theirs in sides.truth.items()}
    links = {
        there[row["qbo_id"]]: here[row["res_id"]]
        for row in world.book.rows(LINKS)
        if row["qbo_id"] in there and row["res_id"] in here
    }
    shown = {
        there[row["qbo_id"]]: [here.get(one) for one in row["array_agg"][:SHOWN_FIRST]]
        for row in world.book.rows(DOUBTS)
    }
    right = sum(truth.get(theirs) == ours for theirs, ours in links.items())
    rest = [key for key in truth if links.get(key) != truth[key]]
    return {
        "links": len(links),
        "wrong": len(links) - right,
        "precision": round(right / len(links), 4),
        "recall": round(right / len(truth), 4),
        "rest": len(rest),
        "in_first_three": round(
            sum(truth[key] in shown.get(key, ()) for key in rest) / len(rest), 4
        ),
        "calls": world.control.calls(world.realm)["total"],
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    main()
