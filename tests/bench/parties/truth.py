"""Make the people and companies behind the records, hard cases among them.

Hard: several companies with one ``info@`` address; fathers and sons under one roof,
half of them of one name; branches of one company that share its tax number; equal
names in other cities.
"""

import random
import unicodedata
from dataclasses import dataclass, field, replace

from . import words

BOTH, OURS, THEIRS = "both", "ours", "theirs"
SHARED_MAILBOXES, FATHERS_AND_SONS, BRANCHES, NAMESAKES = 40, 20, 30, 20


@dataclass(frozen=True)
class Being:
    """Hold one real customer; ``given`` and ``family`` are empty for a company."""

    name: str
    given: str = ""
    family: str = ""
    legal: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    street: str = ""
    city: str = ""
    zip: str = ""
    kind: str = ""
    where: str = ""
    tail: str = ""
    loose: str = field(default="")


class World:
    """Make beings from one seeded source of chance."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self._mailboxes: set[str] = set()

    def chance(self, share: float) -> bool:
        """Come true in so many of all cases."""
        return self.dice.random() < share

    def beings(self, count: int) -> list[Being]:
        """Return so many beings, the hard cases first."""
        made = [*self._mailbox_groups(), *self._families(), *self._branches()]
        made += self._namesakes()
        while len(made) < count:
            made.append(self.person() if self.chance(0.45) else self.company())
        return made

    def person(self) -> Being:
        """Make a person."""
        given, family = self.dice.choice(words.GIVEN), self.dice.choice(words.FAMILY)
        user = f"{plain(given)}.{plain(family)}{self.dice.choice(['', '1', '77', '2'])}"
        being = Being(f"{given} {family}", given, family, phone=self.phone(0.85))
        mail = self._mailbox(user, self.dice.choice(words.MAIL), 0.92)
        return self.housed(replace(being, email=mail))

    def company(self) -> Being:
        """Make a company."""
        name = self._company_name()
        legal = self.dice.choice([*words.LEGAL, "", ""])
        domain = plain("".join(name.split()[:3])) + ".com"
        role = self.dice.choice(["info", "office", "billing", plain(self.someone())])
        tax = f"{self.dice.randint(10, 99)}-{self.dice.randint(1000000, 9999999)}"
        being = Being(
            name,
            legal=legal,
            phone=self.phone(0.9),
            tax_id=tax if self.chance(0.4) else "",
            email=self._mailbox(role, domain, 0.92),
        )
        return self.housed(being)

    def someone(self) -> str:
        """Return a given name."""
        return self.dice.choice(words.GIVEN)

    def phone(self, share: float = 1) -> str:
        """Return ten digits, or nothing in the other cases."""
        digits = f"{self.dice.randint(201, 989)}{self.dice.randint(2000000, 9999999)}"
        return digits if self.chance(share) else ""

    def housed(self, being: Being) -> Being:
        """Give an address, in nearly all cases."""
        if not self.chance(0.95):
            return being
        city = self.dice.choice(list(words.CITIES))
        kind = self.dice.choice(list(words.STREET_KINDS))
        street = (
            f"{self.dice.randint(1, 9999)} {self.dice.choice(words.STREETS)} {kind}"
        )
        code = f"{words.CITIES[city]}{self.dice.randint(0, 99):02}"
        return replace(being, street=street, city=city, zip=code)

    def _company_name(self) -> str:
        dice = self.dice
        if self.chance(0.25):
            return f"{dice.choice(words.FAMILY)} {dice.choice(words.TRADE)}"
        if self.chance(0.15):
            both = f"{dice.choice(words.FAMILY)} & {dice.choice(words.FAMILY)}"
            return f"{both} {dice.choice(words.KIND)}"
        name = f"{dice.choice(words.FIRST)} {dice.choice(words.SECOND)}"
        end = dice.choice(words.KIND) if self.chance(0.3) else ""
        return f"{name} {dice.choice(words.TRADE)} {end}".strip()

    def _mailbox(self, user: str, domain: str, share: float) -> str:
        """Return an address nobody has yet, or nothing in the other cases."""
        while f"{user}@{domain}" in self._mailboxes:
            user = f"{user}{self.dice.randint(1, 99)}"
        self._mailboxes.add(f"{user}@{domain}")
        return f"{user}@{domain}" if self.chance(share) else ""

    def _mailbox_groups(self) -> list[Being]:
        made = []
        for number in range(SHARED_MAILBOXES // 4):
            house, mail = self.company(), f"info@holding{number}.com"
            for _member in range(4):
                member = replace(self.company(), email=mail, kind="mailbox")
                if number % 2:  # under one roof as well
                    roof = {"street": house.street, "city": house.city}
                    member = replace(member, zip=house.zip, **roof)
                made.append(member)
        return made

    def _families(self) -> list[Being]:
        """Make pairs; of half of them only the father is here and the son is there."""
        made = []
        for number in range(FATHERS_AND_SONS):
            father, other = replace(self.person(), kind="family"), self.person()
            given = father.given if number % 2 else other.given
            son = replace(
                father,
                name=f"{given} {father.family}",
                given=given,
                tail=" Jr." if number % 2 else "",
                email=father.email if self.chance(0.3) else other.email,
                phone=father.phone if self.chance(0.7) else other.phone,
            )
            if self.chance(0.3) and number % 2:
                father = replace(father, tail=" Sr.")
            made += self._apart(father, son, number)
        return made

    def _branches(self) -> list[Being]:
        head, made = self.company(), []
        cities = self.dice.sample(list(words.CITIES), BRANCHES)
        for city in cities:
            branch = self.housed(replace(head, kind="branch", tax_id="47-1234567"))
            code = f"{words.CITIES[city]}{self.dice.randint(0, 99):02}"
            branch = replace(
                branch,
                name=f"{head.name} {city}",
                loose=head.name if self.chance(0.3) else "",
                street=branch.street or f"{self.dice.randint(1, 999)} Main Street",
                city=city,
                zip=code,
                phone=head.phone if self.chance(0.3) else self.phone(),
                email="accounts@headoffice.com" if self.chance(0.5) else "",
            )
            made.append(branch)
        return made

    def _namesakes(self) -> list[Being]:
        made = []
        for number in range(NAMESAKES):
            one = self.person() if number % 2 else self.company()
            like = self.person() if number % 2 else self.company()
            other = replace(like, name=one.name, given=one.given, family=one.family)
            pair = (replace(one, kind="namesake"), replace(other, kind="namesake"))
            made += self._apart(*pair, number)
        return made

    def _apart(self, one: Being, other: Being, number: int) -> list[Being]:
        """Put half of the pairs on one side each; of the rest chance decides."""
        if number % 4 < 2:
            return [replace(one, where=OURS), replace(other, where=THEIRS)]
        return [
            replace(one, where=BOTH),
            replace(other, where=BOTH if number % 4 == 2 else ""),
        ]


def plain(text: str) -> str:
    """Return the letters of a text as they stand in an address."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if letter.isascii() and letter.isalnum())
