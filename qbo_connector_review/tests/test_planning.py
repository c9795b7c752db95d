from odoo import fields
from odoo.tests import tagged

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestPlanning(ReviewCase):
    def test_paid_invoice_plans_one_request_two_days_later(self):
        invoice = self.paid_invoice()
        self.plan()
        self.assertRecordValues(
            self.request_of(invoice),
            [
                {
                    "state": "planned",
                    "partner_id": self.customer.id,
                    "email": "ann@acme.example.com",
                    "planned_at": fields.Datetime.to_datetime("2027-03-03 12:00:00"),
                }
            ],
        )
        self.assertIn("planned", invoice.message_ids[0].body)

    def test_part_payment_plans_nothing_until_the_rest_arrives(self):
        invoice = self.invoice(amount=100.0)
        self.pay(invoice, amount=40.0)
        self.plan()
        self.assertFalse(self.request_of(invoice))
        self.pay(invoice)
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_bank_statement_line_counts_as_payment(self):
        invoice = self.invoice(amount=100.0)
        bank = self.company_data["default_journal_bank"]
        self.pay_with_statement_line(invoice, bank.id, fields.Date.today(), 100.0)
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_payment_and_credit_together_count(self):
        invoice = self.invoice(amount=100.0)
        credit = self.invoice(amount=30.0, move_type="out_refund")
        (invoice + credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        self.pay(invoice)
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_what_never_counts_asks_nobody(self):
        own = self.env["res.company"].create({"name": "Sister"}).partner_id
        own.email = "sister@example.com"
        vendor_bill = self._create_invoice_one_line(
            move_type="in_invoice",
            price_unit=50.0,
            partner_id=self.customer,
            invoice_date=fields.Date.today(),
            post=True,
        )
        credited = self.invoice(self._customer("Credited", "c@example.com"))
        self._reverse_invoice(credited, post=True)
        credited.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        receipt = self.invoice(
            self._customer("Receipt", "r@example.com"), move_type="out_receipt"
        )
        self.pay(vendor_bill)
        self.pay(receipt)
        zero = self.invoice(self._customer("Zero", "z@example.com"), amount=0.0)
        internal = self.paid_invoice(own)
        self.plan()
        cases = {
            "a vendor bill": (vendor_bill, []),
            "paid by a credit note alone": (credited, []),
            "a sales receipt": (receipt, []),
            "no amount": (zero, [("skipped", "zero")]),
            "an own company": (internal, [("skipped", "internal")]),
        }
        for name, (move, expected) in cases.items():
            with self.subTest(name):
                requests = self.request_of(move)
                found = [(request.state, request.reason) for request in requests]
                self.assertEqual(found, expected)

    def test_imported_history_never_counts(self):
        self.policy.go_live_date = "2020-01-01"  # not this date is what protects it
        for origin in ("imported", "matched"):
            invoice = self.invoice(
                self._customer(origin, f"{origin}@example.com"),
                invoice_date="2026-12-31",
            )
            self.link(invoice, origin)
            self.pay(invoice)
            self.plan()
            self.compare()
            with self.subTest(origin):
                self.assertFalse(self.request_of(invoice))

    def test_invoice_that_came_together_with_its_payment_is_history(self):
        run = self.env["qbo.run"].sudo()
        run = run.create({"name": "Import", "connection_id": self.connection.id})
        invoice = self.invoice()
        payment = self.pay(invoice)
        self.link(invoice, "imported", run_id=run.id)
        self.link(payment, "imported", entity="Payment", run_id=run.id)
        self.plan()
        self.compare()
        self.assertFalse(self.request_of(invoice))

    def test_invoice_made_and_later_paid_in_quickbooks_counts(self):
        invoice = self.invoice()
        self.link(invoice, "imported")
        payment = self.pay(invoice)
        self.link(payment, "imported", entity="Payment")
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_invoice_created_in_quickbooks_today_counts(self):
        invoice = self.invoice()
        self.link(invoice, "created")
        self.pay(invoice)
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_invoices_before_the_go_live_date_are_left_alone(self):
        invoice = self.paid_invoice(invoice_date="2026-12-31")
        self.plan()
        self.compare()
        self.assertFalse(self.request_of(invoice))

    def test_nothing_is_planned_while_requests_are_off(self):
        self.policy.enabled = False
        invoice = self.paid_invoice()
        self.plan()
        self.compare()
        self.assertFalse(self.request_of(invoice))

    def test_each_reason_to_skip(self):
        self.policy.minimum_amount = 50.0
        opted_out = self._customer("Opted out", "no@example.com")
        opted_out.qbo_review_opted_out = True
        self.env["mail.blacklist"].create({"email": "never@example.com"})
        cases = {
            "below_minimum": (self.customer, 49.99),
            "no_email": (self._customer("Mute", False), 50.0),
            "opted_out": (opted_out, 50.0),
            "opted_out ": (self._customer("Blacklisted", "never@example.com"), 50.0),
        }
        for reason, (partner, amount) in cases.items():
            with self.subTest(reason, partner=partner.name):
                invoice = self.paid_invoice(partner, amount)
                self.plan()
                self.assertOutcome(invoice, "skipped", reason.strip())
                self.assertEqual(
                    self.request_of(invoice).step_ids.reason, reason.strip()
                )

    def test_first_paid_invoice_only(self):
        first = self.paid_invoice()
        second = self.paid_invoice()
        self.plan()
        third = self.paid_invoice()
        self.plan()
        self.assertOutcome(first, "planned")
        self.assertOutcome(second, "skipped", "open")
        self.assertOutcome(third, "skipped", "not_first")

    def test_customer_who_paid_before_the_switch_is_no_newcomer(self):
        self.policy.enabled = False
        self.paid_invoice(invoice_date="2026-06-01")
        self.policy.enabled = True
        invoice = self.paid_invoice()
        self.plan()
        self.assertOutcome(invoice, "skipped", "not_first")

    def test_imported_history_does_not_make_a_newcomer_old(self):
        old = self.invoice(invoice_date="2026-06-01")
        self.link(old, "imported")
        self.pay(old)
        invoice = self.paid_invoice()
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_invoice_that_asked_nobody_does_not_use_up_the_first(self):
        self.policy.minimum_amount = 50.0
        self.paid_invoice(amount=10.0)
        invoice = self.paid_invoice(amount=60.0)
        self.plan()
        self.assertOutcome(invoice, "planned")

    def test_contacts_of_one_company_are_one_customer(self):
        self.policy.scope = "every"
        child = self._customer(
            "Bob", "bob@acme.example.com", parent_id=self.customer.id
        )
        first = self.paid_invoice()
        second = self.paid_invoice(child)
        self.plan()
        self.assertOutcome(first, "planned")
        self.assertOutcome(second, "skipped", "open")

    def test_contact_without_address_is_asked_at_the_company_s(self):
        child = self._customer("Bob", False, parent_id=self.customer.id)
        invoice = self.paid_invoice(child)
        self.plan()
        self.assertEqual(self.request_of(invoice).email, "ann@acme.example.com")

    def test_hold_for_approval(self):
        self.policy.hold = True
        invoice = self.paid_invoice()
        self.plan()
        self.assertOutcome(invoice, "held", "approval")
        self.later(days=30)
        self.send()
        self.assertFalse(self.emails)

    def test_rest_period_keeps_regular_customers_from_a_series(self):
        self.policy.write({"scope": "every", "rest_days": 30, "reminders": 0})
        self.sent()
        self.later(days=20)
        early = self.paid_invoice()
        self.plan()
        self.assertOutcome(early, "skipped", "resting")
        self.later(days=9)  # the message would go out two days later: rested by then
        late = self.paid_invoice()
        self.plan()
        self.assertOutcome(late, "planned")

    def test_same_person_entered_twice_is_asked_once(self):
        self.policy.reminders = 0
        self.sent()
        twin = self._customer("Acme again", "ANN@acme.example.com")
        invoice = self.paid_invoice(twin)
        self.plan()
        self.assertOutcome(invoice, "skipped", "resting")

    def test_ten_thousand_imported_invoices_ask_nobody(self):
        self.policy.go_live_date = "2020-01-01"  # not this date is what protects them
        template = self.paid_invoice(invoice_date="2026-12-31")
        moves = self.copies(template, 10_000)
        self.env.cr.execute(
            """
            INSERT INTO qbo_link (connection_id, entity, qbo_id, part, res_model,
                                  res_id, origin, state)
            SELECT %s, 'Invoice', 'h' || id, '', 'account.move', id,
                   'imported', 'linked'
              FROM account_move WHERE id = ANY(%s)
            """,
            (self.link(template, "imported").connection_id.id, moves.ids),
        )
        self.env["qbo.review.mark"]._note(moves)
        self.assertGreaterEqual(self.env["qbo.review.mark"].search_count([]), 10_000)
        self.plan()
        self.compare()
        self.assertFalse(self.env["qbo.review.mark"].search([]))
        self.assertFalse(self.env["qbo.review.request"].search([]))

    def test_same_payment_five_times_is_one_request(self):
        invoice = self.paid_invoice()
        receivable = invoice.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        for _again in range(5):
            others = receivable.matched_credit_ids.credit_move_id
            receivable.remove_move_reconcile()
            (receivable + others).reconcile()
            self.plan()
        self.assertEqual(len(self.request_of(invoice)), 1)
        self.assertOutcome(invoice, "planned")

    def test_payment_that_nothing_noticed_is_found_at_night(self):
        invoice = self.paid_invoice()
        marks = self.env["qbo.review.mark"].search([("move_id", "=", invoice.id)])
        marks.sudo().unlink()
        self.plan()
        self.assertFalse(self.request_of(invoice))
        self.compare()
        self.assertOutcome(invoice, "planned")

    def test_switching_off_cancels_what_waits(self):
        request = self.planned()
        self.policy.enabled = False
        self.assertOutcome(request, "cancelled", "switched_off")

    def link(self, record, origin, entity="Invoice", **vals):
        """Give the link of a record that came from, or went to, QuickBooks."""
        return (
            self.env["qbo.link"]
            .sudo()
            .create(
                {
                    "connection_id": self.connection.id,
                    "entity": entity,
                    "qbo_id": str(record.id),
                    "res_model": record._name,
                    "res_id": record.id,
                    "origin": origin,
                    **vals,
                }
            )
        )

    def copies(self, move, count):
        """Give that many more paid invoices like this one, made in SQL."""
        skipped = {"id", "name", "sequence_number"}
        columns = [
            field.name
            for field in move._fields.values()
            if field.store and field.column_type and field.name not in skipped
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        self.env.flush_all()
        self.env.cr.execute(
            f"""
            INSERT INTO account_move ({names}, name, sequence_number)
            SELECT {names}, 'COPY/' || n, n + 100000
              FROM account_move, generate_series(1, %s) n
             WHERE id = %s RETURNING id
            """,
            (count, move.id),
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        return self.env["account.move"].browse(ids)
