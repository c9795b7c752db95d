"""Who moved since both agreed: the whole policy as a truth table."""

from decimal import Decimal

import pytest
from qbo.exact import jsonable
from qbo.merge import Decision, clashes, decide, emptied, merge, paths, same

A, B, C = {"DisplayName": "A"}, {"DisplayName": "B"}, {"DisplayName": "C"}


@pytest.mark.parametrize(
    ("local", "remote", "base", "decision"),
    [
        (A, A, A, Decision.NOTHING),
        (B, B, A, Decision.NOTHING),
        (B, A, A, Decision.PUSH),
        (A, B, A, Decision.PULL),
        (B, C, A, Decision.CLASH),
        (None, A, A, Decision.LOCAL_GONE),
        (A, None, A, Decision.REMOTE_GONE),
        (None, B, A, Decision.LOCAL_GONE_REMOTE_CHANGED),
        (B, None, A, Decision.REMOTE_GONE_LOCAL_CHANGED),
        (None, None, A, Decision.NOTHING),
        (None, None, None, Decision.NOTHING),
        (A, None, None, Decision.PUSH),
        (None, A, None, Decision.PULL),
        (A, A, None, Decision.NOTHING),
        (A, B, None, Decision.CLASH),
    ],
)
def test_who_moved(local, remote, base, decision):
    assert decide(local, remote, base) is decision


ROWS = [
    # local, remote, base -> clash, odoo wins, quickbooks wins
    ("a", "a", "a", False, "a", "a"),
    ("b", "a", "a", False, "b", "b"),
    ("a", "b", "a", False, "b", "b"),
    ("b", "b", "a", False, "b", "b"),
    ("b", "c", "a", True, "b", "c"),
    ("", "a", "a", False, None, None),
    ("a", "", "a", False, None, None),
    ("", "b", "a", True, None, "b"),
    ("b", "", "a", True, "b", None),
    ("", "", "a", False, None, None),
    ("b", "", "", False, "b", "b"),
    ("", "b", "", False, "b", "b"),
    ("b", "c", "", True, "b", "c"),
]


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize(("local", "remote", "base", "clash", "ours", "theirs"), ROWS)
def test_one_field(local, remote, base, clash, ours, theirs, nested):
    key = "PrimaryEmailAddr.Address" if nested else "DisplayName"

    def built(value):
        if value is None:
            return {}
        return {"PrimaryEmailAddr": {"Address": value}} if nested else {key: value}

    sides = (built(local), built(remote), built(base))
    expected = (key,) if clash else ()
    assert clashes(*sides) == expected
    assert merge(*sides, "odoo") == (built(ours), expected)
    assert merge(*sides, "quickbooks") == (built(theirs), expected)
    if clash:
        assert merge(*sides, "ask") == ({}, expected)


def test_different_fields_changed_on_both_sides_both_survive():
    base = {"DisplayName": "Acme", "PrimaryEmailAddr": {"Address": "old@example.com"}}
    local = {**base, "DisplayName": "Acme Ltd"}
    remote = {**base, "PrimaryEmailAddr": {"Address": "new@example.com"}}
    assert decide(local, remote, base) is Decision.CLASH
    merged, clashing = merge(local, remote, base, "ask")
    assert clashing == ()
    assert merged == {
        "DisplayName": "Acme Ltd",
        "PrimaryEmailAddr": {"Address": "new@example.com"},
    }


def test_neighbours_inside_one_object_are_fields_of_their_own():
    base = {"JobInfo": {"Name": "x", "Note": "y"}}
    local = {"JobInfo": {"Name": "x2", "Note": "y"}}
    remote = {"JobInfo": {"Name": "x", "Note": "y2"}}
    merged, clashing = merge(local, remote, base, "ask")
    assert (merged, clashing) == ({"JobInfo": {"Name": "x2", "Note": "y2"}}, ())


def test_an_address_is_one_field():
    base = {"BillAddr": {"Line1": "1 Elm", "City": "Ayr"}}
    local = {"BillAddr": {"Line1": "2 Oak", "City": "Ayr"}}
    remote = {"BillAddr": {"Line1": "1 Elm", "City": "Bute"}}
    assert clashes(local, remote, base) == ("BillAddr",)
    assert merge(local, remote, base, "odoo")[0] == local


def test_lines_are_one_field():
    base = {"Line": [{"Amount": 1}, {"Amount": 2}]}
    local = {"Line": [{"Amount": 1}, {"Amount": 3}]}
    remote = {"Line": [{"Amount": 5}, {"Amount": 2}]}
    assert clashes(local, remote, base) == ("Line",)
    assert merge(local, remote, base, "quickbooks")[0] == remote


def test_the_order_of_lines_matters():
    one = {"Line": [{"Amount": 1}, {"Amount": 2}]}
    other = {"Line": [{"Amount": 2}, {"Amount": 1}]}
    assert not same(one, other)


def test_a_reference_is_one_field():
    base = {"SalesTermRef": {"value": "1"}}
    merged, clashing = merge(
        {"SalesTermRef": {"value": "2"}}, {"SalesTermRef": {"value": "3"}}, base, "odoo"
    )
    assert clashing == ("SalesTermRef",)
    assert merged == {"SalesTermRef": {"value": "2"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Notes": ""}, {}),
        ({"Notes": None}, {}),
        ({"BillAddr": {"City": ""}}, {}),
        ({"Line": []}, {}),
        ({"Total": Decimal("100.00")}, {"Total": 100}),
        ({"Total": Decimal("100.10")}, {"Total": 100.1}),
        ({"Total": 0.1 + 0.2}, {"Total": 0.30000000000000004}),
    ],
)
def test_the_same_said_differently(one, other):
    assert same(one, other)
    assert decide(one, other, None) is Decision.NOTHING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Active": False}, {}),
        ({"Total": 0}, {}),
        ({"Active": True}, {"Active": 1}),
        ({"Total": Decimal("0.30")}, {"Total": Decimal("0.31")}),
        ({"Name": "a"}, {"Name": "A"}),
        ({"Id": "1"}, {"Id": 1}),
    ],
)
def test_what_is_not_the_same(one, other):
    assert not same(one, other)


def test_what_was_stored_equals_what_was_built():
    built = {
        "TotalAmt": Decimal("1234567890.12"),
        "Line": [{"Amount": Decimal("0.10")}],
    }
    assert same(built, jsonable(built))


def test_asking_touches_the_clash_on_neither_side():
    base = {"DisplayName": "A", "Notes": "n", "Title": "t"}
    local = {"DisplayName": "B", "Title": "t"}
    remote = {"DisplayName": "C", "Notes": "n", "Title": "u"}
    merged, clashing = merge(local, remote, base, "ask")
    assert clashing == ("DisplayName",)
    assert merged == {"Title": "u"}
    assert emptied(remote, merged, clashing) == ["Notes"]
    assert emptied(local, merged, clashing) == []


def test_nothing_given_in_is_changed():
    local, remote = {"BillAddr": {"City": "Ayr"}}, {"Mobile": {"FreeFormNumber": "1"}}
    merged, _clashing = merge(local, remote, {}, "odoo")
    merged["Mobile"]["FreeFormNumber"] = "2"
    assert remote == {"Mobile": {"FreeFormNumber": "1"}}


def test_paths_name_every_field():
    payload = {"A": {"B": 1, "C": {"D": 2}}, "XRef": {"value": "3"}, "E": ""}
    assert paths(payload) == {"A.B": 1, "A.C.D": 2, "XRef": {"value": "3"}}
