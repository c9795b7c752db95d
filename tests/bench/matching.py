"""How well customers of two sides are recognised, and how long it takes.

1,000 against 1,000, of whom 600 are the same, with noise and hard negatives; five
seeds, both directions.
"""

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).parents[1])]

import qbo_core  # noqa: E402 - found through the path above

qbo_core.load()

from parties.noise import two_sides  # noqa: E402 - needs the core
from qbo.matching import Policy  # noqa: E402 - needs the core
from qbo.recognition import recognise  # noqa: E402 - needs the core

SEEDS = range(1, 6)
SHOWN_FIRST = 3
AS_SET = Policy(least=15)  # what a connection begins with


def evaluate(seed, size=1000, same=600, *, backwards=False):
    """Return the figures of one seed.

    Precision: of the links made by themselves, those that are right. Recall: of the
    true pairs, those linked so. In the first three: of the true pairs left over, those
    whose right one a person finds among the first three candidates.
    """
    sides = two_sides(seed, size, same)
    sources, candidates, truth = sides.ours, sides.theirs, sides.truth
    if backwards:
        sources, candidates = candidates, sources
        truth = {there: here for here, there in truth.items()}
    started = time.perf_counter()
    outcome = recognise(sources, candidates, AS_SET)
    seconds = time.perf_counter() - started
    wrong = {
        key: one for key, one in outcome.links.items() if truth.get(key) != one.key
    }
    rest = [key for key in truth if key not in outcome.links or key in wrong]
    found = [
        key
        for key in rest
        if truth[key] in [c.key for c in outcome.candidates.get(key, ())[:SHOWN_FIRST]]
    ]
    right = len(outcome.links) - len(wrong)
    return {
        "seed": seed,
        "direction": "back" if backwards else "forth",
        "links": len(outcome.links),
        "wrong": len(wrong),
        "precision": right / len(outcome.links),
        "recall": right / len(truth),
        "rest": len(rest),
        "in_first_three": len(found) / len(rest) if rest else 1.0,
        "seconds": round(seconds, 2),
    }


def main():
    """Print the figures and return them."""
    rows = [evaluate(s, backwards=back) for s in SEEDS for back in (False, True)]
    print("seed  way    links  wrong  precision  recall  rest  in first 3  seconds")
    for row in rows:
        print(
            f"{row['seed']:4}  {row['direction']:5}  {row['links']:5}  {row['wrong']:5}"
            f"  {row['precision']:9.2%}  {row['recall']:6.1%}  {row['rest']:4}"
            f"  {row['in_first_three']:10.1%}  {row['seconds']:7.2f}"
        )
    return rows


if __name__ == "__main__":
    main()
