from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestException(EngineCase):
    """A problem is one row in plain words that goes away with its cause."""

    def setUp(self):
        super().setUp()
        self.run_pull()

    def refuse(self, times=1, code="2040"):
        self.emulator.control.inject(
            {
                "match": {"path": "customer"},
                "times": times,
                "fault": "error",
                "code": code,
                "message": "Invalid String",
                "detail": "The string contains invalid characters",
                "status": 400,
            }
        )

    def test_refusal_is_told_with_names_and_what_to_do(self):
        self.refuse()
        partner = self.customers(1, name="Acme")
        self.drain()
        [problem] = self.problems()
        self.assertIn("Acme", problem.title)
        self.assertIn("invalid characters", problem.message)
        self.assertTrue(problem.advice)
        self.assertTrue(problem.trace)
        self.assertEqual(problem.button, "retry")
        self.assertEqual(partner.qbo_state, "attention")

    def test_the_same_problem_again_is_counted_not_repeated(self):
        self.refuse(times=3)
        partner = self.customers(1, name="Acme")
        self.drain()
        for number in range(2):
            partner.phone = f"555 010{number}"
            self.drain()
        [problem] = self.problems()
        self.assertEqual(problem.count, 3)

    def test_problem_closes_itself_when_its_cause_is_gone(self):
        self.refuse()
        partner = self.customers(1, name="Acme")
        self.drain()
        partner.phone = "555 0100"
        self.drain()
        self.assertFalse(self.problems())
        self.assertEqual(partner.qbo_state, "linked")

    def test_button_tries_again(self):
        self.refuse()
        partner = self.customers(1, name="Acme")
        self.drain()
        self.problems().action_retry()
        self.drain()
        self.assertFalse(self.problems())
        self.assertEqual(partner.qbo_state, "linked")

    def test_who_has_the_name_can_be_chosen(self):
        self.rule(create_here=False)
        holder = self.qbo.create("Customer", {"DisplayName": "Zebra"})
        taken = {
            "match": {"path": "customer", "method": "POST"},
            "fault": "error",
            "code": "6240",
            "message": "Duplicate Name Exists Error",
            "detail": f"The name supplied already exists. : Id={holder['Id']}",
            "status": 400,
        }
        self.emulator.control.inject(taken)
        partner = self.customers(1, name="Acme")
        self.drain()
        [problem] = self.problems(kind="name")
        self.emulator.control.clear_faults()
        action = problem.action_choose()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        option = dialog.option_ids.filtered(lambda each: each.name == "Zebra")
        option.action_link()
        self.drain()
        self.assertEqual(self.link(partner).qbo_id, holder["Id"])
        self.assertFalse(self.problems())

    def test_owner_gets_one_to_do_for_many_problems(self):
        partners = self.customers(3)
        for partner in partners:
            partner.name = "\U0001f600"
        self.drain()
        self.assertEqual(len(self.problems()), 3)
        self.assertEqual(len(self.connection.activity_ids), 1)
        for number, partner in enumerate(partners):
            partner.name = f"Named {number}"
        self.drain()
        self.assertFalse(self.problems())
        self.assertFalse(self.connection.activity_ids)

    def why(self, partner):
        action = partner.action_qbo_why()
        return self.env["qbo.explanation"].browse(action["res_id"]).text

    def test_why_is_it_not_in_quickbooks(self):
        contact = self.env["res.partner"].create({"name": "Only a contact"})
        self.drain()
        self.assertIn("document needs it", self.why(contact))
        waiting = self.customers(1, name="Waiting")
        self.settle()
        self.assertIn("waits for the next run", self.why(waiting))
        self.drain()
        self.assertIn("It is in QuickBooks as Waiting", self.why(waiting))
        self.rule(paused=True)
        paused = self.customers(1, name="Paused")
        self.settle()
        self.assertIn("paused", self.why(paused))
        self.rule(paused=False, domain="[('name', '!=', 'Paused')]")
        self.settle()
        self.assertIn("not among the records", self.why(paused))

    def test_what_would_be_sent_is_shown_in_words(self):
        partner = self.customers(1, name="Acme", email="a@example.com")
        action = partner.action_qbo_preview()
        text = self.env["qbo.explanation"].browse(action["res_id"]).text
        self.assertIn("Acme", text)
        self.assertIn("a@example.com", text)
        self.assertNotIn("PrimaryEmailAddr", text)
        self.assertEqual(self.calls()["writes"], 0)

    def test_who_may_press_the_buttons(self):
        self.refuse()
        partner = self.customers(1, name="Acme")
        self.drain()
        user = new_test_user(
            self.env, "bookkeeper", "base.group_user,qbo_connector.qbo_group_user"
        )
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        problem = self.problems()
        with self.assertRaises(AccessError):
            problem.with_user(stranger).action_retry()
        with self.assertRaises(AccessError):
            partner.with_user(stranger).action_qbo_push()
        problem.with_user(user).action_retry()
        self.drain()
        self.assertEqual(partner.qbo_state, "linked")
        with self.assertRaises(AccessError):
            self.link(partner).with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.rule().with_user(user).action_pause()
