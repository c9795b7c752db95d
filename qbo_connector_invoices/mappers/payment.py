from odoo import models
from odoo.fields import Domain

from odoo.addons.qbo_connector.mappers.watch import MappingProblem, Watch
from odoo.addons.qbo_connector.qbo.merge import same
from odoo.addons.qbo_connector.qbo.rules import dig, rounded

from ..qbo.amounts import exact
from .payment_pull import VOIDED, applied_line, line_key

REFERENCE_LIMIT = 21
NOTE_LIMIT = 3900
RATE_DIGITS = 8
CANCELLED = ("canceled", "rejected")
PAYMENT_FIELDS = (
    "state",
    "partner_id",
    "amount",
    "date",
    "currency_id",
    "journal_id",
    "payment_method_line_id",
    "memo",
    "payment_reference",
)


class QboMapperPayment(models.AbstractModel):
    """Payments of customers, with what they pay."""

    _name = "qbo.mapper.payment"
    _inherit = "qbo.mapper.payment.pull"
    _description = "QuickBooks payment mapping"

    _entity = "Payment"
    _odoo_model = "account.payment"
    _wave = 40
    _pull_history = False
    _create_there = "always"
    _defaults = {
        "winner": "quickbooks",
        "gone_here": "remove",
        "gone_there": "cancel",
    }

    def _watch(self):
        return (
            Watch("account.payment", PAYMENT_FIELDS),
            Watch("account.partial.reconcile", (), "_payments_of"),
        )

    def _payments_of(self, partials):
        """Return the payments whose money the partials move."""
        lines = partials.debit_move_id | partials.credit_move_id
        return lines.move_id.origin_payment_id

    def _trackable(self, records):
        return records.filtered(
            lambda payment: payment.partner_type == "customer"
            and payment.payment_type == "inbound"
        )

    def _domain(self, connection):
        return (
            Domain("partner_type", "=", "customer")
            & Domain("payment_type", "=", "inbound")
            & Domain("company_id", "child_of", connection.company_id.id)
            & Domain("state", "in", ("in_process", "paid", "canceled", "rejected"))
        )

    def _creation_domain(self, connection):
        domain = self._domain(connection) & Domain(
            "state", "in", ("in_process", "paid")
        )
        if connection.go_live_date:
            domain &= Domain("date", ">=", connection.go_live_date)
        return domain

    # -- push -----------------------------------------------------------------

    def _prepare(self, records, connection):
        connection._look_up_records(self._entity, records)
        links, paid = self.env["qbo.link"], self.env["account.move"]
        paid = paid.union(*(each for one in records for each in one._qbo_allocations()))
        links._qbo_ids(connection, "Invoice", paid)
        links._qbo_ids(connection, "Customer", records.partner_id.commercial_partner_id)

    def _needs(self, record, connection, part=""):
        """Return the customer and those invoices that go to QuickBooks anyway."""
        mapper = self.env["qbo.mapper.invoice"]
        invoices = self.env["account.move"].union(*record._qbo_allocations())
        expected = invoices.filtered_domain(mapper._creation_domain(connection))
        return [
            self._needed_customer(record, connection),
            *(("Invoice", invoice, "") for invoice in expected),
        ]

    def _needed_customer(self, record, connection):
        part = connection._customer_part(record.currency_id)
        return "Customer", record.partner_id.commercial_partner_id, part

    def _to_qbo(self, record, connection, part=""):
        self._check_write_off(record)
        entity, partner, customer_part = self._needed_customer(record, connection)
        customer = self._linked_ref(entity, partner, connection, customer_part)
        payload = {
            "CustomerRef": customer,
            "TotalAmt": rounded(record.amount, record.currency_id.decimal_places),
            "TxnDate": str(record.date),
            "PaymentRefNum": (record.payment_reference or record.name or "")[
                -REFERENCE_LIMIT:
            ],
            "Line": self._lines_out(record, connection),
            **self._accounts_out(record, connection),
            **self._currency_out(record, connection),
        }
        if record.memo:
            payload["PrivateNote"] = record.memo[:NOTE_LIMIT]
        return payload

    def _check_write_off(self, record):
        """Refuse a payment that closes more or less than the money it brings."""
        _liquidity, _counterpart, write_offs = record._seek_for_lines()
        if write_offs:
            raise MappingProblem(
                self.env._(
                    "%(payment)s closes its invoices with a difference of %(amount)s, "
                    "which a QuickBooks payment cannot hold.",
                    payment=record.display_name,
                    amount=record.currency_id.format(
                        sum(write_offs.mapped("amount_currency"))
                    ),
                ),
                advice=self.env._(
                    "Book the difference as a credit note on the invoice instead."
                ),
                button="open",
            )

    def _lines_out(self, record, connection):
        """Return what the payment pays; the rest stays unapplied in QuickBooks.

        What it pays of documents that are only there is kept: QuickBooks would drop
        what is not sent.
        """
        digits = record.currency_id.decimal_places
        agreed = connection._link_of("Payment", record).agreed or {}
        lines = self._only_there(agreed, connection)
        for invoice, amount in record._qbo_allocations().items():
            qbo_id = self._linked_id("Invoice", invoice, connection)
            if not qbo_id:
                raise self._invoice_missing(record, invoice)
            lines.append(applied_line(qbo_id, rounded(amount, digits)))
        return sorted(lines, key=line_key)

    def _invoice_missing(self, record, invoice):
        return MappingProblem(
            self.env._(
                "%(payment)s pays %(invoice)s, which is not in QuickBooks.",
                payment=record.display_name,
                invoice=invoice.display_name,
            ),
            advice=self.env._(
                "Open the invoice and press Copy to QuickBooks; the payment follows."
            ),
            button="open",
            kind="invoice",
        )

    def _accounts_out(self, record, connection):
        """Return deposit account and payment method as mapped."""
        method, label = record.payment_method_line_id, self._label(record)
        mappings = self.env["qbo.mapping"]
        deposit = mappings._demand(
            connection, "deposit_account", method, label, record.journal_id
        )
        named = mappings._demand(connection, "payment_method", method, label)
        return {
            "DepositToAccountRef": {"value": deposit},
            "PaymentMethodRef": {"value": named},
        }

    def _currency_out(self, record, connection):
        if not connection.qbo_multicurrency:
            return {}
        vals = {"CurrencyRef": {"value": record.currency_id.name}}
        if record.currency_id != record.company_currency_id:
            booked = record._qbo_counterpart_lines()
            home = exact(abs(sum(booked.mapped("balance"))))
            vals["ExchangeRate"] = rounded(home / exact(record.amount), RATE_DIGITS)
        return vals

    def _operation(self, record, link, payload, connection):
        return "void" if record.state in CANCELLED else "update"

    def _payload(self, record, connection, part=""):
        if record.state in CANCELLED:
            return dict(VOIDED)
        return super()._payload(record, connection, part)

    def _fits(self, sent, found):
        same = ("CustomerRef.value", "TxnDate")
        return (
            self._key_of(sent) == self._key_of(found)
            and exact(found.get("TotalAmt") or 0) == sent["TotalAmt"]
            and all(dig(sent, key) == dig(found, key) for key in same)
        )

    def _settled(self, link, answer):
        """Compare what was applied: QuickBooks takes an amount down to what is due."""
        payment = self.env["account.payment"].browse(link.res_id).exists()
        if not payment or payment.state in CANCELLED:
            return
        self._pulled(link, answer)
        sent = self._project(self._payload(payment, link.connection_id, link.part))
        applied = self._project(answer)
        keys = ("TotalAmt", "Line")
        if not same(
            *({key: side.get(key) for key in keys} for side in (sent, applied))
        ):
            self._say_applied_otherwise(link, payment, sent, applied)

    def _say_applied_otherwise(self, link, payment, sent, applied):
        money = payment.currency_id
        sums = [
            money.format(float(sum(exact(line["Amount"]) for line in side["Line"])))
            for side in (sent, applied)
        ]
        values = {
            "kind": "mismatch",
            "state": "mismatch",
            "title": self.env._(
                "%(payment)s pays %(ours)s of invoices in Odoo, but %(theirs)s in "
                "QuickBooks.",
                payment=payment.name,
                ours=sums[0],
                theirs=sums[1],
            ),
            "advice": self.env._("Compare what both sides say the invoices still owe."),
            "button": "open",
        }
        self.env["qbo.exception"]._open_links([(link, values)])
