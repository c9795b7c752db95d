"""The table at the end, and the same for a program."""

import json
from decimal import Decimal


def as_json(path, figures):
    """Write the figures; amounts as numbers of two decimals."""
    path.write_text(json.dumps(figures, indent=2, default=_plain) + "\n")


def _plain(value):
    if isinstance(value, Decimal):
        return float(value)
    return vars(value)


def table(figures):
    """Give the lines that show both books side by side."""
    yield ""
    yield f"{'Invoice':<18}{'Odoo':>14}{'QuickBooks':>14}{'open':>14}{'open':>14}"
    for row in figures["documents"]:
        amounts = "".join(
            f"{_amount(row[name]):>14}"
            for name in (
                "odoo_total",
                "quickbooks_total",
                "odoo_balance",
                "quickbooks_balance",
            )
        )
        yield f"{row['number']:<18}{amounts}  {'' if row['agree'] else '<- differs'}"
    yield ""
    yield from _sums(figures["odoo"], figures["quickbooks"])
    calls = figures["calls"]
    yield f"{'Calls':<18}{calls['writes']} writes, {calls['metered']} metered items"
    yield ""
    if figures["agree"]:
        yield "Both books agree to the cent."
    else:
        yield "The books do NOT agree."


def _sums(odoo, quickbooks):
    for label, name in (
        ("Customers", "customers"),
        ("Invoices", "invoices"),
        ("Payments", "payments"),
    ):
        yield f"{label:<18}{getattr(odoo, name):>14}{getattr(quickbooks, name):>14}"
    for label, name in (("Invoiced", "invoice_total"), ("Open", "open_balance")):
        ours, theirs = getattr(odoo, name), getattr(quickbooks, name)
        for currency in sorted(ours.keys() | theirs.keys()):
            amounts = f"{_amount(ours[currency]):>14}{_amount(theirs[currency]):>14}"
            yield f"{label + ' ' + currency:<18}{amounts}"


def _amount(value):
    return "-" if value is None else f"{value:,.2f}"
