from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.qbo_connector.qbo.errors import QboError

from .common import QboCase


@tagged("post_install", "-at_install")
class TestMetering(QboCase):
    def setUp(self):
        super().setUp()
        self.env["qbo.call"].search([]).sudo().unlink()
        self.env["qbo.log"].search([]).sudo().unlink()
        self.settle()

    def count(self):
        self.settle()
        [row] = self.env["qbo.call"]._read_group(
            [("connection_id", "=", self.connection.id)],
            aggregates=["calls:sum", "metered:sum"],
        )
        return tuple(number or 0 for number in row)

    def spend(self, reads, **vals):
        """Let the connection's app have read so much this month."""
        # By SQL, for a person can't have production at the emulator's address.
        self.env.flush_all()
        self.env.cr.execute("UPDATE qbo_connection SET environment = 'production'")
        self.env.invalidate_all()
        self.env["qbo.call"].create(
            {
                "connection_id": self.connection.id,
                "environment": "production",
                "day": fields.Date.today(),
                "calls": 1,
                "metered": reads,
                **vals,
            }
        )
        self.settle()

    # --- Counting ----------------------------------------------------------------

    def test_what_is_counted_is_what_quickbooks_counts(self):
        self.connection.action_update_lists()
        self.connection.action_test()
        theirs = self.emulator.control.calls(self.company.realm_id)
        self.assertEqual(self.count(), (theirs["total"], theirs["metered"]))

    def test_writes_are_free(self):
        client = self.connection._client()
        client.save("Customer", {"DisplayName": "Free"}, "request-1")
        self.assertEqual(self.count(), (1, 0))
        self.assertEqual(self.env["qbo.call"].search([]).cost, "free")

    def test_refused_request_is_counted_but_not_metered(self):
        try:
            self.connection._client().read("Customer", "999999")
        except QboError as error:
            self.assertEqual(error.code, "610")
        self.assertEqual(self.count(), (1, 0))
        self.assertEqual(self.env["qbo.call"].search([]).outcome, "refused")

    def test_request_without_answer_is_counted_as_unknown(self):
        self.emulator.control.inject({"match": {"path": "/v3/"}, "fault": "cut_before"})
        self.connection.action_test()
        self.settle()
        self.assertEqual(self.env["qbo.call"].search([]).outcome, "unknown")

    def test_days_gone_by_are_added_up_and_nothing_is_lost(self):
        for _turn in range(3):
            self.connection.action_test()
        before = self.count()
        self.env["qbo.call"].search([]).day = fields.Date.today() - timedelta(days=5)
        self.settle()
        self.env["qbo.call"]._gc_details()
        self.assertEqual(self.count(), before)
        kinds = {"CompanyInfo", "Preferences"}
        rows = self.env["qbo.call"].search([])
        self.assertEqual(sorted(rows.mapped("entity")), sorted(kinds))
        self.assertEqual(set(rows.mapped("calls")), {3})

    # --- Budget ------------------------------------------------------------------

    def test_polling_slows_down_and_then_stops(self):
        self.connection.write({"monthly_budget": 1000, "budget_share": 80})
        for reads, pace in ((500, 1), (99, 1), (1, 4), (199, 4), (1, 0)):
            self.spend(reads)
            with self.subTest(total=self.connection.month_reads):
                self.assertEqual(self.connection._polling_pace(), pace)

    def test_stopped_polling_is_told_by_the_light_and_one_to_do(self):
        self.connection.monthly_budget = 1000
        self.spend(900)
        self.assertEqual(self.connection.light, "amber")
        self.assertIn("900", self.connection.light_reason)
        for _turn in range(2):
            self.connection._check_budget()
        self.assertEqual(len(self.connection.activity_ids), 1)

    def test_stopped_polling_leaves_the_buttons_working(self):
        self.run_sync()
        self.connection.monthly_budget = 1000
        self.spend(900)
        rules = self.env["qbo.rule"].search([])
        rules.next_at = fields.Datetime.now() - timedelta(minutes=1)
        self.emulator.control.reset_calls()
        self.run_sync()
        self.assertEqual(self.emulator.control.calls()["metered"], 0)
        self.connection.action_sync_now()
        self.run_sync()
        self.assertGreater(self.emulator.control.calls()["metered"], 0)

    def test_next_month_polling_goes_on_and_the_to_do_goes_away(self):
        self.connection.monthly_budget = 1000
        self.spend(900, day=fields.Date.today().replace(day=1) - timedelta(days=1))
        self.assertEqual(self.connection._polling_pace(), 1)
        self.spend(900)
        self.connection._check_budget()
        self.env["qbo.call"].search([]).day = fields.Date.today().replace(
            day=1
        ) - timedelta(days=1)
        self.settle()
        self.connection._check_budget()
        self.assertFalse(self.connection.activity_ids)

    def test_companies_with_the_same_app_share_its_budget(self):
        other = self.new_connection(self.env["res.company"].create({"name": "Other"}))
        self.spend(700)
        self.settle()
        self.assertEqual(other.month_reads, 700)

    def test_sandbox_is_never_held_back(self):
        self.connection.monthly_budget = 1
        self.connection.action_test()
        self.settle()
        self.assertEqual(self.connection._polling_pace(), 1)
        self.assertEqual(self.connection.month_reads, 0)

    def test_forecast_goes_on_at_the_pace_of_the_month(self):
        today = fields.Date.today()
        self.spend(100 * today.day)
        days = fields.Date.end_of(today, "month").day
        self.assertEqual(self.connection.month_forecast, 100 * days)

    # --- Log ---------------------------------------------------------------------

    def test_log_tells_trace_type_duration_and_outcome(self):
        self.connection.action_test()
        self.settle()
        logged = self.env["qbo.log"].search([("entity", "=", "CompanyInfo")])
        self.assertEqual(logged.outcome, "done")
        self.assertEqual(logged.status, 200)
        self.assertTrue(logged.trace)
        self.assertFalse(logged.body)

    def test_log_names_the_record_that_a_request_was_about(self):
        partner = self.env["res.partner"].create({"name": "Whom"})
        self.connection._client(record=partner).company_info()
        self.settle()
        logged = self.env["qbo.log"].search([])
        self.assertEqual((logged.res_model, logged.res_id), ("res.partner", partner.id))

    def test_log_of_refusals_only(self):
        self.connection.log_level = "errors"
        self.settle()
        self.connection.action_test()
        self.settle()
        self.assertFalse(self.env["qbo.log"].search([]))
        self.emulator.control.inject(
            {"match": {"path": "/v3/"}, "fault": "throttle", "times": 1}
        )
        self.connection.action_test()
        self.settle()
        logged = self.env["qbo.log"].search([])
        self.assertEqual((logged.outcome, logged.code), ("refused", "3001"))

    def test_debug_log_hides_personal_data(self):
        self.connection.log_level = "debug"
        self.settle()
        self.connection._client().save(
            "Customer",
            {
                "DisplayName": "Ann Example",
                "PrimaryEmailAddr": {"Address": "ann@example.com"},
            },
            "request-2",
        )
        self.settle()
        body = self.env["qbo.log"].search([]).body
        self.assertIn("DisplayName", body)
        self.assertIn("SyncToken", body)
        for personal in ("Ann", "example.com", self.token()._open("access_token")):
            self.assertNotIn(personal, body)

    def test_log_is_kept_as_long_as_the_connection_says(self):
        self.connection.action_test()
        self.settle()
        old = self.env["qbo.log"].search([], limit=1)
        self.env.cr.execute(
            "UPDATE qbo_log SET create_date = now() - interval '31 days' WHERE id = %s",
            [old.id],
        )
        kept = self.env["qbo.log"].search([]) - old
        self.env.invalidate_all()
        self.env["qbo.log"]._gc_old()
        self.assertEqual(self.env["qbo.log"].search([]), kept)
        self.assertTrue(kept)
