"""Whatever comes to the webhook and the consent return: never an error of ours."""

import base64
import hashlib
import hmac
import json
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QboHttpCase
from .test_oauth_flow import ConsentMixin

EXAMPLES = int(os.environ.get("QBO_FUZZ", "200"))
ANY = st.text(max_size=30)
WORDS = st.sampled_from(
    (
        "qbo.customer.updated.v1",
        "qbo.invoice.merged.v1",
        "2026-11-21T12:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "Customer",
        "Update",
        "\0",
        "77",
    )
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | ANY
    | WORDS
    # What JSON can say and no table can keep.
    | st.just("\ud800")
)
EVENT = (
    "type",
    "time",
    "data",
    "intuitentityid",
    "intuitaccountid",
    "eventNotifications",
    "realmId",
    "dataChangeEvent",
    "entities",
    "name",
    "id",
    "operation",
    "lastUpdated",
    "deletedId",
)
CONTENT = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(EVENT), inner, max_size=6),
    max_leaves=15,
)
NEARLY = st.fixed_dictionaries(
    {
        "type": WORDS | CONTENT,
        "time": WORDS | CONTENT,
        "intuitentityid": WORDS | CONTENT,
        "intuitaccountid": WORDS | CONTENT,
    },
    optional={"data": CONTENT},
).map(lambda event: [event])
BODIES = (CONTENT | NEARLY).map(lambda content: json.dumps(content).encode())
BODIES |= st.binary(max_size=100)
BODIES |= st.integers(1, 200_000).map(lambda depth: b"[" * depth)
FREE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == 200,
    suppress_health_check=list(HealthCheck),
)


@tagged("post_install", "-at_install")
class TestWebhookFuzz(QboHttpCase):
    def send(self, body, signature, kind, query):
        return self.opener.post(
            f"{self.base_url()}/qbo/webhook",
            params=query,
            data=body,
            headers={"Content-Type": kind, "intuit-signature": signature},
            timeout=30,
        ).status_code

    def sign(self, body):
        key = self.app.verifier_token.encode()
        return base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()

    def notes(self):
        self.settle()
        return self.env["qbo.remote.change"].search_count([])

    def test_whatever_is_signed_is_taken_or_refused(self):
        @FREE
        @given(BODIES, st.dictionaries(st.just("self") | ANY, ANY, max_size=2))
        def post(body, query):
            status = self.send(body, self.sign(body), "application/json", query)
            self.assertIn(status, (200, 400))

        with mute_logger("odoo.http"):
            post()

    def test_whatever_is_not_signed_leaves_nothing(self):
        before = self.notes()
        kinds = ("application/json", "multipart/form-data", "text/plain; charset=x")

        @FREE
        @given(
            BODIES,
            st.binary(max_size=40).map(lambda raw: base64.b64encode(raw).decode()),
            st.sampled_from(kinds),
            st.dictionaries(st.just("self") | ANY, ANY, max_size=2),
        )
        def post(body, signature, kind, query):
            self.assertEqual(self.send(body, signature, kind, query), 403)

        with mute_logger("odoo.http"):
            post()
        self.assertEqual(self.notes(), before)


@tagged("post_install", "-at_install")
class TestConsentFuzz(ConsentMixin, QboHttpCase):
    def test_whatever_comes_back_without_a_good_state_changes_nothing(self):
        self.authenticate("admin", "admin")
        good = self.approve(self.fresh, self.fresh_company)
        before = self.trace()
        state = good["state"]
        broken = ANY | st.integers(0, len(state) - 3).map(
            lambda at: state[:at] + ("A" if state[at] != "A" else "B") + state[at + 1 :]
        )
        names = st.sampled_from(("code", "realmId", "error", "self", "state")) | ANY

        @FREE
        @given(st.dictionaries(names, ANY, max_size=4), broken)
        def come_back(query, guess):
            answer = self.opener.get(
                f"{self.base_url()}/qbo/oauth/callback",
                params={**query, "state": guess},
                timeout=30,
                allow_redirects=False,
            )
            self.assertEqual(answer.status_code, 400)

        with mute_logger("odoo.http"):
            come_back()
        self.assertEqual(self.trace(), before)
