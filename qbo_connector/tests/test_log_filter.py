import contextlib
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

    def test_what_is_imported_is_not_logged_either(self):
        row = [self.connection.name, TYPED, "typed-too"]
        names = ["name", "client_secret", "verifier_token"]
        lists = {"client_secret": [TYPED], "verifier_token": ["typed-too"]}
        tuples = {"client_secret": (TYPED,), "verifier_token": {"typed-too"}}
        calls = (
            ("load", [names, [row]], {}),
            ("load", [], {"fields": names, "data": [row]}),
            ("create", [[lists]], {}),
            ("create", [[tuples]], {}),
            ("web_save", [[], {"client_secret": {"a": TYPED}}], {"specification": {}}),
        )
        for name, args, kwargs in calls:
            with (
                self.subTest(name, args=len(str(args))),
                self.assertLogs("odoo.service.model", "DEBUG") as logs,
            ):
                with contextlib.suppress(Exception), self.env.cr.savepoint():
                    call_kw(self.env["qbo.connection"], name, args, kwargs)
                text = "\n".join(logs.output)
                self.assertIn(f".{name}(***", text)
                for secret in (TYPED, repr(TYPED)[1:-1], "typed-too"):
                    self.assertNotIn(secret, text)

    def test_calls_without_a_secret_are_logged_as_ever(self):
        specification = {"name": {}, "client_secret": {}, "has_client_secret": {}}
        with self.assertLogs("odoo.service.model", "DEBUG") as logs:
            call_kw(
                self.env["qbo.connection"],
                "web_read",
                [self.connection.ids],
                {"specification": specification},
            )
        self.assertIn("'has_client_secret': {}", "\n".join(logs.output))

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

    def test_code_is_hidden_where_odoo_asks_to_log_in_first(self):
        address = "/web/login?redirect=%2Fqbo%2Foauth%2Fcallback%3Fcode%3DXAB1secret"
        line = self.logged('"GET %s HTTP/1.1" 200', address)
        self.assertNotIn("XAB1", line)
        self.assertTrue(line.endswith('callback%3F*** HTTP/1.1" 200'))

    def test_other_lines_stay_as_they_are(self):
        self.assertEqual(self.logged("GET %s", "/web?code=1"), "GET /web?code=1")
