from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.addons.qbo_connector.qbo.errors import QboForbidden

from .common import QboCase


@tagged("post_install", "-at_install")
class TestConnection(CronMixinCase, QboCase):
    # --- Its own scheduled action ------------------------------------------------

    def test_connection_has_a_scheduled_action_of_its_own(self):
        cron = self.connection.cron_id
        self.assertTrue(cron.active)
        self.assertEqual((cron.interval_number, cron.interval_type), (15, "minutes"))
        self.assertIn(self.connection.name, cron.name)

    def test_scheduled_action_follows_the_connection(self):
        self.connection.write({"interval_minutes": 5, "name": "Renamed"})
        cron = self.connection.cron_id
        self.assertEqual(cron.interval_number, 5)
        self.assertIn("Renamed", cron.name)
        self.connection.action_archive()
        self.assertFalse(cron.active)
        self.connection.action_unarchive()
        self.assertTrue(cron.active)

    def test_scheduled_action_goes_with_the_connection(self):
        cron = self.connection.cron_id
        action = cron.ir_actions_server_id
        self.connection.unlink()
        self.assertFalse(cron.exists())
        self.assertFalse(action.exists())

    def test_scheduled_action_runs_this_connection_alone(self):
        other = self.connected(
            self.env["res.company"].create({"name": "Other"}),
            self.emulator.add_company("us-manual"),
        )
        self.emulator.control.reset_calls()
        self.connection.cron_id.method_direct_trigger()
        self.settle()
        self.assertFalse(self.emulator.control.calls(other.realm_id)["total"])

    def test_deleted_connection_leaves_no_credentials(self):
        token = self.token()
        self.connection.unlink()
        self.assertFalse(token.exists())

    # --- Pause -------------------------------------------------------------------

    def test_paused_connection_sends_and_fetches_nothing(self):
        self.connection.action_pause()
        self.env["res.partner"].create({"name": "Waits"})
        self.run_sync()
        self.assertEqual(self.emulator.control.calls()["total"], 0)
        self.assertEqual(self.connection.light, "amber")
        self.assertIn("Paused", self.connection.light_reason)

    def test_resumed_connection_wakes_up_at_once(self):
        self.connection.action_pause()
        with self.capture_triggers() as triggers:
            self.connection.action_resume()
        self.assertIn(self.connection.cron_id, triggers.records.cron_id)
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)

    def test_pausing_touches_no_scheduled_action_that_may_be_running(self):
        before = self.connection.cron_id.write_date
        self.connection.action_pause()
        self.env.flush_all()
        self.assertEqual(self.connection.cron_id.write_date, before)
        self.assertTrue(self.connection.cron_id.active)

    # --- Sync now ----------------------------------------------------------------

    def test_sync_now_wakes_the_connection(self):
        with self.capture_triggers() as triggers:
            self.connection.action_sync_now()
        self.assertEqual(triggers.records.cron_id, self.connection.cron_id)

    def test_sync_now_says_why_nothing_would_happen(self):
        self.connection.action_pause()
        with self.assertRaisesRegex(UserError, "paused"):
            self.connection.action_sync_now()
        self.connection.action_resume()
        self.connection.action_disconnect()
        with self.assertRaisesRegex(UserError, "not connected"):
            self.connection.action_sync_now()

    # --- Test and disconnect -----------------------------------------------------

    def test_test_button_says_in_plain_words_what_is_wrong(self):
        faults = {
            "throttle": "minute",
            "status_500": "trouble on its side",
            "status_502_html": "trouble on its side",
            "cut_before": "did not answer",
        }
        for fault, words in faults.items():
            with self.subTest(fault=fault):
                self.emulator.control.inject(
                    {"match": {"path": "/v3/"}, "fault": fault}
                )
                shown = self.connection.action_test()["params"]
                self.emulator.control.clear_faults()
                self.assertEqual(shown["type"], "danger")
                self.assertIn(words, shown["message"])

    def test_test_button_of_a_company_that_left(self):
        self.qbo.disconnect()
        shown = self.connection.action_test()["params"]
        self.settle()
        self.assertIn("Reconnect", shown["message"])
        self.assertEqual(self.connection.light, "red")

    def test_ended_subscription_is_named(self):
        self.emulator.control.inject(
            {
                "match": {"path": "/v3/"},
                "fault": "error",
                "code": "6190",
                "message": "Invalid Company Status",
            }
        )
        shown = self.connection.action_test()["params"]
        self.assertIn("subscription", shown["message"])

    def test_disconnecting_gives_the_tokens_back_and_keeps_the_rest(self):
        self.connection.action_propose_mappings()
        count = self.connection.mapping_count
        self.settle()
        refresh_token = self.token()._open("refresh_token")
        self.connection.action_disconnect()
        self.settle()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual(self.connection.light, "off")
        self.assertEqual(self.connection.mapping_count, count)
        self.assertEqual(self.connection.realm_id, self.company.realm_id)
        self.assertFalse(
            self.emulator.oauth.grants.connected_apps(self.company.realm_id)
        )
        self.assertFalse(self.token()._has("refresh_token"))
        self.assertTrue(self.token()._has("client_secret"))
        self.assertTrue(refresh_token)

    def test_disconnecting_works_while_intuit_does_not_answer(self):
        self.emulator.control.inject(
            {"match": {"path": "revoke"}, "fault": "cut_before"}
        )
        self.connection.action_disconnect()
        self.settle()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual(self.connection.notice_kind, "warning")
        self.assertIn("Settings, Apps", self.connection.notice)
        self.assertFalse(self.token()._has("refresh_token"))

    def test_notice_can_be_dismissed(self):
        self.connection._tell("success", "Well done.")
        self.connection.action_dismiss_notice()
        self.assertFalse(self.connection.notice)

    # --- What can't be set -------------------------------------------------------

    def test_keys_and_environment_stay_while_connected(self):
        for vals in ({"environment": "production"}, {"client_id": "another"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.connection.write(vals)

    def test_other_addresses_are_for_the_sandbox_alone(self):
        company = self.env["res.company"].create({"name": "Real"})
        with self.assertRaisesRegex(ValidationError, "sandbox"):
            self.new_connection(company, environment="production")

    # --- Form and settings -------------------------------------------------------

    def test_form_shows_the_redirect_address_before_it_is_saved(self):
        with Form(self.env["qbo.connection"]) as form:
            form.name = "New"
            self.assertTrue(form.redirect_uri.endswith("/qbo/oauth/callback"))
            form.client_id = "id"
            form.client_secret = "secret"
        connection = form.record
        self.assertTrue(connection.has_client_secret)
        self.assertFalse(connection.client_secret)

    def test_settings_of_the_company_are_those_of_its_connection(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.qbo_connection_id, self.connection)
        settings.qbo_interval_minutes = 20
        settings.execute()
        self.assertEqual(self.connection.interval_minutes, 20)
        self.assertEqual(self.connection.cron_id.interval_number, 20)
        action = settings.action_qbo_connection()
        self.assertEqual(action["res_id"], self.connection.id)

    def test_settings_without_connection_are_saved_all_the_same(self):
        company = self.env["res.company"].create({"name": "Unconnected"})
        settings = self.env["res.config.settings"].with_company(company).create({})
        self.assertFalse(settings.qbo_connection_id)
        settings.execute()

    def test_settings_open_for_who_may_not_see_quickbooks(self):
        boss = self.person("boss")
        boss.group_ids += self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(boss)
        settings = Form(settings).save()
        self.assertFalse(settings.qbo_connection_id)
        self.assertTrue(settings.execute())

    def test_counts_open_the_lists_they_count(self):
        self.linked_partner("In step")
        self.env["qbo.exception"]._open_connection(
            self.connection, QboForbidden("Not this company")
        )
        self.connection.action_propose_mappings()
        self.settle()
        for button, field in (
            ("linked", "linked_count"),
            ("waiting", "waiting_count"),
            ("problems", "problem_count"),
            ("mappings", "mapping_count"),
        ):
            action = getattr(self.connection, f"action_open_{button}")()
            rows = self.env[action["res_model"]].search(action["domain"])
            with self.subTest(count=field):
                self.assertEqual(len(rows), self.connection[field])
        self.assertTrue(self.connection.linked_count)
        self.assertTrue(self.connection.problem_count)

    def test_rules_of_this_connection_alone_are_opened(self):
        self.run_sync()
        action = self.connection.action_open_rules()
        rules = self.env["qbo.rule"].search(action["domain"])
        self.assertEqual(rules.connection_id, self.connection)
