from odoo import sql_db
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .engine import EngineCase


class GapCase(EngineCase):
    def term(self, name, days, **line):
        return self.env["account.payment.term"].create(
            {
                "name": name,
                "line_ids": [
                    Command.create({"value_amount": 100, "nb_days": days, **line})
                ],
            }
        )

    def missing(self, kind="term"):
        """What is missing of a kind."""
        self.settle()
        all_missing = self.connection._missing_mappings(kind)
        return self.env["account.payment.term"].union(
            *(gap.records for gap in all_missing)
        )

    def entry(self, name="Net 30", entity="Term"):
        return self.env["qbo.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", entity),
                ("name", "=", name),
            ]
        )

    def used_term(self, name, days, **line):
        """A term that a customer has."""
        term = self.term(name, days, **line)
        self.customers(1, property_payment_term_id=term.id)
        return term

    def map(self, term, entry):
        return self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "record": f"{term._name},{term.id}" if term else False,
                "reference_id": entry.id,
            }
        )


@tagged("post_install", "-at_install")
class TestGaps(GapCase):
    """What is not mapped is known before anything is sent."""

    def test_missing_terms_are_counted_and_named(self):
        before = self.connection.missing_count
        self.used_term("In a blue moon", 77)
        self.settle()
        self.assertEqual(self.connection.missing_count, before + 1)
        self.assertIn("In a blue moon", self.connection.missing_text)

    def test_terms_that_nobody_has_are_not_missing(self):
        self.assertNotIn(self.term("In a blue moon", 77), self.missing())

    def test_terms_of_vendors_are_missing_too(self):
        term = self.term("In a blue moon", 77)
        vals = {"supplier_rank": 1, "property_supplier_payment_term_id": term.id}
        self.env["res.partner"].create({"name": "Vendor", **vals})
        self.assertIn(term, self.missing())

    def test_missing_terms_can_be_created_in_quickbooks(self):
        term = self.used_term("Net 21 exactly", 21)
        odd = self.used_term("End of month", 5, delay_type="days_after_end_of_month")
        self.connection.action_create_terms()
        there = {each["Name"]: each for each in self.qbo.list("Term")}
        self.assertEqual(there["Net 21 exactly"]["DueDays"], 21)
        mapped = self.connection._mapped("term", term)
        self.assertEqual(mapped.qbo_id, there["Net 21 exactly"]["Id"])
        self.assertIn(odd, self.missing())
        partner = self.customers(1, property_payment_term_id=term.id)
        self.drain()
        ref = self.qbo.get("Customer", partner)["SalesTermRef"]
        self.assertEqual(ref["value"], there["Net 21 exactly"]["Id"])

    def test_terms_that_end_with_a_month_are_created_as_such(self):
        kinds = {
            "This month": ("days_after_end_of_month", 0),
            "Next month": ("days_after_end_of_next_month", 31),
        }
        for name, (delay_type, _days) in kinds.items():
            self.used_term(name, 0, delay_type=delay_type)
        self.connection.action_create_terms()
        there = {each["Name"]: each for each in self.qbo.list("Term")}
        for name, (_delay_type, days) in kinds.items():
            term = there[name]
            self.assertEqual(term["Type"], "DATE_DRIVEN")
            self.assertEqual(
                (term["DayOfMonthDue"], term["DueNextMonthDays"]), (31, days)
            )

    def test_created_twice_is_created_once(self):
        self.used_term("Net 21 exactly", 21)
        self.connection.action_create_terms()
        self.connection.action_create_terms()
        names = [each["Name"] for each in self.qbo.list("Term")]
        self.assertEqual(names.count("Net 21 exactly"), 1)

    def test_mapping_to_a_vanished_entry_counts_as_missing(self):
        term = self.used_term("Net 21 exactly", 21)
        self.connection.action_create_terms()
        self.assertNotIn(term, self.missing())
        self.connection._mapped("term", term).active = False
        self.assertIn(term, self.missing())

    def test_default_row_stands_for_all(self):
        self.used_term("In a blue moon", 77)
        self.map(self.env["account.payment.term"], self.entry())
        self.assertFalse(self.missing())

    def test_default_row_that_points_nowhere_is_one_gap(self):
        for days in (77, 78):
            self.used_term(f"In {days} days", days)
        row = self.map(self.env["account.payment.term"], self.entry())
        row.reference_id.active = False
        self.settle()
        [gap] = self.connection._missing_mappings("term")
        self.assertEqual(gap.mapping, row)

    def test_counting_costs_the_same_for_many_partners(self):
        costs = []
        for count in (20, 200):
            self.customers(count, property_payment_term_id=self.term("T", 5).id)
            self.settle()
            before = sql_db.sql_counter
            self.connection._missing_mappings()
            costs.append(sql_db.sql_counter - before)
        self.assertLessEqual(costs[1], costs[0] + 1, costs)


@tagged("post_install", "-at_install")
class TestGapList(GapCase):
    """What is missing is one list, with what was found by name beside it."""

    def rows(self):
        """The list as it opens from the connection, as far as the tests made it."""
        self.settle()
        action = self.connection.action_open_missing_mappings()
        rows = self.listed(action)
        return rows.with_context(**action["context"])

    def listed(self, action):
        mine = [("name", "in", ("Moon", "Net 30"))]
        return self.env["qbo.missing.mapping"].search([*action["domain"], *mine])

    def test_proposals_are_accepted_with_one_click(self):
        named, other = self.used_term("Net 30", 99), self.used_term("Moon", 77)
        rows = self.rows()
        self.assertEqual(rows.mapped("name"), ["Moon", "Net 30"])
        self.assertEqual(rows.reference_id, self.entry("Net 30"))
        rows.action_accept_all()
        self.assertEqual(self.connection._mapped("term", named).name, "Net 30")
        self.assertIn(other, self.missing())
        self.assertNotIn(named, self.missing())
        mapping = self.env["qbo.mapping"].search([("res_id", "=", named.id)])
        self.assertTrue(mapping.filtered_domain([("kind", "=", "term")]).is_proposed)

    def test_a_gap_is_filled_by_hand(self):
        term = self.used_term("Moon", 77)
        [row] = self.rows()
        row.write({"reference_id": self.entry("Net 60").id})
        action = row.action_accept()
        self.assertFalse(self.listed(action))
        self.assertEqual(self.connection._mapped("term", term).name, "Net 60")

    def test_a_row_that_points_nowhere_is_pointed_elsewhere(self):
        term = self.used_term("Moon", 77)
        mapping = self.map(term, self.entry("Net 60"))
        mapping.reference_id.active = False
        [row] = self.rows()
        self.assertEqual(row.was, "Net 60")
        row.reference_id = self.entry("Net 15")
        row.action_accept()
        self.assertEqual(mapping.reference_id.name, "Net 15")

    def test_nothing_chosen_is_said(self):
        self.used_term("Moon", 77)
        rows = self.rows()
        (self.env["qbo.missing.mapping"].search([]) - rows).unlink()
        with self.assertRaises(UserError):
            rows.action_accept_all()
        with self.assertRaises(UserError):
            rows.action_accept()

    def test_only_administrators_fill_gaps(self):
        self.used_term("Net 30", 99)
        user = self.person("clerk", "user")
        with self.assertRaises(AccessError):
            self.connection.with_user(user).action_open_missing_mappings()
        rows = self.rows()
        with self.assertRaises(AccessError):
            rows.with_user(user).action_accept()

    def test_held_back_customer_goes_once_the_gap_is_filled(self):
        term = self.used_term("Moon", 77)
        partner = self.env["res.partner"].search(
            [("property_payment_term_id", "=", term.id)]
        )
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["writes"], 0)
        self.assertIn("the payment term Moon", self.problems().title)
        [row] = self.rows()
        row.reference_id = self.entry("Net 60")
        row.action_accept()
        self.run_push()
        self.assertEqual(self.link(partner).state, "linked")
        self.assertFalse(self.problems())
