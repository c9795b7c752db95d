"""Know QuickBooks' rules for names, in one place.

Refused in names: colon, tab, newline and other control characters, characters of
four bytes in UTF-8 (emoji). A typographic quote may stand in a name but never in a
query, so a name is sent with straight ones and can be found again. An inactive row
carries " (deleted)" after its name. Customers, vendors and employees share one set
of names; case and outer blanks make no difference. Limits count characters.
"""

import re
import unicodedata

DELETED = " (deleted)"

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036", '"'),
        "\u2034": "'''",
        "\u2037": "'''",
    }
)
# Joiners are letters' neighbours in some scripts; round an emoji they go with it.
_FOUR_BYTES = re.compile("\u200d?[\U00010000-\U0010ffff]\ufe0f?\u200d?")
_JOINERS = "\u200c\u200d"
_COLON = re.compile(r"\s*:\s*")
_BLANKS = re.compile(r"\s+")


def clean(name: str, limit: int) -> str:
    """Return the name as QuickBooks takes it, at most ``limit`` characters.

    A colon becomes a hyphen, what cannot be sent becomes a blank, runs of blanks
    shrink to one. "" when nothing is left; the caller says so to a person.
    """
    if not (name.isascii() and name.isprintable()):
        name = _sendable(name)
    name = _BLANKS.sub(" ", _COLON.sub(" - ", name)).strip(" " + _JOINERS)
    return _cut(name, limit)


def _sendable(name: str) -> str:
    """Return the name with what cannot be sent replaced; slow, letter by letter."""
    name = unicodedata.normalize("NFC", name).translate(_QUOTES)
    name = _FOUR_BYTES.sub(" ", name)
    return "".join(" " if _is_unprintable(letter) else letter for letter in name)


def comparable(name: str) -> str:
    """Return the form in which QuickBooks tells names apart.

    Two names that give the same cannot both exist; an inactive row gives the same as
    before it was made inactive.
    """
    return undeleted(clean(name, len(name) * 3)).casefold()


def undeleted(name: str) -> str:
    """Return the name that a row had before QuickBooks marked it as inactive."""
    return name[: -len(DELETED)].rstrip() if name.endswith(DELETED) else name


def with_suffix(name: str, suffix: str, limit: int) -> str:
    """Return the clean name with a suffix, shortened so that all of it fits.

    Raises ValueError for a suffix that leaves no room for the name.
    """
    tail = clean("x" + suffix, limit + 1)[1:]
    if len(tail) >= limit:
        raise ValueError("the suffix leaves no room for the name")
    return _cut(clean(name, limit), limit - len(tail)) + tail


def _is_unprintable(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in ("Cc", "Cs", "Co", "Zl", "Zp") or (
        category == "Cf" and letter not in _JOINERS
    )


def _cut(name: str, limit: int) -> str:
    """Shorten without leaving a blank at the end or half of a letter behind."""
    if len(name) <= limit:
        return name
    end = limit
    while end > 0 and unicodedata.combining(name[end]):
        end -= 1
    return name[:end].rstrip(" " + _JOINERS)
