"""Compute sales tax: US manual, US automated, and codes per line elsewhere.

Rates come from the company's own TaxCode and TaxRate rows.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO
from ..books.rows import Body
from . import tax_codes, tax_us
from .lines import SALES, flat

if TYPE_CHECKING:
    from ..books.work import Work


def complete(work: "Work", body: Body, customer: Body | None) -> Decimal:
    """Set TxnTaxDetail and the codes of the lines; return the tax to add.

    Outside the US the amounts of inclusive lines become net, and the sums of the
    document are drawn anew.
    """
    lines = flat(body["Line"])
    codes = work.company.tax_engine == "codes"
    if codes:
        # A key of US companies; elsewhere discounts always come first (recorded).
        body.pop("ApplyTaxAfterDiscount", None)
    if not work.preference("TaxPrefs.UsingSalesTax"):
        return _untaxed(body, lines)
    if codes:
        return tax_codes.complete(work, body, lines)
    return tax_us.complete(work, body, lines, customer)


def _untaxed(body: Body, lines: list[Body]) -> Decimal:
    for line in lines:
        line[SALES].pop("TaxCodeRef", None)
    body["TxnTaxDetail"] = {"TotalTax": ZERO}
    return ZERO
