"""Draw the tax of a period by agency and rate."""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body
from . import shape
from .period import Period

if TYPE_CHECKING:
    from ..books.work import Work

SIGNS = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1}
Sums = dict[tuple[str, str], list[Decimal]]


def tax_summary(work: "Work", period: Period) -> Body:
    """Return net and tax of each rate below its agency, at home."""
    sums = _sums(work, period)
    rows, whole = [], ZERO
    for agency in sorted({key[0] for key in sums}):
        mine = {key: parts for key, parts in sums.items() if key[0] == agency}
        lines = [
            shape.data((_rate(work, rate), rate), *parts)
            for (_, rate), parts in sorted(mine.items())
        ]
        total = sum((parts[1] for parts in mine.values()), ZERO)
        whole += total
        row = work.books.get("TaxAgency", agency) or {}
        name = row.get("DisplayName", "Out Of Scope Agency")
        rows.append(shape.section(name, lines, [f"Total {name}", "", total]))
    rows.append(shape.section("", [], ["TOTAL", "", whole], "GrandTotal"))
    columns = [("", "Tax"), ("Net Amount", "Money"), ("Tax Amount", "Money")]
    return shape.framed(work, "TaxSummary", period, columns, rows)


def _rate(work: "Work", rate: str) -> str:
    return str((work.books.get("TaxRate", rate) or {}).get("Name", "Without a rate"))


def _sums(work: "Work", period: Period) -> Sums:
    """Return {(agency, rate): [net, tax]} of the documents of the period."""
    sums: Sums = defaultdict(lambda: [ZERO, ZERO])
    between = (period.start, period.end)
    for entity, sign in SIGNS.items():
        for body in work.books.select(entity, "AND date BETWEEN ? AND ?", between):
            for agency, rate, net, tax in _parts(work, body):
                home = work.company.currencies.home_amount
                sums[agency, rate][0] += sign * decimal(home(body, net))
                sums[agency, rate][1] += sign * decimal(home(body, tax))
    return sums


def _parts(work: "Work", body: Body) -> list[tuple[str, str, Decimal, Decimal]]:
    detail = body.get("TxnTaxDetail", {})
    found, rest = [], decimal(detail.get("TotalTax"))
    for line in detail.get("TaxLine", []):
        inside = line["TaxLineDetail"]
        rate = inside["TaxRateRef"]["value"]
        row = work.books.get("TaxRate", rate) or {}
        agency = row.get("AgencyRef", {}).get("value", "")
        tax = decimal(line["Amount"])
        found.append((agency, rate, decimal(inside.get("NetAmountTaxable")), tax))
        rest -= tax
    return [*found, ("", "", ZERO, rest)] if rest else found
