from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .engine import EngineCase

OURS = "odoo.addons.qbo_connector"


@tagged("post_install", "-at_install")
class TestSteady(EngineCase):
    """One bad record, answer or day stops nothing else."""

    def setUp(self):
        super().setUp()
        self.run_sync()
        self.reset_calls()

    def constrain(self, table, check):
        """Let the database refuse what an add-on of somebody else's might."""
        self.env.flush_all()
        self.env.cr.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT qbo_test CHECK ({check})"
        )

    def release(self, table):
        self.env.cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT qbo_test")

    def pull(self):
        self.drain(self.run_pull)

    def wait(self):
        """Let the time pass after which QuickBooks is at work no longer."""
        intents = self.env["qbo.intent"].search([("state", "!=", "settled")])
        for intent in intents:
            intent.sent_at -= timedelta(seconds=200)
            intent.first_sent_at -= timedelta(seconds=200)
        self.env["qbo.throttle"]._of(self.connection).resume_at = False
        self.settle()

    # -- planning ---------------------------------------------------------------

    def test_record_that_cannot_be_planned_holds_up_nobody(self):
        partners = self.customers(5)
        bad = partners[2]
        self.constrain("qbo_link", f"res_id <> {bad.id} OR state <> 'waiting'")
        with mute_logger("odoo.sql_db", OURS):
            self.drain()
        self.assertEqual(
            self.names_there(),
            [f"Customer {number:04}" for number in (0, 1, 3, 4)],
        )
        self.assertTrue(self.problems(), "somebody is told")
        self.release("qbo_link")
        bad.phone = "555 0100"
        self.drain()
        self.assertEqual(len(self.names_there()), 5)

    def test_what_a_run_stumbles_over_is_told_and_closes_itself(self):
        self.env["qbo.throttle"]._of(self.connection).compared_at -= timedelta(days=3)
        limit = fields.Datetime.now() - timedelta(days=2)
        self.constrain("qbo_throttle", f"compared_at < '{limit}'")
        there = self.qbo.create("Customer", {"DisplayName": "Arrives All The Same"})
        self.env["qbo.remote.change"]._leave(
            self.connection, [("Customer", there["Id"], "Create", None, None)]
        )
        with mute_logger("odoo.sql_db", OURS):
            self.run_sync()
        self.assertEqual(len(self.problems(kind="internal")), 1)
        arrived = [("name", "=", "Arrives All The Same")]
        self.assertEqual(self.env["res.partner"].search_count(arrived), 1)
        self.release("qbo_throttle")
        self.run_sync()
        self.assertFalse(self.problems(kind="internal"))

    def test_ignored_object_without_record_leaves_the_nightly_net_whole(self):
        self.rule(create_there="always")
        partner = self.linked_partner("Acme")
        self.link(partner).write({"state": "ignored", "res_id": False})
        other = self.customers(1)
        self.env["qbo.change"].search([]).unlink()
        self.env["qbo.throttle"]._of(self.connection).compared_at -= timedelta(days=3)
        self.run_sync()
        self.drain()
        self.assertEqual(other.qbo_state, "linked")
        found = self.env["res.partner"].search([("qbo_state", "=", "none")])
        self.assertIn(partner, found)

    # -- reading ----------------------------------------------------------------

    def refuse(self, times=None, **match):
        self.emulator.control.inject(
            {
                "match": match,
                "times": times,
                "fault": "error",
                "code": "4002",
                "message": "Invalid query",
                "type": "ValidationFault",
                "status": 400,
            }
        )

    def test_refused_changes_of_all_types_are_asked_for_type_by_type(self):
        partner = self.linked_partner("Acme")
        self.qbo.edit("Customer", partner, {"DisplayName": "Acme Ltd"})
        self.refuse(times=1, path="/cdc")
        self.pull()
        self.assertEqual(partner.name, "Acme Ltd")
        self.assertFalse(self.problems())
        self.assertFalse(self.env["qbo.throttle"]._of(self.connection)._held())

    def test_type_whose_changes_are_refused_is_read_by_pages(self):
        partner = self.linked_partner("Acme")
        self.qbo.edit("Customer", partner, {"DisplayName": "Acme Ltd"})
        self.refuse(path="/cdc")
        self.pull()
        self.assertEqual(partner.name, "Acme Ltd")
        other = self.customers(1)
        self.run_sync()
        self.assertEqual(other.qbo_state, "linked", "sending goes on")

    def test_noted_object_that_cannot_be_read_waits_and_then_is_told(self):
        partner = self.linked_partner("Acme")
        note = ("Customer", self.link(partner).qbo_id, "Check", None, None)
        self.env["qbo.remote.change"]._leave(self.connection, [note])
        self.refuse(path="/query")
        self.rule(next_at=fields.Datetime.now() + timedelta(hours=1))
        self.run_sync()
        [problem] = self.problems()
        self.assertEqual(problem.kind, "pull")
        self.assertFalse(self.env["qbo.remote.change"].search([]))

    # -- deletions that Odoo will not follow --------------------------------------

    def test_deletion_that_odoo_refuses_is_one_problem(self):
        self.rule(gone_there="cancel")
        partners = [self.linked_partner(f"Partner {number}") for number in range(4)]
        links = [self.link(partner) for partner in partners]
        self.constrain("res_partner", f"active OR id <> {partners[1].id}")
        removal, sync = self.env["qbo.removal"], self.env["qbo.sync"]
        self.settle()
        turn = sync._open_turn(self.connection)
        ids = [link.qbo_id for link in links]
        with mute_logger("odoo.sql_db", OURS):
            removal._gone_there(turn, "Customer", ids, confirmed=True)
        self.settle()
        self.assertEqual(
            [partner.active for partner in partners], [False, True, False, False]
        )
        [problem] = self.problems()
        self.assertEqual((problem.kind, problem.res_id), ("gone", partners[1].id))
        self.assertTrue(problem.message)

    # -- answers ------------------------------------------------------------------

    def test_request_without_answer_is_said_singly_after_some_attempts(self):
        self.emulator.control.inject(
            {"match": {"path": "/batch"}, "fault": "cut_before"}
        )
        partners = self.customers(3)
        for _time in range(12):
            self.run_sync()
            self.wait()
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})
        self.assertEqual(len(self.names_there()), 3)
        self.assertFalse(self.problems())

    def test_single_request_without_answer_goes_to_a_person(self):
        self.emulator.control.inject(
            {
                "match": {"path": "/customer", "method": "POST"},
                "fault": "status_500",
            }
        )
        partner = self.customers(1)
        for _time in range(12):
            self.run_sync()
            self.wait()
        [problem] = self.problems()
        self.assertEqual((problem.kind, problem.button), ("unanswered", "retry"))
        self.assertEqual(partner.qbo_state, "attention")
        self.emulator.control.clear_faults()
        problem.action_retry()
        self.run_sync()
        self.assertEqual(partner.qbo_state, "linked")
        self.assertFalse(self.problems())

    def test_token_that_is_no_number_does_not_stop_its_link(self):
        partner = self.linked_partner("Acme")
        self.link(partner).sync_token = "x7"
        self.qbo.edit("Customer", partner, {"PrimaryPhone": None})
        partner.phone = "555 0100"
        self.drain(self.run_sync)
        self.pull()
        self.drain(self.run_sync)
        there = self.qbo.get("Customer", partner)
        self.assertEqual(there["PrimaryPhone"]["FreeFormNumber"], "555 0100")
        self.assertEqual(self.link(partner).sync_token, there["SyncToken"])

    # -- undo -----------------------------------------------------------------------

    def test_job_remembers_what_it_created_and_can_be_undone_once(self):
        partners = self.customers(3)
        self.env["qbo.change"].search([]).unlink()
        run = self.env["qbo.run"]._start(self.connection, partners)
        self.drain()
        self.assertEqual(len(run.link_ids), 3)
        run.action_undo()
        self.drain()
        there = self.qbo.list("Customer")
        self.assertEqual([each["Active"] for each in there], [False] * 3)
        self.assertEqual(set(run.link_ids.mapped("state")), {"undone"})
        self.assertFalse(self.problems())
        self.reset_calls()
        run.action_undo()
        self.drain()
        self.assertEqual(self.calls()["total"], 0)
