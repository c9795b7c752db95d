"""Whatever comes to the review pages: never an error of ours, never a change."""

import base64
import os
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReviewCase

EXAMPLES = int(os.environ.get("QBO_FUZZ", "200"))
PAGES = ("", "/stop", "/reviewed", "/feedback", "/site/1", "/site/99999999999999999999")
NAMES = ("score", "feedback", "url", "token", "self", "kind", "args", "debug", "lang")
ANY = st.text(max_size=40)
FORMS = st.dictionaries(st.sampled_from(NAMES) | ANY, ANY, max_size=4)
TYPES = st.sampled_from(
    (
        None,
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=nothing",
    )
)
FREE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == 200,
    suppress_health_check=list(HealthCheck),
)


@tagged("post_install", "-at_install")
class TestFuzz(ReviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.request = self.sent()
        self.token = self.request._path("live").rsplit("/", 1)[1]

    def _run(self, name):
        """Run a scheduled action; tests over HTTP share their cursors already."""
        cron = self.env.ref(f"qbo_connector_review.ir_cron_review_{name}")
        cron.method_direct_trigger()

    def ask(self, method, token, page, query, body, kind):
        address = f"{self.base_url()}/qbo/review/{quote(token, safe='')}{page}"
        return self.opener.request(
            method,
            address,
            params={**query},
            data=body,
            headers={"Content-Type": kind} if kind else {},
            timeout=30,
            allow_redirects=False,
        )

    def trace(self):
        """Everything that nobody may change without the token."""
        self.env.invalidate_all()
        request = self.request
        return (
            request.read(["state", "reason", "write_date", "next_reminder_at"]),
            len(request.step_ids),
            len(request.message_ids),
            len(request.rating_ids),
            self.env["qbo.review.optout"].sudo().search_count([]),
            self.env["qbo.review.policy"].sudo().search_count([]),
            sum(self.policy.site_ids.mapped("click_count")),
        )

    def test_without_the_token_nothing_changes(self):
        before = self.trace()
        token = self.token
        broken = st.one_of(
            ANY.filter(lambda text: text.strip("./")),
            st.binary(min_size=1, max_size=60).map(
                lambda raw: base64.urlsafe_b64encode(b"\1" + raw).decode()
            ),
            st.integers(0, len(token) - 3).map(
                lambda at: token[:at]
                + ("A" if token[at] != "A" else "B")
                + token[at + 1 :]
            ),
        )

        @FREE
        @given(
            st.sampled_from(("GET", "POST", "HEAD", "OPTIONS", "PUT")),
            broken,
            st.sampled_from(PAGES),
            FORMS,
            FORMS | st.binary(max_size=200),
            TYPES,
        )
        def knock(method, guess, page, query, body, kind):
            answer = self.ask(method, guess, page, query, body, kind)
            self.assertLess(answer.status_code, 500)
            self.assertGreaterEqual(answer.status_code, 300)

        with mute_logger("odoo.http"):
            knock()
        self.assertEqual(self.trace(), before)

    def test_with_the_token_every_form_is_answered(self):
        steps = len(self.request.step_ids)

        @FREE
        @given(
            st.sampled_from(("GET", "POST", "POST", "HEAD", "OPTIONS")),
            st.sampled_from(PAGES),
            FORMS,
            FORMS | st.binary(max_size=200),
            TYPES,
        )
        def press(method, page, query, body, kind):
            answer = self.ask(method, self.token, page, query, body, kind)
            self.assertLess(answer.status_code, 500)

        with mute_logger("odoo.http"):
            press()
        self.env.invalidate_all()
        self.assertLessEqual(len(self.request.rating_ids), 5)
        self.assertLessEqual(len(self.request.step_ids), steps + 3)
        self.assertEqual(self.request.partner_id, self.customer)
