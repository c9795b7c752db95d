"""Compute the tax of a document in fractions, apart from the emulator's own code.

It knows the rules as the README states them and nothing of how they are carried out.
"""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Sale:
    """Describe a document: lines are (cents, code), codes {rate: percentage}."""

    engine: str  # manual, ast or codes
    lines: list[tuple[int, str]]
    codes: dict[str, dict[str, Fraction]]
    inclusive: bool = False
    percent_off: Fraction | None = None
    cents_off: int = 0
    after_discount: bool = False
    document: list[Fraction] = field(default_factory=list)  # US: rates of the document


def cents(value: Fraction) -> int:
    """Round to whole cents, halves away from zero."""
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + Fraction(1, 2))


def spread(amount: int, weights: list[Fraction]) -> list[int]:
    """Divide cents in proportion; what rounding leaves goes to the last."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [cents(amount * weight / whole) for weight in weights]
    parts[-1] += amount - sum(parts)
    return parts


def computed(sale: Sale) -> tuple[int, int, list[int]]:
    """Return discount, total and the taxes of a document, in cents."""
    nets = [net_of(sale, *line) for line in sale.lines]
    whole = sum(nets)
    off = sale.cents_off
    if sale.percent_off is not None:
        off = cents(whole * sale.percent_off / 100)
    if sale.engine == "codes":
        taxes = by_codes(sale, nets, off)
    else:
        taxes = by_document(sale, nets, off)
    return off, whole - off + sum(taxes), taxes


def net_of(sale: Sale, amount: int, code: str) -> int:
    """Return what a line is without tax."""
    if not sale.inclusive:
        return amount
    return cents(Fraction(amount) / (1 + sum(sale.codes[code].values()) / 100))


def by_document(sale: Sale, nets: list[int], off: int) -> list[int]:
    """Return the taxes of the document's rates on its taxable lines."""
    pairs = zip(nets, sale.lines, strict=True)
    taxable = sum(net for net, (_amount, code) in pairs if code == "TAX")
    base = Fraction(taxable)
    if sale.after_discount and taxable:
        base -= Fraction(off * taxable, sum(nets))
    base = Fraction(cents(base))
    if sale.engine == "manual":
        return [cents(base * rate / 100) for rate in sale.document]
    return spread(cents(base * sum(sale.document) / 100), sale.document)


def by_codes(sale: Sale, nets: list[int], off: int) -> list[int]:
    """Return the taxes of groups of lines with the same code."""
    order = list(dict.fromkeys(code for _amount, code in sale.lines))
    sums = {code: Fraction(0) for code in order}
    gross = {code: Fraction(0) for code in order}
    for net, (amount, code) in zip(nets, sale.lines, strict=True):
        sums[code] += net
        gross[code] += amount
    whole = sum(nets)
    left = spread(whole - off, list(sums.values())) if whole else [0 for _ in order]
    kept = Fraction(whole - off, whole) if whole else Fraction(1)
    if sale.percent_off is not None:
        kept = 1 - sale.percent_off / 100
    held: dict[str, int] = {}
    bases: dict[str, int] = {}
    for code, share in zip(order, left, strict=True):
        rates = sale.codes[code]
        inside = spread(cents(gross[code] * kept) - share, list(rates.values()))
        for rate, tax in zip(rates, inside, strict=True):
            held[rate] = held.get(rate, 0) + tax
            bases[rate] = bases.get(rate, 0) + share
    if sale.inclusive:
        return list(held.values())
    percent = {
        rate: value for code in order for rate, value in sale.codes[code].items()
    }
    return [cents(base * percent[rate] / 100) for rate, base in bases.items()]
