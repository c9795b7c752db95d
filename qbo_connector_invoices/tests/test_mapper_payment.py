from .common import InvoicesCase


class TestPaymentPull(InvoicesCase):
    """What QuickBooks receives is booked and matched in Odoo, to the cent."""

    def setUp(self):
        super().setUp()
        self.invoice = self.pushed_invoice(100)

    def receive(self, total, amounts):
        """QuickBooks receives a payment for {invoice: amount}; its id."""
        link = self.link(next(iter(amounts)))
        customer = self.qbo.get("Invoice", link.qbo_id)["CustomerRef"]["value"]
        paid = {
            self.link(invoice).qbo_id: amount for invoice, amount in amounts.items()
        }
        return self.qbo.receive_payment(customer, total, paid)["Id"]

    def pulled(self, qbo_id):
        """The Odoo payment of a QuickBooks payment."""
        link = self.env["qbo.link"].search(
            [("entity", "=", "Payment"), ("qbo_id", "=", qbo_id)]
        )
        return self.env["account.payment"].browse(link.res_id)

    def test_full_payment_pays_the_invoice(self):
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.pulled(qbo_id)
        self.assertRecordValues(
            payment,
            [
                {
                    "amount": 100,
                    "partner_id": self.customer.id,
                    "journal_id": self.journal.id,
                    "payment_type": "inbound",
                }
            ],
        )
        self.assertEqual(payment.move_id.state, "posted")
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(self.link(payment).origin, "imported")

    def test_partial_payment_leaves_the_rest_open(self):
        self.receive(30, {self.invoice: 30})
        self.sync()
        self.assertEqual(self.invoice.payment_state, "partial")
        self.assertEqual(self.invoice.amount_residual, 70)
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 70)

    def test_one_payment_over_several_invoices(self):
        other = self.pushed_invoice(50)
        self.receive(110, {self.invoice: 80, other: 30})
        self.sync()
        self.assertEqual(self.invoice.amount_residual, 20)
        self.assertEqual(other.amount_residual, 20)

    def test_overpayment_stays_on_account(self):
        qbo_id = self.receive(150, {self.invoice: 100})
        self.sync()
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))
        rest = self.pulled(qbo_id)._qbo_counterpart_lines().amount_residual
        self.assertEqual(rest, -50)

    def test_voided_payment_reopens_the_invoice_and_says_why(self):
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        self.qbo.void("Payment", qbo_id)
        self.sync()
        payment = self.pulled(qbo_id)
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(self.invoice.payment_state, "not_paid")
        self.assertIn("Voided in QuickBooks", self.notes(self.invoice))
        self.assertEqual(self.link(payment).state, "linked")

    def test_deleted_payment_reopens_the_invoice(self):
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.pulled(qbo_id)
        self.qbo.delete("Payment", qbo_id)
        self.sync()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(self.invoice.payment_state, "not_paid")
        self.assertIn("Deleted in QuickBooks", self.notes(self.invoice))

    def test_edited_payment_is_booked_again(self):
        other = self.pushed_invoice(50)
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.pulled(qbo_id)
        lines = [
            {
                "Amount": amount,
                "LinkedTxn": [{"TxnId": self.link(move).qbo_id, "TxnType": "Invoice"}],
            }
            for move, amount in ((self.invoice, 60), (other, 20))
        ]
        self.qbo.edit("Payment", qbo_id, {"TotalAmt": 80, "Line": lines})
        self.sync()
        self.assertEqual(payment.amount, 80)
        self.assertEqual(payment.state, "paid" if payment.is_matched else "in_process")
        self.assertEqual(self.invoice.amount_residual, 40)
        self.assertEqual(other.amount_residual, 30)

    def test_payment_moved_to_another_invoice(self):
        other = self.pushed_invoice(100)
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        line = {
            "Amount": 100,
            "LinkedTxn": [{"TxnId": self.link(other).qbo_id, "TxnType": "Invoice"}],
        }
        self.qbo.edit("Payment", qbo_id, {"Line": [line]})
        self.sync()
        self.assertEqual(self.invoice.payment_state, "not_paid")
        self.assertIn(other.payment_state, ("paid", "in_payment"))
        self.assertNotIn("Changed", self.notes(self.pulled(qbo_id)))

    def test_matching_the_rest_here_is_told_to_quickbooks(self):
        qbo_id = self.receive(150, {self.invoice: 100})
        self.sync()
        other = self.pushed_invoice(40)
        self.pulled(qbo_id)._qbo_allocate({self.invoice: 100, other: 40})
        self.run_push()
        self.assertEqual(self.qbo.get("Payment", qbo_id)["UnappliedAmt"], 10)
        self.assertEqual(self.qbo.get("Invoice", other)["Balance"], 0)

    def test_cancelled_here_is_voided_there(self):
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.pulled(qbo_id)
        payment.action_draft()
        payment.action_cancel()
        self.run_push()
        self.assertEqual(self.qbo.get("Payment", qbo_id)["TotalAmt"], 0)
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 100)

    def test_invoice_that_is_only_there_keeps_its_payment(self):
        there = self.qbo.get("Invoice", self.invoice)
        keys = ("CustomerRef", "TxnDate", "Line")
        foreign = self.qbo.create("Invoice", {key: there[key] for key in keys})["Id"]
        customer = there["CustomerRef"]["value"]
        paid = {there["Id"]: 60, foreign: 25}
        qbo_id = self.qbo.receive_payment(customer, 85, paid)["Id"]
        self.sync()
        payment = self.pulled(qbo_id)
        self.assertEqual(self.invoice.amount_residual, 40)
        self.assertIn("25.00", self.problems(payment).title)
        payment._qbo_allocate({self.invoice: 50})
        self.run_push()
        lines = self.qbo.get("Payment", qbo_id)["Line"]
        applied = {line["LinkedTxn"][0]["TxnId"]: line["Amount"] for line in lines}
        self.assertEqual(applied, {there["Id"]: 50, foreign: 25})

    def test_payment_of_what_odoo_does_not_know_stays_there(self):
        there = self.qbo.get("Invoice", self.invoice)
        keys = ("CustomerRef", "TxnDate", "Line")
        foreign = self.qbo.create("Invoice", {key: there[key] for key in keys})["Id"]
        customer = there["CustomerRef"]["value"]
        qbo_id = self.qbo.receive_payment(customer, 25, {foreign: 25})["Id"]
        self.sync()
        self.assertFalse(self.pulled(qbo_id))

    def test_money_on_account_comes_without_an_invoice(self):
        customer = self.qbo.get("Invoice", self.invoice)["CustomerRef"]["value"]
        qbo_id = self.qbo.receive_payment(customer, 25, {})["Id"]
        self.sync()
        payment = self.pulled(qbo_id)
        self.assertEqual(payment.amount, 25)
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_deposit_account_chooses_the_journal(self):
        bank = next(
            row for row in self.qbo.list("Account") if row["AccountType"] == "Bank"
        )
        cash = self.company_data["default_journal_cash"]
        self.env["qbo.mapping"].search([("kind", "=", "deposit_account")]).unlink()
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "deposit_account",
                "record": f"account.journal,{cash.id}",
                "reference_id": self.env["qbo.reference"]
                ._find(self.connection, "Account", bank["Id"])
                .id,
            }
        )
        qbo_id = self.receive(100, {self.invoice: 100})
        self.qbo.edit("Payment", qbo_id, {"DepositToAccountRef": {"value": bank["Id"]}})
        self.sync()
        self.assertEqual(self.pulled(qbo_id).journal_id, cash)

    def test_method_with_an_outstanding_account_keeps_it(self):
        account = self.company_data["default_account_assets"].copy(
            {"account_type": "asset_current", "reconcile": True}
        )
        method = self.journal.inbound_payment_method_line_ids[:1]
        method.payment_account_id = account
        self.connection.payment_journal_id = self.journal
        self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(payment.outstanding_account_id, account)

    def test_method_without_an_outstanding_account_is_booked_all_the_same(self):
        method = self.journal.inbound_payment_method_line_ids[:1]
        method.payment_account_id = False
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.pulled(qbo_id)
        self.assertTrue(payment.move_id)
        self.qbo.edit("Payment", qbo_id, {"TxnDate": "2026-02-02"})
        self.sync()
        self.assertEqual(str(payment.date), "2026-02-02")
        self.assertEqual(payment.move_id.state, "posted")
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))

    def test_unlinked_payment_is_not_taken_over_again(self):
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        payment = self.pulled(qbo_id)
        payment.action_qbo_unlink()
        self.qbo.edit("Payment", qbo_id, {"PrivateNote": "Touched"})
        self.sync()
        self.assertEqual(
            self.env["account.payment"].search_count(
                [("partner_id", "=", self.customer.id)]
            ),
            1,
        )

    def test_nothing_goes_back_and_nothing_comes_twice(self):
        self.receive(100, {self.invoice: 100})
        self.sync()
        self.emulator.control.reset_calls()
        self.sync()
        self.sync()
        self.assertEqual(self.emulator.control.calls()["writes"], 0)
        payments = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(len(payments), 1)

    def test_invoice_paid_here_too_is_a_problem_and_not_a_second_match(self):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({}).action_create_payments()
        qbo_id = self.receive(100, {self.invoice: 100})
        self.sync()
        self.assertFalse(self.pulled(qbo_id))
        problem = self.env["qbo.exception"].search(
            [("entity", "=", "Payment"), ("kind", "=", "pull")]
        )
        self.assertIn(self.invoice.name, problem.message)
        self.assertEqual(self.invoice.amount_residual, 0)


class TestPaymentPush(InvoicesCase):
    """What Odoo receives is received in QuickBooks too, for the same invoices."""

    def setUp(self):
        super().setUp()
        self.invoice = self.pushed_invoice(100)

    def pay(self, invoices, **vals):
        """Register one payment of the invoices in Odoo."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        return wizard.create({"group_payment": True, **vals})._create_payments()

    def applied(self, payment):
        """{QuickBooks invoice id: amount} of a payment there."""
        return {
            line["LinkedTxn"][0]["TxnId"]: line["Amount"]
            for line in self.qbo.get("Payment", payment)["Line"]
        }

    def test_payment_arrives_with_what_it_pays(self):
        payment = self.pay(self.invoice, amount=40)
        self.run_push()
        there = self.qbo.get("Payment", payment)
        self.assertEqual(there["TotalAmt"], 40)
        self.assertEqual(self.applied(payment), {self.link(self.invoice).qbo_id: 40})
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 60)

    def test_payment_of_an_invoice_that_is_new_too(self):
        other = self.new_invoice(50)
        payment = self.pay(self.invoice | other)
        self.run_push()
        self.assertEqual(
            self.applied(payment),
            {self.link(self.invoice).qbo_id: 100, self.link(other).qbo_id: 50},
        )

    def test_the_rest_stays_unapplied(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 130,
                "date": "2026-03-05",
                "journal_id": self.journal.id,
            }
        )
        payment.action_post()
        payment._qbo_allocate({self.invoice: 100})
        self.run_push()
        self.assertEqual(self.qbo.get("Payment", payment)["UnappliedAmt"], 30)

    def test_matching_later_is_sent_as_an_update(self):
        payment = self.pay(self.invoice, amount=40)
        self.run_push()
        self.invoice._qbo_receivable_lines().remove_move_reconcile()
        self.run_push()
        self.assertEqual(self.applied(payment), {})
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 100)

    def test_cancelled_payment_is_voided(self):
        payment = self.pay(self.invoice)
        self.run_push()
        payment.action_draft()
        payment.action_cancel()
        self.run_push()
        there = self.qbo.get("Payment", payment)
        self.assertEqual((there["TotalAmt"], there["Line"]), (0, []))
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 100)

    def test_deleted_payment_is_deleted(self):
        payment = self.pay(self.invoice)
        self.run_push()
        qbo_id = self.link(payment).qbo_id
        payment.action_draft()
        payment.unlink()
        self.run_push()
        self.assertNotIn(qbo_id, [row["Id"] for row in self.qbo.list("Payment")])
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 100)

    def test_write_off_is_a_problem_with_a_reason(self):
        payment = self.pay(
            self.invoice,
            amount=98,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.run_push()
        self.assertFalse(self.link(payment).qbo_id)
        self.assertIn("difference", self.problems(payment).title)

    def test_our_own_payment_does_not_come_back(self):
        payment = self.pay(self.invoice)
        self.run_push()
        self.sync()
        found = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(found, payment)
