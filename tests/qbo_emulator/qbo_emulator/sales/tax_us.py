"""Compute the sales tax of US companies, by a code or by the place of delivery.

Without automated tax the document names a code; what its rates give can only be
replaced by amounts on TaxLines. Under automated tax the address decides, and a
TotalTax replaces the sum where a TxnTaxCodeRef comes with it (two of Intuit's
sources differ; the stricter reading).
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import Refusal, business
from .lines import SALES, discount_of
from .places import state_of
from .tax_rates import (
    HUNDRED,
    amounts_of,
    detail_of,
    divided,
    not_negative,
    percent_of,
    rates_of,
    sent_amounts,
)

if TYPE_CHECKING:
    from ..books.work import Work

PSEUDO = ("TAX", "NON")


def complete(
    work: "Work", body: Body, lines: list[Body], customer: Body | None
) -> Decimal:
    """Set TxnTaxDetail and the codes of the lines; return the tax to add."""
    if body.pop("GlobalTaxCalculation", None) not in (None, "TaxExcluded"):
        raise business("GlobalTaxCalculation does not apply to US companies.")
    taxable = _taxable(work, body, lines, customer)
    detail = body.get("TxnTaxDetail", {})
    not_negative(decimal(detail.get("TotalTax")))
    if work.company.tax_engine == "ast":
        return _automated(work, body, detail, taxable)
    return _manual(work, body, detail, taxable)


def _manual(work: "Work", body: Body, detail: Body, taxable: Decimal) -> Decimal:
    code = _sent_code(work, detail, body)
    shares = dict.fromkeys(rates_of(work, code), taxable) if code else {}
    computed = amounts_of(work, shares)
    sent = sent_amounts(detail, shares) if code else {}
    _refuse_untaxable(sum(sent.values(), ZERO), taxable)
    amounts = {**computed, **sent}
    body["TxnTaxDetail"] = detail_of(work, amounts, shares, code)
    return sum(amounts.values(), ZERO)


def _automated(work: "Work", body: Body, detail: Body, taxable: Decimal) -> Decimal:
    code = work.company.state_code(_state(work, body))
    rates = rates_of(work, code) if code else []
    weights = {rate: percent_of(work, rate) for rate in rates}
    whole = sum(weights.values(), ZERO)
    computed = divided(rounded(taxable * whole / HUNDRED), weights)
    imposed = _imposed(work, detail)
    amounts = computed
    if imposed is not None:
        _refuse_untaxable(imposed, taxable)
        amounts = divided(imposed, weights) if whole else {"": imposed}
    body["TxnTaxDetail"] = detail_of(work, amounts, dict.fromkeys(rates, taxable), code)
    if amounts != computed:
        body["TxnTaxDetail"]["TaxReviewStatus"] = "AST_TAX_OVERRIDE"
    return sum(amounts.values(), ZERO)


def _state(work: "Work", body: Body) -> str:
    """Return the state a document is delivered to, else the company's own."""
    return state_of(body.get("ShipAddr") or work.company.address)


def _imposed(work: "Work", detail: Body) -> Decimal | None:
    """Return the tax the client imposes, or None.

    It counts only beside a code, and a zero does not stick (both unconfirmed: the
    stricter reading); lines must be marked NON instead.
    """
    code = detail.get("TxnTaxCodeRef")
    if not code:
        return None
    work.reference("TaxCode", dict(code), (code.get("value", ""),))
    return rounded(decimal(detail.get("TotalTax"))) or None


def _refuse_untaxable(tax: Decimal, taxable: Decimal) -> None:
    if tax and not taxable:
        raise business("Tax was sent, but no line of the transaction is taxable.")


def _taxable(
    work: "Work", body: Body, lines: list[Body], customer: Body | None
) -> Decimal:
    """Set TAX or NON on each line and return the taxable sum.

    Nothing is taxable for a customer that is exempt.
    """
    exempt = customer is not None and not customer.get("Taxable", True)
    total = ZERO
    for line in lines:
        if _code_of(work, line[SALES], exempt) == "TAX" and not exempt:
            total += decimal(line["Amount"])
    if total and body.get("ApplyTaxAfterDiscount"):
        subtotal = sum((decimal(line["Amount"]) for line in lines), ZERO)
        total -= discount_of(body["Line"]) * total / subtotal
    return rounded(total)


def _code_of(work: "Work", detail: Body, exempt: bool) -> str:
    if "TaxCodeRef" not in detail:
        item = work.books.get("Item", detail["ItemRef"]["value"]) or {}
        usual = "TAX" if item.get("Taxable") and not exempt else "NON"
        detail["TaxCodeRef"] = {"value": usual}
    code = str(detail["TaxCodeRef"].get("value"))
    if code not in PSEUDO:
        text = f"Invalid Line TaxCode. For US, specify TAX or NON. Supplied:{code}"
        raise Refusal("6100", text, element="")
    return code


def _sent_code(work: "Work", detail: Body, body: Body) -> str | None:
    """Return the tax code of the document; raise 6160, 6230 or 6470 for a bad one."""
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
