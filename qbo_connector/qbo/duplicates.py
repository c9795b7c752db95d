"""Find in one list who may stand in it twice.

The weighing is that of ``matching``. In one list a value that two share is the very
sign looked for, so it keeps its whole worth; one that many share says little. Who is
compared with whom is found by what they share and by their rarest words, so ten
thousand do not cost a hundred million comparisons.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from . import likeness
from .matching import Match, Matcher, Policy
from .party import Party

_RARE = 2  # words of a name that are followed
_CROWD = 40  # what more than so many share does not bring two of them together
_MOST = 5  # pairs of one party
_NAME = "whole name"

Together = Callable[[Hashable, Hashable], bool]


@dataclass(frozen=True)
class Pair:
    """Hold two of a list that may be the same, and why.

    ``sure``: as like as what is linked by itself, and nothing contradicts.
    """

    one: Hashable
    other: Hashable
    score: float
    reasons: tuple[tuple[str, float], ...]
    sure: bool


class Finder(Matcher):
    """Know one list, and find in it who is like whom."""

    def pairs(self) -> Iterator[tuple[Hashable, Match]]:
        """Yield each two that have something in common once, compared."""
        place = {party.key: number for number, party in enumerate(self._parties)}
        for number, party in enumerate(self._parties):
            for other in self._near(party):
                if place[other.key] > number:
                    yield party.key, self.score(party, other)

    def _file(self, party: Party) -> None:
        for name in party.names:
            self._holders[_NAME, " ".join(sorted(name))].append(party)
        return super()._file(party)

    def _near(self, party: Party) -> list[Party]:
        groups = [self._holders.get(value, ()) for value in party.values()]
        for name in party.names:
            groups.append(self._holders[_NAME, " ".join(sorted(name))])
            rarest = sorted(set(name), key=lambda word: self._frequency[word])[:_RARE]
            spelled = {other for word in rarest for other in self._spelled_like(word)}
            groups += [self._holders["word", word] for word in spelled]
        return list(
            {p.key: p for some in groups if len(some) <= _CROWD for p in some}.values()
        )

    def _spelled_like(self, word: str) -> set[str]:
        keys = likeness.near_spellings(word)
        return {other for key in keys for other in self._spellings.get(key, ())}

    def _share(self, name: str, value: str) -> float:
        return 1 / max(1, self._sharers.get((name, value), 1) - 1)


def duplicates(
    parties: Iterable[Party],
    policy: Policy | None = None,
    together: Together = lambda one, other: True,
) -> list[Pair]:
    """Return who may be the same, likeliest first, at most a few for each.

    ``together``: whether two may be one at all (no company and its branch).
    """
    policy = policy or Policy()
    found = [
        Pair(one, match.key, match.score, match.reasons, _is_sure(match, policy))
        for one, match in Finder(parties, policy.weights).pairs()
        if match.score >= policy.least and together(one, match.key)
    ]
    found.sort(key=lambda pair: (not pair.sure, -pair.score))
    seen: dict[Hashable, int] = defaultdict(int)
    kept = []
    for pair in found:
        if max(seen[pair.one], seen[pair.other]) < _MOST:
            seen[pair.one] += 1
            seen[pair.other] += 1
            kept.append(pair)
    return kept


def _is_sure(match: Match, policy: Policy) -> bool:
    """Tell whether two are as like as what is linked by itself.

    Without a second list there is nobody to be ahead of; so whatever contradicts
    leaves it to a person: another street is another branch, another name a relative.
    """
    points = dict(match.reasons)
    return (
        match.score >= policy.limit
        and points.get("name", 0) > 0
        and min(points.values()) >= 0
    )
