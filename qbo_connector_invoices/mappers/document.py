from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from odoo.addons.qbo_connector.mappers.watch import MappingProblem, Watch
from odoo.addons.qbo_connector.qbo.rules import dig, rounded

from ..qbo.amounts import exact
from .document_pull import VOIDED

NUMBER_LIMIT = 21
RATE_DIGITS = 8
MOVE_FIELDS = (
    "state",
    "name",
    "partner_id",
    "invoice_date",
    "invoice_date_due",
    "invoice_payment_term_id",
    "currency_id",
    "invoice_currency_rate",
    "narration",
)
LINE_FIELDS = (
    "name",
    "sequence",
    "display_type",
    "product_id",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
    "balance",
    "amount_currency",
    "analytic_distribution",
)


class QboMapperDocument(models.AbstractModel):
    """What all documents of Odoo have in common: invoices, bills and their like.

    A form adds its party, texts and numbers as attributes and methods, and names what
    its lines, tax, dimensions and custom fields are made by.
    """

    _name = "qbo.mapper.document"
    _inherit = "qbo.mapper.document.pull"
    _description = "QuickBooks document mapping"

    _odoo_model = "account.move"
    _natural_key = "DocNumber"
    _push_imported = False
    _pull_history = False
    _create_there = "always"
    _create_here = False
    _defaults = {"winner": "odoo", "gone_here": "ask", "gone_there": "ask"}
    _move_type = ""
    _move_fields = MOVE_FIELDS  # whose changes may change the payload
    _line_fields = LINE_FIELDS

    def _watch(self):
        more = [each for detail in self._details() for each in detail._fields_used()]
        return (
            Watch("account.move", (*self._move_fields, *more)),
            Watch("account.move.line", self._line_fields, "move_id"),
        )

    def _forms(self):
        """Return the mappers of all forms there are."""
        return [each for each in self._all() if getattr(each, "_move_type", "")]

    def _trackable(self, records):
        return records.filtered(lambda move: move.move_type == self._move_type)

    def _domain(self, connection):
        """Return posted and cancelled ones; a draft waits until it is posted again."""
        return (
            Domain("move_type", "=", self._move_type)
            & Domain("company_id", "child_of", connection.company_id.id)
            & Domain("state", "in", ("posted", "cancel"))
        )

    def _creation_domain(self, connection):
        domain = self._domain(connection) & Domain("state", "=", "posted")
        if connection.go_live_date:
            domain &= Domain("invoice_date", ">=", connection.go_live_date)
        return domain

    # -- push -----------------------------------------------------------------

    def _needs(self, record, connection, part=""):
        return [
            self._needed_party(record, connection),
            *self._lines()._needs(record, connection),
        ]

    def _needed_party(self, record, connection):
        """Return who must be linked first, as ``_needs`` does."""
        part = connection._customer_part(record.currency_id)
        return self._party_entity, record.commercial_partner_id, part

    def _to_qbo(self, record, connection, part=""):
        entity, partner, party_part = self._needed_party(record, connection)
        payload = {
            self._party_key: self._linked_ref(entity, partner, connection, party_part),
            **self._dates_out(record, connection),
            **self._number_out(record, connection),
            **self._currency_out(record, connection),
            **self._words_out(record),
            "Line": self._lines()._lines_out(self, record, connection),
        }
        for detail in self._details():
            payload |= detail._header(record, connection)
        return payload

    def _dates_out(self, record, connection):
        """Return day, due day and terms."""
        vals = {"TxnDate": str(record.invoice_date)}
        if record.invoice_date_due:
            vals["DueDate"] = str(record.invoice_date_due)
        terms = record.invoice_payment_term_id
        if terms:
            label = self._label(record)
            found = self.env["qbo.mapping"]._demand(connection, "term", terms, label)
            vals[self._terms_key] = {"value": found}
        return vals

    def _number(self, record, connection):
        """Return the number that a document brings along, "" where it brings none."""
        return ""

    def _number_out(self, record, connection):
        number = self._number(record, connection)
        if not number:
            return {}
        if len(number) <= NUMBER_LIMIT:
            return {"DocNumber": number}
        raise MappingProblem(
            self.env._(
                "The number %(number)s has %(length)s characters; QuickBooks takes "
                "%(limit)s.",
                number=number,
                length=len(number),
                limit=NUMBER_LIMIT,
            ),
            advice=self._number_advice(),
            button="open",
        )

    def _number_advice(self):
        """Return how to make a number shorter."""
        return self.env._("Shorten the number.")

    def _currency_out(self, record, connection):
        """Return currency and rate; QuickBooks' rate is home units for one foreign."""
        home = connection.company_id.currency_id
        if connection.qbo_multicurrency:
            vals = {"CurrencyRef": {"value": record.currency_id.name}}
            if record.currency_id != home and record.invoice_currency_rate:
                rate = 1 / exact(record.invoice_currency_rate)
                vals["ExchangeRate"] = rounded(rate, RATE_DIGITS)
            return vals
        if record.currency_id == home:
            return {}
        raise MappingProblem(
            self.env._(
                "%(document)s is in %(currency)s, but several currencies are not "
                "switched on in QuickBooks.",
                document=record.display_name,
                currency=record.currency_id.name,
            ),
            advice=self.env._(
                "Switch them on in QuickBooks (Account and settings, Advanced), then "
                "press Update Lists."
            ),
        )

    def _words_out(self, record):
        """Return the texts of the document, empty ones left out."""
        return {}

    def _memo(self, record, limit):
        """Return the document's note without its layout."""
        return html2plaintext(record.narration or "").strip()[:limit]

    def _payload(self, record, connection, part=""):
        """Return ``_to_qbo`` with a marker where QuickBooks gives the number."""
        if record.state == "cancel":
            return dict(VOIDED)
        payload = self._to_qbo(record, connection, part)
        if "DocNumber" not in payload:
            payload["PrivateNote"] = f"[odoo {self._marker(record, part)}]"
        return payload

    def _operation(self, record, link, payload, connection):
        return "void" if record.state == "cancel" else "update"

    def _key_of(self, payload):
        return self._marker_in(payload) or super()._key_of(payload)

    def _fits(self, sent, found):
        """Compare key, party, date, currency and total of two documents."""
        if self._key_of(sent) != self._key_of(found) or self._is_void(found):
            return False
        same = (f"{self._party_key}.value", "TxnDate", "CurrencyRef.value")
        if any(dig(sent, key) not in (None, dig(found, key)) for key in same):
            return False
        return self._total(sent) in (None, exact(found.get("TotalAmt") or 0))

    def _may_remove(self, payload):
        """Whether the newest document may go: nothing was paid or applied on it."""
        balance, total = payload.get("Balance") or 0, payload.get("TotalAmt") or 0
        return exact(balance) == exact(total)

    def _total(self, sent):
        """Return what a sent document comes to; None where QuickBooks adds the tax."""
        if "TxnTaxDetail" not in sent:
            return None
        lines = [each["Amount"] for each in sent["Line"] if "Amount" in each]
        return sum(lines) + sent["TxnTaxDetail"]["TotalTax"]
