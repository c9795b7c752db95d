"""Read what a report is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..faults import Refusal

if TYPE_CHECKING:
    from ..books.work import Work

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
# Parameters that only choose a way of showing are taken and not used.
KNOWN = {
    "start_date", "end_date", "report_date", "date_macro", "accounting_method",
    "customer", "minorversion", "sort_order", "sort_by", "columns", "aging_period",
    "num_periods", "agency_id", "summarize_column_by", "requestid",
    "format",
}  # fmt: skip


@dataclass(frozen=True)
class Period:
    """Hold the first and last day of a report, and its other choices."""

    start: str
    end: str
    year_start: str
    params: dict[str, str]

    @classmethod
    def of(cls, work: "Work", params: dict[str, str]) -> "Period":
        """Return the period asked for, this financial year to date if none is.

        Only accrual is drawn: cash is refused, and so is what is not known.
        """
        unknown = set(params) - KNOWN
        if unknown:
            raise bad(f"Unknown parameter {sorted(unknown)[0]}")
        method = params.get("accounting_method", "Accrual")
        if method != "Accrual":
            raise bad("Only accounting_method=Accrual is supported")
        if (
            params.get("date_macro")
            or params.get("summarize_column_by", "Total") != "Total"
        ):
            raise bad("date_macro and summarize_column_by are not supported")
        end = params.get("report_date") or params.get("end_date") or ""
        last = checked(end) if end else work.today
        year = year_of(work, last)
        start = params.get("start_date", "")
        first = checked(start) if start else year
        if first > last:
            raise bad("start_date is after end_date")
        return cls(first.isoformat(), last.isoformat(), year.isoformat(), params)


def year_of(work: "Work", day: date) -> date:
    """Return the first day of the financial year a day is in."""
    info = work.books.select("CompanyInfo")[0]
    month = MONTHS.index(info.get("FiscalYearStartMonth", "January")) + 1
    start = day.replace(month=month, day=1)
    return start if start <= day else start.replace(year=start.year - 1)


def checked(text: str) -> date:
    """Return a date; raise 2060 for no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("2060", f"Invalid Date Format : {text}") from None


def bad(detail: str) -> Refusal:
    """Refuse a parameter."""
    return Refusal("2120", detail)
