"""Write reports in Intuit's shape: a header, columns, rows and sections."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..books.rows import Body
from .period import Period

if TYPE_CHECKING:
    from ..books.work import Work


def framed(
    work: "Work",
    name: str,
    period: Period,
    columns: list[tuple[str, str]],
    rows: list[Body],
) -> Body:
    """Return a whole report; columns are (title, type)."""
    flat = [{"Name": "AccountingStandard", "Value": "GAAP"}]
    flat.append({"Name": "NoReportData", "Value": str(not rows).lower()})
    return {
        "Header": {
            "Time": work.stamp(),
            "ReportName": name,
            "ReportBasis": "Accrual",
            "StartPeriod": period.start,
            "EndPeriod": period.end,
            "Currency": work.company.currencies.home,
            "Option": flat,
        },
        "Columns": {
            "Column": [{"ColTitle": title, "ColType": kind} for title, kind in columns]
        },
        "Rows": {"Row": rows},
    }


def money(value: Decimal) -> str:
    """Return an amount as a report writes it; nothing for zero."""
    return f"{value:.2f}" if value else ""


def data(*cells: Any) -> Body:
    """Return a row of data; a cell is a text, an amount or (text, id)."""
    return {"ColData": [cell(one) for one in cells], "type": "Data"}


def cell(value: Any) -> Body:
    """Return one cell."""
    if isinstance(value, tuple):
        return {"value": value[0], "id": value[1]}
    return {"value": money(value) if isinstance(value, Decimal) else value}


def section(title: str, rows: list[Body], totals: list[Any], group: str = "") -> Body:
    """Return rows below a title with their totals."""
    width = len(totals) - 1
    heads = [{"value": title}, *({"value": ""} for _ in range(width))]
    found: Body = {
        "type": "Section",
        "Summary": {"ColData": [cell(one) for one in totals]},
    }
    if rows:
        found["Header"] = {"ColData": heads}
        found["Rows"] = {"Row": rows}
    if group:
        found["group"] = group
    return found
