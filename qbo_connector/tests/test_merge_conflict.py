from odoo.tests import tagged

from ..qbo.three_way import compare, keeping, moved, part_of, reads_otherwise
from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestThreeWay(EngineCase):
    """The comparison is a table of values."""

    # agreed, ours, here, there, winner -> take, send, disputed
    CASES = (
        ("both as agreed", {"A": "1"}, None, {"A": "1"}, {"A": "1"}, "ask", {}, {}, {}),
        (
            "changed here",
            {"A": "1"},
            None,
            {"A": "2"},
            {"A": "1"},
            "ask",
            {},
            {"A": "2"},
            {},
        ),
        (
            "changed there",
            {"A": "1"},
            None,
            {"A": "1"},
            {"A": "2"},
            "ask",
            {"A": "2"},
            {},
            {},
        ),
        ("same on both", {"A": "1"}, None, {"A": "2"}, {"A": "2"}, "ask", {}, {}, {}),
        ("emptied here", {"A": "1"}, None, {}, {"A": "1"}, "ask", {}, {"A": None}, {}),
        ("emptied there", {"A": "1"}, None, {"A": "1"}, {}, "ask", {"A": None}, {}, {}),
        (
            "clash, Odoo",
            {"A": "1"},
            None,
            {"A": "2"},
            {"A": "3"},
            "odoo",
            {},
            {"A": "2"},
            {},
        ),
        (
            "clash, QuickBooks",
            {"A": "1"},
            None,
            {"A": "2"},
            {"A": "3"},
            "quickbooks",
            {"A": "3"},
            {},
            {},
        ),
        (
            "clash, ask",
            {"A": "1"},
            None,
            {"A": "2"},
            {"A": "3"},
            "ask",
            {},
            {},
            {"A": ("2", "3")},
        ),
        (
            "clash, merge",
            {"A": "1"},
            None,
            {"A": "2"},
            {"A": "3"},
            "merge",
            {},
            {},
            {"A": ("2", "3")},
        ),
        (
            "filled beats emptied",
            {"A": "1"},
            None,
            {},
            {"A": "3"},
            "merge",
            {"A": "3"},
            {},
            {},
        ),
        (
            "filled here beats emptied",
            {"A": "1"},
            None,
            {"A": "2"},
            {},
            "merge",
            {},
            {"A": "2"},
            {},
        ),
        (
            "reads otherwise, untouched",
            {"A": "1"},
            {"A": "x"},
            {"A": "x"},
            {"A": "1"},
            "ask",
            {},
            {},
            {},
        ),
        (
            "reads otherwise, changed there",
            {"A": "1"},
            {"A": "x"},
            {"A": "x"},
            {"A": "2"},
            "ask",
            {"A": "2"},
            {},
            {},
        ),
        (
            "reads otherwise, changed here",
            {"A": "1"},
            {"A": "x"},
            {"A": "y"},
            {"A": "1"},
            "ask",
            {},
            {"A": "y"},
            {},
        ),
        (
            "never met, one side each",
            None,
            None,
            {"A": "1"},
            {"B": "2"},
            "ask",
            {"B": "2"},
            {"A": "1"},
            {},
        ),
        (
            "never met, differ",
            None,
            None,
            {"A": "1"},
            {"A": "2"},
            "ask",
            {},
            {},
            {"A": ("1", "2")},
        ),
        (
            "numbers by value",
            {"A": 1},
            None,
            {"A": "1"},
            {"A": 1.0},
            "ask",
            {},
            {"A": "1"},
            {},
        ),
    )

    def test_table(self):
        for name, agreed, ours, here, there, winner, take, send, disputed in self.CASES:
            with self.subTest(name):
                outcome = compare(here, there, agreed, ours, winner)
                self.assertEqual(outcome.take, take)
                self.assertEqual(outcome.send, send)
                self.assertEqual(outcome.disputed, disputed)

    def test_different_fields_survive_under_every_winner(self):
        for winner in ("odoo", "quickbooks", "merge", "ask"):
            agreed = {"A": "1", "B": "1"}
            outcome = compare(
                {"A": "2", "B": "1"}, {"A": "1", "B": "2"}, agreed, None, winner
            )
            self.assertEqual((outcome.take, outcome.send), ({"B": "2"}, {"A": "2"}))
            self.assertFalse(outcome.disputed)

    def test_parts_of_payloads(self):
        payload = {"Id": "1", "A": {"B": "2", "C": "3"}, "D": "4"}
        self.assertEqual(
            part_of(payload, ["A.B", "D"], {"A.B": "2", "D": None}),
            {"Id": "1", "A": {"B": "2"}, "D": None},
        )
        self.assertEqual(moved({"A": "1"}, {"A": "1", "B": "2"}, None), {"B": None})
        self.assertEqual(
            reads_otherwise({"A": "x"}, {"A": "1", "B": "2"}), {"A": "x", "B": None}
        )
        self.assertEqual(
            keeping({"A": "3", "B": "4"}, {"A": "1"}, {"A": ()}), {"A": "1", "B": "4"}
        )


@tagged("post_install", "-at_install")
class TestClash(EngineCase):
    """Both sides changed the same customer."""

    def both_changed(self, winner):
        self.rule(winner=winner)
        partner = self.linked_partner("Acme", phone="1", email="a@example.com")
        partner.write({"phone": "2"})
        self.qbo.edit(
            "Customer",
            partner,
            {
                "PrimaryPhone": {"FreeFormNumber": "3"},
                "PrimaryEmailAddr": {"Address": "b@example.com"},
            },
        )
        self.run_pull()
        self.run_push()
        return partner

    def phone_there(self, partner):
        return self.qbo.get("Customer", partner)["PrimaryPhone"]["FreeFormNumber"]

    def test_odoo_wins(self):
        partner = self.both_changed("odoo")
        self.assertRecordValues(partner, [{"phone": "2", "email": "b@example.com"}])
        self.assertEqual(self.phone_there(partner), "2")

    def test_quickbooks_wins(self):
        partner = self.both_changed("quickbooks")
        self.assertRecordValues(partner, [{"phone": "3", "email": "b@example.com"}])
        self.assertEqual(self.phone_there(partner), "3")

    def test_ask_keeps_both_until_a_person_decides(self):
        partner = self.both_changed("ask")
        self.assertRecordValues(
            partner,
            [{"phone": "2", "email": "b@example.com", "qbo_state": "attention"}],
        )
        self.assertEqual(self.phone_there(partner), "3")
        [problem] = self.problems(kind="clash")
        self.assertRecordValues(
            problem.conflict_ids, [{"label": "Phone", "ours": "2", "theirs": "3"}]
        )

    def test_choosing_ours_sends_it(self):
        partner = self.both_changed("ask")
        self.problems(kind="clash").conflict_ids.action_ours()
        self.run_push()
        self.assertEqual(self.phone_there(partner), "2")
        self.assertFalse(self.problems())
        self.assertEqual(partner.qbo_state, "linked")

    def test_choosing_theirs_takes_it(self):
        partner = self.both_changed("ask")
        self.problems(kind="clash").conflict_ids.action_theirs()
        self.reset_calls()
        self.run_push()
        self.assertEqual(partner.phone, "3")
        self.assertEqual(self.calls()["total"], 0)
        self.assertFalse(self.problems())
        self.assertEqual(partner.qbo_state, "linked")

    def test_other_fields_go_on_while_one_is_disputed(self):
        partner = self.both_changed("ask")
        partner.website = "https://acme.example.com"
        self.run_push()
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["WebAddr"]["URI"], "https://acme.example.com")
        self.assertEqual(self.phone_there(partner), "3")
        self.assertEqual(partner.phone, "2")
        self.assertEqual(len(self.problems(kind="clash")), 1)

    def test_clash_that_dissolves_closes_its_problem(self):
        partner = self.both_changed("ask")
        self.qbo.edit("Customer", partner, {"PrimaryPhone": {"FreeFormNumber": "2"}})
        self.run_pull()
        self.assertFalse(self.problems())
        self.assertEqual(partner.qbo_state, "linked")


@tagged("post_install", "-at_install")
class TestFirstMeeting(EngineCase):
    """The same customer was entered on both sides before there was a connection."""

    def setUp(self):
        super().setUp()
        payload = {
            "DisplayName": "Acme Fine Anvils",
            "PrimaryEmailAddr": {"Address": "a@acme.example.com"},
            "PrimaryPhone": {"FreeFormNumber": "555-0103"},
            "Notes": "Theirs",
        }
        self.theirs = self.qbo.create("Customer", payload)["Id"]
        self.partner = self.env["res.partner"].create(
            {
                "name": "Acme Fine Anvils",
                "email": "a@acme.example.com",
                "phone": "555-0102",
                "website": "https://acme.example.com",
                "customer_rank": 1,
            }
        )

    def there(self):
        payload = self.qbo.get("Customer", self.theirs)
        return payload["PrimaryPhone"]["FreeFormNumber"], payload["Notes"]

    def meet(self):
        """Let them meet; give what Odoo, then what QuickBooks holds."""
        self.run_pull()
        self.run_push()
        self.assertEqual(self.partner.qbo_link_ids.qbo_id, self.theirs)
        return self.partner.phone, *self.there()

    def test_merging_overwrites_nothing_and_asks_nothing(self):
        self.assertEqual(self.meet(), ("555-0102", "555-0103", "Theirs"))
        self.assertEqual(self.partner.qbo_state, "linked")
        self.assertFalse(self.problems())
        website = self.qbo.get("Customer", self.theirs)["WebAddr"]["URI"]
        self.assertEqual(website, "https://acme.example.com", "it was empty")
        self.assertIn("Theirs", self.partner.comment)
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)

    def test_what_is_edited_later_arrives_on_the_other_side(self):
        self.meet()
        self.qbo.edit("Customer", self.partner, {"Notes": "New"})
        self.partner.phone = "555-0104"
        self.run_pull()
        self.run_push()
        self.assertEqual(self.there(), ("555-0104", "New"))
        self.assertIn("New", self.partner.comment)

    def test_asking_lists_what_differs(self):
        self.rule(winner="ask")
        self.assertEqual(self.meet(), ("555-0102", "555-0103", "Theirs"))
        [problem] = self.problems(kind="clash")
        self.assertEqual(problem.conflict_ids.label, "Phone")
