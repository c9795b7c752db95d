"""Recognise customers and vendors: by a key if one is trusted, else by all fields.

What the weighing leaves open is linked only where both sides call it by the same name,
nobody else has that name, and nothing they know of it contradicts.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from .matching import Match, Matcher, Outcome, Policy, match
from .names import comparable
from .party import Party

KEYS: dict[str, Callable[[Party], str]] = {
    "email": lambda party: party.address,
    "tax_id": lambda party: party.tax_number,
    "name": lambda party: comparable(party.name),
}
CERTAIN = 100.0
LEAST, MOST = -1000.0, 50  # all that have anything in common


def recognise(
    sources: Iterable[Party],
    candidates: Iterable[Party],
    policy: Policy | None = None,
    key: str = "",
) -> Outcome:
    """Return links that are certain, and candidates for the rest.

    ``key``: one of ``KEYS``; equal and unique on both sides, it decides before the
    weighing. "": all fields are weighed at once.
    """
    policy, ours, theirs = policy or Policy(), list(sources), list(candidates)
    links = {}
    if key:
        pairs = _pairs(ours, theirs, KEYS[key])
        links = {one: Match(other, CERTAIN, ((key, CERTAIN),)) for one, other in pairs}
        ours, theirs = _without(ours, theirs, links)
    outcome = match(ours, theirs, replace(policy, least=LEAST, most=MOST))
    links |= outcome.links
    ours, theirs = _without(ours, theirs, outcome.links)
    links |= _by_name(ours, theirs, policy)
    return Outcome(links, _doubtful(ours, theirs, outcome, links, policy))


def _doubtful(
    ours: list[Party],
    theirs: list[Party],
    outcome: Outcome,
    links: dict[Hashable, Match],
    policy: Policy,
) -> dict[Hashable, tuple[Match, ...]]:
    """Return who a person should look at: what is like enough, and namesakes.

    Two of one name cannot both stand in QuickBooks, however little else they share.
    """
    taken = {one.key for one in links.values()}
    called = {party.key: comparable(party.name) for party in theirs}
    doubtful = {}
    for party in ours:
        if party.key in links:
            continue
        name = comparable(party.name)
        shown = [
            one
            for one in outcome.candidates.get(party.key, ())
            if one.key not in taken
            and (one.score >= policy.least or called.get(one.key) == name)
        ]
        if shown:
            doubtful[party.key] = tuple(shown[: policy.most])
    return doubtful


def _by_name(
    ours: list[Party], theirs: list[Party], policy: Policy
) -> dict[Hashable, Match]:
    """Link equal names that nobody else has and that nothing speaks against."""
    matcher = Matcher(theirs, policy.weights, ours)
    here = {party.key: party for party in ours}
    there = {party.key: party for party in theirs}
    found = (
        (one, matcher.score(here[one], there[other]))
        for one, other in _pairs(ours, theirs, KEYS["name"])
    )
    return {
        one: judged
        for one, judged in found
        if not any(points < 0 for _name, points in judged.reasons)
    }


def _pairs(
    ours: list[Party], theirs: list[Party], key: Callable[[Party], str]
) -> list[tuple[Hashable, Hashable]]:
    """Return who shares a value with exactly one of the other side, and alone."""
    here, there = _grouped(ours, key), _grouped(theirs, key)
    return [
        (here[value][0], there[value][0])
        for value in here.keys() & there.keys()
        if value and len(here[value]) == len(there[value]) == 1
    ]


def _grouped(
    parties: list[Party], key: Callable[[Party], str]
) -> dict[str, list[Hashable]]:
    groups: dict[str, list[Hashable]] = defaultdict(list)
    for party in parties:
        groups[key(party)].append(party.key)
    return groups


def _without(
    ours: list[Party], theirs: list[Party], links: dict[Hashable, Match]
) -> tuple[list[Party], list[Party]]:
    taken = {one.key for one in links.values()}
    return (
        [party for party in ours if party.key not in links],
        [party for party in theirs if party.key not in taken],
    )
