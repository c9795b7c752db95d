from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import InvoicesCase


class TestLists(InvoicesCase):
    """The lists Invoices and Payments show what is linked and what is not."""

    def row(self, invoice):
        self.env.flush_all()
        return self.env["qbo.invoice.row"].search([("move_id", "=", invoice.id)])

    def test_invoice_that_is_not_linked_is_there_too(self):
        self.connection.go_live_date = "2027-01-01"
        invoice = self.new_invoice(100, invoice_date_due="2026-03-02")
        self.assertRecordValues(
            self.row(invoice),
            [{"state": "none", "qbo_id": False, "amount": 100, "status": "overdue"}],
        )

    def test_linked_invoice_shows_id_and_money(self):
        invoice = self.pushed_invoice(100)
        there = self.qbo.get("Invoice", invoice)
        self.qbo.receive_payment(there["CustomerRef"]["value"], 30, {there["Id"]: 30})
        self.sync()
        self.assertRecordValues(
            self.row(invoice),
            [
                {
                    "state": "linked",
                    "qbo_id": there["Id"],
                    "amount_paid": 30,
                    "amount_residual": 70,
                }
            ],
        )
        payment = self.env["qbo.payment.row"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertRecordValues(
            payment, [{"amount": 30, "source": "quickbooks", "state": "linked"}]
        )

    def test_rows_of_other_companies_are_hidden(self):
        invoice = self.pushed_invoice(100)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = new_test_user(
            self.env,
            "elsewhere",
            groups="qbo_connector.qbo_group_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        rows = self.env["qbo.invoice.row"].with_user(user)
        self.assertFalse(rows.search([("move_id", "=", invoice.id)]))

    def test_who_may_not_use_quickbooks_may_not_press_its_buttons(self):
        invoice = self.new_invoice(100)
        user = new_test_user(
            self.env,
            "biller",
            groups="account.group_account_invoice",
            company_id=self.env.company.id,
            company_ids=[(6, 0, self.env.company.ids)],
        )
        for button in ("action_qbo_push", "action_qbo_unlink", "action_qbo_open"):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(invoice.with_user(user), button)()
        self.assertEqual(self.qbo.list("Invoice"), [])

    def test_biller_posts_and_pays_without_knowing_quickbooks(self):
        user = new_test_user(
            self.env,
            "biller",
            groups="account.group_account_invoice",
            company_id=self.env.company.id,
            company_ids=[(6, 0, self.env.company.ids)],
        )
        invoice = self.new_invoice(100)
        invoice.button_draft()
        invoice.with_user(user).action_post()
        wizard = self.env["account.payment.register"].with_user(user)
        wizard = wizard.with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()
        self.settle()
        self.run_push()
        self.assertEqual(self.qbo.get("Invoice", invoice)["Balance"], 0)

    def test_address_of_the_document_in_quickbooks(self):
        invoice = self.pushed_invoice(100)
        action = invoice.action_qbo_open()
        self.assertEqual(
            action["url"],
            "https://app.sandbox.qbo.intuit.com/app/invoice?txnId="
            + self.link(invoice).qbo_id,
        )
