"""Generated companies: as many as asked, the same for the same seed, in order."""

import pytest

from qbo_emulator.verbs import ControlError

COUNTS = {"Customer": 12, "Vendor": 5, "Item": 8, "Invoice": 30, "Payment": 10}
KEYS = ("DisplayName", "Name", "DocNumber", "TxnDate", "TotalAmt", "Balance")


def content(emulator, realm):
    return {
        entity: [
            {key: row.get(key) for key in KEYS}
            for row in emulator.control.list(realm, entity)
        ]
        for entity in COUNTS
    }


def fill(emulator, profile="us-manual", seed=7):
    realm = emulator.add_company(profile).realm_id
    before = {name: len(emulator.control.list(realm, name)) for name in COUNTS}
    assert emulator.control.seed(realm, COUNTS, seed) == COUNTS
    rows = content(emulator, realm)
    grown = {name: len(rows[name]) - before[name] for name in COUNTS}
    assert grown == COUNTS
    return rows


def test_same_seed_makes_the_same_books(emulator):
    emulator.clock.freeze()
    first, second, other = fill(emulator), fill(emulator), fill(emulator, seed=8)
    assert first == second
    assert first["Invoice"] != other["Invoice"]


@pytest.mark.parametrize("profile", ["us-ast", "ca", "uk"])
def test_every_kind_of_company_can_be_filled(emulator, profile):
    fill(emulator, profile)


def test_open_invoices_add_up_to_the_customers_balances(emulator, realm):
    emulator.control.seed(realm, COUNTS)
    invoices = emulator.control.list(realm, "Invoice")
    customers = emulator.control.list(realm, "Customer")
    owed = sum(round(row["Balance"] * 100) for row in customers)
    assert owed == sum(round(row["Balance"] * 100) for row in invoices)
    assert any(row["Balance"] == 0 for row in invoices)


def test_filling_twice_finds_free_names(emulator, realm):
    emulator.control.seed(realm, {"Customer": 10, "Vendor": 10})
    emulator.control.seed(realm, {"Customer": 10, "Vendor": 10})
    names = [row["DisplayName"] for row in emulator.control.list(realm, "Customer")]
    assert len(names) == len(set(names)) == 20


def test_unknown_kinds_are_refused(emulator, realm):
    with pytest.raises(ControlError, match="Nonsense"):
        emulator.control.seed(realm, {"Nonsense": 1})
