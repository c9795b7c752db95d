"""When two payloads say the same, and which fields they have."""

from decimal import Decimal

import pytest
from qbo.exact import jsonable
from qbo.merge import paths, same


def test_the_order_of_lines_matters():
    one = {"Line": [{"Amount": 1}, {"Amount": 2}]}
    other = {"Line": [{"Amount": 2}, {"Amount": 1}]}
    assert not same(one, other)


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


def test_paths_name_every_field():
    payload = {"A": {"B": 1, "C": {"D": 2}}, "XRef": {"value": "3"}, "E": ""}
    assert paths(payload) == {"A.B": 1, "A.C.D": 2, "XRef": {"value": "3"}}
