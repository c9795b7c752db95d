import base64
import hashlib
import hmac
import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import QboHttpCase

MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install")
class TestWebhook(CronMixinCase, QboHttpCase):
    def posts(self, shape="cloudevents"):
        """What QuickBooks wants to say, signed, after somebody made a customer."""
        self.emulator.control.set_webhook(
            self.app.client_id, self.connection.webhook_url, shape
        )
        self.qbo.create("Customer", {"DisplayName": f"From QuickBooks, {shape}"})
        self.emulator.control.advance(600)
        posts = self.emulator.control.take_webhooks()
        self.assertTrue(posts)
        return posts

    def send(self, body, signature=None):
        headers = {"Content-Type": "application/json"}
        if signature is not None:
            headers["intuit-signature"] = signature
        response = self.opener.post(
            f"{self.base_url()}/qbo/webhook", data=body, headers=headers, timeout=20
        )
        self.settle()
        return response.status_code

    def sign(self, body, secret=None):
        secret = secret or self.app.verifier_token
        digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()

    def event(self, realm_id=None, **values):
        """One signed event as QuickBooks writes it."""
        event = {
            "specversion": "1.0",
            "id": "1",
            "source": "intuit.test",
            "type": "qbo.customer.updated.v1",
            "time": "2026-11-21T12:00:00Z",
            "intuitentityid": "77",
            "intuitaccountid": realm_id or self.company.realm_id,
            **values,
        }
        return json.dumps([event]).encode()

    def notices(self, connection=None):
        return self.env["qbo.remote.change"].search(
            [("connection_id", "=", (connection or self.connection).id)]
        )

    def test_signed_message_in_both_shapes_leaves_notes_and_wakes_the_connection(self):
        for shape in ("cloudevents", "legacy"):
            with self.subTest(shape=shape), self.capture_triggers() as triggers:
                [post] = self.posts(shape)
                headers = {key.lower(): value for key, value in post["headers"].items()}
                body = post["body"].encode()
                self.assertEqual(self.send(body, headers["intuit-signature"]), 200)
                self.assertIn(self.connection.cron_id, triggers.records.cron_id)
                notice = self.notices()
                self.assertEqual(notice.entity, "Customer")
                self.assertEqual(
                    self.qbo.get("Customer", notice.qbo_id)["DisplayName"],
                    f"From QuickBooks, {shape}",
                )
                notice.unlink()

    def test_receiving_asks_quickbooks_nothing(self):
        body = self.event()
        self.emulator.control.reset_calls()
        self.assertEqual(self.send(body, self.sign(body)), 200)
        self.assertEqual(self.emulator.control.calls()["total"], 0)

    @mute_logger("odoo.http")
    def test_message_that_intuit_did_not_sign_is_refused(self):
        body = self.event()
        good = self.sign(body)
        for signature in (None, "", "x", "é", good[:-4], self.sign(body + b" ")):
            with self.subTest(signature=signature):
                sent = signature and signature.encode().decode("latin-1")
                self.assertEqual(self.send(body, sent), 403)
        self.assertFalse(self.notices())

    @mute_logger("odoo.http")
    def test_without_verifier_token_nothing_is_believed(self):
        self.token().verifier_token = False
        self.settle()
        body = self.event()
        for secret in (self.app.verifier_token, " "):
            with self.subTest(secret=secret):
                self.assertEqual(self.send(body, self.sign(body, secret)), 403)
        empty = hmac.new(b"", body, hashlib.sha256).digest()
        self.assertEqual(self.send(body, base64.b64encode(empty).decode()), 403)
        self.assertFalse(self.notices())

    def test_replayed_message_is_harmless(self):
        body = self.event()
        for _turn in range(20):
            self.assertEqual(self.send(body, self.sign(body)), 200)
        self.assertEqual(set(self.notices().mapped("qbo_id")), {"77"})

    def test_signed_nonsense_is_refused_whole(self):
        good = json.loads(self.event())
        deep = b"[" * 100_000 + b"]" * 100_000
        for body in (
            b"",
            b"{}",
            b"null",
            b"nonsense",
            deep,
            b'[{"type": 1.5}]',
            b'["text", "text"]',
            b'{"eventNotifications": [{"dataChangeEvent": {"entities": "text"}}]}',
            json.dumps([*good, None]).encode(),
            self.event(intuitentityid="7\0"),
            self.event(intuitentityid="\ud800"),
            self.event(time="0001-01-01T00:00:00+14:00"),
        ):
            with self.subTest(body=body[:80]):
                self.assertEqual(self.send(body, self.sign(body)), 400)
        self.assertFalse(self.notices())

    def test_signed_message_about_nothing_is_acknowledged(self):
        for body in (b"[]", b'{"eventNotifications": []}', b'[{"type": "other"}]'):
            with self.subTest(body=body):
                self.assertEqual(self.send(body, self.sign(body)), 200)
        self.assertFalse(self.notices())

    @mute_logger("odoo.http")
    def test_large_message_is_refused_unread(self):
        body = b" " * (MEGABYTE + 1)
        self.assertEqual(self.send(body, self.sign(body)), 413)

    def test_each_company_gets_its_own_events_only(self):
        other = self.connected(
            self.env["res.company"].create({"name": "Other"}),
            self.emulator.add_company("us-manual"),
        )
        body = self.event(realm_id=other.realm_id)
        self.assertEqual(self.send(body, self.sign(body)), 200)
        self.assertFalse(self.notices())
        self.assertEqual(len(self.notices(other)), 1)

    def test_one_app_cannot_speak_for_the_companies_of_another(self):
        other = self.connected(
            self.env["res.company"].create({"name": "Other"}),
            self.emulator.add_company("us-manual"),
            verifier_token="another-app",
        )
        body = self.event(realm_id=other.realm_id)
        self.assertEqual(self.send(body, self.sign(body)), 200)
        self.assertFalse(self.notices(other))

    def test_paused_connection_keeps_no_notes(self):
        self.connection.action_pause()
        self.settle()
        body = self.event()
        self.assertEqual(self.send(body, self.sign(body)), 200)
        self.assertFalse(self.notices())
