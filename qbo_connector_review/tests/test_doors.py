"""What strangers may do at the public pages, and who may do more."""

import json
import logging

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ReviewCase

PROTECTION = {
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


@tagged("post_install", "-at_install")
class TestDoors(ReviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.request = self.sent()
        self.url = self.request._url("live")

    def _run(self, name):
        """Run a scheduled action; tests over HTTP share their cursors already."""
        cron = self.env.ref(f"qbo_connector_review.ir_cron_review_{name}")
        cron.method_direct_trigger()

    def post(self, page, data=None, **kwargs):
        answer = self.opener.post(
            self.url + page, data=data, timeout=30, allow_redirects=False, **kwargs
        )
        self.env.invalidate_all()
        return answer

    def test_private_words_are_kept_a_few_times_and_no_more(self):
        messages = len(self.request.message_ids)
        for turn in range(31):
            page = self.post("/feedback", {"score": "3", "feedback": f"word {turn}"})
            self.assertEqual(page.status_code, 200)
        self.assertIn("was not kept", page.text)
        self.assertEqual(len(self.request.rating_ids), 5)
        self.assertEqual(len(self.request.message_ids), messages + 5)
        self.assertIn("word 0", self.request.rating_ids.mapped("feedback"))

    def test_same_private_word_twice_is_one(self):
        for _turn in range(3):
            page = self.post("/feedback", {"score": "3", "feedback": "so so"})
        self.assertNotIn("was not kept", page.text)
        self.assertEqual(len(self.request.rating_ids), 1)

    def test_every_button_pressed_often_is_pressed_once(self):
        site = self.policy.site_ids[0]
        for page in (f"/site/{site.id}", "/reviewed", "/stop"):
            for _turn in range(3):
                self.post(page)
        steps = len(self.request.step_ids)
        for page in (f"/site/{site.id}", "/reviewed", "/stop"):
            for _turn in range(50):
                self.post(page)
        self.assertEqual(len(self.request.step_ids), steps)
        self.assertOutcome(self.request, "reviewed", "customer")

    def test_reviewed_is_said_of_what_was_asked_only(self):
        self.request.sudo()._move_to("cancelled", "person")
        self.post("/reviewed")
        self.assertOutcome(self.request, "cancelled", "person")

    def test_signs_that_no_table_keeps_are_left_out(self):
        self.post("/feedback", {"score": "4", "feedback": "a\0b\r\nc\x1b\u202fd"})
        self.assertEqual(self.request.rating_ids.feedback, "ab\nc\u202fd")

    def test_odd_forms_fall_over_nothing(self):
        for page in ("", "/stop", "/reviewed", "/feedback", "/site/1"):
            for query in ("?self=1", "?token=x&kind=y", "?args=1&kwargs=2", "?%00=%ff"):
                with self.subTest(page + query):
                    self.assertLess(
                        self.opener.get(self.url + page + query).status_code, 500
                    )
                    self.assertLess(self.post(page + query).status_code, 500)
        files = {"feedback": ("f.txt", b"\0"), "score": ("s.txt", b"1")}
        self.assertEqual(self.post("/feedback", files=files).status_code, 200)
        page = self.post("/feedback", {"score": "1"}, files={"feedback": ("f", b"x")})
        self.assertEqual(page.status_code, 200)

    def test_mere_question_for_options_changes_nothing(self):
        for page in ("/stop", "/reviewed", "/feedback"):
            answer = self.opener.options(self.url + page, timeout=30)
            self.assertEqual(answer.status_code, 405)
        self.env.invalidate_all()
        self.assertOutcome(self.request, "sent")
        self.assertFalse(self.customer.qbo_review_opted_out)

    def test_every_answer_is_protected(self):
        site = self.policy.site_ids[0]
        answers = [
            *(self.opener.get(self.url + page) for page in ("", "/stop", "/nothing")),
            *(self.post(p) for p in ("/stop", "/reviewed", "/feedback", "/site/0")),
            self.post(f"/site/{site.id}"),
            self.opener.get(self.url + "x"),
            self.opener.get(f"{self.base_url()}/qbo/oauth/callback"),
            self.opener.post(f"{self.base_url()}/qbo/webhook"),
        ]
        self.authenticate("admin", "admin")
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.company
        admin.company_id = self.company
        own = (f"/qbo/review/message/{self.request.id}", "/qbo/oauth/callback")
        answers += map(self.url_open, own)
        for answer in answers:
            with self.subTest(f"{answer.request.method} {answer.url}"):
                for answered in (*answer.history, answer):
                    if "/qbo/" not in answered.url.partition("?")[0]:
                        continue
                    for name, value in PROTECTION.items():
                        self.assertEqual(answered.headers.get(name), value, name)
                    policy = answered.headers["Content-Security-Policy"]
                    self.assertIn("frame-ancestors 'none'", policy)

    def test_token_is_not_in_the_access_log(self):
        token = self.url.rsplit("/", 1)[1]
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())
        logging.getLogger("werkzeug").addHandler(handler)
        self.addCleanup(logging.getLogger("werkzeug").removeHandler, handler)
        self.opener.get(self.url)
        self.post("/stop")
        self.opener.get(f"{self.url}?x=1")
        text = "\n".join(lines)
        self.assertIn("/qbo/review/***", text)
        self.assertIn("/qbo/review/***/stop", text)
        self.assertNotIn(token, text)

    def test_number_of_a_message_page_stays_in_the_access_log(self):
        logger = logging.getLogger("werkzeug")
        path = "GET /qbo/review/message/7 HTTP/1.1"
        record = logging.LogRecord("werkzeug", logging.INFO, "", 0, path, (), None)
        self.assertTrue(logger.filter(record))
        self.assertEqual(record.getMessage(), path)

    def test_impossible_number_of_a_message_is_not_found(self):
        self.authenticate("admin", "admin")
        for number in (2**31, 10**30, 0):
            page = self.url_open(f"/qbo/review/message/{number}")
            self.assertEqual(page.status_code, 404)

    def test_address_of_a_site_is_one_line(self):
        site = self.policy.site_ids[0]
        for url in (
            "https://g.example.com/\r\nSet-Cookie: a=b",
            "https://g.example.com/\0",
            "https://g.example.com/a b",
            "https://g.example.com\t",
            "https://[",
            "https://g.example.com:x/",
            "https://me@g.example.com/",
            "https://.com/",
        ):
            with self.subTest(url), self.assertRaises(ValidationError):
                site.url = url
        self.env.cr.execute(
            "UPDATE qbo_review_site SET url = %s WHERE id = %s",
            ["https://g.example.com/\r\nSet-Cookie: a=b", site.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.post(f"/site/{site.id}").status_code, 404)

    def test_settings_are_made_by_those_who_may_make_them(self):
        policies = self.env["qbo.review.policy"]
        fresh = self.env["res.company"].create({"name": "Fresh"})
        groups = {
            "base.group_portal": False,
            "base.group_user": False,
            "base.group_user,qbo_connector.qbo_group_user": False,
            "base.group_user,qbo_connector.qbo_group_manager": True,
        }
        for number, (group, may) in enumerate(groups.items()):
            user = new_test_user(self.env, f"door-{number}", group, company_id=fresh.id)
            with self.subTest(group):
                mine = self.env(user=user)
                for model, method in (
                    ("qbo.review.policy", "action_open_mine"),
                    ("res.config.settings", "action_qbo_review_policy"),
                ):
                    if may:
                        getattr(mine[model], method)()
                    else:
                        with self.assertRaises(AccessError):
                            getattr(mine[model], method)()
                self._ask_for_settings(user)
                made = policies.search([("company_id", "=", fresh.id)])
                self.assertEqual(bool(made), may)

    @mute_logger("odoo.http")
    def _ask_for_settings(self, user):
        """Have a form of settings filled in, as anybody who is logged in can ask."""
        self.authenticate(user.login, user.login)
        spec = {"company_id": {}, "qbo_review_policy_id": {}}
        args = [[], {}, [], spec]
        params = {"model": "res.config.settings", "method": "onchange", "args": args}
        self.url_open(
            "/web/dataset/call_kw/res.config.settings/onchange",
            data=json.dumps({"params": {**params, "kwargs": {}}}),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
