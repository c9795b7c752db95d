from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestRecover(EngineCase):
    """An answer that was lost never makes a second customer, nor loses one."""

    def setUp(self):
        super().setUp()
        self.run_sync()
        self.reset_calls()

    def inject(self, fault, times=1, **match):
        self.emulator.control.inject(
            {"match": {"path": "batch", **match}, "times": times, "fault": fault}
        )

    def intents(self):
        return self.env["qbo.intent"].search([("state", "!=", "settled")])

    def wait(self):
        """Let the time pass after which QuickBooks is at work no longer."""
        for intent in self.intents():
            intent.sent_at -= timedelta(seconds=200)
            intent.first_sent_at -= timedelta(seconds=200)
        self.env["qbo.throttle"]._of(self.connection).resume_at = False

    def settle_all(self):
        for _time in range(6):
            self.wait()
            self.run_sync()
            if not self.intents() and not self.waiting():
                return
        self.fail("an intent stays open")

    def expected(self, count):
        self.assertEqual(
            self.names_there(), [f"Customer {number:04}" for number in range(count)]
        )
        partners = self.env["res.partner"].search([("name", "like", "Customer 0")])
        self.assertEqual(len(partners), count)
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})

    def test_cut_after_commit_is_found_again(self):
        self.inject("cut_after_commit")
        self.customers(40)
        self.run_push()
        self.assertEqual(len(self.intents()), 1)
        self.settle_all()
        self.expected(40)

    def test_cut_before_is_said_again(self):
        self.inject("cut_before")
        self.customers(40)
        self.run_push()
        self.assertEqual(self.names_there(), [])
        self.settle_all()
        self.expected(40)

    def test_single_create_that_was_cut_is_found_again(self):
        self.inject("cut_after_commit", path="customer")
        self.customers(1)
        self.run_push()
        self.assertEqual(len(self.names_there()), 1)
        self.settle_all()
        self.expected(1)

    def test_nothing_is_said_anew_before_the_outcome_is_known(self):
        self.inject("cut_after_commit")
        partners = self.customers(2)
        self.run_push()
        partners.write({"phone": "555 0100"})
        self.env["qbo.throttle"]._of(self.connection).resume_at = False
        self.reset_calls()
        self.run_sync()
        self.assertEqual(self.calls()["writes"], 0)
        self.settle_all()
        self.expected(2)
        phones = [
            c["PrimaryPhone"]["FreeFormNumber"] for c in self.qbo.list("Customer")
        ]
        self.assertEqual(phones, ["555 0100"] * 2)

    def test_server_error_of_one_item_is_unknown_and_looked_up(self):
        self.emulator.control.inject(
            {
                "match": {"entity": "Customer", "nth": 2},
                "batch_items": True,
                "times": 1,
                "fault": "error",
                "code": "10000",
                "message": "An application error has occurred",
            }
        )
        self.customers(5)
        self.run_push()
        self.assertEqual(len(self.intents()), 1)
        self.settle_all()
        self.expected(5)

    def test_repeat_that_is_refused_is_looked_up_before_anything_is_made(self):
        self.inject("cut_before")
        self.customers(4)
        self.run_push()
        self.emulator.control.inject(
            {
                "match": {"entity": "Customer", "every": 2},
                "batch_items": True,
                "times": 2,
                "fault": "error",
                "code": "6000",
                "message": "A business validation error has occurred",
            }
        )
        self.settle_all()
        self.expected(4)

    def test_update_that_was_cut_is_settled(self):
        partners = self.customers(3)
        self.drain()
        self.inject("cut_after_commit")
        partners.write({"phone": "555 0100"})
        self.run_push()
        self.assertEqual(len(self.intents()), 1)
        self.settle_all()
        phones = [
            c["PrimaryPhone"]["FreeFormNumber"] for c in self.qbo.list("Customer")
        ]
        self.assertEqual(phones, ["555 0100"] * 3)
        self.expected(3)

    def test_update_that_never_arrived_is_made(self):
        partners = self.customers(3)
        self.drain()
        self.inject("cut_before")
        partners.write({"phone": "555 0100"})
        self.run_push()
        self.settle_all()
        phones = [
            c["PrimaryPhone"]["FreeFormNumber"] for c in self.qbo.list("Customer")
        ]
        self.assertEqual(phones, ["555 0100"] * 3)

    def test_adopted_link_says_so(self):
        self.inject("cut_after_commit")
        partners = self.customers(2)
        self.run_push()
        self.wait()
        self.settle()
        self.env["qbo.sync"]._run_parts(self.connection, "qbo.push.recover")
        self.settle()
        origins = set(self.env["qbo.link"].search([]).mapped("origin"))
        self.assertEqual(origins, {"adopted"})
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})

    def test_what_was_answered_but_not_understood_is_finished_later(self):
        partners = self.customers(3)
        sync = self.env["qbo.sync"]
        self.settle()
        turn = sync._open_turn(self.connection)
        self.env["qbo.push.plan"]._fill(turn)
        push = self.env["qbo.push.send"]
        intent_id = sync._transact(turn, push._write_ahead, turn.plan, None)
        request_id, body = sync._transact(turn, push._read, intent_id)
        items = push._items(body)
        answers = push._say(turn, items, request_id)
        settle = self.env["qbo.push.settle"]
        sync._transact(turn, settle._store, intent_id, answers, False)
        self.settle()
        self.assertEqual(self.intents().state, "answered")
        self.run_sync()
        self.assertFalse(self.intents())
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})
        self.expected(3)

    def test_a_restored_backup_doubles_nothing(self):
        partners = self.customers(3)
        self.drain()
        self.env["qbo.link"].search([]).unlink()
        self.env["qbo.change"]._note(
            [("Customer", "res.partner", dict.fromkeys(partners.ids))]
        )
        self.drain()
        self.expected(3)

    def test_every_write_carries_a_request_id_of_its_own(self):
        self.customers(40)
        self.drain()
        ids = self.env["qbo.intent"].search([]).mapped("request_id")
        self.assertEqual(len(ids), 2)
        self.assertEqual(len(set(ids)), 2)
        self.assertTrue(all(len(request_id) == 32 for request_id in ids))

    def test_an_answer_that_cannot_be_taken_in_holds_up_nobody(self):
        partners = self.customers(3)
        self.env.cr.execute(
            """ALTER TABLE qbo_link ADD CONSTRAINT qbo_test
                 CHECK (state <> 'linked' OR qbo_name <> 'Customer 0001')"""
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertLogs("odoo.addons.qbo_connector", "WARNING"),
        ):
            self.run_push()
        self.assertFalse(self.intents())
        self.assertEqual(
            partners.mapped("qbo_state"), ["linked", "attention", "linked"]
        )
        self.assertEqual(len(self.problems(kind="unsettled")), 1)
        self.assertTrue(self.link(partners[1]).qbo_id, "its id is not forgotten")

    def test_a_pull_before_the_outcome_is_known_takes_nothing_over_twice(self):
        self.inject("cut_after_commit")
        partners = self.customers(2)
        self.run_push()
        partners[0].name = "Renamed meanwhile"
        self.env["qbo.throttle"]._of(self.connection).resume_at = False
        self.run_pull()
        found = self.env["res.partner"].search([("name", "like", "Customer 000")])
        self.assertEqual(found, partners[1])
        self.settle_all()
        self.assertEqual(self.names_there(), ["Customer 0001", "Renamed meanwhile"])
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})
