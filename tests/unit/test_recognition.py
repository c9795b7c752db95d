"""Who is who, as a connection asks it: by a key, by weight, by a name alone."""

import pytest
from qbo.matching import Policy
from qbo.party import Party
from qbo.recognition import recognise

OTHERS = [
    Party(f"x{number}", name=f"{name} Trading", email=f"{name.lower()}@example.org")
    for number, name in enumerate(["Zebra", "Yonder", "Xylo", "Wander"])
]
ACME = Party("a", name="Acme", email="a@one.example.com", postal_code="80201")


def linked(ours, theirs, **how):
    outcome = recognise([*ours, *OTHERS[:2]], [*theirs, *OTHERS[2:]], **how)
    return {key: one.key for key, one in outcome.links.items()}


def doubtful(ours, theirs, **how):
    outcome = recognise([*ours, *OTHERS[:2]], [*theirs, *OTHERS[2:]], **how)
    return {key: [one.key for one in some] for key, some in outcome.candidates.items()}


def test_a_name_that_nothing_contradicts_is_enough():
    assert linked([ACME], [Party("b", name="ACME ")]) == {"a": "b"}


@pytest.mark.parametrize("field", ["email", "postal_code"])
def test_a_name_that_something_contradicts_is_asked_about(field):
    other = {"email": "b@two.example.com", "postal_code": "10001"}[field]
    namesake = Party("b", name="Acme", **{field: other})
    assert linked([ACME], [namesake]) == {}
    assert doubtful([ACME], [namesake], policy=Policy(least=50)) == {"a": ["b"]}


def test_two_of_one_name_are_asked_about():
    twins = [Party("b", name="Acme"), Party("c", name="acme")]
    assert linked([ACME], twins) == {}
    assert sorted(doubtful([ACME], twins)["a"]) == ["b", "c"]


@pytest.mark.parametrize(
    ("key", "value"), [("email", "a@one.example.com"), ("name", "Acme")]
)
def test_a_trusted_key_decides_whatever_else_differs(key, value):
    other = Party("b", **{"name": "Other", "tax_id": "99-9", key: value})
    assert linked([ACME], [other], key=key) == {"a": "b"}


def test_a_key_that_two_share_decides_nothing():
    box = [Party(key, name=f"Shop {key}", email="a@one.example.com") for key in "bc"]
    assert linked([ACME], box, key="email") == {}


def test_what_is_little_alike_is_not_asked_about():
    stranger = Party("b", name="Acme Shipping Lines", email="c@three.example.com")
    assert doubtful([ACME], [stranger], policy=Policy(least=50)) == {}


def test_who_is_linked_is_nobody_elses_candidate():
    same = Party("b", name="Acme", email="a@one.example.com", postal_code="80201")
    near = Party("n", name="Acme Two", email="a@one.example.com")
    assert linked([ACME, near], [same], policy=Policy(margin=1)) == {"a": "b"}
    assert doubtful([ACME, near], [same], policy=Policy(margin=1)) == {}
