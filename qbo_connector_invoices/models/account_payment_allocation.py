from odoo import models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _qbo_allocate(self, wanted):
        """Make this payment pay exactly ``wanted``: {invoice: amount}.

        What is right already is left alone; what differs is undone and matched
        again. Raises UserError when an invoice has less left than that.
        """
        self.ensure_one()
        self._qbo_allocate_all({self: wanted})

    def _qbo_allocate_all(self, wanted):
        """Make payments pay exactly ``wanted``: {payment: {invoice: amount}}."""
        dues, undone = [], self.env["account.partial.reconcile"]
        for payment, amounts in wanted.items():
            current = payment._qbo_allocations()
            wrong = payment._qbo_wrong(current, amounts)
            for partial, invoice, _amount in payment._qbo_partials():
                if invoice in wrong:
                    undone |= partial
            dues += [
                (payment, invoice, amount, amount)
                for invoice, amount in amounts.items()
                if invoice in wrong or invoice not in current
            ]
        undone.unlink()
        while dues:
            dues = self._qbo_pay_once(dues)

    def _qbo_wrong(self, current, wanted):
        """Return the invoices of which this payment pays another amount."""
        return [
            invoice
            for invoice, amount in current.items()
            if self.currency_id.compare_amounts(amount, wanted.get(invoice, 0))
        ]

    def _qbo_pay_once(self, dues):
        """Match one instalment of every due that can be at once; return what is left.

        A due is (payment, invoice, amount, what is left of it). One whose payment or
        invoice stands before it in the row waits for its turn: each match then
        finds its lines with nothing pending, and all of them cost as much as one.
        """
        busy, matches, later = set(), [], []
        for payment, invoice, amount, left in dues:
            is_free = busy.isdisjoint((payment, invoice))
            busy |= {payment, invoice}
            if is_free:
                line, step = payment._qbo_instalment(invoice, left)
                left = payment.currency_id.round(left - step)
                if step:
                    own = payment._qbo_counterpart_lines()
                    matches.append((own, line, step))
                elif left:
                    invoice._qbo_refuse_overpayment(amount, left)
            if left:
                later.append((payment, invoice, amount, left))
        self.env["account.move.line"]._qbo_reconcile_all(matches)
        return later

    def _qbo_instalment(self, invoice, left):
        """Return the earliest open instalment and how much of ``left`` it takes."""
        for line in invoice._qbo_receivable_lines():
            step = min(left, abs(line.amount_residual_currency))
            if self.currency_id.compare_amounts(step, 0) > 0:
                return line, step
        return None, 0
