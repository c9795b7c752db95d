from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import QboCase


@tagged("post_install", "-at_install")
class TestCopy(QboCase):
    def copy(self):
        """Let this database be a copy of the one that was connected."""
        self.token().database = "another-uuid:another_name"
        self.settle()

    def test_copy_sends_nothing_and_says_why(self):
        self.copy()
        self.env["res.partner"].create({"name": "Only in the copy"})
        self.run_sync()
        self.assertEqual(self.emulator.control.calls()["total"], 0)
        self.assertEqual(self.connection.state, "copied")
        self.assertEqual(self.connection.light, "red")
        self.assertIn("copy", self.connection.light_reason)
        self.assertIn("copy", self.connection.activity_ids.summary)

    def test_light_of_a_copy_is_red_before_anything_ran(self):
        self.copy()
        self.assertEqual(self.connection.light, "red")

    def test_buttons_in_a_copy_say_why_they_do_nothing(self):
        self.copy()
        action = self.connection.action_test()
        self.assertIn("copy", action["params"]["message"])
        self.assertEqual(self.emulator.control.calls()["total"], 0)

    def test_copy_never_renews_a_token(self):
        self.expire()
        self.copy()
        self.connection.action_test()
        self.env.ref("qbo_connector.ir_cron_qbo_keep_alive").method_direct_trigger()
        self.assertEqual(self.refreshes(), 0)

    def test_disconnecting_a_copy_leaves_the_original_connected(self):
        self.copy()
        self.connection.action_disconnect()
        self.assertEqual(self.connection.state, "disconnected")
        self.settle()
        self.assertFalse(self.token()._has("refresh_token"))
        self.assertEqual(self.emulator.control.calls("")["total"], 0)

    def test_database_that_was_only_renamed_goes_on_once_confirmed(self):
        self.copy()
        self.run_sync()
        self.connection.action_confirm_database()
        self.settle()
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)
        self.connection.action_test()
        self.assertGreater(self.emulator.control.calls()["total"], 0)

    def test_duplicate_of_the_record_has_no_credentials(self):
        copy = self.connection.copy({"name": "Twin"})
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.realm_id)
        self.assertFalse(copy.has_client_secret)

    def test_neutralized_database_knows_no_secret(self):
        with file_open("qbo_connector/data/neutralize.sql") as file:
            statements = file.read()
        self.env.flush_all()
        self.env.cr.execute(statements)
        self.env.invalidate_all()
        token = self.token()
        self.assertFalse(self.env["qbo.token"]._any_sealed())
        self.assertFalse(token.database)
        self.assertEqual(self.connection.state, "disconnected")
        with mute_logger("odoo.addons.qbo_connector"):
            self.run_sync()
        self.assertEqual(self.emulator.control.calls()["total"], 0)
