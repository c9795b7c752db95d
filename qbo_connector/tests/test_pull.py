from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestPull(EngineCase):
    """What changes in QuickBooks arrives, with few calls."""

    def setUp(self):
        super().setUp()
        self.run_pull()
        self.reset_calls()

    def partner(self, name):
        found = self.env["res.partner"].search([("name", "=", name)])
        self.assertEqual(len(found), 1, name)
        return found

    def pull(self):
        self.drain(self.run_pull)

    def test_new_customer_arrives_with_everything(self):
        self.qbo.create(
            "Customer",
            {
                "DisplayName": "Acme",
                "CompanyName": "Acme Inc",
                "PrimaryEmailAddr": {"Address": "a@acme.example.com"},
                "PrimaryPhone": {"FreeFormNumber": "555 0100"},
                "BillAddr": {
                    "Line1": "Main St 1",
                    "Line2": "Floor 2",
                    "City": "Springfield",
                    "CountrySubDivisionCode": "IL",
                    "PostalCode": "62701",
                    "Country": "USA",
                },
            },
        )
        self.pull()
        partner = self.partner("Acme")
        self.assertRecordValues(
            partner,
            [
                {
                    "is_company": True,
                    "email": "a@acme.example.com",
                    "phone": "555 0100",
                    "street": "Main St 1",
                    "street2": "Floor 2",
                    "city": "Springfield",
                    "zip": "62701",
                    "state_id": self.env.ref("base.state_us_14").id,
                    "country_id": self.env.ref("base.us").id,
                    "qbo_state": "linked",
                }
            ],
        )
        self.assertEqual(self.link(partner).origin, "imported")

    def test_what_arrived_is_not_sent_back(self):
        self.qbo.create("Customer", {"DisplayName": "Acme", "Notes": "Hello"})
        self.pull()
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)
        self.assertFalse(self.waiting())

    def test_idle_poll_is_one_call(self):
        self.run_pull()
        self.assertEqual(self.calls()["total"], 1)

    def test_own_changes_do_not_come_back(self):
        partner = self.linked_partner("Acme")
        write_date = partner.write_date
        self.pull()
        self.assertEqual(partner.write_date, write_date)

    def test_edit_arrives(self):
        partner = self.linked_partner("Acme", phone="1")
        self.qbo.edit("Customer", partner, {"DisplayName": "Acme Ltd"})
        self.qbo.edit("Customer", partner, {"PrimaryPhone": {"FreeFormNumber": "2"}})
        self.pull()
        self.assertRecordValues(partner, [{"name": "Acme Ltd", "phone": "2"}])

    def test_emptied_field_is_emptied_here(self):
        partner = self.linked_partner("Acme", email="a@example.com")
        self.qbo.edit("Customer", partner, {"PrimaryEmailAddr": {"Address": ""}})
        self.pull()
        self.assertFalse(partner.email)

    def test_deactivated_customer_is_archived_and_keeps_its_name(self):
        partner = self.linked_partner("Acme")
        self.qbo.edit("Customer", partner, {"Active": False})
        self.pull()
        self.assertRecordValues(partner, [{"active": False, "name": "Acme"}])
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)

    def test_partner_of_the_same_name_is_linked_not_doubled(self):
        partner = self.env["res.partner"].create({"name": "Acme"})
        self.qbo.create("Customer", {"DisplayName": "Acme"})
        self.pull()
        self.assertEqual(self.partner("Acme"), partner)
        self.assertEqual(self.link(partner).origin, "matched")

    def test_rule_may_forbid_new_records_here(self):
        self.rule(create_here=False)
        self.qbo.create("Customer", {"DisplayName": "Acme"})
        self.pull()
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Acme")]))

    def test_nine_hundred_changes_take_one_call(self):
        for number in range(900):
            self.qbo.create("Customer", {"DisplayName": f"Customer {number:04}"})
        self.pull()
        self.assertEqual(self.calls()["total"], 1)
        self.assertEqual(
            self.env["res.partner"].search_count([("name", "like", "Customer 0")]), 900
        )

    def test_five_thousand_changes_take_few_calls_and_none_is_lost(self):
        self.emulator.control.seed(self.company.realm_id, {"Customer": 5000})
        self.pull()
        there = {each["Id"] for each in self.qbo.list("Customer")}
        here = set(self.env["qbo.link"].search([]).mapped("qbo_id"))
        self.assertEqual(len(there), 5000)
        self.assertEqual(here, there)
        self.assertLessEqual(self.calls()["total"], 14)

    @contextmanager
    def earlier(self, minutes):
        """Some time ago in QuickBooks."""
        self.emulator.control.advance(-60 * minutes)
        yield
        self.emulator.control.advance(60 * minutes)

    def pass_time(self, minutes):
        """As if all polls so far had been that much earlier."""
        for rule in self.env["qbo.rule"].search([("cursor", "!=", False)]):
            rule.cursor -= timedelta(minutes=minutes)
            if rule.crowded_at:
                rule.crowded_at -= timedelta(minutes=minutes)

    def test_polls_after_a_crowd_are_one_call_and_what_shows_late_is_not_lost(self):
        self.pass_time(10)
        with self.earlier(8):
            self.emulator.control.seed(self.company.realm_id, {"Customer": 1100})
        self.pull()
        with self.earlier(7):
            self.qbo.create("Customer", {"DisplayName": "Shown late"})
        self.reset_calls()
        self.run_pull()
        self.assertEqual(self.calls()["total"], 1)
        self.pass_time(6)
        self.pull()
        self.assertEqual(self.link(self.partner("Shown late")).origin, "imported")
        self.assertFalse(self.rule().crowded_at)
        self.reset_calls()
        self.run_pull()
        self.assertEqual(self.calls()["total"], 1)

    def test_what_shows_late_without_a_crowd_comes_with_the_next_poll(self):
        with self.earlier(1):
            self.qbo.create("Customer", {"DisplayName": "Shown late"})
        self.run_pull()
        self.partner("Shown late")
        self.assertEqual(self.calls()["total"], 1)

    def test_first_pull_goes_on_after_a_page_was_interrupted(self):
        self.emulator.control.seed(self.company.realm_id, {"Customer": 2500})
        self.rule(cursor=False)
        self.emulator.control.inject(
            {
                "match": {"path": "query", "nth": 2},
                "times": 1,
                "fault": "status_500",
            }
        )
        throttle = self.env["qbo.throttle"]._of(self.connection)
        while not throttle.resume_at:  # on a slow machine a slice is one page long
            self.run_pull()
        self.assertLess(len(self.env["qbo.link"].search([])), 2500)
        throttle.resume_at = False
        self.reset_calls()
        self.pull()
        self.assertEqual(len(self.env["qbo.link"].search([])), 2500)

    def test_rows_deleted_between_pages_hide_no_other(self):
        self.emulator.control.seed(self.company.realm_id, {"Customer": 1500})
        self.rule(cursor=False)
        pull = self.env["qbo.pull.fetch"]
        sync = self.env["qbo.sync"]
        self.settle()
        turn = sync._open_turn(self.connection)
        self.assertTrue(pull._page(turn))
        for each in self.qbo.list("Customer")[:200]:
            self.qbo.edit("Customer", each["Id"], {"Notes": "touched"})
        while pull._page(turn):
            pass
        self.settle()
        self.assertEqual(len(self.env["qbo.link"].search([])), 1500)

    def test_after_a_month_of_silence_pages_are_read(self):
        partner = self.linked_partner("Acme")
        self.qbo.edit("Customer", partner, {"DisplayName": "Acme Ltd"})
        long_ago = fields.Datetime.now() - timedelta(days=40)
        for rule in self.env["qbo.rule"].search([]):
            rule.cursor = long_ago
        self.reset_calls()
        self.pull()
        self.assertEqual(partner.name, "Acme Ltd")
        self.assertNotIn("cdc", self.calls()["by_type"])

    def test_a_bad_object_does_not_stop_its_neighbours(self):
        partner = self.linked_partner("Acme")
        other = self.linked_partner("Beta")
        self.qbo.edit("Customer", partner, {"DisplayName": "Acme Ltd"})
        self.qbo.edit("Customer", other, {"DisplayName": "Beta Ltd"})
        self.env.cr.execute(
            "ALTER TABLE res_partner ADD CONSTRAINT qbo_test CHECK (name <> 'Acme Ltd')"
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertLogs("odoo.addons.qbo_connector", "WARNING"),
        ):
            self.pull()
        self.assertEqual(other.name, "Beta Ltd")
        [problem] = self.problems(kind="pull")
        self.assertIn("Acme Ltd", problem.title)

    def test_webhook_burst_takes_few_calls(self):
        ids = []
        for number in range(100):
            there = self.qbo.create(
                "Customer", {"DisplayName": f"Customer {number:04}"}
            )
            ids.append(there["Id"])
        notes = [("Customer", qbo_id, "Update", None, None) for qbo_id in ids * 5]
        self.env["qbo.remote.change"]._leave(self.connection, notes)
        self.rule(next_at=fields.Datetime.now() + timedelta(hours=1))
        self.run_sync()
        self.assertEqual(
            self.env["res.partner"].search_count([("name", "like", "Customer 0")]), 100
        )
        self.assertLessEqual(self.calls()["total"], 4)
        self.assertFalse(self.env["qbo.remote.change"].search([]))

    def test_notice_of_our_own_write_costs_no_call(self):
        partner = self.linked_partner("Acme")
        link = self.link(partner)
        note = ("Customer", link.qbo_id, "Update", link.remote_time, None)
        self.env["qbo.remote.change"]._leave(self.connection, [note])
        self.rule(next_at=fields.Datetime.now() + timedelta(hours=1))
        self.reset_calls()
        self.run_sync()
        self.assertEqual(self.calls()["total"], 0)

    def test_merge_in_quickbooks_is_followed(self):
        partner = self.linked_partner("Acme")
        kept = self.qbo.create("Customer", {"DisplayName": "Acme Holding"})
        gone = self.link(partner).qbo_id
        self.qbo.merge("Customer", kept["Id"], partner)
        note = ("Customer", kept["Id"], "Merge", None, gone)
        self.env["qbo.remote.change"]._leave(self.connection, [note])
        self.run_sync()
        self.assertEqual(self.link(partner).qbo_id, kept["Id"])
        self.assertEqual(partner.name, "Acme Holding")

    def test_polls_get_rare_after_quiet_hours(self):
        rule = self.rule()
        throttle = self.env["qbo.throttle"]._of(self.connection)
        self.connection.interval_minutes = 5
        throttle.busy_at = fields.Datetime.now()
        busy = rule._next() - fields.Datetime.now()
        throttle.busy_at = fields.Datetime.now() - timedelta(hours=12)
        quiet = rule._next() - fields.Datetime.now()
        self.assertLess(busy, timedelta(minutes=6))
        self.assertGreater(quiet, timedelta(minutes=25))
        self.assertLess(quiet, timedelta(minutes=31))
