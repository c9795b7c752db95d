"""Facts about the types, as QuickBooks documents them."""

import importlib
import pkgutil
from datetime import datetime, timezone
from decimal import Decimal

import pytest
import qbo
from qbo import entities, exact
from qbo.moments import format_moment, parse_moment


def names(**facts):
    return {
        entity.name
        for entity in entities.ENTITIES.values()
        if all(getattr(entity, fact) == value for fact, value in facts.items())
    }


def test_what_can_be_voided_and_how():
    assert names(void=entities.VOID_BY_OPERATION) == {"Invoice"}
    assert names(void=entities.VOID_BY_INCLUDE) == {
        "Payment",
        "SalesReceipt",
        "BillPayment",
    }


def test_names_are_never_deleted_and_documents_are_never_inactive():
    for entity in entities.ENTITIES.values():
        assert not (entity.can_delete and entity.has_active), entity.name
        if entity.kind == entities.LIST:
            assert not entity.can_delete, entity.name


def test_what_change_data_capture_leaves_out():
    assert names(in_cdc=False) == {
        "TaxCode",
        "TaxRate",
        "TaxAgency",
        "ExchangeRate",
        "CompanyInfo",
        "Preferences",
    }


def test_what_others_refer_to_goes_first():
    wave = {name: entity.wave for name, entity in entities.ENTITIES.items()}
    order = ["Term", "Customer", "Item", "Invoice", "Payment", "Deposit"]
    assert [wave[name] for name in order] == sorted({wave[name] for name in order})
    assert wave["Customer"] == wave["Vendor"]


def test_limits_of_names():
    assert entities.get("Customer").name_limit == 500
    assert entities.get("Item").name_limit == 100
    assert entities.get("Term").name_limit == 31
    assert entities.get("Invoice").number_key == "DocNumber"
    assert entities.get("Payment").number_key == "PaymentRefNum"


def test_an_unknown_type_promises_nothing():
    fact = entities.get("Budget")
    assert fact.path == "budget"
    assert not (fact.has_active or fact.can_delete or fact.void or fact.in_cdc)


def test_types_are_found_by_their_path():
    assert entities.by_path("creditmemo") == "CreditMemo"
    assert entities.by_path("CreditMemo") == "CreditMemo"
    assert entities.by_path("budget") == ""


def test_every_module_is_public_or_inside():
    found = {module.name for module in pkgutil.iter_modules(qbo.__path__)}
    assert found - set(qbo.PUBLIC) == {"fault", "likeness", "party"}
    assert set(qbo.PUBLIC) <= found
    for name in qbo.PUBLIC:
        assert importlib.import_module(f"qbo.{name}").__doc__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T10:00:00-08:00", datetime(2026, 1, 31, 18, 0)),
        ("2026-01-31T10:00:00.123-0800", datetime(2026, 1, 31, 18, 0, 0, 123000)),
        ("2026-01-31T10:00:00.123456789Z", datetime(2026, 1, 31, 10, 0, 0, 123456)),
        ("2026-01-31 10:00:00", datetime(2026, 1, 31, 10, 0)),
    ],
)
def test_points_in_time_become_utc(text, expected):
    assert parse_moment(text) == expected.replace(tzinfo=timezone.utc)


@pytest.mark.parametrize("text", ["", "2026-01-31", "now", "2026-13-01T00:00:00Z"])
def test_what_is_no_point_in_time(text):
    with pytest.raises(ValueError):
        parse_moment(text)


def test_a_point_in_time_is_written_with_its_offset():
    moment = datetime(2026, 1, 31, 10, 0, 0, 999999, tzinfo=timezone.utc)
    assert format_moment(moment) == "2026-01-31T10:00:00+00:00"


@pytest.mark.parametrize(
    "text", ["12.50", "0.1", "1234567890123.45", "100.00", "-0.005", "7"]
)
def test_an_amount_passes_through_digit_by_digit(text):
    assert exact.dumps(exact.loads(text)) == text


def test_everything_else_is_ordinary_json():
    value = {"a": [True, None, 'é"\n', 5, 0.25], "b": {"c": Decimal("1E+2")}}
    assert exact.loads(exact.dumps(value)) == value
    assert exact.dumps(value).isascii()


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        exact.dumps({"Amount": value})


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("100.00"), 100),
        (Decimal("0.10"), 0.1),
        (Decimal("1234567890.12345"), 1234567890.12345),
        (Decimal("1234567890123456.78901"), "1234567890123456.78901"),
        ((Decimal("1.5"), "x"), [1.5, "x"]),
    ],
)
def test_what_is_stored_is_plain_json(value, stored):
    assert exact.jsonable({"k": value}) == {"k": stored}
    assert type(exact.jsonable(value)) is type(stored)
