"""What people see and may do: rights, buttons, settings, figures."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import file_open, mute_logger

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestDesk(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "qbo_connector.qbo_group_user"
        company = {
            "company_id": cls.company.id,
            "company_ids": [(6, 0, cls.company.ids)],
        }
        cls.clerk = new_test_user(cls.env, "review_clerk", groups, **company)
        cls.stranger = new_test_user(cls.env, "review_stranger", **company)

    def test_clerk_moves_a_request_by_buttons_alone(self):
        request = self.planned().with_user(self.clerk)
        request.action_hold()
        self.assertOutcome(request, "held", "person")
        request.action_release()
        request.action_cancel()
        self.assertOutcome(request, "cancelled", "person")
        self.assertEqual(request.step_ids.user_id, self.clerk)
        for attempt in (
            lambda: request.write({"state": "sent"}),
            lambda: request.unlink(),
            lambda: request.create({"partner_id": self.customer.id}),
            lambda: self.policy.with_user(self.clerk).write({"enabled": False}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_stranger_sees_and_does_nothing(self):
        request = self.planned().with_user(self.stranger)
        for button in (
            "action_send_now",
            "action_hold",
            "action_cancel",
            "action_test",
        ):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(request, button)()
        with self.assertRaises(AccessError):
            request.read(["state"])

    def test_other_company_s_requests_are_out_of_reach(self):
        request = self.planned()
        other = self.env["res.company"].create({"name": "Other"})
        company = {"company_id": other.id, "company_ids": [(6, 0, other.ids)]}
        clerk = new_test_user(
            self.env, "other_clerk", "qbo_connector.qbo_group_user", **company
        )
        self.assertFalse(request.with_user(clerk).search([]))
        with self.assertRaises(AccessError):
            request.with_user(clerk).action_cancel()

    def test_button_on_what_has_moved_on_says_so(self):
        request = self.sent()
        with self.assertRaisesRegex(UserError, "moved on"):
            request.action_hold()

    def test_cancel_after_sending_stops_the_reminders(self):
        request = self.sent()
        request.action_cancel()
        self.assertOutcome(request, "sent", "person")
        self.assertFalse(request.next_reminder_at)

    def test_plan_again_asks_once_more_and_checks_everything(self):
        self.policy.minimum_amount = 200.0
        invoice = self.paid_invoice()
        self.plan()
        request = self.request_of(invoice)
        request.action_send_again()
        self.later(minutes=1)
        self.send()
        self.assertOutcome(request, "sent")

    def test_no_second_open_request_by_hand(self):
        first, second = self.planned(), self.paid_invoice()
        self.plan()
        with self.assertRaisesRegex(UserError, "Another request"):
            self.request_of(second).action_send_again()
        self.assertOutcome(first, "planned")

    def test_off_at_first_and_for_every_company_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        policy = self.env["qbo.review.policy"]._of(other)
        self.assertFalse(policy.enabled)
        self.assertEqual(policy.scope, "first")

    def test_switching_on_needs_a_site_and_sets_the_first_day(self):
        other = self.env["res.company"].create({"name": "Other"})
        policy = self.env["qbo.review.policy"]._of(other)
        with self.assertRaisesRegex(ValidationError, "public review site"):
            policy.enabled = True
        site = {"name": "Google", "url": "https://g.example.com"}
        policy.write({"site_ids": [(0, 0, site)], "enabled": True})
        self.assertEqual(str(policy.go_live_date), "2027-03-01")

    def test_settings_page_and_app_change_the_same_thing(self):
        with Form(self.policy) as form:
            form.delay = 5
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.qbo_review_delay, 5)
        settings.qbo_review_delay = 6
        self.assertEqual(self.policy.delay, 6)

    def test_impossible_settings_are_refused(self):
        days = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ]
        cases = [
            (dict.fromkeys(days, False), ValidationError),
            ({"reminders": 3}, CheckViolation),
            ({"delay": -1}, CheckViolation),
            ({"quiet_from": 25}, CheckViolation),
        ]
        for vals, error in cases:
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.policy.write(vals)
                self.env.flush_all()

    def test_doubtful_words_in_the_message_are_named(self):
        self.assertFalse(self.policy.wording_warning)
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.policy.template_id.sudo()
        template.subject = "Five stars for us?"
        template.with_context(lang="fr_FR").subject = "Une remise pour votre avis"
        self.policy.invalidate_recordset()
        self.assertIn("five star", self.policy.wording_warning)
        self.assertIn("remise", self.policy.wording_warning)

    def test_figures_per_month(self):
        request = self.sent()
        request.sudo()._mark_clicked(request.site_id)
        self.sent(self._customer("Other", "other@example.com"))
        self.paid_invoice(self._customer("Mute", False))
        self.plan()
        figures = self.env["qbo.review.report"]._read_group(
            [("company_id", "=", self.company.id)],
            ["date:month"],
            ["planned:sum", "sent:sum", "clicked:sum", "click_rate:avg"],
        )
        self.assertEqual([row[1:] for row in figures], [(2, 2, 1, 50.0)])

    def test_copy_of_the_database_asks_nobody(self):
        sent = self.sent(self._customer("Sent", "sent@example.com"))
        waiting = self.planned()
        self.env.flush_all()
        with file_open("qbo_connector_review/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertOutcome(waiting, "cancelled", "copy")
        self.assertFalse(sent.next_reminder_at)
        self.emails.clear()
        self.later(days=60)
        self.send()
        self.assertFalse(self.emails)

    def test_board_and_form_open(self):
        request = self.planned()
        for view in ("kanban", "list", "form", "search"):
            with self.subTest(view):
                self.assertTrue(request.get_view(view_type=view)["arch"])
        Form(request.move_id)
        Form(self.customer)
