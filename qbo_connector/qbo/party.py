"""Hold what is known of one customer or vendor, in the forms that are compared."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from . import likeness

_PHONE_DIGITS = 9  # at the end; before them stand prefixes that people leave out
_SHORTEST_PHONE = 6
_EXTENSION = re.compile(r"(?:ext|x|#).*$", re.IGNORECASE)
_UNMASKED = 4
_MASK = re.compile(r"[xX*\u2022]{2,}")


def is_masked(number: str) -> bool:
    """Tell whether a tax id shows its last characters only, as QuickBooks gives it."""
    return bool(_MASK.search(number))


def shown(number: str) -> str:
    """Return what a mask leaves of a tax id: its last four characters."""
    return re.sub(r"\W", "", number)[-_UNMASKED:]


@dataclass(frozen=True)
class Party:
    """Hold what is known of one customer or vendor; all but the key may be empty."""

    key: Hashable
    name: str = ""
    person: str = ""
    company: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    tax_id: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Return the ways the party is called, as words."""
        called = (likeness.words(name) for name in (self.name, self.person))
        return tuple(dict.fromkeys(words for words in called if words))

    @cached_property
    def company_words(self) -> tuple[str, ...]:
        """Return the company's name as words."""
        return likeness.words(self.company)

    @cached_property
    def town(self) -> frozenset[str]:
        """Return the words of the town's name."""
        return frozenset(likeness.words(self.city))

    @cached_property
    def generation(self) -> str:
        """Return "jr" or the like."""
        return likeness.generation(self.name) or likeness.generation(self.person)

    @cached_property
    def address(self) -> str:
        """Return the e-mail address in its one form; tags behind a plus are dropped."""
        user, _at, domain = self.email.strip().casefold().rpartition("@")
        return f"{user.partition('+')[0]}@{domain}" if user and domain else ""

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Return the telephone numbers without prefixes and extensions."""
        plain = (re.sub(r"\D", "", _EXTENSION.sub("", phone)) for phone in self.phones)
        return frozenset(n[-_PHONE_DIGITS:] for n in plain if len(n) >= _SHORTEST_PHONE)

    @cached_property
    def tax_number(self) -> str:
        """Return the tax id without country and punctuation; "" for a masked one."""
        plain = re.sub(r"\W", "", self.tax_id).upper()
        return "" if is_masked(self.tax_id) else re.sub(r"^[A-Z]{2}(?=\d)", "", plain)

    @cached_property
    def street_words(self) -> frozenset[str]:
        """Return the street as words."""
        return likeness.street_words(self.street)

    @cached_property
    def zip(self) -> str:
        """Return the postal code; of American ones the first five digits."""
        plain = re.sub(r"[^0-9A-Za-z]", "", self.postal_code).upper()
        return plain[:5] if re.fullmatch(r"\d{9}", plain) else plain

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield what can be shared with another party and is looked up whole."""
        if self.address:
            yield "email", self.address
        if self.tax_number:
            yield "tax_id", self.tax_number
        for number in self.numbers:
            yield "phone", number
        if self.street_words and self.zip:
            yield "street", f"{self.zip} {' '.join(sorted(self.street_words))}"
