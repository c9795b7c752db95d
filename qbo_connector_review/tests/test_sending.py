import re
import smtplib
from email import message_from_string
from email.policy import default

from psycopg2.extras import Json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReviewCase

MAIL = "odoo.addons.mail.models.mail_mail"
SERVER = "odoo.addons.base.models.ir_mail_server"


@tagged("post_install", "-at_install")
class TestSending(ReviewCase):
    def test_message_goes_out_when_it_is_due_and_not_before(self):
        request = self.planned()
        self.later(days=2, minutes=-1)
        self.send()
        self.assertFalse(self.emails)
        self.later(minutes=1)
        self.send()
        self.send()
        self.assertEqual(
            [mail["smtp_to_list"] for mail in self.emails], [[request.email]]
        )
        self.assertRecordValues(
            request,
            [{"state": "sent", "sent_at": self.clock, "delivered_at": self.clock}],
        )
        self.assertIn("was sent", request.move_id.message_ids[0].body)

    def test_message_has_the_public_link_and_the_way_out(self):
        self.sent()
        message = message_from_string(self.emails[0]["message"], policy=default)
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertRegex(message["List-Unsubscribe"], r"<http\S*/qbo/review/\S+/stop>")
        for kind in ("html", "plain"):
            body = message.get_body((kind,)).get_content()
            self.assertIn("Write a review on Google", body)
            self.assertIn("No more messages like this", body)
            links = set(re.findall(r"/qbo/review/[\w=-]+(?:/stop)?", body))
            self.assertEqual(len(links), 2, "the landing page and the way out")

    def test_no_tracker_is_followed_by_a_mere_get(self):
        self.sent()
        self.assertNotIn("/r/", self.emails[0]["message"])
        self.assertNotIn("g.example.com", self.emails[0]["message"])

    def test_two_runs_send_one_message(self):
        self.planned()
        self.later(days=2)
        self.send()
        self.send()
        self.assertEqual(len(self.emails), 1)

    def test_reminder_follows_and_stops_after_the_last(self):
        request = self.sent()
        self.assertEqual((request.next_reminder_at - self.clock).days, 7)
        self.later(days=7)
        self.send()
        self.assertRecordValues(
            request,
            [{"state": "reminded", "reminder_count": 1, "next_reminder_at": False}],
        )
        self.later(days=30)
        self.send()
        self.assertEqual(len(self.emails), 2)

    def test_click_ends_the_reminders(self):
        request = self.sent()
        request._mark_clicked(request.site_id)
        self.later(days=30)
        self.send()
        self.assertEqual(len(self.emails), 1)
        self.assertOutcome(request, "clicked")

    def test_what_happens_between_payment_and_sending(self):
        cases = {
            "refund": ("cancelled", "refunded"),
            "draft_credit": ("held", "credit_note"),
            "reopen": ("cancelled", "reopened"),
            "void": ("cancelled", "voided"),
            "other_credit_note": ("held", "credit_note"),
            "pay_back": ("held", "refund_payment"),
            "opt_out": ("skipped", "opted_out"),
            "blacklist": ("skipped", "opted_out"),
            "lose_address": ("skipped", "no_email"),
            "archive": ("skipped", "archived"),
        }
        for name, (state, reason) in cases.items():
            with self.subTest(name):
                request = self.planned(self._customer(name, f"{name}@example.com"))
                self.later(minutes=1)
                getattr(self, f"_{name}")(request.move_id)
                self.later(days=2)
                self.send()
                self.assertOutcome(request, state, reason)
                self.assertIn("does not go out", request.move_id.message_ids[0].body)
        self.assertFalse(self.emails)

    def _refund(self, move):
        self._reverse_invoice(move, post=True)

    def _draft_credit(self, move):
        self._reverse_invoice(move)

    def _reopen(self, move):
        move.line_ids.remove_move_reconcile()

    def _void(self, move):
        self._reopen(move)
        move.button_draft()
        move.button_cancel()

    def _other_credit_note(self, move):
        self.invoice(move.partner_id, move_type="out_refund")

    def _pay_back(self, move):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": move.partner_id.id,
                "amount": 10.0,
            }
        )
        payment.action_post()

    def _opt_out(self, move):
        move.partner_id.qbo_review_opted_out = True

    def _blacklist(self, move):
        self.env["mail.blacklist"].create({"email": move.partner_id.email})

    def _lose_address(self, move):
        move.partner_id.email = "nobody"

    def _archive(self, move):
        move.partner_id.active = False

    def test_trouble_with_the_invoice_shows_before_the_message_is_due(self):
        request = self.planned()
        self._reverse_invoice(request.move_id, post=True)
        self.compare()
        self.assertOutcome(request, "cancelled", "refunded")

    def test_person_releases_what_a_credit_note_held(self):
        request = self.planned()
        self._reverse_invoice(request.move_id)
        self.later(days=2)
        self.send()
        self.assertOutcome(request, "held", "credit_note")
        request.action_release()
        self.later(minutes=1)
        self.send()
        self.assertOutcome(request, "sent")

    def test_refund_after_sending_stops_the_reminder(self):
        request = self.sent()
        self._reverse_invoice(request.move_id, post=True)
        self.later(days=7)
        self.send()
        self.assertEqual(len(self.emails), 1)
        self.assertOutcome(request, "sent", "refunded")
        self.assertFalse(request.next_reminder_at)

    def test_refused_address_does_not_start_the_rest_period(self):
        self.policy.scope = "every"
        request = self.planned()
        refusal = smtplib.SMTPRecipientsRefused({request.email: (550, b"No such user")})
        self.later(days=2)
        with self.mail_server_says(refusal), mute_logger(MAIL, SERVER):
            self.send()
        self.assertOutcome(request, "skipped", "undelivered")
        self.assertFalse(self.customer.qbo_review_next_date)
        self.later(days=1)
        self.planned()

    def test_message_that_comes_back_does_not_start_the_rest_period(self):
        request = self.sent()
        self.assertTrue(self.customer.qbo_review_next_date)
        request._message_receive_bounce(request.email, self.customer)
        self.customer.invalidate_recordset()
        self.assertOutcome(request, "skipped", "undelivered")
        self.assertFalse(self.customer.qbo_review_next_date)

    def test_bounce_mail_finds_its_request(self):
        request = self.sent()
        message = request.message_ids.filtered("message_id")[-1]
        bounce = f"""From: MAILER-DAEMON@mx.example.com
To: bounce.test@example.com
Subject: Undelivered Mail Returned to Sender
Message-Id: <bounce-1@mx.example.com>
References: {message.message_id}
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The mail could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {request.email}
Action: failed
Status: 5.1.1
--B
Content-Type: message/rfc822

From: books@example.com
To: {request.email}
Message-Id: {message.message_id}

--B--
"""
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, bounce)
        self.assertOutcome(request, "skipped", "undelivered")

    def test_mail_server_down_is_tried_again_later(self):
        request = self.planned()
        other = self.planned(self._customer("Other", "other@example.com"))
        self.later(days=2)
        down = smtplib.SMTPConnectError(421, "come back later")
        self.testing_smtp_session.ehlo_or_helo_if_needed = self._raising(down)
        with mute_logger(MAIL, SERVER):
            self.send()
        self.assertOutcome(request, "planned", "retry")
        self.assertOutcome(other, "planned")
        del self.testing_smtp_session.ehlo_or_helo_if_needed
        self.later(hours=1)
        self.send()
        self.assertEqual(len(self.emails), 2)
        self.assertOutcome(request, "sent")

    def test_lost_connection_in_the_middle_is_not_certain_and_never_repeated(self):
        request = self.planned()
        self.later(days=2)
        lost = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        with self.mail_server_says(lost), mute_logger(MAIL, SERVER):
            self.send()
        self.assertOutcome(request, "sending", "uncertain")
        self.later(days=20)
        self.send()
        self.assertFalse(self.emails)

    def test_interrupted_sending_is_settled_by_a_person(self):
        for button, state, mails in (
            ("action_was_sent", "sent", 0),
            ("action_send_again", "sent", 1),
        ):
            with self.subTest(button):
                self.emails.clear()
                partner = self._customer(button, f"{button}@example.com")
                request = self.planned(partner)
                request.state = "sending"  # as after a kill before the answer
                self.later(days=3)
                self.send()
                self.assertOutcome(request, "sending", "uncertain")
                self.assertFalse(self.emails)
                getattr(request, button)()
                self.send()
                self.assertEqual(request.state, state)
                self.assertEqual(len(self.emails), mails)

    def test_quiet_hours_put_a_message_off_until_the_customer_is_awake(self):
        self.policy.write({"quiet_from": 20.0, "quiet_until": 8.0, "sunday": False})
        tokyo = self._customer("Tokyo", "t@example.com", "jp")
        request = self.planned(tokyo)
        # Wednesday noon in London is 21:00 in Tokyo; its next morning is 23:00 UTC
        self.assertEqual(str(request.planned_at), "2027-03-03 23:00:00")
        self.later(days=4, hours=13)  # late: it is Saturday, 10:00 on Sunday in Tokyo
        self.later(hours=0)
        self.at(self.clock.replace(day=6, hour=16))  # Sunday 01:00 in Tokyo
        self.send()
        self.assertOutcome(request, "planned", "quiet")
        self.assertEqual(str(request.planned_at), "2027-03-07 23:00:00")

    def test_send_now_does_not_wait(self):
        self.policy.write({"quiet_from": 6.0, "quiet_until": 5.0})
        request = self.planned()
        request.action_send_now()
        self.send()
        self.assertOutcome(request, "sent")
        self.assertEqual(len(self.emails), 1)

    def test_send_now_still_respects_an_opt_out(self):
        request = self.planned()
        self.customer.qbo_review_opted_out = True
        request.action_send_now()
        self.send()
        self.assertOutcome(request, "skipped", "opted_out")
        self.assertFalse(self.emails)

    def test_next_public_site_after_the_first_was_used(self):
        self.policy.write({"scope": "every", "rest_days": 0, "reminders": 0})
        first = self.sent()
        self.assertEqual(first.site_id.name, "Google")
        first._mark_clicked(first.site_id)
        second = self.sent()
        self.assertEqual(second.site_id.name, "Trustpilot")

    def test_customer_s_language_decides_the_message(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.policy.template_id.with_context(lang="fr_FR")
        template.subject = "Votre avis"
        self.sent(self._customer("Marie", "m@example.com", "fr", lang="fr_FR"))
        self.assertIn("Votre avis", self.emails[0]["message"])

    def test_broken_template_holds_the_request(self):
        request = self.planned()
        broken = Json({"en_US": '<p t-out="object.gone"/>'})
        self.env.cr.execute(  # saving it in the form would be refused
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            (broken, self.policy.template_id.id),
        )
        self.policy.template_id.invalidate_recordset()
        self.later(days=2)
        sender = "odoo.addons.qbo_connector_review.models.qbo_review_sender"
        with mute_logger(sender):
            self.send()
        self.assertOutcome(request, "held", "template")
        self.assertFalse(self.emails)

    def test_test_message_goes_to_the_person_and_counts_nothing(self):
        request = self.planned()
        request.action_test()
        own = self.env.user.email_normalized
        self.assertEqual(self.emails[0]["smtp_to_list"], [own])
        self.assertOutcome(request, "planned")

    def _raising(self, error):
        def fail():
            raise error

        return fail
