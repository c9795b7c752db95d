from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestRule(EngineCase):
    """Each type is exchanged as its rule says."""

    def setUp(self):
        super().setUp()
        self.run_pull()
        self.reset_calls()

    def test_each_type_gets_a_rule(self):
        rules = self.env["qbo.rule"].search(
            [("connection_id", "=", self.connection.id)]
        )
        self.assertIn("Customer", rules.mapped("entity"))
        self.assertEqual(len(rules), len(set(rules.mapped("entity"))))

    def test_paused_type_neither_goes_nor_comes_and_loses_nothing(self):
        partner = self.linked_partner("Acme")
        self.rule(paused=True)
        partner.name = "Acme Ltd"
        self.qbo.create("Customer", {"DisplayName": "New there"})
        self.run_sync()
        self.assertEqual(self.qbo.get("Customer", partner)["DisplayName"], "Acme")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "New there")]))
        self.rule().action_resume()
        self.rule().next_at = False
        self.run_sync()
        self.assertEqual(self.qbo.get("Customer", partner)["DisplayName"], "Acme Ltd")
        self.assertTrue(self.env["res.partner"].search([("name", "=", "New there")]))

    def test_no_push(self):
        self.rule(push=False)
        self.customers(1)
        self.drain()
        self.assertEqual(self.names_there(), [])

    def test_no_pull(self):
        partner = self.linked_partner("Acme")
        self.rule(pull=False)
        # each add-on brings types of its own
        self.env["qbo.rule"].search([]).pull = False
        self.qbo.edit("Customer", partner, {"DisplayName": "Acme Ltd"})
        self.reset_calls()
        self.run_pull()
        self.assertEqual(partner.name, "Acme")
        self.assertEqual(self.calls()["total"], 0)

    def test_only_records_of_the_filter_go(self):
        self.rule(domain="[('city', '=', 'Springfield')]")
        self.customers(1, name="Here", city="Springfield")
        self.customers(1, name="Elsewhere", city="Shelbyville")
        self.drain()
        self.assertEqual(self.names_there(), ["Here"])

    def test_new_ones_by_hand_only(self):
        self.rule(create_there="never")
        partner = self.customers(1, name="Acme")
        self.drain()
        self.assertEqual(self.names_there(), [])
        partner.action_qbo_push()
        self.settle()
        self.assertEqual(self.names_there(), ["Acme"])

    def test_interval_of_a_type(self):
        self.rule(interval_minutes=120)
        self.run_pull()
        rule = self.rule()
        self.assertGreater(rule.next_at, fields.Datetime.now() + timedelta(minutes=110))
        self.reset_calls()
        self.run_sync()
        self.assertEqual(self.calls()["total"], 0, "it is not due yet")

    def test_needed_record_that_may_not_be_created_is_told(self):
        self.rule(create_there="never")
        partner = self.customers(1, name="Acme")
        self.drain()
        self.env["qbo.change"]._insert(
            [
                {
                    "connection_id": self.connection.id,
                    "entity": "Customer",
                    "res_model": "res.partner",
                    "res_id": partner.id,
                    "needed": True,
                }
            ]
        )
        self.drain()
        [problem] = self.problems(kind="needed")
        self.assertIn("Acme", problem.title)
        partner.action_qbo_push()
        self.settle()
        self.assertFalse(self.problems())

    def test_a_mapping_that_was_missing_is_tried_again_once_there_is_one(self):
        partner = self.linked_partner("Acme")
        problem = {
            "kind": "mapping",
            "title": "There is no mapping",
            "button": "map",
            "last_at": fields.Datetime.now() - timedelta(hours=1),
        }
        self.env["qbo.exception"]._open_links([(self.link(partner), problem)])
        self.run_sync()
        self.assertEqual(len(self.problems(kind="mapping")), 1)
        reference = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "Term")],
            limit=1,
        )
        term = self.env["account.payment.term"].search([], limit=1)
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "res_model": term._name,
                "res_id": term.id,
                "reference_id": reference.id,
            }
        )
        self.drain(self.run_sync)
        self.assertFalse(self.problems(kind="mapping"))
