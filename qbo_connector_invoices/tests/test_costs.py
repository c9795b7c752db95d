from odoo import Command

from odoo.addons.qbo_connector.tests.costs import about, queries

from .common import InvoicesCase

# Bare Odoo takes 21 to 29 for posting and matching a payment.
PER_PAYMENT = 60


class TestCosts(InvoicesCase):
    """What a document costs does not grow with their number, nor with its lines."""

    def setUp(self):
        super().setUp()
        self.run_sync()

    def invoices(self, count, lines=1):
        row = {
            "product_id": self.desk.id,
            "price_unit": 10,
            "tax_ids": [Command.set(self.tax.ids)],
        }
        invoices = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-03-01",
                    "invoice_line_ids": [Command.create(row) for _line in range(lines)],
                }
                for _number in range(count)
            ]
        )
        invoices.action_post()
        return invoices

    def pushed(self, count, lines=1):
        """Push new invoices until nothing waits; the queries and the invoices."""
        invoices = self.invoices(count, lines)
        self.settle()
        with queries() as made:
            while self.env["qbo.change"].search_count([]):
                self.run_push()
        states = {self.link(invoice).state for invoice in invoices}
        self.assertEqual(states, {"linked"})
        return made, invoices

    def received(self, invoices):
        """Let QuickBooks receive the money of each invoice."""
        for invoice in invoices:
            there = self.qbo.get("Invoice", invoice)
            amount, customer = there["TotalAmt"], there["CustomerRef"]["value"]
            self.qbo.receive_payment(customer, amount, {there["Id"]: amount})

    def paid(self, count):
        """Pull one payment for each of some invoices; the queries."""
        invoices = self.pushed(count)[1]
        self.received(invoices)
        self.settle()
        with queries() as made:
            self.run_pull()
        self.assertEqual(set(invoices.mapped("amount_residual")), {0})
        return made

    def test_one_bad_payment_fails_alone(self):
        invoices = self.pushed(6)[1]
        self.received(invoices)
        bad = invoices[3]
        bad.button_draft()
        bad.button_cancel()
        self.run_pull()
        left = [invoice.amount_residual for invoice in invoices - bad]
        self.assertEqual(set(left), {0})
        [problem] = self.env["qbo.exception"].search(
            [("closed_at", "=", False), ("entity", "=", "Payment")]
        )
        self.assertFalse(problem.link_id)
        self.assertEqual(bad.state, "cancel")
        booked = self.env["qbo.link"].search_count([("entity", "=", "Payment")])
        self.assertEqual(booked, 5)

    # -- mappings ---------------------------------------------------------------

    def test_mappings_are_not_asked_once_per_line(self):
        counts = [len(about(self.pushed(1, n)[0], "qbo_mapping")) for n in (5, 100)]
        self.assertGreater(counts[0], 0)
        self.assertLessEqual(counts[1], counts[0])

    def test_mappings_are_not_asked_once_per_document(self):
        each = [len(about(self.pushed(n)[0], "qbo_mapping")) / n for n in (5, 100)]
        self.assertLess(each[1], each[0])
        self.assertLess(each[1], 1)

    # -- documents --------------------------------------------------------------

    def test_pushing_invoices(self):
        self.pushed(1)
        each = [len(self.pushed(count)[0]) / count for count in (5, 50)]
        self.assertLessEqual(each[1], each[0] * 1.05)

    def test_pulling_payments(self):
        self.paid(1)
        each = [len(self.paid(count)) / count for count in (5, 50)]
        self.assertLessEqual(each[1], each[0] * 1.05)
        self.assertLessEqual(each[1], PER_PAYMENT)

    # -- saving -----------------------------------------------------------------

    def saved(self):
        """Return what saving and posting an invoice asks of the connections."""
        self.invoices(1)  # what is read once only, whatever is connected
        self.settle()
        with queries() as made:
            self.invoices(1)
            self.env.flush_all()
        return made

    def test_saving_an_invoice_asks_once_who_is_connected(self):
        connected = self.saved()
        self.assertLessEqual(len(about(connected, "qbo_connection")), 3)
        self.connection.state = "disconnected"
        alone = self.saved()
        self.assertLessEqual(len(about(alone, "qbo_connection")), 1)
        self.assertLess(len(alone), len(connected))

    def test_saving_after_connecting_leaves_a_mark(self):
        self.connection.state = "disconnected"
        self.invoices(1)
        self.assertFalse(self.env["qbo.change"].search([("entity", "=", "Invoice")]))
        self.connection.state = "connected"
        self.invoices(1)
        self.assertTrue(self.env["qbo.change"].search([("entity", "=", "Invoice")]))
