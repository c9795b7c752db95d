from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.qbo_connector.qbo.errors import QboError, QboReconnect, QboUnreachable

from .common import QboCase

SUMMARY = "Reconnect QuickBooks"


@tagged("post_install", "-at_install")
class TestToken(QboCase):
    def to_dos(self):
        self.settle()
        return self.connection.activity_ids.mapped("summary")

    def refusal(self):
        """What asking for a token raises; unlike assertRaises it rolls nothing back."""
        try:
            self.token()._current()
        except QboError as error:
            self.settle()
            return error
        return None

    def test_token_that_is_still_good_costs_no_call(self):
        first = self.token()._current()
        self.assertEqual(self.token()._current(), first)
        self.assertEqual(self.refreshes(), 0)

    def test_expired_token_is_renewed_once(self):
        old = self.token()._current()
        self.expire()
        new = self.token()._current()
        self.assertNotEqual(new, old)
        self.assertEqual(self.token()._current(), new)
        self.assertEqual(self.refreshes(), 1)

    def test_renewed_tokens_and_their_ends_are_stored(self):
        before = self.token()._open("refresh_token")
        self.expire()
        self.token()._current()
        self.settle()
        token = self.token()
        self.assertNotEqual(token._open("refresh_token"), before)
        self.assertEqual(token._open("previous_refresh_token"), before)
        self.assertGreater(token.previous_until, fields.Datetime.now())
        self.assertGreater(token.expires_at, fields.Datetime.now())
        self.assertGreater(token.hard_expires_at, token.refresh_expires_at)

    def test_refused_access_token_is_renewed_within_the_same_call(self):
        self.emulator.control.advance(3700)  # Odoo still believes it to be good
        client = self.connection._client()
        self.assertTrue(client.company_info()["CompanyName"])
        self.assertEqual(self.refreshes(), 1)

    def test_second_worker_takes_what_the_first_one_renewed(self):
        stale = self.token()._current()
        self.expire()
        new = self.token()._renew(stale)
        self.assertEqual(self.token()._renew(stale), new)
        self.assertEqual(self.refreshes(), 1)

    def test_token_before_the_last_one_is_tried(self):
        good = self.token()._open("refresh_token")
        self.expire()
        self.token()._seal("refresh_token", "RT1-never-given")
        self.token()._seal("previous_refresh_token", good)
        self.token().previous_until = fields.Datetime.now() + timedelta(hours=1)
        self.settle()
        self.assertTrue(self.token()._current())
        self.settle()
        self.assertEqual(self.connection.state, "connected")

    def test_previous_token_is_forgotten_after_a_day(self):
        good = self.token()._open("refresh_token")
        self.expire()
        self.token()._seal("refresh_token", "RT1-never-given")
        self.token()._seal("previous_refresh_token", good)
        self.token().previous_until = fields.Datetime.now() - timedelta(minutes=1)
        self.settle()
        self.assertIsInstance(self.refusal(), QboReconnect)

    def test_disconnected_in_quickbooks_turns_red_and_tells_the_owner_once(self):
        self.qbo.disconnect()
        self.expire()
        for _attempt in range(2):
            self.assertIsInstance(self.refusal(), QboReconnect)
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(self.connection.light, "red")
        self.assertIn("Reconnect", self.connection.light_reason)
        self.assertEqual(self.to_dos(), [SUMMARY])
        self.assertEqual(self.connection.activity_ids.user_id, self.connection.owner_id)

    def test_unreachable_sign_in_leaves_everything_as_it_was(self):
        before = self.token()._open("refresh_token")
        self.expire()
        self.emulator.control.inject(
            {"match": {"path": "tokens/bearer"}, "fault": "cut_before", "times": 1}
        )
        self.assertIsInstance(self.refusal(), QboUnreachable)
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.token()._open("refresh_token"), before)
        self.assertTrue(self.token()._current())

    def test_no_token_is_ever_logged(self):
        self.expire()
        with self.assertLogs("odoo", "DEBUG") as logs:
            token = self.token()._current()
            self.connection._client().company_info()
        text = "\n".join(logs.output)
        self.assertTrue(token)
        for name in ("client_secret", "access_token", "refresh_token"):
            self.assertNotIn(self.token()._open(name), text)
