import re
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestPages(ReviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.request = self.sent()
        self.url = self.request._url("live")

    def _run(self, name):
        """Run a scheduled action; tests over HTTP share their cursors already."""
        self.env.ref(
            f"qbo_connector_review.ir_cron_review_{name}"
        ).method_direct_trigger()

    def get(self, page="", url=None):
        return self.url_open((url or self.url) + page)

    def post(self, page, data=None, url=None, **kwargs):
        """Press a button of a page, as a browser without any session does."""
        address = (url or self.url) + page
        return self.opener.post(
            address, data=data or {}, timeout=30, allow_redirects=False, **kwargs
        )

    def reread(self):
        self.env.invalidate_all()
        return self.request

    def forms(self, page):
        return re.findall(r'<form[^>]*action="([^"]*)"', page.text)

    def clicks(self):
        return sum(self.policy.site_ids.mapped("click_count"))

    def test_page_is_for_a_phone_and_says_nothing_about_the_customer(self):
        page = self.get()
        self.assertEqual(page.status_code, 200)
        self.assertIn("width=device-width", page.text)
        self.assertIn("Write a review on", page.text)
        for secret in ("Acme", "ann@", self.request.move_id.name, "100"):
            self.assertNotIn(secret, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")

    def test_scanner_that_follows_every_link_changes_nothing(self):
        for page in ("", "/stop", "/reviewed", "/feedback"):
            self.get(page)
            self.opener.head(self.url + page, timeout=30)
        for site in self.policy.site_ids:
            self.get(f"/site/{site.id}")
        self.assertOutcome(self.reread(), "sent")
        self.assertEqual(self.clicks(), 0)
        self.assertFalse(self.customer.qbo_review_opted_out)
        self.assertFalse(self.request.rating_ids)

    def test_click_is_counted_once_and_leads_to_the_site(self):
        google = self.policy.site_ids[0]
        for _again in range(3):
            answer = self.post(f"/site/{google.id}")
            self.assertEqual(answer.status_code, 303)
            self.assertEqual(answer.headers["Location"], google.url)
        self.assertOutcome(self.reread(), "clicked")
        self.assertEqual(self.clicks(), 1)
        self.assertFalse(self.request.next_reminder_at)

    def test_no_way_leads_to_a_foreign_site(self):
        other = self.env["res.company"].create({"name": "Other"})
        policy = self.env["qbo.review.policy"]._of(other)
        foreign = self.env["qbo.review.site"].create(
            {"policy_id": policy.id, "name": "Bad", "url": "https://bad.example.com"}
        )
        gone = self.policy.site_ids[1]
        gone.active = False
        form = {"url": "https://bad.example.com", "next": "//bad.example.com"}
        for site_id in (foreign.id, gone.id, 0, 10**9):
            with self.subTest(site_id):
                answer = self.post(f"/site/{site_id}", form)
                self.assertEqual(answer.status_code, 404)
        good = self.post(f"/site/{self.policy.site_ids[0].id}", form)
        self.assertEqual(good.headers["Location"], self.policy.site_ids[0].url)

    def test_address_of_a_site_must_be_one_of_the_web(self):
        for url in (
            "javascript:alert(1)",
            "http://g.example.com",
            "//x.com",
            "https:x",
        ):
            with self.subTest(url), self.assertRaisesRegex(ValidationError, "https"):
                self.policy.site_ids[0].url = url

    def test_guessed_tokens_open_nothing(self):
        token = self.url.rsplit("/", 1)[1]
        forged = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
        for guess in (forged, token[:-4], "x", "%00", "1", "a" * 500):
            with self.subTest(guess):
                url = self.url.replace(token, guess)
                pages = [self.get(url=url), self.post("/stop", url=url)]
                self.assertEqual([page.status_code for page in pages], [404, 404])
        self.request.sudo().unlink()
        self.assertEqual(self.get().status_code, 404)

    def test_opt_out_takes_a_button(self):
        self.assertIn("Stop these messages", self.get("/stop").text)
        self.assertFalse(self.customer.qbo_review_opted_out)
        self.post("/stop")
        self.env.invalidate_all()
        self.assertTrue(self.customer.qbo_review_opted_out)
        self.assertFalse(self.request.next_reminder_at)

    def test_opt_out_by_the_mail_program_s_own_button(self):
        answer = self.post("/stop", {"List-Unsubscribe": "One-Click"})
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertTrue(self.customer.qbo_review_opted_out)

    def test_no_score_decides_who_sees_the_public_links(self):
        landing = self.forms(self.get())
        thanks = set()
        for score in "12345":
            page = self.post("/feedback", {"score": score, "feedback": "as it was"})
            thanks.add(page.text)
        self.assertEqual(len(thanks), 1, "every score is answered with the same page")
        sites = [action for action in landing if "/site/" in action]
        self.assertEqual(len(sites), 2)
        self.assertEqual([a for a in self.forms(page) if "/site/" in a], sites)
        self.assertEqual(self.forms(self.get()), landing)

    def test_private_word_reaches_the_company_alone(self):
        self.post("/feedback", {"score": "2", "feedback": "<b>late</b>"})
        self.reread()
        self.assertRecordValues(
            self.request.rating_ids, [{"rating": 2.0, "feedback": "<b>late</b>"}]
        )
        self.assertNotIn("<b>late", self.request.message_ids[0].body)
        self.assertOutcome(self.request, "sent", "feedback")
        self.assertFalse(self.request.next_reminder_at)

    def test_feedback_needs_a_score_of_the_five(self):
        for score in ("", "0", "6", "5.5", "good"):
            with self.subTest(score):
                page = self.post("/feedback", {"score": score})
                self.assertIn("Please choose a number", page.text)
        self.assertFalse(self.reread().rating_ids)

    def test_private_form_can_be_switched_off_and_the_public_links_stay(self):
        self.policy.private_feedback = False
        self.assertEqual(
            [a for a in self.forms(self.get()) if "/site/" not in a],
            [a for a in self.forms(self.get()) if a.endswith("/reviewed")],
        )
        self.post("/feedback", {"score": "5"})
        self.assertFalse(self.reread().rating_ids)

    def test_customer_says_that_the_review_is_written(self):
        self.post("/reviewed")
        self.assertOutcome(self.reread(), "reviewed", "customer")

    def test_preview_counts_nothing(self):
        url = self.request._url("preview")
        self.assertIn("nothing is counted", self.get(url=url).text)
        google = self.policy.site_ids[0]
        answer = self.post(f"/site/{google.id}", url=url)
        self.assertEqual(answer.headers["Location"], google.url)
        for page in ("/stop", "/reviewed", "/feedback"):
            self.post(page, {"score": "1"}, url=url)
        self.assertOutcome(self.reread(), "sent")
        self.assertEqual(self.clicks(), 0)
        self.assertFalse(self.customer.qbo_review_opted_out)
        self.assertFalse(self.request.rating_ids)

    def test_message_preview_is_for_colleagues(self):
        path = f"/qbo/review/message/{self.request.id}"
        self.assertIn("/web/login", self.url_open(path).url)
        self.authenticate("admin", "admin")
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.company
        admin.company_id = self.company
        page = self.url_open(path)
        self.assertIn("Hello Acme", page.text)
        self.assertIn("How was it to work with", page.text)

    def test_link_tracker_fetches_no_page(self):
        target = "odoo.addons.mail.tools.link_preview.get_link_preview_from_url"
        with patch(target, side_effect=AssertionError("fetched")):
            site = self.env["qbo.review.site"].create(
                {
                    "policy_id": self.policy.id,
                    "name": "Facebook",
                    "url": "https://f.example.com/acme",
                }
            )
            site.name = "Facebook reviews"
        self.assertEqual(site.link_id.title, "Facebook reviews")
