"""Write beings down as two people would in two programs.

Of those on both sides, on one of the two: 20 % without e-mail, 15 % moved, 10 % with
a typing error in the name, 10 % with another legal form or an abbreviation, 5 % with
first and last name swapped, 5 % with another telephone number. Spelling of numbers,
streets and letters differs everywhere.
"""

from dataclasses import dataclass, replace

from qbo.party import Party

from . import words
from .truth import BOTH, OURS, THEIRS, Being, World

PERSONS = 0.45  # only persons can be swapped, so more of them are, to make 5 % of all


@dataclass(frozen=True)
class Sides:
    """Hold both sides' records and the truth: key of ours -> key of theirs."""

    ours: list[Party]
    theirs: list[Party]
    truth: dict[str, str]
    kinds: dict[str, str]


def two_sides(seed: int, size: int = 1000, same: int = 600) -> Sides:
    """Return two sides of a size, of whom so many are the same people."""
    world = World(seed)
    alone = size - same
    beings = place(world, world.beings(same + 2 * alone), same, alone)
    ours: list[Party] = []
    theirs: list[Party] = []
    truth, kinds = {}, {}
    for number, being in enumerate(beings):
        here, there = written_twice(world, being)
        if being.where in (BOTH, OURS):
            ours.append(written(world, here, f"o{number}", full_name=True))
        if being.where in (BOTH, THEIRS):
            theirs.append(written(world, there, f"t{number}", full_name=False))
        if being.where == BOTH:
            truth[f"o{number}"] = f"t{number}"
        kinds[f"o{number}"] = kinds[f"t{number}"] = being.kind
    world.dice.shuffle(ours)
    world.dice.shuffle(theirs)
    return Sides(ours, theirs, truth, kinds)


def place(world: World, beings: list[Being], same: int, alone: int) -> list[Being]:
    """Decide who is on which side, keeping what the hard cases fixed."""
    free = [BOTH] * same + [OURS] * alone + [THEIRS] * alone
    for being in beings:
        if being.where:
            free.remove(being.where)
    world.dice.shuffle(free)
    return [b if b.where else replace(b, where=free.pop()) for b in beings]


def written_twice(world: World, being: Being) -> tuple[Being, Being]:
    """Return a being as either side knows it."""
    pair = [being, being]
    spoilers = (
        (0.20, no_email),
        (0.15, moved),
        (0.10, mistyped),
        (0.10, abbreviated),
        (0.05 / PERSONS, swapped),
        (0.05, other_phone),
    )
    for share, spoil in spoilers:
        if world.chance(share):
            side = world.dice.randrange(2)
            pair[side] = spoil(world, pair[side])
    if being.loose:  # a branch that is called like the whole company
        pair[world.dice.randrange(2)] = replace(pair[0], name=being.loose)
    return pair[0], pair[1]


def no_email(world: World, being: Being) -> Being:
    """Forget the e-mail."""
    return replace(being, email="")


def moved(world: World, being: Being) -> Being:
    """Move to another address."""
    return world.housed(replace(being, street="", city="", zip=""))


def other_phone(world: World, being: Being) -> Being:
    """Take another telephone number."""
    return replace(being, phone=world.phone())


def swapped(world: World, being: Being) -> Being:
    """Write the family name first."""
    if not being.given:
        return being
    comma = world.dice.choice(["", ","])
    return replace(being, name=f"{being.family}{comma} {being.given}")


def mistyped(world: World, being: Being) -> Being:
    """Make one typing error in a word of the name."""
    parts = being.name.split()
    long = [index for index, part in enumerate(parts) if len(part) >= 4]
    if not long:
        return being
    index = world.dice.choice(long)
    parts[index] = slip(world, parts[index])
    return replace(being, name=" ".join(parts), given="", family="")


def slip(world: World, word: str) -> str:
    """Drop, double, change or swap a letter behind the first."""
    at = world.dice.randrange(1, len(word) - 1)
    letter = world.dice.choice("abcdefghijklmnopqrstuvwxyz")
    return world.dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def abbreviated(world: World, being: Being) -> Being:
    """Give another legal form, shorten a word, or leave an initial."""
    if being.given:
        short = f"{being.given[0]}. {being.family}"
        return replace(being, name=short, given="", family="")
    for word, short in words.SHORT.items():
        if word in being.name.split():
            return replace(being, name=being.name.replace(word, short))
    legal = world.dice.choice(words.LEGAL.get(being.legal, ["LLC", "Inc."]))
    return replace(being, legal=legal)


def written(world: World, being: Being, key: str, full_name: bool) -> Party:
    """Write a being down with one person's habits."""
    name = f"{being.name} {being.legal}".strip() + being.tail
    person = f"{being.given} {being.family}".strip() + being.tail
    if world.chance(0.08):
        name = name.upper()
    phones = (spelled_phone(world, being.phone),) if being.phone else ()
    return Party(
        key,
        name=name,
        person="" if full_name or not being.given else person,
        company="" if being.given or full_name else name,
        email=being.email.title() if world.chance(0.05) else being.email,
        phones=phones,
        tax_id=being.tax_id.replace("-", "") if world.chance(0.5) else being.tax_id,
        street=spelled_street(world, being.street),
        postal_code=f"{being.zip}-0001"
        if being.zip and world.chance(0.1)
        else being.zip,
        city=being.city,
    )


def spelled_phone(world: World, digits: str) -> str:
    """Write a telephone number one way or another."""
    area, three, four = digits[:3], digits[3:6], digits[6:]
    forms = ["({}) {}-{}", "{}-{}-{}", "+1 {} {} {}", "{}.{}.{}", "1{}{}{} ext. 12"]
    return world.dice.choice(forms).format(area, three, four)


def spelled_street(world: World, street: str) -> str:
    """Shorten the kind of street at times."""
    for kind, short in words.STREET_KINDS.items():
        if street.endswith(kind) and world.chance(0.3):
            return street.removesuffix(kind) + short
    return street
