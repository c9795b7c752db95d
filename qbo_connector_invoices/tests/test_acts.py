from odoo import fields
from odoo.tests import tagged

from .common import InvoicesCase


@tagged("post_install", "-at_install")
class TestActs(InvoicesCase):
    """What QuickBooks is asked to do is done once, whatever becomes of the answer."""

    def setUp(self):
        super().setUp()
        self.invoice = self.new_invoice(100)
        self.run_sync()
        self.mapper = self.env["qbo.mapper"]._for("Invoice")

    def ask(self, operation, **details):
        self.env["qbo.push.action"]._ask(
            self.connection, self.invoice, self.mapper, operation, details
        )

    def attach(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "terms.txt", "raw": b"30 days", "mimetype": "text/plain"}
        )
        self.ask("upload", attachment=attachment.id)

    def mails(self):
        work = self.company.work(person=True)
        key = f"mails.{self.company.realm_id}.{work.today}"
        return self.emulator.store.get(key, 0)

    def files(self):
        return [each["FileName"] for each in self.qbo.list("Attachable")]

    def lose(self, fault, path):
        self.emulator.control.inject(
            {"match": {"path": path}, "times": 1, "fault": fault}
        )

    def recover(self):
        """Let the time pass after which a lost answer is looked into."""
        self.settle()
        self.env.cr.execute(
            """UPDATE qbo_intent
                  SET sent_at = sent_at - interval '200 seconds',
                      first_sent_at = first_sent_at - interval '60 seconds'
                WHERE state = 'open'"""
        )
        self.env["qbo.throttle"].sudo()._of(self.connection).resume_at = False
        self.env.invalidate_all()
        self.run_sync()
        self.run_sync()

    def is_settled(self):
        open_ones = [("state", "!=", "settled")]
        return not self.env["qbo.intent"].sudo().search_count(open_ones)

    def test_mail_goes_out_once(self):
        self.ask("send", email="deco@example.com")
        self.run_push()
        self.run_push()
        self.assertEqual(self.mails(), 1)
        there = self.qbo.get("Invoice", self.invoice)
        self.assertEqual(there["EmailStatus"], "EmailSent")
        self.assertTrue(self.is_settled())

    def test_mail_whose_answer_was_lost_goes_out_once(self):
        self.lose("cut_after_commit", "/send")
        self.ask("send", email="deco@example.com")
        self.run_push()
        self.assertFalse(self.is_settled())
        self.recover()
        self.assertEqual(self.mails(), 1)
        self.assertTrue(self.is_settled())

    def test_mail_that_never_went_out_goes_out_later(self):
        self.lose("cut_before", "/send")
        self.ask("send", email="deco@example.com")
        self.run_push()
        self.assertEqual(self.mails(), 0)
        self.recover()
        self.assertEqual(self.mails(), 1)
        self.assertTrue(self.is_settled())

    def test_file_is_attached_once(self):
        self.attach()
        self.run_push()
        self.run_push()
        self.assertEqual(self.files(), ["terms.txt"])

    def test_file_whose_answer_was_lost_is_attached_once(self):
        self.lose("cut_after_commit", "upload")
        self.attach()
        self.run_push()
        self.assertFalse(self.is_settled())
        self.recover()
        self.assertEqual(self.files(), ["terms.txt"])
        self.assertTrue(self.is_settled())

    def test_file_that_never_arrived_is_attached_later(self):
        self.lose("cut_before", "upload")
        self.attach()
        self.run_push()
        self.recover()
        self.assertEqual(self.files(), ["terms.txt"])

    def test_throttled_mail_is_asked_for_again(self):
        self.lose("throttle", "/send")
        self.ask("send", email="deco@example.com")
        self.run_push()
        self.assertEqual(self.mails(), 0)
        self.recover()
        self.assertEqual(self.mails(), 1)

    def test_invoice_changed_after_a_file_was_attached(self):
        self.attach()
        self.run_push()
        self.invoice.invoice_date_due = fields.Date.add(
            self.invoice.invoice_date, days=60
        )
        self.run_sync()
        self.run_sync()
        there = self.qbo.get("Invoice", self.invoice)
        self.assertEqual(there["DueDate"], str(self.invoice.invoice_date_due))
