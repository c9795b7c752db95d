from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import InvoicesCase


@tagged("post_install", "-at_install")
class TestDoors(InvoicesCase):
    """Payments and invoices need accounting rights, whatever button is pressed."""

    def setUp(self):
        super().setUp()
        self.invoice = self.pushed_invoice(100)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        self.payment = wizard.create({})._create_payments()
        self.run_sync()
        self.assertEqual(self.link(self.payment).state, "linked")
        self.clerk = self.person("door clerk", "user")

    def problem(self, record, kind, button):
        values = {"kind": kind, "title": kind, "button": button}
        pairs = [(self.link(record).sudo(), values)]
        return self.env["qbo.exception"].sudo()._open_links(pairs)

    def assertUntouched(self):
        self.assertIn(self.payment.state, ("in_process", "paid"))
        self.assertEqual(self.invoice.state, "posted")
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))

    def test_a_refused_payment_is_neither_cancelled_nor_made_twice(self):
        problem = self.problem(self.payment, "refused", "retry").with_user(self.clerk)
        count = len(self.qbo.list("Payment"))
        for name in ("action_archive_here", "action_recreate", "action_switch_off"):
            with self.subTest(name), self.assertRaises(UserError):
                getattr(problem, name)()
        self.run_sync()
        self.assertUntouched()
        self.assertEqual(len(self.qbo.list("Payment")), count)

    def test_cancelling_needs_accounting_rights(self):
        for record in (self.payment, self.invoice):
            problem = self.problem(record, "gone", "decide")
            with self.subTest(record=record), self.assertRaises(AccessError):
                problem.with_user(self.clerk).action_archive_here()
        self.assertUntouched()
        problem = self.problem(self.payment, "gone", "decide")
        self.clerk.group_ids += self.env.ref("account.group_account_invoice")
        problem.with_user(self.clerk).action_archive_here()
        self.assertEqual(self.payment.state, "canceled")

    def test_the_connection_opens_without_accounting_rights(self):
        chief = self.person("door chief", "manager")
        connection = self.connection.with_user(chief)
        [values] = connection.web_read({"missing_count": {}, "missing_text": {}})
        self.assertEqual(values["missing_count"], self.connection.missing_count)
        action = connection.action_open_missing_mappings()
        rows = self.env["qbo.missing.mapping"].with_user(chief)
        self.assertEqual(
            rows.search_count(action["domain"]), self.connection.missing_count
        )
