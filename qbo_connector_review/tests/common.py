"""What the tests of review requests share: a company that asks, and a movable clock."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.base.tests.common import MockSmtplibCase

MONDAY_NOON = datetime(2027, 3, 1, 12)  # UTC


@tagged("post_install", "-at_install")
class ReviewCase(AccountTestInvoicingCommon, MockSmtplibCase):
    """A company in New York that asks its customers, at a Monday noon in London."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("qbo_connector.qbo_group_manager")
        cls.company = cls.env.company
        cls.company.email = "books@example.com"
        cls.company.country_id = cls.env.ref("base.us")
        cls.policy = cls.env["qbo.review.policy"]._of(cls.company)
        cls.policy.write(
            {
                "site_ids": [
                    (
                        0,
                        0,
                        {"name": "Google", "url": "https://g.example.com/r?id=1&x=y"},
                    ),
                    (0, 0, {"name": "Trustpilot", "url": "https://t.example.com/us"}),
                ],
                "enabled": True,
                "go_live_date": "2027-01-01",
                "delay": 2,
                "quiet_from": 0,
                "quiet_until": 0,
                "saturday": True,
                "sunday": True,
            }
        )
        cls.connection = cls.env["qbo.connection"].create(
            {
                "name": "Books",
                "company_id": cls.company.id,
                "go_live_date": "2027-01-01",
            }
        )
        cls.customer = cls._customer("Acme", "ann@acme.example.com")

    @classmethod
    def _customer(cls, name, email, country="us", **vals):
        country = cls.env.ref(f"base.{country}")
        return cls.env["res.partner"].create(
            {"name": name, "email": email, "country_id": country.id, **vals}
        )

    def setUp(self):
        super().setUp()
        self.clock = MONDAY_NOON
        self.emails = []
        self._freezer = None
        self.at(MONDAY_NOON)
        self.addCleanup(lambda: self._freezer.stop())
        smtp = self.mock_smtplib_connection()
        smtp.__enter__()
        self.addCleanup(smtp.__exit__, None, None, None)

    def at(self, moment):
        """Set the clock, for Python and for the dates that records get."""
        if self._freezer:
            self._freezer.stop()
        self.clock = moment
        self._freezer = freeze_time(moment)
        self._freezer.start()
        self.env.cr._now = moment

    def later(self, **delta):
        self.at(self.clock + timedelta(**delta))

    def invoice(self, partner=None, amount=100.0, post=True, **vals):
        return self._create_invoice_one_line(
            price_unit=amount,
            name=None,
            partner_id=partner or self.customer,
            tax_ids=[],
            post=post,
            **{"invoice_date": fields.Date.today(), **vals},
        )

    def pay(self, invoice, **vals):
        """Pay an invoice as a user does, with the button."""
        payments = self._register_payment(invoice, **vals)
        self.env.flush_all()
        return payments

    def paid_invoice(self, partner=None, amount=100.0, **vals):
        invoice = self.invoice(partner, amount, **vals)
        self.pay(invoice)
        return invoice

    def plan(self):
        self._run("plan")

    def send(self):
        self._run("send")

    def compare(self):
        self._run("compare")

    def _run(self, name):
        with self.enter_registry_test_mode():
            cron = self.env.ref(f"qbo_connector_review.ir_cron_review_{name}")
            cron.method_direct_trigger()

    def request_of(self, invoice):
        requests = self.env["qbo.review.request"].sudo()
        return requests.search([("move_id", "=", invoice.id)])

    def planned(self, partner=None, **vals):
        """Give the planned request of a newly paid invoice."""
        invoice = self.paid_invoice(partner, **vals)
        self.plan()
        request = self.request_of(invoice)
        self.assertEqual(request.state, "planned", request.reason)
        return request

    def sent(self, partner=None, **vals):
        """Give a request whose message went out two days after the payment."""
        request = self.planned(partner, **vals)
        self.later(days=2)
        self.send()
        self.assertEqual(request.state, "sent", request.reason)
        return request

    def assertOutcome(self, record, state, reason=False):
        request = record if record._name.startswith("qbo") else self.request_of(record)
        self.assertRecordValues(request, [{"state": state, "reason": reason}])

    @contextmanager
    def mail_server_says(self, error):
        """Have the mail server answer with an error."""
        session = self.testing_smtp_session
        original = session.send_message

        def refuse(*_args):
            raise error

        session.send_message = refuse
        yield
        session.send_message = original
