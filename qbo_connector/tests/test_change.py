from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestChange(EngineCase):
    """Saving marks, and does nothing else."""

    def setUp(self):
        super().setUp()
        self.drain()

    def marks(self):
        return self.env["qbo.change"].search([("entity", "=", "Customer")])

    def test_a_mapped_field_marks_and_another_does_not(self):
        partner = self.linked_partner("Acme")
        partner.color = 3
        self.assertFalse(self.marks())
        partner.phone = "555 0100"
        self.assertRecordValues(
            self.marks(), [{"entity": "Customer", "res_id": partner.id}]
        )

    def test_an_address_of_a_contact_marks_its_company(self):
        partner = self.linked_partner("Acme")
        child = self.env["res.partner"].create(
            {"name": "Warehouse", "parent_id": partner.id, "type": "delivery"}
        )
        self.drain()
        child.street = "Dock 4"
        self.assertEqual(set(self.marks().mapped("res_id")), {partner.id})
        self.run_push()
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["ShipAddr"]["Line1"], "Dock 4")

    def test_marks_of_a_type_that_was_uninstalled_are_swept_away(self):
        partner = self.linked_partner("Acme")
        partner.phone = "1"
        shared = {"connection_id": self.connection.id, "res_model": "res.partner"}
        row = {"entity": "Estimate", "res_id": partner.id, **shared}
        self.env["qbo.change"]._insert([row])
        self.env["qbo.change"]._gc_strangers()
        left = self.env["qbo.change"].search([]).mapped("entity")
        self.assertIn("Customer", left)
        self.assertNotIn("Estimate", left)

    def test_deletion_marks(self):
        partner = self.linked_partner("Acme")
        res_id = partner.id
        partner.unlink()
        self.assertEqual(self.marks().mapped("res_id"), [res_id])

    def test_a_mark_set_while_the_record_is_sent_stays(self):
        partner = self.customers(1, name="Acme")
        self.settle()
        sync, push = self.env["qbo.sync"], self.env["qbo.push.send"]
        turn = sync._open_turn(self.connection)
        self.env["qbo.push.plan"]._fill(turn)
        intent_id = sync._transact(turn, push._write_ahead, turn.plan, None)
        partner.phone = "555 0100"
        self.settle()
        push._send(turn, intent_id)
        self.settle()
        self.assertEqual(self.marks().mapped("res_id"), [partner.id])
        self.run_push()
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], "555 0100")

    def test_records_of_another_company_are_not_marked(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["qbo.change"].search([]).unlink()
        self.env["res.partner"].create(
            {"name": "Theirs", "customer_rank": 1, "company_id": other.id}
        )
        self.drain()
        self.assertNotIn("Theirs", self.names_there())
