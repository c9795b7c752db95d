"""Who is who: linked by itself only when nothing else comes near."""

import matching as bench
import pytest
from qbo import likeness
from qbo.matching import Matcher, Policy, Weights, match
from qbo.party import Party

ACME = {
    "name": "Acme Plumbing LLC",
    "email": "info@acme.com",
    "phones": ("(303) 555-0101",),
    "tax_id": "47-1234567",
    "street": "12 Main Street",
    "postal_code": "80201",
    "city": "Denver",
}
SMITH = {
    "name": "Robert Smith",
    "email": "bob@example.com",
    "phones": ("303-555-0199",),
    "street": "5 Elm Road",
    "postal_code": "80203",
}
OTHERS = [
    Party(f"x{number}", name=f"{name} Trading", email=f"{name.lower()}@example.org")
    for number, name in enumerate(
        ["Zebra", "Yonder", "Xylo", "Wander", "Vivid", "Umber"]
    )
]


def links(ours, theirs, **policy):
    """Return key -> key of what is linked, strangers standing by on both sides."""
    outcome = match([*ours, *OTHERS[:3]], [*theirs, *OTHERS[3:]], Policy(**policy))
    return {key: one.key for key, one in outcome.links.items()}


def party(key, base=ACME, **changes):
    return Party(key, **{**base, **changes})


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("backwards", [False, True])
def test_the_benchmark_holds_in_small(seed, backwards):
    figures = bench.evaluate(seed, size=400, same=240, backwards=backwards)
    assert figures["precision"] >= 0.995
    assert figures["recall"] >= 0.80
    assert figures["in_first_three"] >= 0.90  # of a dozen


def test_in_the_benchmark_each_kind_of_hard_case_occurs():
    sides = bench.two_sides(1)
    kinds = [sides.kinds[key.key] for key in sides.ours + sides.theirs]
    assert {"mailbox", "family", "branch", "namesake"} < set(kinds)
    assert (len(sides.ours), len(sides.theirs), len(sides.truth)) == (1000, 1000, 600)


def test_the_benchmark_repeats_itself():
    assert bench.two_sides(7, 200, 120) == bench.two_sides(7, 200, 120)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"email": ""},
        {"email": "", "phones": ()},
        {"email": "", "street": "9 Oak Lane", "postal_code": "10001", "city": "X"},
        {"phones": ("1 720 555 0000",)},
        {"name": "ACME PLUMBING, L.L.C."},
        {"name": "Acme Plumbing Limited", "email": ""},
        {"name": "Acme Plumbign"},
        {"name": "Acme Plmbing Inc", "email": ""},
        {"tax_id": "US471234567"},
        {"tax_id": "XX-XXX4567"},
        {"phones": ("+1 303.555.0101 ext. 4",), "email": ""},
        {"street": "12 main st.", "postal_code": "80201-1234", "email": ""},
    ],
)
def test_a_company_is_recognised_through_noise(changes):
    assert links([party("o")], [party("t", **changes)]) == {"o": "t"}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Smith Robert"},
        {"name": "Smith, Robert", "email": ""},
        {"name": "R. Smith"},
        {"name": "Mr. Robert Smith", "email": ""},
        {"name": "Bob's account", "person": "Robert Smith"},
        {"name": "Robért SMITH", "phones": ()},
        {"email": "BOB+billing@Example.com", "phones": (), "street": ""},
    ],
)
def test_a_person_is_recognised_through_noise(changes):
    assert links([party("o", SMITH)], [party("t", SMITH, **changes)]) == {"o": "t"}


@pytest.mark.parametrize(
    ("base", "changes"),
    [
        (SMITH, {"name": "Robert Smith Jr."}),
        (SMITH, {"name": "James Smith"}),
        (SMITH, {"name": "James Smith", "email": ""}),
        (SMITH, {"phones": (), "email": "", "street": "", "postal_code": ""}),
        (
            SMITH,
            {"phones": ("1 999 555 0000",), "email": "r@x.com", "street": "1 A St"},
        ),
        (ACME, {"name": "Bright Dental"}),
        (ACME, {"name": "Acme Roofing", "tax_id": "", "phones": (), "street": ""}),
        (ACME, {"tax_id": "11-1111111", "email": "", "phones": (), "street": "9 X"}),
    ],
)
def test_others_that_look_alike_are_left_to_a_person(base, changes):
    assert links([party("o", base)], [party("t", base, **changes)]) == {}


def test_companies_behind_one_mailbox_are_kept_apart():
    names = ["Falcon Dental", "Cedar Grill", "Maple Freight"]
    mailbox = {"email": "info@holding.com"}
    ours = [Party(name, name=name, **mailbox) for name in names]
    theirs = [Party(f"t {name}", name=name, **mailbox) for name in ["Omega Travel"]]
    assert links(ours, theirs) == {}


def test_branches_are_told_apart_by_their_town():
    def branch(side, city, number, name):
        return Party(
            f"{side}{city}",
            name=name,
            tax_id="47-1234567",
            street=f"{number} Main Street",
            city=city,
            postal_code=f"100{number}",
        )

    towns = {"Denver": 10, "Boston": 11, "Austin": 12}
    ours = [branch("o", town, n, "Harbor Supply") for town, n in towns.items()]
    theirs = [
        branch("t", town, n, f"Harbor Supply {town}") for town, n in towns.items()
    ]
    expected = {f"o{town}": f"t{town}" for town in towns}
    assert links(ours, theirs, limit=40) == expected


def test_equal_names_in_two_towns_are_two():
    there = {"street": "7 Bay Road", "postal_code": "02101", "city": "Boston"}
    away = {"phones": ("617 555 0000",), "email": "b@b.com", "tax_id": "", **there}
    assert links([party("o")], [party("t", **away)]) == {}


def test_twins_on_one_side_are_left_to_a_person():
    outcome = match([party("o")], [party("t1"), party("t2"), *OTHERS])
    assert outcome.links == {}
    assert {one.key for one in outcome.candidates["o"]} == {"t1", "t2"}


def test_two_who_want_the_same_are_left_to_a_person():
    assert links([party("o1"), party("o2")], [party("t")]) == {}


def test_what_is_linked_is_offered_to_nobody_else():
    namesake = Party("o2", name="Acme Plumbing", street="1 Bay Rd", postal_code="02101")
    outcome = match([party("o1"), namesake, *OTHERS], [party("t")])
    assert outcome.links["o1"].key == "t"
    assert outcome.candidates["o2"] == ()


def test_the_limit_decides():
    other = party("t", email="", phones=(), tax_id="")
    assert links([party("o")], [other], limit=50) == {"o": "t"}
    assert links([party("o")], [other], limit=90) == {}


def test_the_weights_decide_the_order():
    ours = Party("o", name="Acme", email="a@acme.com", phones=("303 555 0101",))
    by_mail = Party("mail", name="Acme", email="a@acme.com")
    by_phone = Party("phone", name="Acme", phones=("303 555 0101",))
    sides = [by_mail, by_phone, *OTHERS]
    assert Matcher(sides).find(ours)[0].key == "mail"
    assert Matcher(sides, Weights(email=10, phone=60)).find(ours)[0].key == "phone"


def test_a_match_says_why():
    found = Matcher([party("t", phones=("999 999 9999",)), *OTHERS]).find(party("o"))
    reasons = dict(found[0].reasons)
    assert reasons["name"] > 0 > reasons["phone"]
    assert {"email", "tax_id", "street", "postal_code"} < set(reasons)
    assert found[0].score == pytest.approx(sum(reasons.values()), abs=0.5)


def test_nothing_in_common_is_no_candidate():
    assert Matcher(OTHERS).find(Party("o", name="Nobody Else")) == []
    assert match([Party("o")], [Party("t")]).links == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller & Söhne GmbH", "Muller Sohne"),
        ("S.A. Dupont", "Dupont SA"),
        ("O'Neil Bros. Inc.", "ONeil Brothers"),
        ("The Acme Company", "ACME"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("Smith, John", "John Smith"),
        ("Acme Intl Svcs", "Acme International Services"),
    ],
)
def test_two_ways_to_write_one_name(one, other):
    assert sorted(likeness.words(one)) == sorted(likeness.words(other))


def test_a_name_of_legal_forms_alone_keeps_them():
    assert likeness.words("The Company") == ("the", "company")


@pytest.mark.parametrize(
    ("one", "other", "typo"),
    [
        ("smith", "smyth", True),
        ("smith", "smiht", True),
        ("smith", "smithe", True),
        ("smith", "mith", True),
        ("smith", "smoth", True),
        ("smith", "smythe", False),
        ("smith", "htims", False),
        ("abcd", "badc", False),
    ],
)
def test_one_slip_of_the_finger(one, other, typo):
    assert likeness.is_typo(one, other) is typo
    assert likeness.is_typo(other, one) is typo
    shared = set(likeness.near_spellings(one)) & set(likeness.near_spellings(other))
    assert bool(shared) or not typo


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("12 Main St", "12 main street", 1.0),
        ("12 Main St", "14 Main Street", 0.0),
        ("Hauptstraße 5", "Haupt Str. 5", 1.0),
        ("12 Main St", "12 Oak Ave", 0.33),
        ("12 Main St", "", 0.0),
    ],
)
def test_streets(one, other, like):
    found = likeness.street_likeness(*map(likeness.street_words, (one, other)))
    assert found == pytest.approx(like, abs=0.01)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+1 (303) 555-0101", "035550101"),
        ("303.555.0101 ext 12", "035550101"),
        ("0049 30 1234567", "301234567"),
        ("12345", None),
    ],
)
def test_telephone_numbers(written, kept):
    numbers = Party("k", phones=(written,)).numbers
    assert numbers == (frozenset([kept]) if kept else frozenset())


def test_a_contact_is_known_by_its_company_too():
    contact = {"name": "Maria Lopez", "email": "maria@acme.com"}
    ours = Party("o", company="Acme Plumbing", **contact)
    same = Party("same", company="Acme Plumbing Inc", name="Maria Lopez")
    other = Party("other", company="Zenith Travel", name="Maria Lopez")
    found = Matcher([other, same]).find(ours)
    assert [one.key for one in found] == ["same", "other"]
    assert dict(found[0].reasons)["company"] > 0 > dict(found[1].reasons)["company"]


def test_two_parties_can_be_compared_without_any_others():
    found = Matcher([]).score(party("o"), party("t"))
    assert found.score > Policy().limit
