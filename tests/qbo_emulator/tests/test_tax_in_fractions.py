"""Thousands of documents agree with a calculation that shares no code with them."""

import random
from fractions import Fraction

import pytest
from books import sale
from tax_in_fractions import Sale, computed, net_of

from qbo_emulator import Emulator

DISCOUNT = "DiscountLineDetail"
ENGINES = {
    "uk": "codes",
    "ca": "codes",
    "au": "codes",
    "us-manual": "manual",
    "us-ast": "ast",
}


@pytest.fixture(scope="module")
def world():
    """Companies of all engines, each with a customer and its rates by code."""
    emulator = Emulator()
    made = {}
    for kind in ENGINES:
        company = emulator.add_company(kind)
        company.create("Customer", {"DisplayName": "Acme"})
        made[kind] = (company, rates(company))
    yield made
    emulator.close()


def rates(company):
    """Return {code id: {rate id: percentage}}."""
    percent = {
        row["Id"]: Fraction(str(row["RateValue"])) for row in company.list("TaxRate")
    }
    found = {}
    for row in company.list("TaxCode"):
        details = row.get("SalesTaxRateList", {}).get("TaxRateDetail", [])
        refs = [one["TaxRateRef"]["value"] for one in details]
        found[row["Id"]] = {ref: percent[ref] for ref in refs}
    return found


def generated(dice, kind, codes):
    """Return a random document."""
    engine = ENGINES[kind]
    made = Sale(engine, [], codes)
    words = ("TAX", "NON")
    if engine == "codes":
        words = tuple(codes)
        made.inclusive = dice.random() < 0.5
    else:
        made.after_discount = dice.random() < 0.5
    for _ in range(dice.randint(1, 6)):
        made.lines.append(
            (
                dice.choice((dice.randint(1, 999), dice.randint(1, 99999))),
                dice.choice(words),
            )
        )
    if dice.random() < 0.4:
        made.percent_off = Fraction(
            dice.choice(("5", "7.5", "10", "12.25", "33", "100"))
        )
    elif dice.random() < 0.3:
        most = sum(net_of(made, *line) for line in made.lines)
        made.cents_off = dice.randint(1, most)
    return made


def body_of(made, state_code):
    """Return the document as a client sends it."""
    lines = []
    for amount, code in made.lines:
        detail = {"ItemRef": {"value": "1"}, "TaxCodeRef": {"value": code}}
        lines.append(
            {
                "Amount": amount / 100,
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": detail,
            }
        )
    if made.percent_off is not None:
        inside = {"PercentBased": True, "DiscountPercent": float(made.percent_off)}
        lines.append({"DetailType": DISCOUNT, DISCOUNT: inside})
    if made.cents_off:
        lines.append({"DetailType": DISCOUNT, "Amount": made.cents_off / 100})
    more = {}
    if made.engine == "codes":
        more["GlobalTaxCalculation"] = (
            "TaxInclusive" if made.inclusive else "TaxExcluded"
        )
    else:
        more["ApplyTaxAfterDiscount"] = made.after_discount
        more["TxnTaxDetail"] = {"TxnTaxCodeRef": {"value": state_code}}
    return sale("1", *lines, **more)


def compare(world, seed):
    """Make one document in each company and compare it to the cent."""
    dice = random.Random(seed)
    kind = dice.choice(list(ENGINES))
    company, codes = world[kind]
    made = generated(dice, kind, codes)
    code = dice.choice([key for key, value in codes.items() if value])
    if made.engine == "ast":
        code = company.state_code("CA")
    made.document = list(codes[code].values())
    shown = company.create("Invoice", body_of(made, code))
    off, total, taxes = computed(made)
    offs = [row["Amount"] for row in shown["Line"] if DISCOUNT in row]
    detail = shown["TxnTaxDetail"]
    assert round(sum(offs) * 100) == off, made
    assert round(shown["TotalAmt"] * 100) == total, made
    assert round(detail["TotalTax"] * 100) == sum(taxes), made
    told = sorted(round(row["Amount"] * 100) for row in detail.get("TaxLine", []))
    assert [tax for tax in told if tax] == sorted(tax for tax in taxes if tax), made


@pytest.mark.parametrize("part", range(5))
def test_documents_agree_with_fractions(world, part):
    for seed in range(part * 60, part * 60 + 60):
        compare(world, seed)


@pytest.mark.long
def test_thousands_of_documents_agree_with_fractions(world):
    for seed in range(300, 5300):
        compare(world, seed)
