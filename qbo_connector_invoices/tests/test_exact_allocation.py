from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
class TestExactAllocation(AccountTestInvoicingCommon):
    """Exactly the wanted amount is matched, with everything core hangs on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.5), ("2026-02-01", 0.4)]
        )

    def _invoice(self, amount, currency=None, taxes=None):
        return self.init_invoice(
            "out_invoice",
            partner=self.partner_a,
            invoice_date="2026-01-10",
            amounts=[amount],
            taxes=taxes or [],
            currency=currency,
            post=True,
        )

    def _payment(self, amount, currency=None, date="2026-01-20"):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": amount,
                "date": date,
                "currency_id": (currency or self.env.company.currency_id).id,
                "journal_id": self.company_data["default_journal_bank"].id,
            }
        )
        payment.action_post()
        return payment

    def _receivable(self, move):
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )

    def _match(self, invoice, payment, amount):
        self._receivable(payment.move_id)._qbo_reconcile_exactly(
            self._receivable(invoice), amount
        )

    def test_part_of_a_payment_pays_part_of_an_invoice(self):
        invoice, payment = self._invoice(100), self._payment(80)
        self._match(invoice, payment, 30)
        self.assertEqual(invoice.payment_state, "partial")
        self.assertAlmostEqual(invoice.amount_residual, 70)
        self.assertAlmostEqual(self._receivable(payment.move_id).amount_residual, -50)

    def test_one_payment_over_two_invoices_in_the_amounts_given(self):
        first, second = self._invoice(100), self._invoice(100)
        payment = self._payment(120)
        self._match(first, payment, 40)
        self._match(second, payment, 80)
        self.assertAlmostEqual(first.amount_residual, 60)
        self.assertAlmostEqual(second.amount_residual, 20)
        self.assertTrue(payment.is_reconciled)

    def test_paying_in_two_steps_ends_paid_and_fully_matched(self):
        invoice, payment = self._invoice(100), self._payment(100)
        self._match(invoice, payment, 33.33)
        self._match(invoice, payment, 66.67)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertTrue(self._receivable(invoice).full_reconcile_id)

    def test_more_than_is_left_is_refused(self):
        invoice, payment = self._invoice(100), self._payment(50)
        with self.assertRaises(UserError):
            self._match(invoice, payment, 60)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_foreign_currency_books_the_exchange_difference_of_the_part(self):
        # 100 EUR at 0.5 are 200 at home; 40 of 60 EUR paid at 0.4 are 100 at home.
        invoice = self._invoice(100, currency=self.euro)
        payment = self._payment(60, currency=self.euro, date="2026-02-10")
        self._match(invoice, payment, 40)
        receivable = self._receivable(invoice)
        self.assertAlmostEqual(invoice.amount_residual, 60)
        self.assertAlmostEqual(receivable.amount_residual, 120)
        paid = self._receivable(payment.move_id)
        self.assertAlmostEqual(paid.amount_residual_currency, -20)
        self.assertAlmostEqual(paid.amount_residual, -50)
        partial = receivable.matched_credit_ids
        self.assertAlmostEqual(partial[:1].debit_amount_currency, 40)
        self.assertAlmostEqual(
            abs(
                sum(partial.exchange_move_id.line_ids.filtered("debit").mapped("debit"))
            ),
            20,
        )

    def test_cash_basis_tax_is_due_for_the_part_that_was_paid(self):
        company = self.env.company
        company.tax_exigibility = True
        waiting = self.company_data["default_account_tax_sale"].copy()
        waiting.reconcile = True
        tax = self.env["account.tax"].create(
            {
                "name": "Cash basis 10 %",
                "amount": 10,
                "type_tax_use": "sale",
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": waiting.id,
            }
        )
        invoice = self._invoice(100, taxes=tax)
        payment = self._payment(110)
        self._match(invoice, payment, 55)
        entry = self.env["account.move"].search(
            [("tax_cash_basis_origin_move_id", "=", invoice.id)]
        )
        self.assertEqual(len(entry), 1)
        due = entry.line_ids.filtered("tax_line_id")
        self.assertAlmostEqual(abs(sum(due.mapped("balance"))), 5)

    def test_undoing_gives_both_sides_their_money_back(self):
        invoice, payment = self._invoice(100), self._payment(80)
        self._match(invoice, payment, 30)
        self._receivable(invoice).remove_move_reconcile()
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertAlmostEqual(self._receivable(payment.move_id).amount_residual, -80)
