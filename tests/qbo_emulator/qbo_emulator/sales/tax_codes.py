"""Compute tax by the codes of the lines, as outside the US.

Lines of one code are a group. Discounts come off before tax and are spread over
the groups. Exclusive: the tax of a rate is rounded half up on the summed net of its
groups. Inclusive: a line's net is rounded, and the tax of a group is what its gross
has above its net (recorded: Canada, 13 %, 9 and 3 gross less 20 % are 8.49 and
1.11), divided over its rates by their percentages.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import Refusal, business
from .lines import SALES, discount_of, left_of, sum_up
from .tax_rates import (
    HUNDRED,
    Shares,
    amounts_of,
    detail_of,
    divided,
    note_deltas,
    percent_of,
    rates_of,
    sent_amounts,
)

if TYPE_CHECKING:
    from ..books.work import Work

PRICE = Decimal("0.0000001")


def complete(work: "Work", body: Body, lines: list[Body]) -> Decimal:
    """Set TxnTaxDetail; return the tax to add."""
    mode = body.setdefault("GlobalTaxCalculation", "TaxExcluded")
    if mode == "NotApplicable":
        return _not_applicable(body, lines)
    codes = {_code(work, line): True for line in lines}
    rates = {code: rates_of(work, code) for code in codes}
    inclusive = mode == "TaxInclusive"
    if inclusive:
        for line in lines:
            _include(work, line, rates[line[SALES]["TaxCodeRef"]["value"]])
        sum_up(body)
    nets = _nets(body, lines)
    shares: Shares = defaultdict(lambda: ZERO)
    for code, net in nets.items():
        for rate in rates[code]:
            shares[rate] += net
    computed = _within(work, body, lines, nets) if inclusive else None
    computed = computed or amounts_of(work, shares)
    amounts = {**computed, **sent_amounts(body.get("TxnTaxDetail", {}), shares)}
    body["TxnTaxDetail"] = detail_of(work, amounts, shares, None)
    note_deltas(body["TxnTaxDetail"], computed)
    return sum(amounts.values(), ZERO)


def _not_applicable(body: Body, lines: list[Body]) -> Decimal:
    if "TxnTaxDetail" in body:
        text = "TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable"
        raise Refusal("6170", text)
    if any("TaxCodeRef" in line[SALES] for line in lines):
        raise business("A tax code was sent on a transaction without tax.")
    return ZERO


def _code(work: "Work", line: Body) -> str:
    ref = line[SALES].get("TaxCodeRef")
    if not ref:
        raise business(
            "Make sure all your transactions have a GST/VAT rate before you save."
        )
    work.reference("TaxCode", ref, (ref.get("value", ""),))
    ref.pop("name", None)
    return str(ref["value"])


def _include(work: "Work", line: Body, rates: list[str]) -> None:
    """Split a gross amount; the price becomes net too, with 7 decimals (recorded).

    With TaxInclusiveAmt the sent Amount is the net already.
    """
    detail = line[SALES]
    if "TaxInclusiveAmt" in detail:
        detail["TaxInclusiveAmt"] = rounded(decimal(detail["TaxInclusiveAmt"]))
    else:
        percent = sum((percent_of(work, rate) for rate in rates), ZERO)
        detail["TaxInclusiveAmt"] = line["Amount"]
        line["Amount"] = rounded(decimal(line["Amount"]) / (1 + percent / HUNDRED))
    quantity = decimal(detail.get("Qty"))
    if quantity and "UnitPrice" in detail:
        price = decimal(line["Amount"]) / quantity
        detail["UnitPrice"] = price.quantize(PRICE, ROUND_HALF_UP)


def _sums(lines: list[Body], gross: bool = False) -> Shares:
    """Return the sum of each tax code's lines, net or gross."""
    sums: Shares = defaultdict(lambda: ZERO)
    for line in lines:
        detail = line[SALES]
        amount = detail["TaxInclusiveAmt"] if gross else line["Amount"]
        sums[detail["TaxCodeRef"]["value"]] += decimal(amount)
    return sums


def _nets(body: Body, lines: list[Body]) -> Shares:
    """Return what is left of each code's lines after the discount."""
    sums = _sums(lines)
    whole = sum(sums.values(), ZERO)
    return divided(whole - discount_of(body["Line"]), sums) if whole else sums


def _within(work: "Work", body: Body, lines: list[Body], nets: Shares) -> Shares:
    """Return the tax per rate that gross amounts hold."""
    left, whole = left_of(body["Line"])
    taxes: Shares = defaultdict(lambda: ZERO)
    for code, gross in _sums(lines, gross=True).items():
        weights = {rate: percent_of(work, rate) for rate in rates_of(work, code)}
        tax = rounded(gross * left / whole) - nets[code]
        for rate, part in divided(tax, weights).items():
            taxes[rate] += part
    return taxes
