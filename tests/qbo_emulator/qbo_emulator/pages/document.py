"""Write the HTML of one object: a document with its lines, or a card of facts."""

import json
from decimal import Decimal
from html import escape
from typing import Any

from ..books.money import dumps

Body = dict[str, Any]
HIDDEN = {"Line", "MetaData", "domain", "sparse", "LineEx", "LinkedTxn", "CustomField"}
NOISE = {"Id", "Lat", "Long"}  # of addresses
VOIDABLE = {"Invoice", "Payment", "SalesReceipt", "CreditMemo", "BillPayment"}
NAMES = {"Customer", "Vendor", "Employee"}
KINDS = {"SubTotalLine": "Subtotal", "DiscountLine": "Discount"}
FORM = '<form class="row" method="post" action="{base}/do/{act}">{fields}</form>'


def amount(value: Any) -> str:
    """Return a figure with two decimals at least, or nothing."""
    if value is None or value == "":
        return ""
    figure = Decimal(str(value))
    places = max(2, -int(figure.as_tuple().exponent))
    return f"{figure:,.{places}f}"


def pretty(data: Any) -> str:
    """Return data as indented JSON."""
    return json.dumps(json.loads(dumps(data)), indent=1, ensure_ascii=False)


def document(base: str, entity: str, body: Body, others: list[Body]) -> str:
    """Return the page of one object with the acts a person may do."""
    here = f"{base}/{entity}/{body.get('Id', '')}"
    crumb = (
        f'<p><a href="{base}">Company</a> / <a href="{base}/{escape(entity)}">'
        f"{escape(entity)}</a> / {escape(str(body.get('Id', '')))}</p>"
    )
    main = paper(base, entity, body) if "TxnDate" in body else facts(entity, body)
    raw = (
        f'<details class="card"><summary>As JSON</summary>'
        f"<pre>{escape(pretty(body))}</pre></details>"
    )
    return crumb + main + acts(here, entity, body, others) + raw


def paper(base: str, entity: str, body: Body) -> str:
    """Return a transaction as a document: head, lines, totals, links."""
    party = body.get("CustomerRef") or body.get("VendorRef") or {}
    address = body.get("BillAddr") or {}
    lines = "".join(_line(base, line) for line in body.get("Line", ()))
    return (
        f'<div class="card"><h1>{escape(entity)} '
        f"{escape(str(body.get('DocNumber', '')))} {_state(body)}</h1>"
        f'<div class="columns"><div><b>{escape(str(party.get("name", "")))}</b><br>'
        f"{_address(address)}</div><div>{_dates(body)}</div></div>"
        f"<table><tr><th>{'Applied to' if entity == 'Payment' else 'Item'}"
        f'<th>Description<th>Tax<th class="num">Quantity'
        f'<th class="num">Price<th class="num">Amount</tr>{lines}{_totals(body)}'
        f"</table>{_links(base, body)}{_memos(body)}</div>"
    )


def _state(body: Body) -> str:
    if str(body.get("PrivateNote", "")).startswith("Voided"):
        return '<span class="badge bad">voided</span>'
    if "Balance" not in body:
        return ""
    open_ = Decimal(str(body["Balance"])) != 0
    kind, text = ("", "open") if open_ else ("good", "settled")
    return f'<span class="badge {kind}">{text}</span>'


def _address(address: Body) -> str:
    keys = ("Line1", "Line2", "Line3", "City", "CountrySubDivisionCode", "PostalCode")
    return "<br>".join(escape(str(address[key])) for key in keys if address.get(key))


def _dates(body: Body) -> str:
    keys = {
        "TxnDate": "Date",
        "DueDate": "Due",
        "PaymentRefNum": "Reference",
        "SalesTermRef": "Terms",
        "CurrencyRef": "Currency",
    }
    rows = [(text, body[key]) for key, text in keys.items() if body.get(key)]
    return "<br>".join(f"{text}: {escape(shown(value))}" for text, value in rows)


def shown(value: Any) -> str:
    """Return a value as a person reads it; a reference by its name."""
    if isinstance(value, dict) and "value" in value:
        return str(value.get("name") or value["value"])
    if isinstance(value, dict):
        parts = (part for key, part in value.items() if key not in NOISE)
        return ", ".join(shown(part) for part in parts if part != "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (Decimal, float)):
        return amount(value)
    if isinstance(value, list):
        return "; ".join(shown(part) for part in value)
    return str(value)


def _line(base: str, line: Body) -> str:
    detail = line.get(line.get("DetailType", ""), {})
    item = detail.get("ItemRef") or detail.get("AccountRef") or {}
    kind = line.get("DetailType", "").removesuffix("Detail")
    name = escape(shown(item) if item else KINDS.get(kind, kind))
    tax = shown(detail.get("TaxCodeRef", "")) if detail.get("TaxCodeRef") else ""
    cells = (amount(detail.get(key)) for key in ("Qty", "UnitPrice"))
    figures = "".join(f'<td class="num">{cell}' for cell in cells)
    return (
        f"<tr><td>{_linked(base, line) or name}"
        f"<td>{escape(str(line.get('Description', '')))}"
        f"<td>{escape(tax)}{figures}"
        f'<td class="num">{amount(line.get("Amount"))}</tr>'
    )


def _totals(body: Body) -> str:
    tax = (body.get("TxnTaxDetail") or {}).get("TotalTax")
    rows = [
        ("Tax", tax),
        ("Total", body.get("TotalAmt")),
        ("Unapplied", body.get("UnappliedAmt")),
        ("Credit left", body.get("RemainingCredit")),
        ("Balance due", body.get("Balance")),
    ]
    return "".join(
        f'<tr class="total"><td colspan="5" class="num">{text}'
        f'<td class="num">{amount(value)}</tr>'
        for text, value in rows
        if value is not None
    )


def _linked(base: str, body: Body) -> str:
    """Return links to the documents something is linked to."""
    return ", ".join(
        '<a href="{0}/{1}/{2}">{1} {2}</a>'.format(
            base, escape(txn["TxnType"]), escape(txn["TxnId"])
        )
        for txn in body.get("LinkedTxn", [])
    )


def _links(base: str, body: Body) -> str:
    links = _linked(base, body)
    return f'<p class="muted">Linked: {links}</p>' if links else ""


def _memos(body: Body) -> str:
    memo = (body.get("CustomerMemo") or {}).get("value", "")
    texts = [memo, body.get("PrivateNote", "")]
    return "".join(f"<p>{escape(str(text))}</p>" for text in texts if text)


def facts(entity: str, body: Body) -> str:
    """Return a record that is no document as a table of its fields."""
    rows = "".join(
        f"<tr><th>{escape(key)}<td>{escape(shown(value))}</tr>"
        for key, value in body.items()
        if key not in HIDDEN
    )
    name = body.get("DisplayName") or body.get("Name") or body.get("Id", "")
    return (
        f'<div class="card"><h1>{escape(entity)} {escape(str(name))}</h1>'
        f"<table>{rows}</table></div>"
    )


def acts(here: str, entity: str, body: Body, others: list[Body]) -> str:
    """Return the forms for what a person may do to this object."""
    forms = [_form(here, "edit", _fields(body) + "<button>Save</button>")]
    if entity == "Invoice" and Decimal(str(body.get("Balance", 0))) > 0:
        field = f'<input name="amount" value="{body["Balance"]}" size="10">'
        forms.append(_form(here, "pay", field + "<button>Receive payment</button>"))
    if entity in VOIDABLE:
        forms.append(_form(here, "void", '<button class="quiet">Void</button>'))
    if "TxnDate" in body:
        forms.append(_form(here, "delete", '<button class="bad">Delete</button>'))
    if entity == "Customer" and others:
        forms.append(_form(here, "merge", _choice(others)))
    sparse = (
        '<textarea name="json" rows="3">{}</textarea>'
        '<button class="quiet">Save these keys (JSON)</button>'
    )
    forms.append(_form(here, "edit", sparse))
    title = "<h2>Act as a person in QuickBooks</h2>"
    return f'<div class="card">{title}{"".join(forms)}</div>'


def _form(base: str, act: str, fields: str) -> str:
    return FORM.format(base=base, act=act, fields=fields)


def _fields(body: Body) -> str:
    """Return inputs for the plain text fields people mostly change."""
    keys = ["DisplayName", "CompanyName", "Name", "DocNumber", "TxnDate", "DueDate"]
    keys = [key for key in keys if key in body]
    if "TxnDate" in body:
        keys.append("PrivateNote")
    inputs = [
        f'<label>{key}<input name="{key}" value="{escape(str(body.get(key, "")))}">'
        "</label>"
        for key in keys
    ]
    if "Active" in body:
        inputs.append(
            '<label>Active<select name="Active">'
            f"<option{' selected' if body['Active'] else ''}>true</option>"
            f"<option{'' if body['Active'] else ' selected'}>false</option>"
            "</select></label>"
        )
    return "".join(inputs)


def _choice(others: list[Body]) -> str:
    options = "".join(
        f'<option value="{other["Id"]}">{escape(str(other["DisplayName"]))}</option>'
        for other in others
    )
    return (
        f'<label>Into<select name="keep">{options}</select></label>'
        '<button class="quiet">Merge into this customer</button>'
    )
