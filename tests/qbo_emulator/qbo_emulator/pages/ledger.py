"""Write the HTML of a company's ledger as of a day."""

from html import escape
from typing import TYPE_CHECKING

from ..books.money import ZERO
from ..books.rows import Body
from ..ledger.figures import Figures
from ..reports.period import checked
from .views import table

if TYPE_CHECKING:
    from ..books.company import Company

FORM = """
<form class="row" method="get"><label>As of
<input type="date" name="as_of" value="{day}"></label>
<button>Show</button></form>
"""


def ledger(base: str, company: "Company", asked: dict[str, str]) -> str:
    """Return trial balance and receivables of a company, on any day."""
    day = asked.get("as_of", "")
    figures = Figures(company, checked(day).isoformat() if day else None)
    parts = [
        f'<h1>Ledger</h1><p><a href="{base}">{escape(company.name)}</a></p>',
        FORM.format(day=escape(day)),
        _card("Trial balance", _trial(base, figures.trial_balance())),
        _card("Receivables", _owed(base, company, figures.receivables())),
    ]
    return "".join(parts)


def postings(base: str, company: "Company", account: str) -> str:
    """Return what was posted to an account."""
    rows = [
        [
            row["date"],
            f'<a href="{base}/{row["entity"]}/{row["id"]}">{row["entity"]}</a>',
            escape(row["part"]),
            f"{row['home']:.2f}",
        ]
        for row in Figures(company).journal(account)
    ]
    name = (company.books.get("Account", account) or {}).get("Name", "")
    title = f'<h1>{escape(name)}</h1><p><a href="{base}/ledger">Ledger</a></p>'
    return title + _card("Postings", table(["Date", "From", "For", "Amount"], rows, 1))


def _card(title: str, body: str) -> str:
    return f'<div class="card"><h2>{title}</h2>{body}</div>'


def _trial(base: str, rows: list[Body]) -> str:
    lines = [
        [
            f'<a href="{base}/ledger/{row["account"]}">{escape(row["name"])}</a>',
            escape(row["type"]),
            f"{row['debit']:.2f}" if row["debit"] else "",
            f"{row['credit']:.2f}" if row["credit"] else "",
        ]
        for row in rows
    ]
    sums = [sum((row[side] for row in rows), ZERO) for side in ("debit", "credit")]
    lines.append(["Total", "", *(f"{one:.2f}" for one in sums)])
    return table(["Account", "Type", "Debit", "Credit"], lines, 2)


def _owed(base: str, company: "Company", rows: list[Body]) -> str:
    lines = []
    for row in rows:
        customer = company.books.get("Customer", row["customer"]) or {}
        name = escape(customer.get("DisplayName", row["customer"]))
        link = f'<a href="{base}/Customer/{row["customer"]}">{name}</a>'
        lines.append([link, row["currency"], f"{row['amount']:.2f}"])
    return table(["Customer", "Currency", "Owes"], lines, 1)
