from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestCron(EngineCase):
    """The scheduled run never raises and comes back when it should."""

    def run_cron(self):
        self.settle()
        self.connection.sudo().cron_id.method_direct_trigger()
        self.settle()

    def triggers(self):
        cron = self.connection.sudo().cron_id
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def test_the_scheduler_runs_everything(self):
        self.customers(3)
        self.run_cron()
        self.assertEqual(len(self.names_there()), 3)

    def test_saving_wakes_the_run_once_and_makes_no_call(self):
        self.run_sync()
        self.triggers().unlink()
        self.reset_calls()
        self.env.cr.precommit.data.clear()
        partners = self.customers(3)
        partners.write({"phone": "555 0100"})
        self.assertEqual(len(self.triggers()), 1)
        self.assertEqual(self.calls()["total"], 0)

    def test_an_unreachable_quickbooks_is_tried_again_later(self):
        self.run_sync()
        self.emulator.control.inject(
            {"match": {}, "times": None, "fault": "cut_before"}
        )
        self.rule(next_at=False)
        self.triggers().unlink()
        self.run_cron()
        self.assertTrue(self.triggers())
        self.assertTrue(self.env["qbo.throttle"]._of(self.connection)._held())
        self.emulator.control.clear_faults()

    def test_unknown_outcome_wakes_the_run_in_time(self):
        self.run_sync()
        self.emulator.control.inject(
            {"match": {"path": "batch"}, "times": 1, "fault": "cut_after_commit"}
        )
        self.customers(3)
        self.triggers().unlink()
        self.run_push()
        latest = max(self.triggers().mapped("call_at"))
        self.assertGreater(latest, fields.Datetime.now() + timedelta(seconds=140))

    def test_slow_answers_make_smaller_batches(self):
        throttle = self.env["qbo.throttle"]._of(self.connection)
        throttle._took(25)
        self.assertEqual(throttle.batch_size, 15)
        throttle._took(25)
        self.assertEqual(throttle.batch_size, 7)
        throttle._took(1)
        self.assertEqual(throttle.batch_size, 14)
        for _time in range(4):
            throttle._took(1)
        self.assertEqual(throttle.batch_size, 30)

    def test_a_run_that_did_something_is_listed(self):
        self.customers(3)
        self.run_cron()
        run = self.env["qbo.run"].search([], limit=1)
        self.assertEqual(run.created, 3)
        self.assertEqual(run.state, "done")
        before = self.env["qbo.run"].search_count([])
        self.run_cron()
        self.assertEqual(self.env["qbo.run"].search_count([]), before)


@tagged("post_install", "-at_install")
class TestCompare(EngineCase):
    """A nightly look finds what no watch can see, without a call."""

    def setUp(self):
        super().setUp()
        # The night also finds what Odoo's demo data brings: not what is tested here.
        partners = self.env["res.partner"].with_context(active_test=False)
        newest = partners.search([], order="id desc", limit=1)
        for entity in ("Customer", "Vendor"):
            self.rule(entity, domain=repr([("id", ">", newest.id)]))
        self.drain(self.run_sync)

    def night(self):
        throttle = self.env["qbo.throttle"]._of(self.connection)
        throttle.compared_at = fields.Datetime.now() - timedelta(days=2)
        self.rule(next_at=fields.Datetime.now() + timedelta(hours=1))
        self.reset_calls()
        self.drain(self.run_sync)

    def test_what_is_in_step_costs_no_call(self):
        self.customers(5)
        self.drain(self.run_sync)
        self.night()
        self.assertEqual(self.calls()["total"], 0)

    def test_a_change_past_the_orm_is_found(self):
        partner = self.linked_partner("Acme")
        self.env.cr.execute(
            "UPDATE res_partner SET phone = '555 0100' WHERE id = %s", [partner.id]
        )
        self.env.invalidate_all()
        self.night()
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], "555 0100")

    def test_a_record_whose_mark_was_lost_is_found(self):
        self.customers(1, name="Lost")
        self.env["qbo.change"].search([]).unlink()
        self.night()
        self.assertEqual(self.names_there(), ["Lost"])


@tagged("post_install", "-at_install")
class TestJob(EngineCase):
    """Bulk work runs in the background, shows how far it is and can be stopped."""

    def test_many_records_are_a_job_with_a_bar(self):
        partners = self.customers(70)
        self.env["qbo.change"].search([]).unlink()
        action = partners.action_qbo_push()
        run = self.env["qbo.run"].browse(action["res_id"])
        self.assertEqual((run.total, run.done, run.state), (70, 0, "running"))
        self.drain()
        self.assertEqual((run.done, run.state), (70, "done"))
        self.assertEqual(run.progress, 100)
        self.assertEqual(len(self.names_there()), 70)

    def test_the_bar_moves_over_the_bus(self):
        partners = self.customers(3)
        self.env["qbo.change"].search([]).unlink()
        partners.action_qbo_push()
        self.drain()
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].search([("message", "like", "qbo_run")])
        self.assertTrue(told)

    def test_stop(self):
        partners = self.customers(5)
        self.env["qbo.change"].search([]).unlink()
        action = partners.action_qbo_push()
        run = self.env["qbo.run"].browse(action["res_id"])
        run.action_stop()
        self.run_push()
        self.assertEqual(self.names_there(), [])
        self.assertEqual(run.state, "stopped")

    def test_stop_holds_for_what_is_about_to_be_sent(self):
        known = self.linked_partner("Known")
        partners = self.customers(5)
        self.env["qbo.change"].search([]).unlink()
        known.phone = "1"
        self.env["qbo.change"].search([]).unlink()
        action = (partners | known).action_qbo_push()
        run = self.env["qbo.run"].browse(action["res_id"])
        turn = self.env["qbo.sync"]._open_turn(self.connection)
        self.env["qbo.push.plan"]._fill(turn)
        self.assertEqual(len(turn.plan), 6)
        self.settle()
        run.action_stop()
        self.settle()
        self.env["qbo.push.send"]._step(turn)
        self.run_push()
        self.assertEqual(self.names_there(), ["Known"])
        self.assertNotIn("PrimaryPhone", self.qbo.get("Customer", known))
        self.assertEqual(set(partners.mapped("qbo_state")), {"none"})

    def test_undo_takes_back_exactly_what_the_run_created(self):
        self.linked_partner("Before")
        partners = self.customers(2)
        self.drain(self.run_sync)
        run = self.link(partners[0]).run_id
        self.assertEqual(run.created, 2)
        run.action_undo()
        self.drain(self.run_sync)
        active = [c["DisplayName"] for c in self.qbo.list("Customer") if c["Active"]]
        self.assertEqual(active, ["Before"])
        partners.write({"phone": "1"})
        self.drain(self.run_sync)
        active = [c["DisplayName"] for c in self.qbo.list("Customer") if c["Active"]]
        self.assertEqual(active, ["Before"])
        self.assertTrue(all(partners.mapped("active")))
