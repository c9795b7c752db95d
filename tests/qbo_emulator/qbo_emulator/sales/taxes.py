"""Compute sales tax: US manual, US automated, and codes per line elsewhere.

Rates come from the company's own TaxCode and TaxRate rows. Outside the US the
tax of a rate is rounded half up on the summed net of its lines.
"""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import Refusal, business
from .lines import SALES, adds, discount_of

if TYPE_CHECKING:
    from ..books.work import Work

HUNDRED = Decimal(100)
PSEUDO = ("TAX", "NON")
Shares = dict[str, Decimal]


def complete(work: "Work", body: Body, customer: Body | None) -> Decimal:
    """Set TxnTaxDetail and the codes of the lines; return the tax to add."""
    lines = [line for line in body["Line"] if adds(line)]
    if not work.preference("TaxPrefs.UsingSalesTax"):
        return _untaxed(body, lines)
    if work.company.tax_engine == "codes":
        return _by_codes(work, body, lines)
    return _united_states(work, body, lines, customer)


def _untaxed(body: Body, lines: list[Body]) -> Decimal:
    for line in lines:
        line[SALES].pop("TaxCodeRef", None)
    body["TxnTaxDetail"] = {"TotalTax": ZERO}
    return ZERO


def _united_states(
    work: "Work", body: Body, lines: list[Body], customer: Body | None
) -> Decimal:
    if body.pop("GlobalTaxCalculation", None) not in (None, "TaxExcluded"):
        raise business("GlobalTaxCalculation does not apply to US companies.")
    taxable = _taxable(work, body, lines, customer)
    detail = body.get("TxnTaxDetail", {})
    code = _document_code(work, detail, body)
    shares = dict.fromkeys(_rates(work, code), taxable) if code else {}
    engine = work.company.tax_engine == "ast"
    computed = _amounts(work, {} if not taxable else shares)
    imposed = _imposed(detail, engine)
    amounts = computed if imposed is None else _spread(imposed, computed, taxable)
    body["TxnTaxDetail"] = _detail(work, amounts, shares, code)
    if engine and amounts != computed:
        body["TxnTaxDetail"]["TaxReviewStatus"] = "AST_TAX_OVERRIDE"
    return sum(amounts.values(), ZERO)


def _taxable(
    work: "Work", body: Body, lines: list[Body], customer: Body | None
) -> Decimal:
    """Set TAX or NON on each line and return the taxable sum."""
    total = ZERO
    for line in lines:
        detail = line[SALES]
        if "TaxCodeRef" not in detail:
            code = _usual_code(work, detail["ItemRef"]["value"], customer)
            detail["TaxCodeRef"] = {"value": code}
        code = detail["TaxCodeRef"].get("value")
        if code not in PSEUDO:
            text = f"Invalid Line TaxCode. For US, specify TAX or NON. Supplied:{code}"
            raise Refusal("6100", text, element="")
        total += decimal(line["Amount"]) if code == "TAX" else ZERO
    if total and body.get("ApplyTaxAfterDiscount"):
        subtotal = sum((decimal(line["Amount"]) for line in lines), ZERO)
        total -= discount_of(body["Line"]) * total / subtotal
    return rounded(total)


def _usual_code(work: "Work", item_id: str, customer: Body | None) -> str:
    item = work.books.get("Item", item_id) or {}
    exempt = customer is not None and not customer.get("Taxable", True)
    return "TAX" if item.get("Taxable") and not exempt else "NON"


def _document_code(work: "Work", detail: Body, body: Body) -> str | None:
    """Return the tax code of the document: by its state, or as it was sent."""
    if work.company.tax_engine == "ast":
        address = body.get("ShipAddr") or work.company.address
        return work.company.state_code(address.get("CountrySubDivisionCode", ""))
    ref = detail.get("TxnTaxCodeRef")
    if not ref:
        return None
    if ref.get("value") == "CustomSalesTax":
        fault = "6230" if "Id" in body else "6160"
        raise Refusal(fault, "CustomSalesTax cannot be used on a transaction")
    code = work.reference("TaxCode", ref)
    if code is None or not code.get("SalesTaxRateList", {}).get("TaxRateDetail"):
        raise Refusal("6470", "The tax code has no rate for sales")
    return str(ref["value"])


def _rates(work: "Work", code: str) -> list[str]:
    row = work.books.get("TaxCode", code) or {}
    details = row.get("SalesTaxRateList", {}).get("TaxRateDetail", [])
    return [detail["TaxRateRef"]["value"] for detail in details]


def _amounts(work: "Work", shares: Shares) -> Shares:
    return {
        rate: rounded(net * _percent(work, rate) / HUNDRED)
        for rate, net in shares.items()
    }


def _percent(work: "Work", rate: str) -> Decimal:
    row = work.books.get("TaxRate", rate)
    if row is None:
        raise Refusal("6470", f"The tax rate {rate} does not exist")
    return decimal(row.get("RateValue"))


def _imposed(detail: Body, engine: bool) -> Decimal | None:
    """Return the tax the client imposes, or None.

    Under automated sales tax a zero does not stick (unconfirmed: the stricter
    reading); lines must be marked NON instead.
    """
    if "TotalTax" not in detail:
        return None
    total = rounded(decimal(detail["TotalTax"]))
    return None if engine and not total else total


def _spread(imposed: Decimal, computed: Shares, taxable: Decimal) -> Shares:
    """Divide an imposed tax over the rates in proportion to what they give."""
    if imposed and not taxable:
        raise business("Tax was sent, but no line of the transaction is taxable.")
    whole = sum(computed.values(), ZERO)
    if not whole:
        return {"": imposed} if imposed else {}
    parts = {rate: rounded(imposed * part / whole) for rate, part in computed.items()}
    last = list(parts)[-1]
    parts[last] += imposed - sum(parts.values(), ZERO)
    return parts


def _detail(work: "Work", amounts: Shares, shares: Shares, code: str | None) -> Body:
    detail: Body = {}
    if code:
        detail["TxnTaxCodeRef"] = {"value": code}
    detail["TotalTax"] = sum(amounts.values(), ZERO)
    lines = [
        _tax_line(work, rate, amount, shares[rate])
        for rate, amount in amounts.items()
        if rate in shares and shares[rate]
    ]
    if lines:
        detail["TaxLine"] = lines
    return detail


def _tax_line(work: "Work", rate: str, amount: Decimal, net: Decimal) -> Body:
    inside = {
        "TaxRateRef": {"value": rate},
        "PercentBased": True,
        "TaxPercent": _percent(work, rate),
        "NetAmountTaxable": rounded(net),
    }
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": inside,
    }


def _by_codes(work: "Work", body: Body, lines: list[Body]) -> Decimal:
    mode = body.setdefault("GlobalTaxCalculation", "TaxExcluded")
    if mode == "NotApplicable":
        return _not_applicable(body, lines)
    factor = _discount_factor(body, lines)
    included: Shares = {}
    if mode == "TaxInclusive":
        included = _include_all(work, body, lines)
    shares: Shares = defaultdict(lambda: ZERO)
    for line in lines:
        for rate in _line_rates(work, line):
            shares[rate] += decimal(line["Amount"]) * factor
    computed = _amounts(work, shares)
    amounts = _overridden(work, body, computed)
    if factor == 1:
        amounts.update(included)
    body["TxnTaxDetail"] = _detail(work, amounts, shares, None)
    _note_deltas(body["TxnTaxDetail"], computed)
    return sum(amounts.values(), ZERO)


def _not_applicable(body: Body, lines: list[Body]) -> Decimal:
    if "TxnTaxDetail" in body:
        text = "TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable"
        raise Refusal("6170", text)
    if any("TaxCodeRef" in line[SALES] for line in lines):
        raise business("A tax code was sent on a transaction without tax.")
    return ZERO


def _discount_factor(body: Body, lines: list[Body]) -> Decimal:
    subtotal = sum((decimal(line["Amount"]) for line in lines), ZERO)
    if not subtotal or not body.get("ApplyTaxAfterDiscount"):
        return Decimal(1)
    return 1 - discount_of(body["Line"]) / subtotal


def _line_rates(work: "Work", line: Body) -> list[str]:
    ref = line[SALES].get("TaxCodeRef")
    if not ref:
        raise business(
            "Make sure all your transactions have a GST/VAT rate before you save."
        )
    work.reference("TaxCode", ref, (ref.get("value", ""),))
    ref.pop("name", None)
    return _rates(work, ref["value"])


def _include_all(work: "Work", body: Body, lines: list[Body]) -> Shares:
    """Split gross amounts; return the tax per rate they hold exactly.

    Only where each line has one rate is the split beyond doubt.
    """
    taxes: Shares = defaultdict(lambda: ZERO)
    single = True
    for line in lines:
        rates = _line_rates(work, line)
        _include(work, line, rates)
        single = single and len(rates) <= 1
        gross = decimal(line[SALES]["TaxInclusiveAmt"])
        for rate in rates[:1]:
            taxes[rate] += gross - decimal(line["Amount"])
    net = sum((decimal(line["Amount"]) for line in lines), ZERO)
    body["Line"][-1]["Amount"] = net
    return taxes if single else {}


def _include(work: "Work", line: Body, rates: list[str]) -> None:
    """Split a gross amount; with TaxInclusiveAmt the sent Amount is the net."""
    detail = line[SALES]
    if "TaxInclusiveAmt" in detail:
        detail["TaxInclusiveAmt"] = rounded(decimal(detail["TaxInclusiveAmt"]))
        return
    percent = sum((_percent(work, rate) for rate in rates), ZERO)
    detail["TaxInclusiveAmt"] = line["Amount"]
    line["Amount"] = rounded(decimal(line["Amount"]) / (1 + percent / HUNDRED))


def _overridden(work: "Work", body: Body, computed: Shares) -> Shares:
    """Replace computed amounts by those the client sent per rate."""
    amounts = dict(computed)
    for line in body.get("TxnTaxDetail", {}).get("TaxLine", []):
        rate = line.get("TaxLineDetail", {}).get("TaxRateRef", {}).get("value", "")
        if rate not in computed:
            raise Refusal("6470", f"The tax rate {rate} is on no line of this sale")
        amounts[rate] = rounded(decimal(line.get("Amount")))
    return amounts


def _note_deltas(detail: Body, computed: Shares) -> None:
    for line in detail.get("TaxLine", []):
        rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
        delta = line["Amount"] - computed.get(rate, ZERO)
        if delta:
            line["TaxLineDetail"]["OverrideDeltaAmount"] = delta
