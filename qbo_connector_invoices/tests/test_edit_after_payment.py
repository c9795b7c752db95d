from .common import InvoicesCase

MANY = 40


class TestEditAfterPayment(InvoicesCase):
    """What our payments moved in QuickBooks is read together before it is edited."""

    def setUp(self):
        super().setUp()
        invoices = [self.new_invoice(100) for _number in range(MANY)]
        self.invoices = self.env["account.move"].union(*invoices)
        self.drain()

    def drain(self):
        for _slice in range(10):
            self.run_push()
            if not self.env["qbo.change"].search_count([], limit=1):
                return
        self.fail("something waits for ever")

    def pay(self, invoices, amount):
        for invoice in invoices:
            wizard = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            )
            wizard.create(
                {"amount": amount, "payment_date": "2026-03-02"}
            ).action_create_payments()

    def test_no_edit_is_refused_for_what_a_payment_moved(self):
        self.pay(self.invoices, 40)
        self.drain()
        tokens = {each["Id"]: each["SyncToken"] for each in self.qbo.list("Invoice")}
        self.emulator.control.reset_calls()
        self.invoices.write({"invoice_date_due": "2026-06-30"})
        self.drain()
        there = self.qbo.list("Invoice")
        self.assertEqual({each["DueDate"] for each in there}, {"2026-06-30"})
        self.assertEqual(
            {each["Id"]: int(each["SyncToken"]) for each in there},
            {qbo_id: int(token) + 1 for qbo_id, token in tokens.items()},
            "each was written once",
        )
        self.assertEqual({each["Balance"] for each in there}, {60})
        log = self.emulator.control.calls()["log"]
        self.assertEqual(sum(call["writes"] for call in log), MANY)
        self.assertEqual(sum(call["metered"] for call in log), 1, "one read for all")
        refused = self.env["qbo.run"].search([]).mapped("failed")
        self.assertFalse(any(refused))

    def test_a_payment_alone_is_followed_by_no_read(self):
        self.emulator.control.reset_calls()
        self.pay(self.invoices[:3], 40)
        self.drain()
        log = self.emulator.control.calls()["log"]
        self.assertFalse([call for call in log if call["metered"]])
