"""What a statement may hold, and how names that it cannot hold are found."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from qbo.query import both, equals, in_list, is_active, literal, name_is_like, select


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Acme", "'Acme'"),
        ("O'Neil", r"'O\'Neil'"),
        ("a\\b", r"'a\\b'"),
        ("a\\'; x", r"'a\\\'; x'"),
        ("", "''"),
        ("Zoë 株", "'Zoë 株'"),
        (True, "true"),
        (False, "false"),
        (7, "'7'"),
        (Decimal("12.50"), "'12.50'"),
        (Decimal("1E+3"), "'1000'"),
        (date(2026, 1, 31), "'2026-01-31'"),
        (
            datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=2))),
            "'2026-01-31T10:00:00+00:00'",
        ),
    ],
)
def test_a_value_as_a_literal(value, expected):
    assert literal(value) == expected


@pytest.mark.parametrize("text", ["O’Neil", "“x”", "a\tb", "a\x00", "5′"])
def test_some_text_cannot_be_a_literal(text):
    with pytest.raises(ValueError):
        literal(text)


def test_a_moment_needs_its_zone():
    with pytest.raises(ValueError):
        literal(datetime(2026, 1, 31))


def test_a_list_is_asked_in_portions_and_each_value_once():
    clauses = in_list("Id", [str(n) for n in range(250)] + ["1"])
    assert [clause.count(",") + 1 for clause in clauses] == [100, 100, 50]
    assert clauses[0].startswith("Id IN ('0', '1', ")
    assert in_list("Id", []) == []


def test_names_with_typographic_quotes_are_looked_for_by_a_part():
    assert in_list("DisplayName", ["A", "O’Neil & Sons", "B"]) == [
        "DisplayName IN ('A', 'B')",
        "DisplayName LIKE '%Neil & Sons%'",
    ]


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("Acme", "N = 'Acme'"),
        ("“Bob's” 100% x", r"N LIKE '%Bob\'s%'"),
        ("’", ""),
        ("“ ”", ""),
    ],
)
def test_a_name_is_found_as_far_as_it_can_be_asked(name, clause):
    assert name_is_like("N", name) == clause


def test_clauses_are_joined_by_and():
    assert both("", equals("A", "x"), "B = 'y'") == "A = 'x' AND B = 'y'"
    assert both("", "") == ""


@pytest.mark.parametrize(
    ("entity", "active", "clause"),
    [
        ("Customer", True, ""),
        ("Customer", None, "Active IN (true, false)"),
        ("Customer", False, "Active = false"),
        ("Invoice", None, ""),
        ("Invoice", False, ""),
        ("NeverHeardOf", None, ""),
    ],
)
def test_inactive_rows_only_where_there_are_any(entity, active, clause):
    assert is_active(entity, active) == clause


def test_a_whole_statement():
    assert select("Term") == "SELECT * FROM Term"
    whole = select(
        "Item", "A = 'x'", order_by="Id", start=1001, limit=1000, columns="*, Sku"
    )
    assert whole == (
        "SELECT *, Sku FROM Item WHERE A = 'x' ORDERBY Id "
        "STARTPOSITION 1001 MAXRESULTS 1000"
    )
