from odoo.exceptions import UserError
from odoo.tests import tagged

from .duplicates import HOME, DuplicateCase


@tagged("post_install", "-at_install")
class TestDuplicateMerge(DuplicateCase):
    """Two become one on one side, and the other side is not forgotten."""

    # -- merging in Odoo ------------------------------------------------------------

    def test_merging_in_odoo_keeps_the_linked_contact_and_its_link(self):
        self.strangers()
        linked = self.linked_partner(
            "Quillwort", customer_rank=1, email="q@example.com"
        )
        qbo_id = self.link(linked).qbo_id
        other = self.here("Quilwort", email="q@example.com")
        [pair] = self.search().filtered(lambda each: each.side == "here")
        kept = pair.member_ids.filtered("is_suggested")
        self.assertEqual(kept.key, str(linked.id))
        self.assertEqual(kept.linked_with, "Quillwort")
        self.merge_here(pair)
        self.assertEqual(pair.state, "merged")
        self.assertFalse(other.exists())
        self.assertEqual(self.link(linked).qbo_id, qbo_id)
        self.drain()
        self.assertEqual(self.names_there().count("Quillwort"), 1)
        self.assertNotIn("Quilwort", self.names_there())

    def test_merging_two_linked_contacts_leads_on_to_quickbooks(self):
        one, two = self.linked_twice()
        ids = {self.link(one).qbo_id, self.link(two).qbo_id}
        [pair] = self.search().filtered(lambda each: each.side == "here")
        self.assertIn("QuickBooks has two of them", pair.guidance)
        after = self.merge_here(pair)
        [there] = self.open_pairs("there").filtered(lambda each: each.origin == "merge")
        self.assertEqual(set(there.keys.split()), ids)
        self.assertEqual(after["res_model"], "qbo.duplicate")
        self.assertEqual(after["res_id"], there.id)
        self.drain()
        self.assertTrue(all(self.qbo.get("Customer", each)["Active"] for each in ids))
        self.assertEqual(
            self.env["res.partner"].search_count(
                [("name", "in", ("Quillwort", "Quilwort"))]
            ),
            1,
        )

    def test_what_is_not_the_same_stays_so_when_one_is_merged(self):
        one, two = self.two_here()
        third = self.here("Quillwort Plumbing", email="bob@qp.example.com", **HOME)
        self.search()
        both = {str(two.id), str(third.id)}
        told = self.open_pairs("here").filtered(lambda p: set(p.keys.split()) == both)
        told.action_distinct()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([one.id, two.id], one)
        self.search()
        self.assertFalse(self.open_pairs("here"))
        self.assertEqual(self.pairs(side="here", state="merged").state, "merged")

    def test_what_belongs_to_another_quickbooks_company_is_forgotten(self):
        self.two_there()
        self.search()[:1].action_distinct()
        self.connection._leave_realm()
        self.assertFalse(self.pairs())

    def test_a_user_who_may_not_create_contacts_is_told_so(self):
        self.two_here()
        [pair] = self.search().filtered(lambda each: each.side == "here")
        with self.assertRaisesRegex(UserError, "may create contacts"):
            pair.with_user(self.clerk).action_merge()

    # -- merging in QuickBooks ------------------------------------------------------

    def test_the_guide_tells_what_to_do_in_quickbooks(self):
        one, two = self.two_there()
        partner = self.here("Quillwort")
        self.env["qbo.pairing"]._pair(self.connection, "Customer", partner, two)
        [pair] = self.search().filtered(lambda each: each.side == "there")
        self.assertTrue(self.member(pair, two).is_suggested, "the linked one stays")
        self.assertIn("open Quillwort Plumbing and press Edit", pair.guidance)
        url = self.member(pair, one).with_user(self.clerk).action_open()["url"]
        self.assertTrue(url.endswith(f"customerdetail?nameId={one}"))

    def test_the_one_with_a_balance_is_better_kept(self):
        self.strangers()
        self.there("Quillwort Plumbing", "bob@qp.example.com")
        owing = self.there("Quilwort Plumbing", "bob@qp.example.com", Balance=10)
        [pair] = self.search().filtered(lambda each: each.side == "there")
        self.assertTrue(self.member(pair, owing).is_suggested)

    def test_checking_costs_one_read_and_says_that_both_are_there(self):
        self.two_there()
        [pair] = self.search().filtered(lambda each: each.side == "there")
        self.reset_calls()
        toast = pair.with_user(self.clerk).action_check()
        self.assertEqual(self.calls()["metered"], 1)
        self.assertIn("both of them", toast["params"]["message"])
        self.assertEqual(pair.state, "open")

    def invoice(self, partner):
        """A linked document of a customer."""
        owner = {"CustomerRef": {"value": self.link(partner).qbo_id}}
        self.qbo.seed({"Item": 1, "Invoice": 1})
        qbo_id = self.qbo.list("Invoice")[0]["Id"]
        self.qbo.edit("Invoice", qbo_id, owner)
        self.env["qbo.link"].create(
            {
                "connection_id": self.connection.id,
                "entity": "Invoice",
                "qbo_id": qbo_id,
                "res_model": "res.partner",
                "res_id": partner.id,
                "state": "linked",
                "agreed": owner,
            }
        )

    def test_the_one_with_documents_is_better_kept(self):
        _one, two = self.linked_twice()
        self.invoice(two)
        [pair] = self.search().filtered(lambda each: each.side == "there")
        member = self.member(pair, self.link(two).qbo_id)
        self.assertTrue(member.is_suggested)
        self.assertEqual(member.document_count, 1)

    def test_one_that_was_only_made_inactive_is_not_taken_for_merged(self):
        _one, two = self.linked_twice()
        self.invoice(two)
        [pair] = self.search().filtered(lambda each: each.side == "there")
        qbo_id = self.link(two).qbo_id
        self.qbo.edit("Customer", qbo_id, {"Active": False})
        toast = pair.action_check()
        self.assertIn("still has its documents", toast["params"]["message"])
        self.assertEqual(self.link(two).qbo_id, qbo_id)
        self.assertEqual(pair.state, "open")

    def test_links_follow_a_merge_and_the_contacts_are_offered(self):
        one, two = self.linked_twice()
        kept, gone = self.link(one).qbo_id, self.link(two).qbo_id
        [pair] = self.search().filtered(lambda each: each.side == "there")
        self.qbo.merge("Customer", one, two)
        action = pair.with_user(self.clerk).action_check()
        self.settle()
        self.assertEqual(pair.state, "merged")
        self.assertEqual(self.link(two).qbo_id, kept)
        [here] = self.open_pairs("here")
        self.assertEqual((action["res_model"], action["res_id"]), (here._name, here.id))
        self.assertEqual(here.likelihood, "sure")
        self.assertNotIn("QuickBooks has two of them", here.guidance)
        self.merge_here(here)
        self.drain(self.run_sync)
        self.assertFalse(self.pairs(state="open"))
        self.assertFalse(two.exists())
        self.assertEqual(set(self.link(one).mapped("qbo_id")), {kept})
        one.phone = "303 555 0199"
        self.drain()
        found = self.qbo.get("Customer", kept)
        self.assertEqual(found["PrimaryPhone"]["FreeFormNumber"], "303 555 0199")
        self.assertFalse(self.qbo.get("Customer", gone)["Active"])

    def test_merging_into_the_unlinked_one_takes_the_link_along(self):
        one, two = self.two_there()
        partner = self.here("Quillwort Plumbing", email="bob@qp.example.com", **HOME)
        self.env["qbo.pairing"]._pair(self.connection, "Customer", partner, two)
        self.run_pull()
        [pair] = self.search().filtered(lambda each: each.side == "there")
        self.qbo.merge("Customer", one, two)
        pair.action_check()
        self.drain(self.run_sync)
        self.assertEqual(self.link(partner).qbo_id, one)
        self.assertEqual(self.link(partner).state, "linked")
        self.assertTrue(partner.active)
        self.assertFalse(self.open_pairs("here"))

    def test_merged_in_odoo_first_and_then_in_quickbooks_the_other_way_round(self):
        one, two = self.linked_twice()
        first, second = self.link(one).qbo_id, self.link(two).qbo_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([one.id, two.id], one)
        self.settle()
        [pair] = self.open_pairs("there")
        self.qbo.merge("Customer", second, first)
        pair.action_check()
        self.drain(self.run_sync)
        self.assertEqual(set(self.link(one).mapped("qbo_id")), {second})
        self.assertTrue(one.active)
        one.phone = "303 555 0199"
        self.drain()
        found = self.qbo.get("Customer", second)
        self.assertEqual(found["PrimaryPhone"]["FreeFormNumber"], "303 555 0199")
        self.assertEqual(one.qbo_state, "linked")

    def test_a_merge_that_quickbooks_reports_closes_the_pair_by_itself(self):
        one, two = self.linked_twice()
        [pair] = self.search().filtered(lambda each: each.side == "there")
        kept, gone = self.link(one).qbo_id, self.link(two).qbo_id
        self.qbo.merge("Customer", one, two)
        note = ("Customer", kept, "Merge", None, gone)
        self.env["qbo.remote.change"]._leave(self.connection, [note])
        self.run_pull()
        self.assertEqual(pair.state, "merged")
        self.assertEqual(len(self.open_pairs("here")), 1)
