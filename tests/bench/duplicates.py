"""How well those that stand twice in one list are found, and how long it takes.

Both sides of ``parties.noise`` in one list: of 2,000 records 1,200 are 600 customers
that stand in it twice, with noise and the hard negatives. Then ten thousand records.
"""

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).parents[1])]

import qbo_core  # noqa: E402 - found through the path above

qbo_core.load()

from parties.noise import two_sides  # noqa: E402 - needs the core
from qbo.duplicates import duplicates  # noqa: E402 - needs the core
from qbo.matching import Policy  # noqa: E402 - needs the core

SEEDS = range(1, 6)
AS_SET = Policy(least=25)  # what a connection begins with


def evaluate(seed, size=1000, same=600):
    """Return the figures of one seed.

    Recall: of those that stand twice, the ones found. Precision: of the pairs shown
    to a person, those that are right. Sure: called very likely.
    """
    sides = two_sides(seed, size, same)
    truth = {frozenset(pair) for pair in sides.truth.items()}
    started = time.perf_counter()
    pairs = duplicates([*sides.ours, *sides.theirs], AS_SET)
    seconds = time.perf_counter() - started
    right = [pair for pair in pairs if frozenset((pair.one, pair.other)) in truth]
    sure = [pair for pair in pairs if pair.sure]
    return {
        "records": len(sides.ours) + len(sides.theirs),
        "pairs": len(pairs),
        "recall": len(right) / len(truth),
        "precision": len(right) / len(pairs),
        "sure": len(sure),
        "wrong_sure": sum(pair not in right for pair in sure),
        "seconds": round(seconds, 2),
    }


def main():
    """Print the figures and return them."""
    rows = [evaluate(seed) for seed in SEEDS] + [evaluate(1, 5000, 3000)]
    print("records  pairs  recall  precision  sure  wrong sure  seconds")
    for row in rows:
        print(
            f"{row['records']:7}  {row['pairs']:5}  {row['recall']:6.1%}"
            f"  {row['precision']:9.1%}  {row['sure']:4}  {row['wrong_sure']:10}"
            f"  {row['seconds']:7.2f}"
        )
    return rows


if __name__ == "__main__":
    main()
