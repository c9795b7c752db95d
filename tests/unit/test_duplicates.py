"""Who stands twice in one list, and who only seems to."""

import duplicates as bench
import pytest
from qbo.duplicates import duplicates
from qbo.matching import Policy
from qbo.party import Party

OTHERS = [
    Party(f"x{number}", name=f"{name} Trading", email=f"{name.lower()}@example.org")
    for number, name in enumerate(["Zebra", "Yonder", "Xylo", "Wander", "Vivid"])
]
HOME = {"street": "12 Main Street", "postal_code": "80201", "city": "Denver"}
ACME = Party("a", name="Quillwort Plumbing", email="bob@qp.example.com", **HOME)


def found(*parties, **how):
    pairs = duplicates([*parties, *OTHERS], **how)
    return {frozenset((pair.one, pair.other)): pair for pair in pairs}


def test_a_typing_error_hides_nobody():
    twin = Party("b", name="Quilwort Plumbing Inc.", email="bob@qp.example.com")
    [(keys, pair)] = found(ACME, twin).items()
    assert keys == {"a", "b"}
    assert pair.sure
    assert dict(pair.reasons)["email"] > 0


def test_all_pairs_of_three_are_found_once():
    twins = [Party(key, name=ACME.name, email=ACME.email) for key in "bc"]
    assert set(found(ACME, *twins)) == {frozenset(some) for some in ("ab", "ac", "bc")}


def test_what_many_share_makes_nobody_a_duplicate():
    box = [
        Party(f"b{number}", name=f"{name} Stores", email="info@group.example.com")
        for number, name in enumerate(["Alder", "Birch", "Cedar", "Walnut"])
    ]
    assert found(*box, policy=Policy(least=25)) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"street": "9 Oak Avenue"},
        {"postal_code": "10001"},
        {"email": "other@elsewhere.example.com"},
        {"name": "Quillwort Plumbing Jr."},
        {"name": "Kurt Plumbing"},
    ],
    ids=["street", "postal code", "e-mail", "generation", "name"],
)
def test_what_contradicts_leaves_it_to_a_person(changes):
    other = Party("b", **{"name": ACME.name, "email": ACME.email, **HOME, **changes})
    assert not any(pair.sure for pair in found(ACME, other).values())


def test_two_that_cannot_be_one_are_left_out():
    twin = Party("b", name=ACME.name, email=ACME.email)
    assert found(ACME, twin, together=lambda one, other: False) == {}


def test_one_name_of_many_does_not_flood_the_list():
    crowd = [Party(number, name="Cash Sale") for number in range(30)]
    pairs = duplicates([*crowd, *OTHERS])
    assert 0 < len(pairs) <= len(crowd) * 5 / 2


def test_in_a_thousand_with_hard_cases_what_is_called_sure_is_true():
    row = bench.evaluate(1)
    assert row["wrong_sure"] == 0
    assert row["recall"] >= 0.95
    assert row["precision"] >= 0.8
