from odoo import models
from odoo.fields import Domain
from odoo.tools import email_split, html2plaintext

from odoo.addons.qbo_connector.mappers.watch import MappingProblem, Watch
from odoo.addons.qbo_connector.qbo.rules import dig, rounded

from ..qbo.amounts import exact
from .document_pull import VOIDED

NUMBER_LIMIT = 21
MEMO_LIMIT = 1000
EMAIL_LIMIT = 100
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
    """What all documents that are sold with have in common."""

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

    def _watch(self):
        custom = self.env["qbo.document.custom"]._fields_used()
        return (
            Watch("account.move", (*MOVE_FIELDS, *custom)),
            Watch("account.move.line", LINE_FIELDS, "move_id"),
        )

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
        lines = self.env["qbo.document.line"]
        products = lines._products(record, connection)
        return [
            self._needed_customer(record, connection),
            *(("Item", product, "") for product in products),
        ]

    def _needed_customer(self, record, connection):
        part = connection._customer_part(record.currency_id)
        return "Customer", record.commercial_partner_id, part

    def _to_qbo(self, record, connection, part=""):
        entity, partner, customer_part = self._needed_customer(record, connection)
        customer = self._linked_ref(entity, partner, connection, customer_part)
        return {
            "CustomerRef": customer,
            **self._dates_out(record, connection),
            **self._number_out(record, connection),
            **self._currency_out(record, connection),
            **self._words_out(record),
            "Line": self.env["qbo.document.line"]._lines_out(record, connection),
            **self.env["qbo.document.tax"]._header(record, connection),
            **self.env["qbo.document.dimension"]._header(record, connection),
            **self.env["qbo.document.custom"]._out(record, connection),
        }

    def _dates_out(self, record, connection):
        """Return day, due day and terms."""
        vals = {"TxnDate": str(record.invoice_date)}
        if record.invoice_date_due:
            vals["DueDate"] = str(record.invoice_date_due)
        terms = record.invoice_payment_term_id
        if terms:
            label = self._label(record)
            found = self.env["qbo.mapping"]._demand(connection, "term", terms, label)
            vals["SalesTermRef"] = {"value": found}
        return vals

    def _number_out(self, record, connection):
        """Return Odoo's number where QuickBooks lets documents bring their own."""
        if not connection.qbo_custom_numbers:
            return {}
        number = f"{connection.number_prefix or ''}{record.name}"
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
            advice=self.env._("Shorten the prefix on the connection or the journal's."),
            button="open",
        )

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
        memo = html2plaintext(record.narration or "").strip()[:MEMO_LIMIT]
        written = record.partner_id.email or record.commercial_partner_id.email or ""
        email = ", ".join(each for each in email_split(written) if "." in each)
        words = {}
        if memo:
            words["CustomerMemo"] = {"value": memo}
        if email and len(email) <= EMAIL_LIMIT:
            words["BillEmail"] = {"Address": email}
        return words

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
        same = ("CustomerRef.value", "TxnDate", "CurrencyRef.value")
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
