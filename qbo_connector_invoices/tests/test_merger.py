from .common import InvoicesCase


class TestMergedCustomer(InvoicesCase):
    """A customer was merged in QuickBooks, and no webhook told of it."""

    def test_documents_prove_the_merge_and_go_on_with_the_one_that_is_left(self):
        invoice = self.pushed_invoice(100)
        kept = self.env["res.partner"].create({"name": "Azure Interior"})
        self.pushed_invoice(20, partner_id=kept.id)
        self.qbo.merge("Customer", self.link(kept).qbo_id, self.customer)
        self.sync()
        self.run_sync()
        self.assertTrue(self.customer.active)
        left = self.link(kept).qbo_id
        self.assertEqual(self.link(invoice).agreed["CustomerRef"], {"value": left})
        self.assertEqual(invoice.partner_id, self.customer)
        later = self.pushed_invoice(50)
        self.assertEqual(self.qbo.get("Invoice", later)["CustomerRef"]["value"], left)
        self.assertFalse(self.problems(self.customer))
        self.assertFalse(self.problems(invoice))
        self.emulator.control.reset_calls()
        self.sync()
        self.assertEqual(self.emulator.control.calls()["writes"], 0)

    def test_one_that_keeps_its_invoices_is_archived(self):
        self.pushed_invoice(100)
        self.qbo.edit("Customer", self.customer, {"Active": False})
        self.sync()
        self.assertFalse(self.customer.active)
