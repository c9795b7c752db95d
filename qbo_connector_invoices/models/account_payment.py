from collections import defaultdict

from odoo import models


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "qbo.document.mixin"]

    def _qbo_entity(self):
        """Return the QuickBooks type: what customers pay, not what they get back."""
        is_ours = self.partner_type == "customer" and self.payment_type == "inbound"
        return "Payment" if is_ours else ""

    def _qbo_page(self):
        return "recvpayment"

    def _qbo_counterpart_lines(self):
        """Return the receivable lines that can be matched with invoices."""
        self.ensure_one()
        return self._seek_for_lines()[1]

    def _qbo_partials(self):
        """Return (partial, invoice, amount) of what this payment pays.

        Amounts are positive, in the payment's currency.
        """
        lines = self._qbo_counterpart_lines()
        found = [
            (partial, partial.debit_move_id.move_id, partial.credit_amount_currency)
            for partial in lines.matched_debit_ids
        ]
        return [
            each for each in found if each[1].is_sale_document(include_receipts=True)
        ]

    def _qbo_allocations(self):
        """Return {invoice: amount} of what this payment pays, in its currency."""
        paid = defaultdict(float)
        for _partial, invoice, amount in self._qbo_partials():
            paid[invoice] += amount
        return {
            invoice: self.currency_id.round(amount) for invoice, amount in paid.items()
        }

    def _qbo_rewrite(self, vals):
        """Change a posted payment: draft, write, post; its matches are dropped."""
        self.action_draft()
        self.write(vals)
        self._qbo_post()

    def _qbo_post(self):
        """Post with a journal entry, for without one there is nothing to match.

        A payment method line may have no outstanding account; then core's choice for
        the company is taken. Raises UserError where there is none either.
        """
        missing = self.filtered(lambda payment: not payment.outstanding_account_id)
        for kind, payments in missing.grouped(
            lambda payment: (payment.company_id, payment.payment_type)
        ).items():
            account = payments[:1]._get_outstanding_account(kind[1])
            payments.outstanding_account_id = account
        self.action_post()

    def _qbo_undo(self, note):
        """Cancel the payment, free its invoices and say why on all of them."""
        for payment in self.filtered(lambda each: each.state != "canceled"):
            invoices = self.env["account.move"].union(*payment._qbo_allocations())
            if payment.state != "draft":
                payment.action_draft()
            payment.action_cancel()
            for record in (payment, *invoices):
                record.message_post(body=note)
