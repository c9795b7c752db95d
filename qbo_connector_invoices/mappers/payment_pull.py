from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qbo_connector.mappers.mapper import MARKER
from odoo.addons.qbo_connector.mappers.watch import MappingProblem
from odoo.addons.qbo_connector.qbo.exact import jsonable
from odoo.addons.qbo_connector.qbo.rules import dig, project
from odoo.addons.qbo_connector.qbo.three_way import reads_otherwise

from ..qbo.amounts import exact

KEYS = (
    "CustomerRef",
    "TotalAmt",
    "TxnDate",
    "PaymentRefNum",
    "PaymentMethodRef",
    "DepositToAccountRef",
    "CurrencyRef",
    "ExchangeRate",
    "PrivateNote",
)
VOIDED = {"PrivateNote": "Voided"}  # what is left to compare of a voided payment


class QboMapperPaymentPull(models.AbstractModel):
    """How a payment that QuickBooks received becomes one of Odoo."""

    _name = "qbo.mapper.payment.pull"
    _inherit = "qbo.mapper"
    _description = "QuickBooks payment mapping, towards Odoo"

    # -- comparing ------------------------------------------------------------

    def _keys(self):
        return [*KEYS, "Line"]

    def _is_void(self, payload):
        """Whether somebody voided it: no amount, nothing paid, and its note says so."""
        note = payload.get("PrivateNote") or ""
        amount = exact(payload.get("TotalAmt") or 0)
        return note.startswith("Voided") and not amount and not payload.get("Line")

    def _project(self, payload):
        if self._is_void(payload):
            return dict(VOIDED)
        kept = project(payload, KEYS)
        kept["PrivateNote"] = MARKER.sub("", kept.get("PrivateNote") or "")
        kept["Line"] = sorted(map(applied_line, *_applied(payload)), key=line_key)
        return kept

    # -- taking over ----------------------------------------------------------

    def _alike_own(self, payloads):
        days = {each.get("TxnDate") for each in payloads}
        return Domain("date", "in", list(filter(None, days)))

    def _wanted(self, payload, connection):
        """Take over what pays an invoice that is linked, or money on account.

        A payment of invoices that Odoo does not know is history of QuickBooks.
        """
        if self._is_void(payload):
            return False
        if _applied(payload)[0]:
            return bool(self._invoices(payload, connection))
        start = connection.go_live_date
        return not start or str(payload.get("TxnDate", "")) >= str(start)

    def _invoices(self, payload, connection):
        """Return {invoice: amount} of what it pays of the invoices linked here."""
        found = {}
        for qbo_id, amount, kind in zip(*_applied(payload), strict=True):
            invoice = kind == "Invoice" and connection._linked_record(kind, qbo_id)
            if invoice:
                found[invoice] = found.get(invoice, 0) + float(amount)
        return found

    def _only_there(self, payload, connection):
        """Return the lines that settle documents without a counterpart in Odoo."""
        return [
            applied_line(qbo_id, amount, kind)
            for qbo_id, amount, kind in zip(*_applied(payload), strict=True)
            if kind != "Invoice" or not connection._linked_record(kind, qbo_id)
        ]

    def _from_qbo(self, payload, connection):
        """Return the payment's values; what it pays is matched after posting."""
        invoices = self._invoices(payload, connection)
        method = self._method_in(payload, connection)
        partner = self._partner_in(payload, connection)
        number = payload.get("PaymentRefNum")
        vals = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": partner.id,
            "amount": float(payload["TotalAmt"]),
            "currency_id": self._currency_in(payload, connection).id,
            "date": fields.Date.to_date(payload["TxnDate"]),
            "journal_id": method.journal_id.id,
            "payment_method_line_id": method.id,
            "payment_reference": number or False,
        }
        account = self.env["account.move"].union(*invoices)._qbo_receivable_account()
        if account:
            vals["destination_account_id"] = account.id
        return vals

    def _partner_in(self, payload, connection):
        qbo_id = payload["CustomerRef"]["value"]
        partner = connection._linked_record("Customer", qbo_id)
        if partner:
            return partner
        raise MappingProblem(
            self.env._(
                "QuickBooks received a payment from %(customer)s, who is not linked "
                "with a contact in Odoo.",
                customer=payload["CustomerRef"].get("name") or qbo_id,
            ),
            advice=self.env._("Link the customer; the payment follows by itself."),
            button="choose",
            kind="customer",
        )

    def _currency_in(self, payload, connection):
        name = dig(payload, "CurrencyRef.value")
        currencies = self.env["res.currency"]
        return (
            currencies.search([("name", "=", name)]) if name else currencies
        ) or connection.company_id.currency_id

    def _method_in(self, payload, connection):
        """Return the journal's payment method that the deposit account comes to."""
        deposit = dig(payload, "DepositToAccountRef.value")
        mapped = deposit and connection._mapped_back("deposit_account", deposit)
        if mapped and mapped._name == "account.payment.method.line":
            if mapped.payment_type == "inbound":
                return mapped
            mapped = mapped.journal_id
        journal = mapped or connection._payment_journal()
        method = journal.inbound_payment_method_line_ids[:1]
        if method:
            return method
        raise MappingProblem(
            self.env._(
                "Odoo has no bank or cash journal for payments from QuickBooks."
            ),
            advice=self.env._(
                "Choose a journal for pulled payments on the connection."
            ),
            button="map",
        )

    def _look_ahead(self, payloads, connection):
        customers = {dig(payload, "CustomerRef.value") for payload in payloads}
        connection._look_up_objects("Customer", filter(None, customers))
        applied = [
            each
            for payload in payloads
            for each in zip(*_applied(payload), strict=True)
        ]
        paid = {qbo_id for qbo_id, _amount, kind in applied if kind == "Invoice"}
        connection._look_up_objects("Invoice", paid)

    def _apply_new(self, payloads, connection):
        """Post and match all of them at once: where one is bad, all are refused.

        The engine then halves them, down to the bad one alone.
        """
        self._look_ahead(payloads, connection)
        vals_list = [self._from_qbo(each, connection) for each in payloads]
        return self._refusals(self._post_new, payloads, connection, vals_list)

    def _post_new(self, payloads, connection, vals_list):
        payments = self.env["account.payment"].create(vals_list)
        payments._qbo_post()
        pairs = list(zip(payments, payloads, strict=True))
        payments._message_log_batch(
            {
                payment.id: self.env._(
                    "Received in QuickBooks (payment %(id)s).", id=payload["Id"]
                )
                for payment, payload in pairs
            }
        )
        payments._qbo_allocate_all(
            {payment: self._invoices(payload, connection) for payment, payload in pairs}
        )
        return payments

    def _apply(self, payload, connection, record):
        """Bring a payment to what QuickBooks now says; a voided one is cancelled.

        The payload holds what changed; the rest is what was agreed before, or what we
        would say where the two have just been recognised.
        """
        link = connection._link_of("Payment", record)
        agreed = link.agreed or self._project(
            self._payload(record, connection, link.part)
        )
        whole = {**agreed, **payload}
        whole = {key: value for key, value in whole.items() if value is not None}
        return self._refusals(self._change, whole, connection, record)

    def _change(self, payload, connection, record):
        if self._is_void(payload):
            record._qbo_undo(
                self.env._("Voided in QuickBooks (payment %(id)s).", id=payload["Id"])
            )
            return record
        vals = self._changed(record, self._from_qbo(payload, connection))
        if vals:
            record._qbo_rewrite(vals)
            record.message_post(body=self.env._("Changed in QuickBooks."))
        self._match(payload, connection, record)
        return record

    def _pulled(self, link, payload):
        """Compare what was applied with what Odoo could match."""
        payment = self.env["account.payment"].browse(link.res_id)
        unknown = self._only_there(payload, link.connection_id)
        if not unknown or self._is_void(payload):
            self.env["qbo.exception"]._close(link, kinds=("applied",))
            return
        # Only now that the link knows these lines do they stand in our payload too.
        ours = self._ours(link, payment)
        link.ours = reads_otherwise(jsonable(ours), link.agreed) or False
        self._say_only_there(link, payment, unknown)

    def _ours(self, link, payment):
        """Return what we would send; what was agreed while mappings are missing."""
        try:
            payload = self._payload(payment, link.connection_id, link.part)
        except MappingProblem:
            return link.agreed
        return self._project(payload)

    def _say_only_there(self, link, payment, unknown):
        amount = float(sum(line["Amount"] for line in unknown))
        values = {
            "kind": "applied",
            "state": "mismatch",
            "title": self.env._(
                "%(payment)s also settles %(amount)s of documents that are only in "
                "QuickBooks.",
                payment=payment.name,
                amount=payment.currency_id.format(amount),
            ),
            "advice": self.env._(
                "In Odoo that money is on account. Enter these documents here too, or "
                "leave it so."
            ),
            "button": "open",
        }
        self.env["qbo.exception"]._open_links([(link, values)])

    def _match(self, payload, connection, payment):
        payment._qbo_allocate(self._invoices(payload, connection))

    def _refusals(self, action, payload, connection, target):
        """Run ``action``; a refusal of Odoo's becomes a problem a person can solve."""
        try:
            with self.env.cr.savepoint():
                return action(payload, connection, target)
        except UserError as error:
            raise MappingProblem(str(error), button="retry", kind="refused") from error

    def _remote_gone(self, link, policy):
        payment = self.env["account.payment"].browse(link.res_id).exists()
        if policy != "cancel":
            return False
        payment._qbo_undo(
            self.env._("Deleted in QuickBooks (payment %(id)s).", id=link.qbo_id)
        )
        return True


def applied_line(qbo_id, amount, kind="Invoice"):
    """Return a line of a payment: what it settles of one document."""
    return {"Amount": amount, "LinkedTxn": [{"TxnId": qbo_id, "TxnType": kind}]}


def line_key(line):
    """Return the place of a line: QuickBooks keeps no order of its own."""
    linked = line["LinkedTxn"][0]
    return linked["TxnType"], int(linked["TxnId"])


def _applied(payload):
    """Return what a payment settles: ids, amounts and types of the documents."""
    found = [
        (str(linked["TxnId"]), exact(line["Amount"]), linked["TxnType"])
        for line in payload.get("Line") or []
        for linked in line.get("LinkedTxn") or []
    ]
    return list(zip(*found, strict=True)) or [(), (), ()]
