import random
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MOUNT, QboCase, QboHttpCase

FUZZED = 1000


class ConsentMixin:
    """A new connection, and a person at Intuit's consent page."""

    def setUp(self):
        super().setUp()
        uri = self.connection.redirect_uri
        self.app.redirect_uris.append(uri)
        self.emulator.oauth.grants.save_app(self.app)
        self.fresh_company = self.emulator.add_company(self.qbo_profile, name="Fresh")
        company = self.env["res.company"].create({"name": "Fresh"})
        self.fresh = self.new_connection(company)
        self.settle()

    def visit(self, connection, button="action_connect"):
        """Press the button; return the query of the consent page."""
        url = getattr(connection, button)()["url"]
        self.settle()
        self.assertTrue(url.startswith(f"{MOUNT}/connect/oauth2?"))
        return {key: value[0] for key, value in parse_qs(urlsplit(url).query).items()}

    def approve(self, connection, company, button="action_connect"):
        """Approve at Intuit; return the query that comes back."""
        page = self.visit(connection, button)
        code = self.emulator.oauth.grants.issue_code(
            page["client_id"], company.realm_id, page["redirect_uri"], page["scope"]
        )
        return {"code": code, "state": page["state"], "realmId": company.realm_id}

    def trace(self):
        """Everything that a bad callback must not change."""
        self.settle()
        connections = self.env["qbo.connection"].search([])
        tokens = [self.token(connection) for connection in connections]
        return [
            connections.mapped(lambda c: (c.state, c.realm_id, c.notice)),
            [(token.access_token, token.refresh_token) for token in tokens],
            self.env["qbo.consent"].sudo().search([]).mapped("is_used"),
            self.emulator.control.calls()["total"],
        ]


@tagged("post_install", "-at_install")
class TestConsent(ConsentMixin, QboCase):
    def finish(self, query, user=None):
        consents = self.env["qbo.consent"]
        connection = (consents.with_user(user) if user else consents)._finish(query)
        self.settle()
        return connection

    def assertRefused(self, query, words, connection=None):
        """The callback ends on the record, in plain words, and nothing is granted."""
        connection = connection or self.fresh
        state, realm = connection.state, connection.realm_id
        self.assertEqual(self.finish(query), connection)
        self.assertIn(words, connection.notice)
        self.assertEqual((connection.state, connection.realm_id), (state, realm))

    # --- What should happen ------------------------------------------------------

    def test_approval_connects_and_reads_the_company(self):
        self.assertEqual(
            self.finish(self.approve(self.fresh, self.fresh_company)), self.fresh
        )
        self.assertEqual(self.fresh.state, "connected")
        self.assertEqual(self.fresh.realm_id, self.fresh_company.realm_id)
        self.assertEqual(self.fresh.notice_kind, "success", self.fresh.notice)
        self.assertIn(self.fresh.qbo_company_name, self.fresh.notice)
        self.assertGreater(
            self.fresh.expires_on, fields.Datetime.now() + timedelta(days=90)
        )
        self.assertTrue(self.fresh.refreshed_at)

    def test_connecting_costs_one_call_to_the_api(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.emulator.control.reset_calls()
        self.finish(query)
        calls = self.emulator.control.calls(self.fresh_company.realm_id)
        self.assertEqual(calls["total"], 1)

    def test_reconnecting_goes_on_where_it_was(self):
        self.qbo.disconnect()
        self.expire()
        self.run_sync()
        self.assertEqual(self.connection.light, "red")
        self.finish(self.approve(self.connection, self.company, "action_reconnect"))
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)
        self.assertFalse(self.connection.activity_ids)

    def test_copy_may_be_connected_anew(self):
        self.token().database = "another:one"
        self.settle()
        self.run_sync()
        self.finish(self.approve(self.connection, self.company))
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)

    def test_keys_are_asked_for_before_the_visit(self):
        for vals in ({"client_id": False}, {"client_secret": False}):
            with self.subTest(vals=vals):
                company = self.env["res.company"].create({"name": str(vals)})
                connection = self.new_connection(company, **vals)
                with self.assertRaisesRegex(UserError, "client ID"):
                    connection.action_connect()

    def test_unreachable_intuit_is_said_on_the_button(self):
        self.fresh.discovery_override = "http://localhost:1/nobody-listens"
        with self.assertRaisesRegex(UserError, "did not answer"):
            self.fresh.action_connect()

    # --- Ends on the record, in plain words --------------------------------------

    def test_refusal(self):
        page = self.visit(self.fresh)
        self.assertRefused(
            {"error": "access_denied", "state": page["state"]}, "not approved"
        )

    def test_answer_without_code_or_company(self):
        for missing in ("code", "realmId"):
            with self.subTest(missing=missing):
                query = self.approve(self.fresh, self.fresh_company)
                del query[missing]
                self.assertRefused(query, "incomplete")

    def test_answer_with_a_company_that_is_no_number(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.assertRefused({**query, "realmId": "1/../2"}, "incomplete")

    def test_expired_code(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.emulator.control.advance(600)
        self.assertRefused(query, "has expired or was used")

    def test_wrong_secret(self):
        self.fresh.client_secret = "mistyped"
        query = self.approve(self.fresh, self.fresh_company)
        self.assertRefused(query, "client ID and secret")

    def test_intuit_does_not_answer(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.emulator.control.inject(
            {"match": {"path": "tokens/bearer"}, "fault": "cut_before"}
        )
        self.assertRefused(query, "did not answer")

    def test_keys_of_another_environment(self):
        self.emulator.control.inject(
            {
                "match": {"path": "/v3/"},
                "fault": "error",
                "code": "3100",
                "message": "ApplicationAuthorizationFailed",
                "status": 403,
            }
        )
        self.finish(self.approve(self.fresh, self.fresh_company))
        self.assertEqual(self.fresh.state, "reconnect")
        self.assertIn("sandbox", self.fresh.notice)

    def test_lists_that_cannot_be_read_leave_a_connection_that_says_so(self):
        self.emulator.control.inject({"match": {"path": "/v3/"}, "fault": "status_500"})
        self.finish(self.approve(self.fresh, self.fresh_company))
        self.assertEqual(self.fresh.state, "connected")
        self.assertEqual(self.fresh.notice_kind, "warning")
        self.assertIn("Update Lists", self.fresh.notice)

    # --- Realms ------------------------------------------------------------------

    def test_another_company_than_before_is_refused(self):
        query = self.approve(self.connection, self.fresh_company, "action_reconnect")
        before = self.token().refresh_token
        self.assertRefused(query, "Another QuickBooks company", self.connection)
        self.assertEqual(self.token().refresh_token, before)

    def test_another_company_is_taken_once_confirmed_and_old_links_go(self):
        old = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id)]
        )
        query = self.approve(
            self.connection, self.fresh_company, "action_connect_other"
        )
        self.finish(query)
        self.assertEqual(self.connection.realm_id, self.fresh_company.realm_id)
        self.assertFalse(old.exists())
        self.assertTrue(
            self.env["qbo.reference"].search(
                [("connection_id", "=", self.connection.id)]
            )
        )

    def test_company_of_another_connection_is_refused(self):
        self.assertRefused(
            self.approve(self.fresh, self.company), "already connected to"
        )

    # --- States that are not ours to use -----------------------------------------

    def assertUnchanged(self, query, user=None):
        before = self.trace()
        self.assertFalse(self.finish(query, user))
        self.assertEqual(self.trace(), before)

    def test_foreign_state(self):
        query = self.approve(self.fresh, self.fresh_company)
        for state in ("", "abc", "é", query["state"][:-2], query["state"] + "AA"):
            with self.subTest(state=state):
                self.assertUnchanged({**query, "state": state})

    def test_replayed_state(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.finish(query)
        self.assertUnchanged(query)

    def test_refusal_uses_the_state_up(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.finish({"error": "access_denied", "state": query["state"]})
        self.assertUnchanged(query)

    def test_expired_state(self):
        query = self.approve(self.fresh, self.fresh_company)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertUnchanged(query)

    def test_state_of_another_user(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.assertUnchanged(query, self.person("other", "manager"))

    def test_user_who_lost_the_right_meanwhile(self):
        company = self.fresh.company_id
        admin = self.person(
            "admin2", "manager", company_ids=[(6, 0, [company.id, self.env.company.id])]
        )
        query = self.approve(self.fresh.with_user(admin), self.fresh_company)
        admin.group_ids -= self.env.ref("qbo_connector.qbo_group_manager")
        self.assertUnchanged(query, admin)

    def test_user_who_lost_the_company_meanwhile(self):
        company = self.fresh.company_id
        admin = self.person(
            "admin2", "manager", company_ids=[(6, 0, [company.id, self.env.company.id])]
        )
        query = self.approve(self.fresh.with_user(admin), self.fresh_company)
        admin.company_ids -= company
        self.assertUnchanged(query, admin)

    def test_connection_that_was_deleted_meanwhile(self):
        query = self.approve(self.fresh, self.fresh_company)
        self.fresh.unlink()
        self.assertUnchanged(query)


@tagged("post_install", "-at_install")
class TestCallback(ConsentMixin, QboHttpCase):
    def setUp(self):
        super().setUp()
        companies = self.fresh.company_id + self.env.company
        self.admin = self.person(
            "admin2", "manager", company_ids=[(6, 0, companies.ids)]
        )
        self.settle()

    def callback(self, query):
        response = self.url_open(
            f"/qbo/oauth/callback?{urlencode(query)}", allow_redirects=False
        )
        self.settle()
        return response

    def test_approval_comes_back_to_the_record(self):
        self.authenticate("admin2", "admin2")
        query = self.approve(self.fresh.with_user(self.admin), self.fresh_company)
        response = self.callback(query)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith(f"/{self.fresh.id}"))
        self.assertEqual(self.fresh.state, "connected")

    def test_visitor_without_session_is_asked_to_log_in(self):
        query = self.approve(self.fresh.with_user(self.admin), self.fresh_company)
        before = self.trace()
        response = self.callback(query)
        self.assertIn("/web/login", response.headers["Location"])
        self.assertEqual(self.trace(), before)

    def test_bad_state_is_answered_by_a_plain_page(self):
        self.authenticate("admin2", "admin2")
        response = self.callback({"state": "abc", "code": "x", "realmId": "1"})
        self.assertEqual(response.status_code, 400)
        self.assertIn("Nothing has changed", response.text)

    def test_callback_takes_no_post(self):
        self.authenticate("admin2", "admin2")
        response = self.url_open("/qbo/oauth/callback", data={"state": "abc"})
        self.assertEqual(response.status_code, 405)

    def test_fuzzed_callbacks_change_nothing_and_never_break(self):
        self.authenticate("admin2", "admin2")
        good = self.approve(self.fresh.with_user(self.admin), self.fresh_company)
        before = self.trace()
        dice = random.Random(20)
        for number in range(FUZZED):
            query = fuzzed(good, dice)
            response = self.url_open(
                f"/qbo/oauth/callback?{query}", allow_redirects=False
            )
            self.assertEqual(response.status_code, 400, f"{number}: {query!r}")
        self.assertEqual(self.trace(), before)


def fuzzed(good, dice):
    """A query string that resembles a good callback but has no good state."""
    query = dict(good)
    for _change in range(dice.randint(1, 4)):
        key = dice.choice([*query, "error", "state[]", "\u2028", "__proto__"])
        query[key] = dice.choice(
            [
                "",
                "0",
                "access_denied",
                "%00",
                "\x00",
                "'; DROP TABLE qbo_token; --",
                "{{7*7}}",
                "../../etc/passwd",
                "9" * dice.randint(1, 3000),
                "".join(chr(dice.randint(1, 0x2FFF)) for _char in range(30)),
                good["state"][: dice.randint(0, len(good["state"]) - 1)],
                good["state"][::-1],
            ]
        )
    if query.get("state") == good["state"]:
        flipped = dice.randrange(len(good["state"]))
        letters = list(good["state"])
        letters[flipped] = "A" if letters[flipped] != "A" else "B"
        query["state"] = "".join(letters)
    items = list(query.items())
    dice.shuffle(items)
    return urlencode(items, errors="replace")
