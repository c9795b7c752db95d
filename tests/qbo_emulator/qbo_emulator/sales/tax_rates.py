"""Look up the rates of tax codes and write what a document says of its tax."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import Refusal, business

if TYPE_CHECKING:
    from ..books.work import Work

HUNDRED = Decimal(100)
# Amounts by the id of a tax rate.
Shares = dict[str, Decimal]


def rates_of(work: "Work", code: str) -> list[str]:
    """Return the ids of the rates a tax code has for sales."""
    row = work.books.get("TaxCode", code) or {}
    details = row.get("SalesTaxRateList", {}).get("TaxRateDetail", [])
    return [detail["TaxRateRef"]["value"] for detail in details]


def percent_of(work: "Work", rate: str) -> Decimal:
    """Return the percentage of a rate; raise 6470 for one that does not exist."""
    row = work.books.get("TaxRate", rate)
    if row is None:
        raise Refusal("6470", f"The tax rate {rate} does not exist")
    return decimal(row.get("RateValue"))


def amounts_of(work: "Work", shares: Shares) -> Shares:
    """Return the tax of each rate on its share, rounded half up."""
    return {
        rate: rounded(net * percent_of(work, rate) / HUNDRED)
        for rate, net in shares.items()
    }


def divided(amount: Decimal, weights: Shares) -> Shares:
    """Divide an amount in proportion to weights; the last takes what is left."""
    whole = sum(weights.values(), ZERO)
    if not whole:
        return dict.fromkeys(weights, ZERO)
    parts = {key: rounded(amount * weight / whole) for key, weight in weights.items()}
    parts[list(parts)[-1]] += amount - sum(parts.values(), ZERO)
    return parts


def sent_amounts(detail: Body, allowed: Shares) -> Shares:
    """Return the amounts a client sent per rate.

    Raise 6470 for a rate that is not of this sale, 6000 for a negative amount.
    """
    amounts: Shares = {}
    for line in detail.get("TaxLine", []):
        rate = line.get("TaxLineDetail", {}).get("TaxRateRef", {}).get("value", "")
        if rate not in allowed:
            raise Refusal("6470", f"The tax rate {rate} is on no line of this sale")
        if "Amount" in line:
            amounts[rate] = not_negative(rounded(decimal(line["Amount"])))
    return amounts


def not_negative(amount: Decimal) -> Decimal:
    """Return an amount of tax that was sent; raise 6000 below zero."""
    if amount < 0:
        raise business("The amount of tax cannot be negative.")
    return amount


def detail_of(work: "Work", amounts: Shares, shares: Shares, code: str | None) -> Body:
    """Return TxnTaxDetail: the code, the total, a line for each rate with a share."""
    detail: Body = {}
    if code:
        detail["TxnTaxCodeRef"] = {"value": code}
    detail["TotalTax"] = sum(amounts.values(), ZERO)
    lines = [
        _line(work, rate, amount, shares[rate])
        for rate, amount in amounts.items()
        if rate in shares and shares[rate]
    ]
    if lines:
        detail["TaxLine"] = lines
    return detail


def _line(work: "Work", rate: str, amount: Decimal, net: Decimal) -> Body:
    inside = {
        "TaxRateRef": {"value": rate},
        "PercentBased": True,
        "TaxPercent": percent_of(work, rate),
        "NetAmountTaxable": rounded(net),
    }
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": inside,
    }


def note_deltas(detail: Body, computed: Shares) -> None:
    """Tell on each tax line by how much its amount was overridden."""
    for line in detail.get("TaxLine", []):
        rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
        delta = line["Amount"] - computed.get(rate, ZERO)
        if delta:
            line["TaxLineDetail"]["OverrideDeltaAmount"] = delta
