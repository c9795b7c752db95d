import os
import stat
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import config

from odoo.addons.qbo_connector.connection import vault
from odoo.addons.qbo_connector.qbo import secrets

from .common import QboCase

KEY_FILE = "qbo_connector.key"


@tagged("post_install", "-at_install")
class TestVault(QboCase):
    def new_server(self):
        """Go on with this database on a server that was given no key yet."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(config.__setitem__, "data_dir", config["data_dir"])
        config["data_dir"] = folder.name
        return Path(folder.name)

    def give(self, *keys):
        """Give keys to the server by its environment."""
        given = patch.dict(os.environ, {"QBO_CONNECTOR_KEY": ", ".join(keys)})
        given.start()
        self.addCleanup(given.stop)

    def forget_everything(self):
        self.connection.action_disconnect()
        self.token().write({"client_secret": False, "verifier_token": False})

    def test_what_is_sealed_does_not_show_and_opens_again(self):
        sealed = vault.seal(self.env, "very secret")
        self.assertNotIn("secret", sealed)
        self.assertEqual(vault.unseal(self.env, sealed), "very secret")

    def test_nothing_is_sealed_as_nothing(self):
        self.assertFalse(vault.seal(self.env, ""))
        self.assertEqual(vault.unseal(self.env, False), "")

    def test_first_key_is_a_file_that_only_the_server_may_read(self):
        self.forget_everything()
        folder = self.new_server()
        vault.seal(self.env, "x")
        self.assertEqual(os.listdir(folder), [KEY_FILE])
        mode = stat.S_IMODE((folder / KEY_FILE).stat().st_mode)
        self.assertEqual(mode, 0o600)

    def test_full_disk_is_said_in_plain_words_and_leaves_nothing(self):
        self.forget_everything()
        folder = self.new_server()
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no disk here that is full")
        opened = os.open
        full = patch("os.open", lambda *_args: opened("/dev/full", os.O_WRONLY))
        with full, self.assertRaisesRegex(UserError, "No space left.*secret_key"):
            self.connection.client_secret = "very secret"
        self.assertEqual(os.listdir(folder), [])
        self.connection.invalidate_recordset()
        self.assertFalse(self.connection.has_client_secret)
        self.connection.client_secret = "very secret"
        self.assertTrue(self.connection.has_client_secret)

    def test_folder_that_cannot_be_written_is_said_in_plain_words(self):
        self.forget_everything()
        folder = self.new_server()
        (folder / "taken").write_text("")
        config["data_dir"] = str(folder / "taken")
        with self.assertRaisesRegex(UserError, "can't be kept.*QBO_CONNECTOR_KEY"):
            vault.seal(self.env, "x")

    def test_no_new_key_is_made_while_something_is_sealed_with_a_lost_one(self):
        folder = self.new_server()
        with self.assertRaisesRegex(UserError, "secret_key.*qbo_connector"):
            vault.seal(self.env, "x")
        self.assertEqual(os.listdir(folder), [])

    def test_another_server_is_told_which_setting_it_lacks(self):
        self.new_server()
        self.give(secrets.new_key())
        with self.assertRaisesRegex(UserError, "QBO_CONNECTOR_KEY"):
            self.token()._open("refresh_token")

    def test_lost_key_ends_the_test_button_in_a_sentence(self):
        self.new_server()
        self.give(secrets.new_key())
        action = self.connection.action_test()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn("another key", action["params"]["message"])

    def test_lost_key_is_survived_by_disconnecting(self):
        self.new_server()
        self.connection.action_disconnect()
        self.connection.write({"client_secret": self.app.client_secret})
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual(self.token()._open("client_secret"), self.app.client_secret)

    def test_key_from_the_configuration_goes_first(self):
        self.forget_everything()
        folder = self.new_server()
        key = secrets.new_key()
        file = folder / "odoo.conf"
        file.write_text(f"[qbo_connector]\nsecret_key = {key}\n")
        self.addCleanup(config.__setitem__, "config", config["config"])
        config["config"] = str(file)
        sealed = vault.seal(self.env, "x")
        self.assertTrue(sealed.startswith(secrets.key_id(key)))

    def test_key_is_replaced_without_losing_anything(self):
        self.new_server()
        old, new = secrets.new_key(), secrets.new_key()
        self.give(old)
        self.token().write({"client_secret": False, "verifier_token": False})
        self.token()._forget()
        self.settle()
        self.token()._seal("refresh_token", "RT1-x")
        self.settle()
        self.give(new, old)
        self.assertEqual(self.token()._open("refresh_token"), "RT1-x")
        self.token()._reseal()
        self.settle()
        self.give(new)
        self.assertEqual(self.token()._open("refresh_token"), "RT1-x")

    def test_useless_key_is_named(self):
        self.new_server()
        self.give("not a key")
        with self.assertRaisesRegex(UserError, "32 bytes"):
            vault.seal(self.env, "x")
