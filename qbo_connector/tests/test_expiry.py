from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import QboCase


@tagged("post_install", "-at_install")
class TestLifetime(QboCase):
    def left(self, **kwargs):
        """Let the tokens end after this time from now."""
        end = fields.Datetime.now() + timedelta(**kwargs)
        self.token().write({"refresh_expires_at": end, "hard_expires_at": end})
        self.settle()

    def keep_alive(self):
        self.settle()
        self.env.ref("qbo_connector.ir_cron_qbo_keep_alive").method_direct_trigger()
        self.settle()
        return self.connection.activity_ids.mapped("summary")

    def test_connection_expires_at_the_earlier_of_its_two_ends(self):
        token = self.token()
        self.assertEqual(self.connection.expires_on, token.refresh_expires_at)
        token.hard_expires_at = fields.Datetime.now() + timedelta(days=3)
        self.settle()
        self.assertEqual(self.connection.expires_on, token.hard_expires_at)
        self.assertEqual(self.connection.final_end, token.hard_expires_at)

    def test_used_connection_is_left_alone(self):
        self.assertEqual(self.keep_alive(), [])
        self.assertEqual(self.refreshes(), 0)

    def test_connection_that_nobody_uses_is_kept_alive(self):
        self.token().renewed_at = fields.Datetime.now() - timedelta(days=8)
        self.expire()
        self.assertEqual(self.keep_alive(), [])
        self.assertEqual(self.refreshes(), 1)
        self.assertGreater(
            self.connection.refreshed_at, fields.Datetime.now() - timedelta(hours=1)
        )

    def test_owner_is_warned_14_7_and_2_days_before_the_end(self):
        self.left(days=15)
        self.assertEqual(self.keep_alive(), [])
        for days in (14, 7, 2):
            with self.subTest(days=days):
                self.left(days=days - 0.5)
                [summary] = self.keep_alive()
                self.assertIn(f"{days} days", summary)
                self.assertEqual(self.keep_alive(), [summary])

    def test_warning_that_was_dealt_with_does_not_come_back(self):
        self.left(days=10)
        self.assertEqual(len(self.keep_alive()), 1)
        self.connection.activity_ids.action_feedback()
        self.assertEqual(self.keep_alive(), [])

    def test_new_consent_takes_the_warning_back(self):
        self.left(days=1)
        self.assertEqual(len(self.keep_alive()), 1)
        self.left(days=100)
        self.assertEqual(self.keep_alive(), [])

    def test_trouble_of_one_connection_does_not_stop_the_others(self):
        other = self.connected(
            self.env["res.company"].create({"name": "Another"}),
            self.emulator.add_company("us-manual"),
        )
        old = fields.Datetime.now() - timedelta(days=8)
        for connection in self.connection | other:
            self.token(connection).renewed_at = old
            self.expire(connection)
        self.qbo.disconnect()
        with self.assertLogs("odoo.addons.qbo_connector", "WARNING"):
            self.keep_alive()
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(other.state, "connected")
        self.assertGreater(other.refreshed_at, old)
