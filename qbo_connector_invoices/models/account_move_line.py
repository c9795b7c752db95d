from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import frozendict


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "qbo.change.mixin"]

    def _qbo_reconcile_exactly(self, other, amount):
        """Match ``amount`` of this line with ``other``, and not a cent more."""
        self._qbo_reconcile_all([(self, other, amount)])

    @api.model
    def _qbo_reconcile_all(self, matches):
        """Match pairs of lines in exact amounts: list of (line, line, amount).

        Amounts are positive, in the currency the two lines are matched in. No line
        may stand in two pairs. Core's ``reconcile`` takes all it can; here core still
        does the work (the partial, exchange difference, cash basis, full match, paid
        hook) on a payment side that is shown to it as holding just the amount.
        Raises UserError when one of the lines has less than that left.
        """
        exact, plan = {}, []
        for one, other, amount in matches:
            one.ensure_one()
            other.ensure_one()
            debit, credit = (one, other) if one.balance > 0 else (other, one)
            pair = debit + credit
            pair._qbo_check_available(amount)
            exact[debit.id, credit.id] = amount
            plan.append(pair)
        if plan:
            lines = self.with_context(qbo_exact_match=frozendict(exact))
            lines._reconcile_plan([lines.browse(pair.ids) for pair in plan])

    def _qbo_check_available(self, amount):
        """Raise UserError unless all lines have ``amount`` left, in one currency."""
        if len(self.currency_id) > 1:
            raise UserError(
                self.env._(
                    "%(one)s and %(other)s are not in the same currency.",
                    one=self[0].move_id.display_name,
                    other=self[1].move_id.display_name,
                )
            )
        for line in self:
            currency = line.currency_id
            left = abs(line.amount_residual_currency)
            if currency.compare_amounts(left, amount) < 0:
                raise UserError(
                    self.env._(
                        "%(document)s has only %(left)s left to match, but QuickBooks "
                        "says %(amount)s. Undo the other payment in Odoo or correct it "
                        "in QuickBooks.",
                        document=line.move_id.display_name,
                        left=currency.format(left),
                        amount=currency.format(amount),
                    )
                )

    def _prepare_reconciliation_single_partial(
        self, debit_values, credit_values, shadowed_aml_values=None
    ):
        exact = self.env.context.get("qbo_exact_match") or {}
        amount = exact.get((debit_values["aml"].id, credit_values["aml"].id))
        # The entries core makes on the way (exchange, cash basis) inherit the
        # context: they match other lines and must stay whole.
        if amount:
            credit_values = self._qbo_shown_as(credit_values, amount)
        return super()._prepare_reconciliation_single_partial(
            debit_values, credit_values, shadowed_aml_values=shadowed_aml_values
        )

    def _qbo_shown_as(self, values, amount):
        """Return the residuals of a credit line reduced to ``amount``.

        The company amount follows the line's own rate, so that what stays open
        keeps it.
        """
        line = values["aml"]
        left_currency = -values["amount_residual_currency"]
        if line.currency_id.compare_amounts(left_currency, amount) <= 0:
            return values
        share = amount / left_currency
        return {
            **values,
            "amount_residual_currency": -amount,
            "amount_residual": line.company_currency_id.round(
                values["amount_residual"] * share
            ),
        }
