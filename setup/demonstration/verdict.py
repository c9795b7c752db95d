"""Do both books agree? Judged from Odoo's accounting tables and QuickBooks' own books.

The connector's links take no part: a wrong link must not be able to hide a document
that is missing, doubled or of another amount.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

CENT = Decimal("0.01")

INVOICES = """
    SELECT move.id, move.name AS number, currency.name AS currency,
           move.amount_total AS total, move.amount_residual AS balance,
           move.commercial_partner_id AS customer
      FROM account_move move
      JOIN res_currency currency ON currency.id = move.currency_id
     WHERE move.company_id = %s AND move.move_type = 'out_invoice'
       AND move.state = 'posted'
  ORDER BY move.name
"""
PAYMENTS = """
    SELECT count(DISTINCT payment.id)
      FROM account_payment payment
      JOIN account_move entry ON entry.id = payment.move_id AND entry.state = 'posted'
      JOIN account_move_line line ON line.move_id = entry.id
      JOIN account_partial_reconcile part ON part.credit_move_id = line.id
      JOIN account_move_line debit ON debit.id = part.debit_move_id
      JOIN account_move invoice ON invoice.id = debit.move_id
     WHERE payment.company_id = %s AND payment.payment_type = 'inbound'
       AND invoice.move_type = 'out_invoice'
"""


@dataclass
class Side:
    """One book's figures over the documents that were pushed."""

    customers: int = 0
    invoices: int = 0
    payments: int = 0
    invoice_total: dict = field(default_factory=lambda: defaultdict(Decimal))
    open_balance: dict = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, document):
        """Count one invoice: currency, total and balance."""
        self.invoices += 1
        self.invoice_total[document["currency"]] += document["total"]
        self.open_balance[document["currency"]] += document["balance"]


def of_odoo(database, company):
    """Give Odoo's side and its posted customer invoices, by SQL."""
    documents = database.rows(INVOICES, company)
    side = Side(payments=database.value(PAYMENTS, company))
    for document in documents:
        side.add(document)
    side.customers = len({document["customer"] for document in documents})
    return side, documents


def of_quickbooks(control, realm):
    """Give QuickBooks' side and its invoices, by the emulator's control API."""
    documents = [_document(invoice) for invoice in control.list(realm, "Invoice")]
    payments = control.list(realm, "Payment")
    side = Side(payments=sum(_amount(payment["TotalAmt"]) > 0 for payment in payments))
    for document in documents:
        side.add(document)
    side.customers = len({document["customer"] for document in documents})
    return side, documents


def _document(invoice):
    return {
        "number": invoice.get("DocNumber", ""),
        "currency": invoice.get("CurrencyRef", {}).get("value", "USD"),
        "total": _amount(invoice["TotalAmt"]),
        "balance": _amount(invoice["Balance"]),
        "customer": invoice["CustomerRef"]["value"],
    }


def _amount(number):
    return Decimal(str(number)).quantize(CENT)


def compare(odoo, quickbooks):
    """Give one row per invoice number with both totals and balances, and the verdict.

    ``odoo`` and ``quickbooks``: (side, documents). A number that one book lacks, or
    has twice, is a disagreement, whatever the sums say.
    """
    theirs = {document["number"]: document for document in quickbooks[1]}
    ours = {document["number"]: document for document in odoo[1]}
    rows = [
        _row(number, ours.get(number), theirs.get(number))
        for number in sorted(ours.keys() | theirs.keys())
    ]
    doubled = [
        number
        for documents in (odoo[1], quickbooks[1])
        for number, count in Counter(d["number"] for d in documents).items()
        if count > 1
    ]
    agree = (
        bool(rows)
        and not doubled
        and all(row["agree"] for row in rows)
        and odoo[0] == quickbooks[0]
    )
    return rows, agree


def _row(number, ours, theirs):
    row = {"number": number}
    for name, document in (("odoo", ours), ("quickbooks", theirs)):
        row[f"{name}_total"] = document["total"] if document else None
        row[f"{name}_balance"] = document["balance"] if document else None
    row["agree"] = all(
        row[f"odoo_{figure}"] == row[f"quickbooks_{figure}"]
        for figure in ("total", "balance")
    )
    return row
