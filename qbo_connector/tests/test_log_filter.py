import logging

from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import QboCase

TYPED = """typed-'in'-"just"-now"""


@tagged("post_install", "-at_install")
class TestDiscretion(QboCase):
    def test_what_a_person_types_is_not_logged_at_the_debug_level(self):
        typed = {"client_secret": TYPED, "verifier_token": "typed-too"}
        with self.assertLogs("odoo", "DEBUG") as logs:
            call_kw(self.env["qbo.connection"], "web_save", *self.arguments(typed))
        text = "\n".join(logs.output)
        self.assertIn("web_save", text)
        for secret in typed.values():
            self.assertNotIn(secret, text)

    def arguments(self, vals):
        return [self.connection.ids, vals], {"specification": {"name": {}}}

    def logged(self, line, *args):
        """The line as the web server's log shows it."""
        logger = logging.getLogger("werkzeug")
        record = logging.LogRecord("werkzeug", logging.INFO, "", 0, line, args, None)
        self.assertTrue(logger.filter(record))
        return record.getMessage()

    def test_code_of_the_consent_page_is_not_logged(self):
        address = "/qbo/oauth/callback?code=XAB1secret&state=signed&realmId=1"
        self.assertEqual(
            self.logged('"GET %s HTTP/1.1" 303', address),
            '"GET /qbo/oauth/callback?*** HTTP/1.1" 303',
        )

    def test_other_lines_stay_as_they_are(self):
        self.assertEqual(self.logged("GET %s", "/web?code=1"), "GET /web?code=1")
