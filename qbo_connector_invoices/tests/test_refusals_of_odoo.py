from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import InvoicesCase

NEIGHBOURS = 49


@tagged("post_install", "-at_install")
class TestRefusalsOfOdoo(InvoicesCase):
    """What Odoo will not book is one problem; the 49 others of the poll arrive."""

    def setUp(self):
        super().setUp()
        self.invoice = self.pushed_invoice(100)
        self.books = self.company_data["company"]

    def receive(self, total=40, paid=40):
        """QuickBooks receives a payment of the invoice; its id."""
        there = self.qbo.get("Invoice", self.invoice)
        customer = there["CustomerRef"]["value"]
        payment = self.qbo.receive_payment(customer, total, {there["Id"]: paid})
        return payment["Id"]

    def booked(self):
        """A payment of QuickBooks that is booked here, and its id."""
        qbo_id = self.receive()
        self.run_pull()
        link = self.env["qbo.link"].search(
            [("entity", "=", "Payment"), ("qbo_id", "=", qbo_id)]
        )
        return self.env["account.payment"].browse(link.res_id), qbo_id

    def poll(self):
        """One poll with 49 other changes; all of them arrive, then it is quiet."""
        for number in range(NEIGHBOURS):
            self.qbo.create("Customer", {"DisplayName": f"Neighbour {number:02}"})
        with mute_logger("odoo.sql_db", "odoo.addons.qbo_connector"):
            self.run_pull()
        arrived = [("name", "=like", "Neighbour __")]
        self.assertEqual(self.env["res.partner"].search_count(arrived), NEIGHBOURS)
        self.assertEqual(len(self.opened()), 1, self.opened().mapped("title"))
        self.assertTrue(self.opened().message or self.opened().title)
        count = self.opened().count
        with mute_logger("odoo.sql_db", "odoo.addons.qbo_connector"):
            self.run_pull()
        self.assertEqual(self.opened().count, count, "the next poll is empty")
        self.assertFalse(self.env["qbo.throttle"].sudo()._of(self.connection)._held())

    def opened(self):
        return self.env["qbo.exception"].search([("closed_at", "=", False)])

    def lock(self, field):
        self.books[field] = fields.Date.today()

    def test_deleted_payment_in_a_year_that_is_locked(self):
        _payment, qbo_id = self.booked()
        self.lock("fiscalyear_lock_date")
        self.qbo.delete("Payment", qbo_id)
        self.poll()

    def test_deleted_payment_behind_the_hard_lock(self):
        _payment, qbo_id = self.booked()
        self.lock("hard_lock_date")
        self.qbo.delete("Payment", qbo_id)
        self.poll()

    def test_voided_payment_in_a_year_that_is_locked(self):
        _payment, qbo_id = self.booked()
        self.lock("fiscalyear_lock_date")
        self.qbo.void("Payment", qbo_id)
        self.poll()

    def test_edited_payment_behind_the_hard_lock(self):
        _payment, qbo_id = self.booked()
        self.lock("hard_lock_date")
        self.qbo.edit("Payment", qbo_id, {"TxnDate": "2026-02-02"})
        self.poll()

    def test_deleted_payment_of_a_journal_that_is_hashed(self):
        payment, qbo_id = self.booked()
        payment.journal_id.restrict_mode_hash_table = True
        payment.move_id.button_hash()
        self.qbo.delete("Payment", qbo_id)
        self.poll()

    def test_outstanding_account_that_is_archived(self):
        payment, _qbo_id = self.booked()
        self.receive(20, 20)
        payment.outstanding_account_id.active = False
        self.poll()

    def constrain(self, table, check):
        """Let the database refuse what an add-on of somebody else's might."""
        self.env.flush_all()
        self.env.cr.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT qbo_test CHECK ({check}) NOT VALID"
        )

    def test_constraint_of_another_addon(self):
        self.constrain("account_payment", "amount <> 40")
        self.receive()
        self.poll()

    def test_archived_journal(self):
        _payment, qbo_id = self.booked()
        self.journal.active = False
        self.qbo.edit("Payment", qbo_id, {"TotalAmt": 50})
        for journal in self.env["account.journal"].search(
            [("type", "in", ("bank", "cash")), ("id", "!=", self.journal.id)]
        ):
            journal.active = False
        self.poll()

    def test_archived_receivable_account(self):
        lines = self.invoice.line_ids
        receivable = lines.filtered(lambda line: line.display_type == "payment_term")
        self.receive()
        self.constrain(
            "account_move_line",
            f"account_id <> {receivable.account_id.id} OR move_id = {self.invoice.id}",
        )
        self.poll()

    def test_amount_that_is_matched_already(self):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        self.connection.env["qbo.rule"]._of(self.connection, "Payment").push = False
        wizard.create({"amount": 100, "journal_id": self.journal.id})._create_payments()
        self.receive()
        self.poll()

    def test_currency_that_is_switched_off(self):
        self.receive()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_currency SET active = false WHERE id = %s",
            [self.books.currency_id.id],
        )
        self.env.invalidate_all()
        self.poll()

    def test_partner_that_may_not_be_paid(self):
        self.receive()
        self.constrain("account_payment", f"partner_id <> {self.customer.id} OR id < 0")
        self.poll()
