from odoo.fields import Command
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestGaps(EngineCase):
    """What is not mapped is known before anything is sent."""

    def term(self, name, days, **line):
        return self.env["account.payment.term"].create(
            {
                "name": name,
                "line_ids": [
                    Command.create({"value_amount": 100, "nb_days": days, **line})
                ],
            }
        )

    def test_missing_terms_are_counted_and_named(self):
        self.connection.action_propose_mappings()
        before = self.connection.missing_count
        self.term("In a blue moon", 77)
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.missing_count, before + 1)
        gaps = self.connection._gaps()["term"]
        self.assertIn("In a blue moon", gaps.mapped("name"))

    def test_missing_terms_can_be_created_in_quickbooks(self):
        term = self.term("Net 21 exactly", 21)
        odd = self.term("End of month", 5, delay_type="days_after_end_of_month")
        self.connection.action_create_terms()
        there = {each["Name"]: each for each in self.qbo.list("Term")}
        self.assertEqual(there["Net 21 exactly"]["DueDays"], 21)
        mapped = self.connection._mapped("term", term)
        self.assertEqual(mapped.qbo_id, there["Net 21 exactly"]["Id"])
        self.assertIn(odd, self.connection._gaps()["term"])
        partner = self.customers(1, property_payment_term_id=term.id)
        self.drain()
        ref = self.qbo.get("Customer", partner)["SalesTermRef"]
        self.assertEqual(ref["value"], there["Net 21 exactly"]["Id"])

    def test_created_twice_is_created_once(self):
        self.term("Net 21 exactly", 21)
        self.connection.action_create_terms()
        self.connection.action_create_terms()
        names = [each["Name"] for each in self.qbo.list("Term")]
        self.assertEqual(names.count("Net 21 exactly"), 1)

    def test_mapping_to_a_vanished_entry_counts_as_missing(self):
        term = self.term("Net 21 exactly", 21)
        self.connection.action_create_terms()
        self.assertNotIn(term, self.connection._gaps()["term"])
        self.connection._mapped("term", term).active = False
        self.assertIn(term, self.connection._gaps()["term"])

    def test_default_row_stands_for_all(self):
        self.term("In a blue moon", 77)
        entry = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "Term")],
            limit=1,
        )
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "reference_id": entry.id,
            }
        )
        self.assertFalse(self.connection._gaps()["term"])
