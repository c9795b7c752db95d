"""Tell which product of one side is which item of the other, by the key that counts.

Three keys: ``name`` looks at names alone; ``sku`` at codes first, then at names of
which not both carry a code of their own; ``reference`` at codes alone. Nothing is
linked that could be two things: it goes to a person with all that it may be.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

NAME, SKU, REFERENCE = "name", "sku", "reference"


@dataclass(frozen=True)
class Known:
    """Hold what makes a product or item recognisable, in the form that is compared.

    ``key`` is whatever the caller calls it by; name and code may be empty.
    """

    key: Hashable
    name: str = ""
    code: str = ""

    def fits(self, other: "Known", sign: str) -> bool:
        """Tell whether both show the same sign, and no other code."""
        same = getattr(self, sign) == getattr(other, sign) != ""
        return same and not (self.code and other.code and self.code != other.code)


class Meeting:
    """Bring two sides together, the surest sign first.

    ``links``: key of ours to key of theirs. ``doubts``: key of ours to the keys of
    all that it may be.
    """

    def __init__(self, ours: Iterable[Known], theirs: Iterable[Known], by: str):
        self.links: dict[Hashable, Hashable] = {}
        self.doubts: dict[Hashable, tuple[Hashable, ...]] = {}
        ours, theirs = list(ours), list(theirs)
        for sign in {NAME: ("name",), REFERENCE: ("code",)}.get(by, ("code", "name")):
            self._join(ours, theirs, sign)

    def _join(self, ours: list[Known], theirs: list[Known], sign: str) -> None:
        met = {*self.links, *self.doubts}
        taken = set(self.links.values())
        shared: dict[str, list[Known]] = defaultdict(list)
        for other in theirs:
            if other.key not in taken:
                shared[getattr(other, sign)].append(other)
        fitting = {
            one: _nearest(one, shared.get(getattr(one, sign), ()), sign)
            for one in ours
            if one.key not in met
        }
        wooers = Counter(other for some in fitting.values() for other in some)
        for one, some in fitting.items():
            if len(some) == 1 and wooers[some[0]] == 1:
                self.links[one.key] = some[0].key
            elif some:
                self.doubts[one.key] = tuple(other.key for other in some)


def _nearest(one: Known, others: Collection[Known], sign: str) -> list[Known]:
    """Return those that fit; where some of them have the same name, these alone."""
    fitting = [other for other in others if one.fits(other, sign)]
    namesakes = [other for other in fitting if other.name == one.name]
    return namesakes or fitting
