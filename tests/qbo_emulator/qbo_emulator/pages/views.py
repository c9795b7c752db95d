"""Write the HTML of the pages that are about companies, lists and faults."""

import json
from html import escape
from typing import Any
from urllib.parse import urlencode

from ..wire.injection import KINDS
from .document import amount, document, pretty
from .html import page

Body = dict[str, Any]
__all__ = ["calls", "companies", "company", "document", "faults", "framed", "listing"]
LABELS = ("DisplayName", "FullyQualifiedName", "Name", "DocNumber", "CompanyName")
SUBSCRIPTION = {True: ("active", "good"), False: ("ended", "bad")}
COMPANY_ACTS = """
<div class="columns">
<div class="card"><h2>Close the books</h2>
<form class="row" method="post" action="{base}/do/close-books">
<label>Closing date <input type="date" name="date" value="{closed}"></label>
<label>Password asked <input type="checkbox" name="password"></label>
<button>Set</button></form></div>
<div class="card"><h2>Subscription {subscription}</h2>
<form class="row" method="post" action="{base}/do/subscription">
<button class="bad" name="active" value="false">End</button>
<button class="quiet" name="active" value="true">Renew</button></form></div>
<div class="card"><h2>Connected apps</h2>{apps}</div></div>
<div class="card"><h2>Preferences</h2>
<form method="post" action="{base}/do/preferences">
<textarea name="json" rows="3">{{}}</textarea>
<p><button>Change these keys</button></p></form>
<details><summary>All preferences</summary><pre>{preferences}</pre></details></div>
"""
CREATE_FORM = """
<details class="card"><summary>Create</summary>
<form method="post" action="{base}/{entity}/do/create">
<textarea name="json" rows="6">{{}}</textarea>
<p><button>Create from JSON</button></p></form></details>
"""
FAULT_FORM = """
<div class="card"><h2>Spoil calls</h2>
<form class="row" method="post" action="{root}/faults/do/inject">
<label>Fault <select name="fault">{faults}</select></label>
<label>Entity <input name="entity" size="10"></label>
<label>Operation <input name="operation" size="8"></label>
<label>Only the nth <input name="nth" size="3"></label>
<label>Every nth <input name="every" size="3"></label>
<label>Probability <input name="probability" size="4"></label>
<label>Times <input name="times" size="3" value="1"></label>
<label>Seconds (slow) <input name="seconds" size="4"></label>
<label>Code <input name="code" size="6"></label>
<label>Detail <input name="detail" size="20"></label>
<label>Items of batches <input type="checkbox" name="batch_items"></label>
<button>Add rule</button></form>
<form method="post" action="{root}/faults/do/clear">
<button class="quiet">Clear all rules</button></form></div>
"""


def framed(root: str, title: str, body: str) -> str:
    """Return a page with the navigation on top."""
    head = (
        f'<header><b>QuickBooks Online</b><span class="muted">emulator</span><nav>'
        f'<a href="{root}/">Companies</a><a href="{root}/faults">Faults</a>'
        f'<a href="{root}/calls">Calls</a></nav></header>'
    )
    return page(title, body, head)


def note(done: str | None, problem: str | None) -> str:
    """Return what the last act came to."""
    if problem:
        return f'<div class="card problem">{escape(problem)}</div>'
    return f'<div class="done">{escape(done)}</div>' if done else ""


def not_found() -> str:
    """Return the page for an address that leads nowhere."""
    return '<div class="card"><h1>Not found</h1><p>There is nothing here.</p></div>'


def table(heads: list[str], rows: list[list[str]], numbers: int = 0) -> str:
    """Return a table; cells are HTML, the last ``numbers`` columns figures."""
    first = len(heads) - numbers
    kinds = [' class="num"' if at >= first else "" for at in range(len(heads))]
    head = "".join(
        f"<th{kind}>{escape(text)}" for kind, text in zip(kinds, heads, strict=True)
    )
    lines = [
        "<tr>"
        + "".join(f"<td{kind}>{cell}" for kind, cell in zip(kinds, row, strict=True))
        for row in rows
    ]
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>"


def companies(root: str, known: list[Body]) -> str:
    """Return the list of companies."""
    rows = [
        [
            f'<a href="{root}/books/{item["realm_id"]}">{escape(item["name"])}</a>',
            escape(item["realm_id"]),
            escape(str(item.get("profile", ""))),
        ]
        for item in known
    ]
    body = table(["Company", "Company ID", "Profile"], rows)
    return f'<h1>Companies</h1><div class="card">{body}</div>'


def company(
    root: str, facts: Body, counts: dict[str, int], apps: list[Any], settings: Body
) -> str:
    """Return the overview of one company."""
    base = f"{root}/books/{facts['realm_id']}"
    rows = [
        [f'<a href="{base}/{entity}">{entity}</a>', str(number)]
        for entity, number in counts.items()
    ]
    closed = settings.get("AccountingInfoPrefs", {}).get("BookCloseDate", "")
    acts = COMPANY_ACTS.format(
        base=base,
        closed=escape(str(closed or "")),
        subscription=badge(*SUBSCRIPTION[bool(facts["subscribed"])]),
        apps="".join(_app(base, app) for app in apps) or "None.",
        preferences=escape(pretty(settings)),
    )
    title = f"<h1>{escape(facts['name'])} {badge(facts['realm_id'])}</h1>"
    link = f'<p><a href="{base}/ledger">Ledger</a></p>'
    lists = table(["List", "Records"], rows, 1)
    return f'{title}{link}<div class="card">{lists}</div>{acts}'


def _app(base: str, app: Any) -> str:
    return (
        f'<form class="row" method="post" action="{base}/do/disconnect">'
        f'<span>{escape(app.name)}</span><input type="hidden" name="client_id" '
        f'value="{escape(app.client_id)}">'
        '<button class="bad">Disconnect</button></form>'
    )


def badge(text: str, kind: str = "") -> str:
    """Return a small label."""
    return f'<span class="badge {kind}">{escape(text)}</span>'


def label(body: Body) -> str:
    """Return the name or number a person knows an object by."""
    return next((str(body[key]) for key in LABELS if body.get(key)), "")


def listing(
    base: str,
    entity: str,
    rows: list[Body],
    sought: str,
    number: int,
    total: int,
    size: int,
) -> str:
    """Return one page of a list, with a search field."""
    search = (
        f'<form class="row"><input name="q" value="{escape(sought)}" '
        f'placeholder="Search"><button class="quiet">Search</button>'
        f'<span class="muted">{total} found</span></form>'
    )
    heads = ["Id", "Name or number", "Party", "Date", "State", "Total", "Balance"]
    body = table(heads, [_row(base, entity, row) for row in rows], 2)
    pages = _pages(sought, number, (total + size - 1) // size)
    crumb = f'<p><a href="{base}">Company</a> / {escape(entity)}</p>'
    create = CREATE_FORM.format(base=base, entity=escape(entity))
    card = f'<div class="card">{search}{body}{pages}</div>'
    return f"{crumb}<h1>{escape(entity)}</h1>{card}{create}"


def _row(base: str, entity: str, row: Body) -> list[str]:
    party = row.get("CustomerRef") or row.get("VendorRef") or {}
    address = f"{base}/{escape(entity)}/{row.get('Id', '')}"
    return [
        f'<a href="{address}">{escape(str(row.get("Id", "")))}</a>',
        f'<a href="{address}">{escape(label(row)) or "-"}</a>',
        escape(str(party.get("name") or party.get("value") or "")),
        escape(str(row.get("TxnDate", ""))),
        state(row),
        amount(row.get("TotalAmt", row.get("UnitPrice"))),
        amount(row.get("Balance")),
    ]


def state(row: Body) -> str:
    """Return a label when there is something to know about a row."""
    if str(row.get("PrivateNote", "")).startswith("Voided"):
        return badge("voided", "bad")
    return "" if row.get("Active", True) else badge("inactive", "bad")


def _pages(sought: str, number: int, last: int) -> str:
    def link(text: str, to: int) -> str:
        return f'<a href="?{escape(urlencode({"q": sought, "page": to}))}">{text}</a> '

    before = link("Newer", number - 1) if number > 1 else ""
    after = link("Older", number + 1) if number < last else ""
    return f'<p class="muted">{before}Page {number} of {max(last, 1)} {after}</p>'


def faults(root: str, rules: list[Body]) -> str:
    """Return the rules that spoil calls, and the form for another one."""
    rows = [
        [
            escape(rule["fault"]),
            escape(json.dumps(rule["match"])),
            "always" if rule["times"] is None else str(rule["times"]),
            str(rule["seen"]),
            str(rule["struck"]),
        ]
        for rule in rules
    ]
    heads = ["Fault", "Concerns", "Times", "Met", "Struck"]
    options = "".join(f"<option>{name}</option>" for name in sorted(KINDS))
    form = FAULT_FORM.format(root=root, faults=options)
    return f'<h1>Faults</h1><div class="card">{table(heads, rows, 2)}</div>{form}'


def calls(report: Body) -> str:
    """Return the counts and the last calls of clients."""
    names = ("total", "writes", "metered", "batches")
    figures = "".join(
        f'<div class="card"><b>{report[name]}</b><br><span class="muted">{name}</span>'
        "</div>"
        for name in names
    )
    rows = [
        [
            escape(call["time"][:19]),
            escape(call["operation"]),
            escape(f"{call['method']} {call['path']}"),
            escape(call["query"].get("query", "")),
            str(call["status"] or "cut"),
            f"{call['seconds']:.3f}",
        ]
        for call in reversed(report["log"][-200:])
    ]
    heads = ["Time", "Kind", "Call", "Query", "Status", "Seconds"]
    log = f'<div class="card">{table(heads, rows, 2)}</div>'
    return f'<h1>Calls</h1><div class="columns">{figures}</div>{log}'
