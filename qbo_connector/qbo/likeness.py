"""Bring what people typed to one form, and say how alike two names are.

Accents, case, punctuation, legal forms and titles make no difference; the order of
the words makes none either. A typing error costs a little, a missing word costs what
the word is worth: a rare one says more about who is meant than a common one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

_FORMS = """
    ab ag aps as bv co company corp corporation cv eirl ek ev eurl gbr gmbh inc
    incorporated kft kg kgaa kk lda limited llc llp lp ltd ltda mbh nv og ohg oy oyj pc
    plc pllc pte pty sa sarl sas sasu sl slu sp spa spzoo srl sro the ug
"""
_TITLES = "mr mrs ms miss dr prof herr frau mme sir"
LEGAL_FORMS = frozenset(_FORMS.split())
TITLES = frozenset(_TITLES.split())
GENERATIONS = {
    **dict.fromkeys(("jr", "junior", "ii", "2nd"), "jr"),
    **dict.fromkeys(("sr", "senior"), "sr"),
    **dict.fromkeys(("iii", "3rd"), "iii"),
}
SHORT_FORMS = {
    "assoc": "associates",
    "bros": "brothers",
    "constr": "construction",
    "ctr": "center",
    "centre": "center",
    "dept": "department",
    "dist": "distribution",
    "eng": "engineering",
    "engr": "engineering",
    "ent": "enterprises",
    "equip": "equipment",
    "grp": "group",
    "hldgs": "holdings",
    "ind": "industries",
    "inds": "industries",
    "inst": "institute",
    "intl": "international",
    "lab": "laboratory",
    "labs": "laboratories",
    "mfg": "manufacturing",
    "mgmt": "management",
    "mkt": "market",
    "natl": "national",
    "prod": "products",
    "prods": "products",
    "svc": "services",
    "svcs": "services",
    "serv": "services",
    "sys": "systems",
    "tech": "technologies",
    "technology": "technologies",
    "univ": "university",
    "whse": "warehouse",
}
STREET_FORMS = {
    "st": "street",
    "str": "street",
    "strasse": "street",
    "ave": "avenue",
    "av": "avenue",
    "rd": "road",
    "blvd": "boulevard",
    "dr": "drive",
    "ln": "lane",
    "ct": "court",
    "pl": "place",
    "sq": "square",
    "hwy": "highway",
    "pkwy": "parkway",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "&": " "}
)
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # S.A. and G.m.b.H.
_APOSTROPHE = re.compile("['\u2018\u2019`\u00b4]")
_WORD = re.compile(r"[^\W_]+")
_CLOSE, _INITIAL, _SHORT = 0.85, 0.6, 0.8  # worth of words that are nearly the same

Worth = Callable[[str], float]


def fold(text: str) -> str:
    """Return the text without case, accents and ligatures."""
    text = text.casefold().translate(_FOLDED)
    split = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def words(name: str) -> tuple[str, ...]:
    """Return the words that tell who is meant, spelled out, in order.

    Legal forms and titles are left out unless nothing else is there; "and" too.
    """
    found = _words_of(_DOTTED.sub("", _APOSTROPHE.sub("", fold(name))))
    plain = [SHORT_FORMS.get(word, word) for word in found if word != "and"]
    kept = [w for w in plain if w not in LEGAL_FORMS and w not in TITLES]
    return tuple(word for word in kept if word not in GENERATIONS) or tuple(plain)


def generation(name: str) -> str:
    """Return "jr", "sr" or "iii" when the name says which of a family is meant."""
    found = (GENERATIONS.get(word) for word in _words_of(fold(name)))
    return next((one for one in found if one), "")


def street_words(street: str) -> frozenset[str]:
    """Return the words of a street, kinds of street spelled out."""
    text = re.sub(r"stra(ss|ß)e\b", " strasse", fold(street))
    return frozenset(STREET_FORMS.get(word, word) for word in _words_of(text))


def street_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 0 to 1; another house number is another house."""
    numbers = {word for word in one if word[0].isdigit()}
    if numbers.isdisjoint(other) and any(word[0].isdigit() for word in one | other):
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def name_likeness(one: tuple[str, ...], other: tuple[str, ...], worth: Worth) -> float:
    """Return how alike two names are, 0 to 1, each word counted by its worth."""
    if "".join(one) == "".join(other):
        return 1.0
    left = list(other)
    shared = 0.0
    for word in sorted(one, key=len, reverse=True):
        like, best = max(((word_likeness(word, w), w) for w in left), default=(0, ""))
        if like:
            left.remove(best)
            shared += like * (worth(word) + worth(best))
    total = sum(map(worth, one)) + sum(map(worth, other))
    return shared / total if total else 0.0


@lru_cache(maxsize=200_000)
def word_likeness(one: str, other: str) -> float:
    """Return 1 for the same word, less for a typing error, an initial or a stump."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if one[0].isdigit() or other[0].isdigit():
        return 0.0  # another number is another thing, not a typing error
    if len(short) == 1:
        return _INITIAL if long.startswith(short) else 0.0
    if len(short) >= 3 and len(long) > len(short) + 1 and long.startswith(short):
        return _SHORT
    if len(long) < 4:
        return 0.0
    return _CLOSE if is_typo(one, other) else 0.0


def is_typo(one: str, other: str) -> bool:
    """Tell whether one slip of the finger makes one word of the other.

    A slip: one letter more, less, another, or two neighbours swapped.
    """
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if max(len(one), len(other)) <= 1:
        return True
    return len(one) == len(other) == 2 and one == other[::-1]


def near_spellings(word: str) -> Iterator[str]:
    """Yield keys of which two words share one if a single slip lies between them."""
    yield word
    if len(word) >= 4:
        for index in range(len(word)):
            yield word[:index] + word[index + 1 :]
