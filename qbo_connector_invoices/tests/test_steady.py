from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import InvoicesCase


@tagged("post_install", "-at_install")
class TestSteady(InvoicesCase):
    """Payments and documents: one that is refused stops no other, none is doubled."""

    def opened(self):
        return self.env["qbo.exception"].search([("closed_at", "=", False)])

    def payments_there(self):
        return sorted(str(each["TotalAmt"]) for each in self.qbo.list("Payment"))

    def pay(self, invoice, amount):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        return wizard.create(
            {"amount": amount, "journal_id": self.journal.id}
        )._create_payments()

    def restore(self):
        """Forget what a backup from before the first send does not know."""
        self.settle()
        intents = self.env["qbo.intent"].sudo().search([])
        links = self.env["qbo.link"].search([("entity", "in", ("Invoice", "Payment"))])
        rows = [
            {
                "connection_id": link.connection_id.id,
                "entity": link.entity,
                "res_model": link.res_model,
                "res_id": link.res_id,
            }
            for link in links
        ]
        self.env.cr.execute("DELETE FROM qbo_link WHERE id IN %s", [links._ids])
        intents.unlink()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        self.env["qbo.change"]._insert(rows)
        self.env["qbo.throttle"].sudo()._of(self.connection).database = "another"
        for rule in self.env["qbo.rule"].search([]):
            rule.cursor -= timedelta(hours=1)
            rule.next_at = fields.Datetime.now() + timedelta(hours=1)
        self.settle()

    def test_restored_backup_doubles_no_payment(self):
        invoices = [self.pushed_invoice(amount) for amount in (50, 70, 330)]
        for invoice, amount in zip(invoices, (5, 7, 33), strict=True):
            self.pay(invoice, amount)
        self.run_sync()
        before = self.payments_there()
        self.assertEqual(len(before), 3)
        count = self.env["account.payment"].search_count([])
        self.restore()
        for _time in range(3):
            self.run_sync()
        self.assertEqual(self.payments_there(), before)
        self.assertEqual(len(self.qbo.list("Invoice")), 3)
        self.assertEqual(self.env["account.payment"].search_count([]), count)
        residuals = [invoice.amount_residual for invoice in invoices]
        self.assertEqual(residuals, [45, 63, 297])
        self.assertEqual({self.link(each).state for each in invoices}, {"linked"})

    def test_forgotten_link_of_a_payment_doubles_nothing(self):
        invoice = self.pushed_invoice(50)
        payment = self.pay(invoice, 5)
        self.run_sync()
        self.link(payment).sudo().unlink()
        self.env["qbo.change"]._note(
            [("Payment", "account.payment", dict.fromkeys(payment.ids))]
        )
        self.run_push()
        self.assertEqual(self.payments_there(), ["5.0"])
        self.assertEqual(self.link(payment).state, "linked", self.link(payment).problem)

    def test_swapped_answers_make_no_wrong_links(self):
        self.pushed_invoice(5)  # customer and product are there
        first, second = self.new_invoice(10), self.new_invoice(20)
        sync, push = self.env["qbo.sync"], self.env["qbo.push.send"]
        self.settle()
        turn = sync._open_turn(self.connection)
        self.env["qbo.push.plan"]._fill(turn)
        intent_id = sync._transact(turn, push._write_ahead, turn.plan, None)
        request_id, body = sync._transact(turn, push._read, intent_id)
        answers = push._say(turn, push._items(body), request_id)
        answers["0"], answers["1"] = answers["1"], answers["0"]
        self.env["qbo.push.settle"]._settle(turn, intent_id, answers)
        self.settle()
        self.assertFalse(self.link(first).qbo_id or self.link(second).qbo_id)
        intent = self.env["qbo.intent"].browse(intent_id).sudo()
        intent.sent_at -= timedelta(seconds=200)
        self.run_sync()
        for invoice, total in ((first, 10), (second, 20)):
            self.assertEqual(self.qbo.get("Invoice", invoice)["TotalAmt"], total)
        self.assertEqual(len(self.qbo.list("Invoice")), 3)

    def test_locked_payment_deleted_there_is_one_problem_and_polls_go_on(self):
        invoices = [self.pushed_invoice(amount) for amount in (50, 60)]
        payments = [self.pay(invoice, 5) for invoice in invoices]
        self.run_sync()
        payments[0].move_id.company_id.hard_lock_date = False
        self.company_data["company"].fiscalyear_lock_date = fields.Date.today()
        for payment in payments:
            self.qbo.delete("Payment", payment)
        there = self.qbo.create("Customer", {"DisplayName": "Arrives All The Same"})
        self.run_pull()
        self.run_pull()
        kinds = self.opened().mapped("kind")
        self.assertEqual(kinds, ["gone", "gone"])
        arrived = [("name", "=", there["DisplayName"])]
        self.assertEqual(self.env["res.partner"].search_count(arrived), 1)

    def test_undo_of_a_run_takes_payments_before_invoices_before_customers(self):
        self.env["qbo.change"].search([]).unlink()
        invoice = self.new_invoice(50)
        self.pay(invoice, 50)
        self.run_sync()
        run = self.env["qbo.link"].search([("entity", "=", "Payment")]).run_id
        self.assertEqual(
            set(run.link_ids.mapped("entity")) - {"Item"},
            {"Customer", "Invoice", "Payment"},
        )
        run.action_undo()
        for _time in range(4):
            self.run_sync()
        self.assertFalse(self.qbo.list("Payment"))
        left = [each for each in self.qbo.list("Invoice") if each["TotalAmt"]]
        self.assertFalse(left)
        customers = self.qbo.list("Customer")
        self.assertFalse([each for each in customers if each["Active"]])
        self.assertEqual(set(run.link_ids.mapped("state")), {"undone"})
        self.assertFalse(self.opened())
