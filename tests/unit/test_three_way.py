"""Who moved since both agreed: the whole policy as a truth table."""

import copy

import pytest
from qbo.three_way import Outcome, compare

# here, there, agreed -> under each winner: (taken, sent, disputed)
TAKE, SEND, ASK, NONE = "take", "send", "disputed", None
ROWS = [
    ("a", "a", "a", NONE, NONE, NONE),
    ("b", "a", "a", SEND, SEND, SEND),
    ("a", "b", "a", TAKE, TAKE, TAKE),
    ("b", "b", "a", NONE, NONE, NONE),
    ("b", "c", "a", SEND, TAKE, ASK),
    ("", "a", "a", SEND, SEND, SEND),
    ("a", "", "a", TAKE, TAKE, TAKE),
    ("", "b", "a", SEND, TAKE, ASK),
    ("b", "", "a", SEND, TAKE, ASK),
    ("b", "", "", SEND, SEND, SEND),
    ("", "b", "", TAKE, TAKE, TAKE),
    ("b", "c", "", SEND, TAKE, ASK),
]
KEYS = ["DisplayName", "PrimaryEmailAddr.Address"]


def built(key, value):
    first, _dot, last = key.partition(".")
    if not value:
        return {}
    return {first: {last: value}} if last else {first: value}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("here", "there", "agreed", "odoo", "quickbooks", "asking"), ROWS
)
def test_one_field(key, here, there, agreed, odoo, quickbooks, asking):
    expected = {"odoo": odoo, "quickbooks": quickbooks, "ask": asking}
    sides = [built(key, value) for value in (here, there, agreed)]
    values = {
        TAKE: there or None,
        SEND: here or None,
        ASK: (here or None, there or None),
    }
    for winner, where in expected.items():
        wanted = Outcome()
        if where:
            getattr(wanted, where)[key] = values[where]
        assert compare(*sides, None, winner) == wanted, winner


@pytest.mark.parametrize(
    ("here", "there", "where"), [("b", "", SEND), ("", "b", TAKE), ("b", "c", ASK)]
)
def test_merging_prefers_what_is_filled_and_else_asks(here, there, where):
    sides = [built("Notes", value) for value in (here, there, "a")]
    outcome = compare(*sides, None, "merge")
    assert list(getattr(outcome, where)) == ["Notes"]


@pytest.mark.parametrize(
    ("here", "there", "where"), [("b", "", SEND), ("", "b", TAKE), ("b", "c", NONE)]
)
def test_a_first_meeting_merges_by_filling_and_overwrites_nothing(here, there, where):
    outcome = compare(built("Notes", here), built("Notes", there), None, None, "merge")
    expected = Outcome()
    if where:
        getattr(expected, where)["Notes"] = here or there
    assert outcome == expected


def test_a_first_meeting_asks_where_a_person_wants_to_be_asked():
    outcome = compare({"Notes": "b"}, {"Notes": "c"}, None, None, "ask")
    assert outcome.disputed == {"Notes": ("b", "c")}


def test_different_fields_changed_on_both_sides_both_survive():
    agreed = {"DisplayName": "A", "Notes": "n", "Title": "t"}
    here = {"DisplayName": "B", "Notes": "n", "Title": "t"}
    there = {"DisplayName": "A", "Notes": "m", "Title": "t"}
    for winner in ("odoo", "quickbooks", "merge", "ask"):
        outcome = compare(here, there, agreed, None, winner)
        assert outcome == Outcome({"Notes": "m"}, {"DisplayName": "B"}, {})


@pytest.mark.parametrize(
    ("key", "here", "there", "agreed"),
    [
        (
            "BillAddr",
            {"Line1": "2 Oak", "City": "Ayr"},
            {"Line1": "1 Elm", "City": "Bute"},
            {"Line1": "1 Elm", "City": "Ayr"},
        ),
        (
            "Line",
            [{"Amount": 1}, {"Amount": 3}],
            [{"Amount": 5}, {"Amount": 2}],
            [{"Amount": 1}, {"Amount": 2}],
        ),
        ("SalesTermRef", {"value": "2"}, {"value": "3"}, {"value": "1"}),
    ],
)
def test_what_belongs_together_is_one_field(key, here, there, agreed):
    outcome = compare({key: here}, {key: there}, {key: agreed}, None, "ask")
    assert outcome == Outcome({}, {}, {key: (here, there)})


def test_what_quickbooks_wrote_otherwise_is_not_sent_again():
    agreed, here = {"Notes": "trimmed"}, {"Notes": "trimmed  "}
    assert compare(here, agreed, agreed, {"Notes": "trimmed  "}, "odoo") == Outcome()


def test_nothing_given_in_is_changed():
    given = [{"BillAddr": {"City": "Ayr"}}, {"Mobile": {"FreeFormNumber": "1"}}, {}]
    before = copy.deepcopy(given)
    compare(*given, None, "odoo")
    assert given == before
