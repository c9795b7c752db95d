from odoo.exceptions import AccessError
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestMerger(EngineCase):
    """Merged in QuickBooks, and no webhook told of it: polls find out, or ask."""

    def setUp(self):
        super().setUp()
        self.run_pull()
        self.gone = self.linked_partner("Acme", email="acme@example.com")
        self.gone_id = self.link(self.gone).qbo_id
        self.reset_calls()

    def invoice(self):
        """A linked document of the customer that will be merged away."""
        realm = self.company.realm_id
        self.emulator.control.seed(realm, {"Item": 1, "Invoice": 1})
        invoice = self.qbo.list("Invoice")[0]
        owner = {"CustomerRef": {"value": self.gone_id}}
        self.qbo.edit("Invoice", invoice["Id"], owner)
        self.env["qbo.link"].create(
            {
                "connection_id": self.connection.id,
                "entity": "Invoice",
                "qbo_id": invoice["Id"],
                "res_model": "res.partner",
                "res_id": self.gone.id,
                "state": "linked",
                "agreed": owner,
            }
        )
        self.reset_calls()

    def merge(self, kept):
        self.qbo.merge("Customer", self.link(kept).qbo_id, self.gone_id)

    def asked(self):
        [problem] = self.problems(kind="merged")
        return problem

    def test_handed_over_documents_prove_a_merge(self):
        kept = self.linked_partner("Beta")
        self.invoice()
        self.merge(kept)
        self.run_pull()
        self.assertTrue(self.gone.active)
        self.assertEqual(self.gone.name, "Acme")
        link = self.link(self.gone)
        self.assertEqual(link.qbo_id, self.link(kept).qbo_id)
        mapper = self.env["qbo.mapper"]._for("Customer")
        found = mapper._linked_id("Customer", self.gone, self.connection)
        self.assertEqual(found, self.link(kept).qbo_id)
        self.assertFalse(self.problems(entity="Customer"))
        self.drain()
        self.assertFalse(self.qbo.get("Customer", self.gone_id)["Active"])

    def test_merged_into_one_without_a_record_here_takes_its_place(self):
        self.rule(create_here=False)
        kept = self.qbo.create("Customer", {"DisplayName": "Beta"})
        self.invoice()
        self.qbo.merge("Customer", kept["Id"], self.gone_id)
        self.run_pull()
        self.run_pull()
        self.assertEqual(self.link(self.gone).qbo_id, kept["Id"])
        self.assertRecordValues(self.gone, [{"name": "Beta", "active": True}])

    def test_one_that_keeps_its_documents_was_switched_off(self):
        self.linked_partner("Acme Two", email="acme@example.com")
        self.invoice()
        self.qbo.edit("Customer", self.gone_id, {"Active": False})
        self.run_pull()
        self.assertFalse(self.gone.active)
        self.assertFalse(self.problems(entity="Customer"))

    def test_without_documents_one_that_looks_like_another_is_asked(self):
        kept = self.linked_partner("Acme Two", email="Acme@Example.com")
        self.merge(kept)
        self.run_pull()
        self.assertTrue(self.gone.active)
        self.assertEqual(self.gone.qbo_state, "attention")
        problem = self.asked()
        self.assertIn("Acme Two", problem.title)
        self.qbo.edit("Customer", self.gone_id, {"Notes": "changed"})
        self.run_pull()
        self.assertTrue(self.gone.active)
        self.assertEqual(self.asked(), problem)

    def ask(self):
        kept = self.linked_partner("Acme Two", email="acme@example.com")
        self.merge(kept)
        self.run_pull()
        return kept, self.asked()

    def test_a_person_says_whom_it_was_merged_into(self):
        kept, problem = self.ask()
        user = self.person("clerk", "user")
        action = problem.with_user(user).action_merged()
        choice = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        self.assertEqual(choice.survivor_id, self.link(kept))
        choice.action_merge()
        self.drain()
        self.assertEqual(self.link(self.gone).qbo_id, self.link(kept).qbo_id)
        self.assertTrue(self.gone.active)
        self.assertFalse(self.problems())

    def test_a_person_says_that_it_was_only_switched_off(self):
        _kept, problem = self.ask()
        problem.action_switch_off()
        self.assertFalse(self.gone.active)
        self.reset_calls()
        self.drain()
        self.assertEqual(self.calls()["writes"], 0)
        self.assertFalse(self.problems())

    def test_a_person_keeps_it_here_only(self):
        _kept, problem = self.ask()
        problem.action_keep_here()
        self.gone.phone = "1"
        self.drain()
        self.assertTrue(self.gone.active)
        self.assertFalse(self.qbo.get("Customer", self.gone_id)["Active"])
        self.assertFalse(self.problems())

    def test_made_active_again_the_question_closes_itself(self):
        self.ask()
        active = {"Active": True, "DisplayName": "Acme"}
        self.qbo.edit("Customer", self.gone_id, active)
        self.run_pull()
        self.assertFalse(self.problems())
        self.assertEqual(self.gone.qbo_state, "linked")

    def test_only_users_of_quickbooks_decide(self):
        _kept, problem = self.ask()
        stranger = self.person("stranger")
        for button in ("action_merged", "action_switch_off", "action_choose"):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(problem.with_user(stranger), button)()
