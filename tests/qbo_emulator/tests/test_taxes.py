"""Tax is what worked examples say: recorded ones, Intuit's, or by hand."""

from decimal import Decimal

import pytest
from books import sale
from tax_examples import EXAMPLES

from qbo_emulator import Emulator

DISCOUNT = "DiscountLineDetail"
CODES = {
    "uk": {
        "S": "20.0% S", "R": "5.0% R", "Z": "0.0% Z", "E": "Exempt", "N": "No VAT",
    },
    "ca": {
        "G": "GST", "H": "HST ON", "A": "HST NS", "B": "GST/PST BC",
        "Q": "GST/QST QC", "Z": "Zero-rated", "X": "Exempt",
    },
    "au": {"G": "GST", "F": "GST free", "O": "Out of scope"},
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    """A company of each kind with a customer."""
    emulator = Emulator()
    made = {}
    for kind in ("uk", "ca", "au", "us-manual", "us-ast"):
        made[kind] = emulator.add_company(kind)
        made[kind].create("Customer", {"DisplayName": "Acme"})
    yield made
    emulator.close()


def named(company, name):
    return next(row["Id"] for row in company.list("TaxCode") if row["Name"] == name)


def body_of(company, example):
    """Return the document of an example as a client sends it."""
    kind = example.company
    lines = []
    for part in example.lines.split(", "):
        amount, word = part.split()
        if kind in CODES:
            code = named(company, CODES[kind][word])
        else:
            code = {"T": "TAX", "N": "NON"}[word]
        detail = {"ItemRef": {"value": "1"}, "TaxCodeRef": {"value": code}}
        inside = {"SalesItemLineDetail": detail, "DetailType": "SalesItemLineDetail"}
        lines.append({"Amount": float(amount), **inside})
    if example.off.endswith("%"):
        inside = {"PercentBased": True, "DiscountPercent": float(example.off[:-1])}
        lines.append({"DetailType": DISCOUNT, DISCOUNT: inside})
    elif example.off:
        lines.append({"DetailType": DISCOUNT, "Amount": float(example.off)})
    return sale("1", *lines, **header(company, example))


def header(company, example):
    """Return what the document as a whole says."""
    if example.company in CODES:
        mode = "TaxInclusive" if example.inclusive else "TaxExcluded"
        return {"GlobalTaxCalculation": mode}
    found = {"ApplyTaxAfterDiscount": example.after}
    if example.code:
        code = named(company, example.code)
        found["TxnTaxDetail"] = {"TxnTaxCodeRef": {"value": code}}
    if example.state:
        place = {"Line1": "1 Main", "CountrySubDivisionCode": example.state}
        found["ShipAddr"] = place
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.why[-60:])
def test_an_example_comes_out_to_the_cent(world, example):
    company = world[example.company]
    shown = company.create("Invoice", body_of(company, example))
    lines = shown["TxnTaxDetail"].get("TaxLine", [])
    told = [Decimal(str(row["Amount"])) for row in lines]
    expected = [Decimal(part) for part in example.taxes.split(", ") if part]
    assert told == expected
    assert Decimal(str(shown["TotalAmt"])) == Decimal(example.total)
    assert Decimal(str(shown["TxnTaxDetail"]["TotalTax"])) == sum(expected)


def test_there_are_enough_examples():
    """At least sixty, ten of them inclusive with a discount or several rates."""
    assert len(EXAMPLES) >= 60
    hard = [
        one for one in EXAMPLES
        if one.inclusive and (one.off or "," in one.taxes)
    ]  # fmt: skip
    assert len(hard) >= 10


def test_what_is_read_can_be_sent_again(world):
    """Net prices with 7 decimals, discount and gross amounts stay as they are."""
    company = world["ca"]
    body = body_of(company, EXAMPLES[0])
    for line, (quantity, price) in zip(
        body["Line"], ((15, 0.6), (24, 0.125)), strict=False
    ):
        line["SalesItemLineDetail"].update(Qty=quantity, UnitPrice=price)
    made = company.create("Invoice", body)
    prices = [row["SalesItemLineDetail"]["UnitPrice"] for row in made["Line"][:2]]
    assert prices == [0.5306667, 0.1104167]
    assert "ApplyTaxAfterDiscount" not in made
    again = company.edit("Invoice", made["Id"], {"Line": made["Line"]})
    same = ("Line", "TxnTaxDetail", "TotalAmt")
    assert [again[key] for key in same] == [made[key] for key in same]
    noted = company.edit("Invoice", made["Id"], {"PrivateNote": "Seen"})
    assert [noted[key] for key in same] == [made[key] for key in same]
