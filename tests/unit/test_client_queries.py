"""Queries and changes: every row comes once, and what is gone is told."""

from datetime import datetime, timedelta, timezone

import pytest
from qbo import client as client_module
from qbo import errors
from samples import invoice, named, parties


def test_every_row_comes_once_over_many_pages(world, qbo, monkeypatch):
    monkeypatch.setattr(client_module, "PAGE", 10)
    for name in named(35):
        world.control.create(world.realm, "Customer", {"DisplayName": name})
    found = [
        row["DisplayName"]
        for row in qbo.query("Customer", "DisplayName LIKE 'Customer %'")
    ]
    assert sorted(found) == named(35)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 19, 20])
def test_the_last_page_may_be_full_or_empty(world, qbo, monkeypatch, count):
    monkeypatch.setattr(client_module, "PAGE", 10)
    for name in named(count):
        world.control.create(world.realm, "Customer", {"DisplayName": name})
    found = [
        row["DisplayName"]
        for row in qbo.query("Customer", "DisplayName LIKE 'Customer %'")
    ]
    assert sorted(found) == named(count)


@pytest.mark.parametrize("gone", [[0], [9], [0, 1, 2], list(range(10))])
def test_a_deletion_between_two_pages_hides_no_row(world, qbo, monkeypatch, gone):
    monkeypatch.setattr(client_module, "PAGE", 10)
    customer, _item = parties(world)
    made = [
        world.control.create(
            world.realm, "Payment", {"CustomerRef": customer, "TotalAmt": 1}
        )["Id"]
        for _number in range(25)
    ]
    found = []
    for row in qbo.query("Payment"):
        found.append(row["Id"])
        if len(found) == 10:
            for index in gone:
                world.control.delete(world.realm, "Payment", found[index])
    assert sorted(found, key=int) == made
    assert len(set(found)) == len(found)


def test_inactive_rows_come_when_asked_for(world, qbo):
    shown = world.control.create(world.realm, "Customer", {"DisplayName": "Shown"})
    hidden = world.control.create(world.realm, "Customer", {"DisplayName": "Hidden"})
    world.control.edit(world.realm, "Customer", hidden["Id"], {"Active": False})

    def ids(**options):
        return [row["Id"] for row in qbo.query("Customer", **options)]

    assert ids() == [shown["Id"]]
    assert ids(active=False) == [hidden["Id"]]
    assert sorted(ids(active=None)) == sorted([shown["Id"], hidden["Id"]])
    assert qbo.count("Customer") == 1
    assert qbo.count("Customer", active=None) == 2


def test_items_come_with_their_sku(world, qbo):
    _customer, item = parties(world)
    world.control.edit(world.realm, "Item", item["value"], {"Sku": "HAT-1"})
    found = {row["Id"]: row.get("Sku") for row in qbo.query("Item")}
    assert found[item["value"]] == "HAT-1"


def test_a_bad_query_is_told_apart(qbo):
    with pytest.raises(errors.QboQueryError):
        qbo.query_page("SELECT * FROM Customer WHERE")


def test_changes_tell_what_is_new_and_what_is_gone(world, qbo):
    since = world.emulator.clock.now() - timedelta(minutes=1)
    saved = qbo.save("Invoice", invoice(world), "r-1")
    other = qbo.save("Customer", {"DisplayName": "Other"}, "r-2")
    qbo.delete("Invoice", saved["Id"], saved["SyncToken"], "r-3")
    changes = qbo.changes_since(["Customer", "Invoice", "Vendor"], since)
    assert other["Id"] in [row["Id"] for row in changes.objects["Customer"]]
    assert changes.objects["Invoice"] == []
    assert changes.deleted["Invoice"] == [saved["Id"]]
    assert changes.objects["Vendor"] == changes.deleted["Vendor"] == []
    assert not changes.cut
    assert abs(changes.time - world.emulator.clock.now()) < timedelta(minutes=1)


def test_a_full_answer_says_that_it_is_cut(world, qbo, monkeypatch):
    monkeypatch.setattr("qbo.changes.CAP", 5)
    since = world.emulator.clock.now() - timedelta(minutes=1)
    for name in named(3):
        world.control.create(world.realm, "Customer", {"DisplayName": name})
        world.control.create(world.realm, "Vendor", {"DisplayName": f"{name} V"})
    assert qbo.changes_since(["Customer", "Vendor"], since).cut
    assert not qbo.changes_since(["Customer"], since).cut


@pytest.mark.parametrize("types", [["TaxCode"], ["Customer", "TaxRate"], []])
def test_what_changes_do_not_cover_is_not_asked(world, qbo, types):
    with pytest.raises(ValueError):
        qbo.changes_since(types, datetime.now(timezone.utc))
    assert world.sent == []


def test_a_moment_without_zone_is_refused(qbo):
    with pytest.raises(ValueError):
        qbo.changes_since(["Customer"], datetime(2026, 1, 1))
