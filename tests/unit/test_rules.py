"""One line for both directions; empty is absent; money is exact."""

from datetime import date
from decimal import Decimal

import pytest
from qbo.rules import (
    Amount,
    Date,
    Flag,
    Hook,
    Ref,
    Text,
    dig,
    plant,
    project,
    reads,
    rounded,
)

ROUND_TRIPS = [
    (Text("DisplayName", "name"), "Zoë & Co", "Zoë & Co"),
    (Text("Notes", "comment"), False, None),
    (Flag("Active", "active"), True, True),
    (Flag("Active", "active"), False, False),
    (Date("TxnDate", "date"), date(2026, 2, 28), "2026-02-28"),
    (Date("TxnDate", "date"), False, None),
    (Amount("Amount", "amount"), 19.99, Decimal("19.99")),
    (Amount("Amount", "amount"), 0.0, Decimal("0.00")),
    (Amount("Qty", "quantity", digits=5), 0.33333, Decimal("0.33333")),
]


@pytest.mark.parametrize(("rule", "vals", "payload"), ROUND_TRIPS)
def test_a_round_trip_is_stable(rule, vals, payload):
    assert rule.to_qbo(vals) == payload
    assert rule.from_qbo(payload) == vals
    assert rule.to_qbo(rule.from_qbo(payload)) == payload


def test_a_text_is_cut_at_its_limit_by_characters():
    rule = Text("DisplayName", "name", max_length=5)
    assert rule.to_qbo("éééééé") == "ééééé"
    assert rule.to_qbo("12345") == "12345"
    assert rule.to_qbo("1234 678") == "1234"


def test_blanks_round_a_text_say_nothing():
    assert Text("Notes", "comment").to_qbo("  \n") is None
    assert Text("Notes", "comment").from_qbo("  ") is False


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (-1.005, 2, "-1.01"),
        (0.1 + 0.2, 2, "0.30"),
        (Decimal("1.00000000005"), 10, "1.0000000001"),
        (10**10, 2, "10000000000.00"),
        ("12.345", 2, "12.35"),
        (5, 0, "5"),
    ],
)
def test_rounding_goes_half_up_on_what_a_person_reads(value, digits, expected):
    assert str(rounded(value, digits)) == expected


def test_flags_may_come_as_text():
    rule = Flag("Taxable", "taxable")
    assert [rule.from_qbo(v) for v in ("true", "false", "True", None)] == [
        True,
        False,
        True,
        False,
    ]


def test_a_time_behind_a_date_is_ignored():
    assert Date("TxnDate", "d").from_qbo("2026-02-28T00:00:00-08:00") == date(
        2026, 2, 28
    )


def test_a_reference_carries_only_the_id():
    rule = Ref("SalesTermRef", "property_payment_term_id", kind="term")
    assert rule.to_qbo("3") == {"value": "3"}
    assert rule.to_qbo(False) is None
    assert rule.from_qbo({"value": "3", "name": "Net 30"}) == "3"
    assert rule.from_qbo(None) == ""


def test_a_rule_knows_what_it_reads():
    assert reads(Text("DisplayName", "name")) == ("name",)
    assert reads(Hook("BillAddr", reads=("street", "zip"), out="_out")) == (
        "street",
        "zip",
    )


def test_dig_and_plant_are_inverse():
    payload = {}
    plant(payload, "PrimaryEmailAddr.Address", "a@example.com")
    plant(payload, "DisplayName", "A")
    assert payload == {
        "PrimaryEmailAddr": {"Address": "a@example.com"},
        "DisplayName": "A",
    }
    assert dig(payload, "PrimaryEmailAddr.Address") == "a@example.com"


@pytest.mark.parametrize("key", ["Missing", "A.Missing", "A.B.C", "Line.0"])
def test_a_path_that_ends_early_leads_to_none(key):
    assert dig({"A": {"B": "x"}, "Line": [1]}, key) is None


@pytest.mark.parametrize("empty", [None, "", {}, []])
def test_what_is_empty_leaves_no_trace(empty):
    payload = {}
    plant(payload, "A.B", empty)
    assert payload == {}


@pytest.mark.parametrize("value", [0, False, Decimal("0.00")])
def test_zero_and_no_are_values(value):
    payload = {}
    plant(payload, "A.B", value)
    assert payload == {"A": {"B": value}}


def test_a_projection_has_the_shape_that_rules_build():
    remote = {
        "Id": "7",
        "SyncToken": "3",
        "DisplayName": "Acme",
        "SalesTermRef": {"value": "3", "name": "Net 30"},
        "PrimaryEmailAddr": {"Address": "a@example.com"},
        "Notes": "",
        "Balance": 10,
        "Line": [{"SalesItemLineDetail": {"ItemRef": {"value": "1", "name": "Hat"}}}],
    }
    keys = ["DisplayName", "SalesTermRef", "PrimaryEmailAddr.Address", "Notes", "Line"]
    assert project(remote, keys) == {
        "DisplayName": "Acme",
        "SalesTermRef": {"value": "3"},
        "PrimaryEmailAddr": {"Address": "a@example.com"},
        "Line": [{"SalesItemLineDetail": {"ItemRef": {"value": "1"}}}],
    }


def test_a_reference_keeps_the_type_it_points_to():
    payload = {"EntityRef": {"value": "1", "name": "x", "type": "Customer"}}
    assert project(payload, ["EntityRef"]) == {
        "EntityRef": {"value": "1", "type": "Customer"}
    }
