"""Find out which customer or vendor of one side is which of the other.

Each field gives points for agreeing and takes some for contradicting; an absent one
says nothing. A value that several parties of one side share (``info@`` of a group, a
family's telephone, the tax number of 30 branches) is worth its share only. A link is
made by itself only above a limit, and only when the second best is clearly behind,
seen from both sides; all else goes to a person with the best candidates first.

An index over what the parties have in common keeps this far from comparing all with
all: a thousand against a thousand takes a few seconds at most.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from . import likeness
from .party import Party

_HALF_LIKE = 0.6  # names less alike than this speak against, more alike ones for
_INITIAL_WORTH = 1.0  # a lone letter says little, however rare it is
_TELLING_WORDS = 1.3  # as many rare words make a name that hardly anyone shares
_ENOUGH = 200  # candidates after which common words are not followed any more

_ROLES = """
    accounting accounts admin ap ar billing contact email finance hello info invoice
    invoices mail office orders payables purchasing reception sales service
    support team
"""
ROLES = frozenset(_ROLES.split())


@dataclass(frozen=True)
class Weights:
    """Say what each field is worth: points when it agrees.

    ``differing`` points are taken per contradicting field, as a share of its worth.
    """

    email: float = 40
    name: float = 45
    company: float = 15
    tax_id: float = 40
    phone: float = 25
    street: float = 15
    postal_code: float = 10
    differing: Mapping[str, float] = field(
        default_factory=lambda: {
            "email": 0.15,
            "name": 1.0,
            "company": 0.3,
            "tax_id": 1.0,
            "phone": 0.3,
            "street": 0.3,
            "postal_code": 0.4,
        }
    )
    role_address: float = 0.6  # of the e-mail's worth when it is info@ or the like
    generation: float = 45  # taken when only one is the junior of the family


@dataclass(frozen=True)
class Match:
    """Say how well a candidate fits: a score (100 is very sure), and why.

    ``reasons`` are pairs of field and points, the weightiest first.
    """

    key: Hashable
    score: float
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Policy:
    """Say when a link is made by itself, and what is shown to a person otherwise.

    ``limit``: the least score. ``margin``: how far the second best must be behind.
    ``least``: what a person need not see. ``most``: how many candidates are shown.
    """

    weights: Weights = field(default_factory=Weights)
    limit: float = 60
    margin: float = 15
    least: float = 0
    most: int = 5


@dataclass(frozen=True)
class Outcome:
    """Hold the links made by themselves, and for the rest what a person may choose.

    Both by the key of the source; ``candidates`` are not linked to another.
    """

    links: dict[Hashable, Match]
    candidates: dict[Hashable, tuple[Match, ...]]


class Matcher:
    """Know one side, and find in it who a party of the other side is.

    ``others`` is the other side if it is at hand: it tells which values are shared.
    """

    def __init__(
        self,
        parties: Iterable[Party],
        weights: Weights | None = None,
        others: Iterable[Party] = (),
    ):
        self.weights = weights or Weights()
        self._parties = list(parties)
        sides = (self._parties, list(others))
        self._sharers = _sharers(*sides)
        self._frequency = Counter(
            word for side in sides for party in side for word in _all_words(party)
        )
        self._total = sum(map(len, sides)) + 2  # even one word of two says something
        self._holders: dict[tuple[str, str], list[Party]] = defaultdict(list)
        self._spellings: dict[str, set[str]] = defaultdict(set)
        for party in self._parties:
            self._file(party)

    def find(self, party: Party) -> list[Match]:
        """Return the candidates for a party, best first."""
        matches = [self.score(party, other) for other in self._near(party)]
        return sorted(matches, key=lambda match: -match.score)

    def score(self, one: Party, other: Party) -> Match:
        """Compare two parties field by field."""
        points = {
            "email": self._email(one, other),
            "name": self._name(one, other),
            "company": self._company(one, other),
            "tax_id": self._same("tax_id", {one.tax_number}, {other.tax_number}),
            "phone": self._same("phone", one.numbers, other.numbers),
            "street": self._street(one, other),
            "postal_code": self._same("postal_code", {one.zip}, {other.zip}),
        }
        told = [(name, round(value, 1)) for name, value in points.items() if value]
        told.sort(key=lambda reason: -abs(reason[1]))
        return Match(other.key, round(sum(points.values()), 1), tuple(told))

    # ------------------------------------------------------------------
    # INDEX
    # ------------------------------------------------------------------

    def _file(self, party: Party) -> None:
        for value in party.values():
            self._holders[value].append(party)
        for word in _all_words(party):
            self._holders["word", word].append(party)
            for key in likeness.near_spellings(word):
                self._spellings[key].add(word)

    def _near(self, party: Party) -> list[Party]:
        """Return those who have something in common with the party."""
        near: dict[Hashable, Party] = {}
        for value in party.values():
            near.update((other.key, other) for other in self._holders.get(value, ()))
        alike = {
            word
            for spelled in _all_words(party)
            for key in likeness.near_spellings(spelled)
            for word in self._spellings.get(key, ())
        }
        for word in sorted(alike, key=lambda word: self._frequency[word]):
            if len(near) > _ENOUGH:
                break
            near.update((other.key, other) for other in self._holders["word", word])
        return list(near.values())

    # ------------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------------

    def _worth(self, word: str) -> float:
        """Return what a word says: much when it is rare, little when it is common."""
        if len(word) == 1:
            return _INITIAL_WORTH
        return log(self._total / self._frequency.get(word, 1)) + 0.1

    def _share(self, name: str, value: str) -> float:
        return 1 / self._sharers.get((name, value), 1)

    def _agreeing(self, name: str) -> float:
        return getattr(self.weights, name)

    def _differing(self, name: str) -> float:
        return -self._agreeing(name) * self.weights.differing[name]

    def _same(self, name: str, one: Iterable[str], other: Iterable[str]) -> float:
        ours, theirs = set(one) - {""}, set(other) - {""}
        if not (ours and theirs):
            return 0.0
        shares = [self._share(name, value) for value in ours & theirs]
        return self._agreeing(name) * max(shares) if shares else self._differing(name)

    def _email(self, one: Party, other: Party) -> float:
        points = self._same("email", {one.address}, {other.address})
        is_role = one.address.partition("@")[0] in ROLES
        return points * self.weights.role_address if points > 0 and is_role else points

    def _street(self, one: Party, other: Party) -> float:
        if not (one.street_words and other.street_words):
            return 0.0
        like = likeness.street_likeness(one.street_words, other.street_words)
        if like < 0.6:
            return self._differing("street")
        homes = {value for p in (one, other) for value in p.values()}
        shares = (self._share(*home) for home in homes if home[0] == "street")
        return self._agreeing("street") * like * min(shares, default=1.0)

    def _name(self, one: Party, other: Party) -> float:
        """Count likeness above one half of the way for, below it against."""
        pairs = [(a, b) for a in _called(one, other) for b in _called(other, one)]
        if not pairs:
            return 0.0
        like, words = max(
            (likeness.name_likeness(a, b, self._worth), a if len(a) < len(b) else b)
            for a, b in pairs
        )
        generations = (
            self.weights.generation if one.generation != other.generation else 0
        )
        if like < _HALF_LIKE:
            return self._differing("name") * (1 - like / _HALF_LIKE) - generations
        said = sum(map(self._worth, words)) / (_TELLING_WORDS * log(self._total))
        share = (like - _HALF_LIKE) / (1 - _HALF_LIKE) * min(1.0, max(said, 0.6))
        return self._agreeing("name") * share - generations

    def _company(self, one: Party, other: Party) -> float:
        """Count the company of a contact; where it is the name, it was counted."""
        ours, theirs = one.company_words, other.company_words
        if not (ours and theirs) or ours in one.names and theirs in other.names:
            return 0.0
        like = likeness.name_likeness(ours, theirs, self._worth)
        if like < _HALF_LIKE:
            return self._differing("company")
        return self._agreeing("company") * like * self._share("company", " ".join(ours))


def match(
    sources: Iterable[Party], candidates: Iterable[Party], policy: Policy | None = None
) -> Outcome:
    """Link what is certain, one to one, and list candidates for the rest.

    Certain: above the limit, and both for the source and for the candidate the next
    best is behind by the margin.
    """
    policy, ours = policy or Policy(), list(sources)
    matcher = Matcher(candidates, policy.weights, ours)
    found = {party.key: matcher.find(party) for party in ours}
    wooed: dict[Hashable, list[float]] = defaultdict(list)
    for matches in found.values():
        for one in matches:
            wooed[one.key].append(one.score)
    links = {
        key: matches[0]
        for key, matches in found.items()
        if matches and _is_certain(matches, wooed[matches[0].key], policy)
    }
    taken = {one.key for one in links.values()}
    shown = {
        key: tuple(one for one in matches if _is_shown(one, taken, policy))
        for key, matches in found.items()
        if key not in links
    }
    return Outcome(links, {key: some[: policy.most] for key, some in shown.items()})


def _is_certain(matches: list[Match], wooers: list[float], policy: Policy) -> bool:
    """Tell whether the best match is above the limit and has no rival anywhere.

    A name that contradicts is never certain: families share all the rest.
    """
    best = matches[0].score
    if dict(matches[0].reasons).get("name", 0) <= 0:
        return False
    rivals = [one.score for one in matches[1:2]] + sorted(wooers)[-2:-1]
    behind = all(score <= best - policy.margin for score in rivals)
    return best >= policy.limit and best == max(wooers) and behind


def _is_shown(one: Match, taken: set[Hashable], policy: Policy) -> bool:
    return one.score >= policy.least and one.key not in taken


def _called(one: Party, other: Party) -> tuple[tuple[str, ...], ...]:
    """Return the names; the town in them says nothing where both live in it."""
    town = one.town & other.town
    if not town:
        return one.names
    bare = (tuple(word for word in name if word not in town) for name in one.names)
    return tuple(short or name for short, name in zip(bare, one.names, strict=True))


def _all_words(party: Party) -> set[str]:
    return {word for words in (*party.names, party.company_words) for word in words}


def _sharers(*sides: list[Party]) -> dict[tuple[str, str], int]:
    """Count how many parties of one side have a value; the side with more decides."""
    most: dict[tuple[str, str], int] = {}
    for side in sides:
        counted = Counter(value for party in side for value in party.values())
        counted.update(
            ("company", " ".join(party.company_words))
            for party in side
            if party.company_words
        )
        most.update((v, n) for v, n in counted.items() if n > most.get(v, 0))
    return most
