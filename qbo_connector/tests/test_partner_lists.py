from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestPartyRow(EngineCase):
    """The lists Customers and Vendors, and the dialogs behind their buttons."""

    def setUp(self):
        super().setUp()
        self.user = self.person("clerk", "user")

    def row(self, partner, kind="customer"):
        self.settle()
        rows = self.env[f"qbo.{kind}.row"].search([("partner_id", "=", partner.id)])
        self.assertEqual(len(rows), 1)
        return rows

    def dialog(self, partner):
        """The dialog that Sync opens."""
        action = self.row(partner).action_qbo_sync()
        self.assertEqual(action["res_model"], "qbo.sync.dialog")
        return self.env["qbo.sync.dialog"].browse(action["res_id"])

    def info(self, partner):
        action = self.row(partner).action_qbo_info()
        return self.env["qbo.info"].browse(action["res_id"])

    # -- lists ------------------------------------------------------------------

    def test_linked_and_unlinked_stand_in_one_list(self):
        linked = self.linked_partner("Acme", customer_rank=1, email="a@example.com")
        waiting = self.customers(1)
        self.env["res.partner"].create({"name": "Only a contact"})
        self.settle()
        mine = [("partner_id", "in", (linked | waiting).ids)]
        rows = self.env["qbo.customer.row"].search(mine, order="number")
        self.assertRecordValues(
            rows,
            [
                {"state": "linked", "email": "a@example.com", "number": linked.id},
                {"state": "none", "email": False, "number": waiting.id},
            ],
        )
        self.assertTrue(rows[0].qbo_id)
        self.assertTrue(rows[0].synced_at)
        self.assertFalse(self.env["qbo.vendor.row"].search(mine))

    def test_list_filters_groups_and_sorts(self):
        self.linked_partner("Acme", customer_rank=1)
        self.customers(2)
        self.settle()
        rows = self.env["qbo.customer.row"]
        fresh = rows.search([("state", "=", "none"), ("name", "like", "Customer 000")])
        self.assertEqual(len(fresh), 2)
        groups = dict(rows._read_group([], ["state"], ["__count"]))
        self.assertEqual(groups["linked"], 1)

    def test_partner_of_another_company_is_in_that_company_s_list(self):
        other = self.env["res.company"].create({"name": "Other"})
        partner = self.customers(1, company_id=other.id)
        self.settle()
        mine = [("partner_id", "=", partner.id)]
        self.assertFalse(self.env["qbo.customer.row"].search(mine))

    # -- sync ---------------------------------------------------------------------

    def test_best_match_is_suggested_with_reasons(self):
        qbo_id = self.qbo.create(
            "Customer",
            {
                "DisplayName": "Jonson Plumbing",
                "PrimaryEmailAddr": {"Address": "bob@jp.example.com"},
            },
        )["Id"]
        self.qbo.create("Customer", {"DisplayName": "Plumbing World"})
        partner = self.customers(1, name="Johnson Plumbing", email="bob@jp.example.com")
        dialog = self.dialog(partner)
        self.assertEqual(dialog.option_ids[0].qbo_id, qbo_id)
        self.assertIn("same e-mail", dialog.option_ids[0].reasons)
        self.assertGreater(dialog.option_ids[0].score, dialog.option_ids[1].score)

    def test_any_customer_can_be_searched_and_linked(self):
        qbo_id = self.qbo.create(
            "Customer", {"DisplayName": "Something Else", "Notes": "Old friend"}
        )["Id"]
        partner = self.customers(1, name="Acme", phone="555 0100")
        dialog = self.dialog(partner)
        dialog.searched_text = "thing el"
        dialog.action_search()
        self.assertEqual(dialog.option_ids.mapped("qbo_id"), [qbo_id])
        dialog.option_ids.action_link()
        self.settle()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)
        self.assertIn("Old friend", partner.comment)
        self.drain()
        there = self.qbo.get("Customer", qbo_id)
        self.assertEqual(there["PrimaryPhone"]["FreeFormNumber"], "555 0100")

    def test_one_that_is_linked_already_cannot_be_taken(self):
        other = self.linked_partner("Acme One", customer_rank=1)
        partner = self.customers(1, name="Acme Two")
        dialog = self.dialog(partner)
        self.assertEqual(dialog.option_ids.taken_by, other.display_name)
        with self.assertRaisesRegex(UserError, "linked with Acme One already"):
            dialog.option_ids.action_link()

    def test_created_although_something_looks_like_it(self):
        self.qbo.create("Customer", {"DisplayName": "Acme", "Notes": "Another"})
        partner = self.customers(1, name="Acme", email="x@example.com")
        self.dialog(partner).action_create()
        self.settle()
        self.drain()
        self.assertEqual(self.names_there(), ["Acme", "Acme (Customer)"])
        self.assertEqual(self.link(partner).origin, "created")

    def test_sync_of_a_linked_one_sends_what_changed(self):
        partner = self.linked_partner("Acme", customer_rank=1)
        partner.phone = "555 0100"
        toast = self.row(partner).action_qbo_sync()
        self.assertEqual(toast["tag"], "display_notification")
        self.settle()
        there = self.qbo.get("Customer", partner)
        self.assertEqual(there["PrimaryPhone"]["FreeFormNumber"], "555 0100")

    def test_problem_of_a_mapping_is_said_before_anything_is_sent(self):
        self.connection.email_required = True
        dialog = self.dialog(self.customers(1, name="Acme"))
        self.assertIn("no e-mail address", dialog.problem)

    # -- view info ----------------------------------------------------------------

    def test_both_sides_stand_next_to_each_other(self):
        partner = self.linked_partner("Acme", customer_rank=1, phone="1")
        self.qbo.edit("Customer", partner, {"PrimaryPhone": {"FreeFormNumber": "2"}})
        info = self.info(partner)
        line = info.line_ids.filtered("differs").filtered(
            lambda each: each.path == "PrimaryPhone.FreeFormNumber"
        )
        self.assertRecordValues(line, [{"ours": "1", "theirs": "2"}])
        self.assertTrue(info.line_ids.filtered(lambda each: not each.differs))
        line.action_take_theirs()
        self.settle()
        self.assertEqual(partner.phone, "2")

    def test_ours_can_be_taken_instead(self):
        partner = self.linked_partner("Acme", customer_rank=1, phone="1")
        self.qbo.edit("Customer", partner, {"PrimaryPhone": {"FreeFormNumber": "2"}})
        lines = self.info(partner).line_ids
        line = lines.filtered(lambda each: each.path == "PrimaryPhone.FreeFormNumber")
        line.action_take_ours()
        self.drain()
        there = self.qbo.get("Customer", partner)
        self.assertEqual(there["PrimaryPhone"]["FreeFormNumber"], "1")
        self.assertEqual(partner.phone, "1")

    # -- unlink ---------------------------------------------------------------------

    def test_what_quickbooks_only_shows_otherwise_is_no_difference(self):
        partner = self.linked_partner("Acme", customer_rank=1, vat="US12345677")
        self.settle()
        [line] = self.info(partner).line_ids.filtered(
            lambda each: each.path == "PrimaryTaxIdentifier"
        )
        self.assertEqual(line.theirs, "XXXXXX5677")
        self.assertFalse(self.info(partner).line_ids.filtered("differs"))
        partner.vat = "US12345688"
        [line] = self.info(partner).line_ids.filtered("differs")
        self.assertEqual(line.ours, "US12345688")

    def test_unlinked_ones_go_their_own_ways(self):
        partner = self.linked_partner("Acme", customer_rank=1)
        qbo_id = self.link(partner).qbo_id
        self.row(partner).action_qbo_unlink()
        self.settle()
        partner.name = "Acme Ltd"
        self.qbo.edit("Customer", qbo_id, {"Notes": "Changed there"})
        self.drain(self.run_sync)
        self.assertEqual(self.names_there(), ["Acme"])
        self.assertFalse(partner.comment)
        twins = [("name", "=", "Acme"), ("id", "!=", partner.id)]
        self.assertFalse(self.env["res.partner"].search(twins))
        self.assertEqual(self.row(partner).state, "none")

    def test_unlinked_one_can_be_linked_again(self):
        partner = self.linked_partner("Acme", customer_rank=1)
        qbo_id = self.link(partner).qbo_id
        self.row(partner).action_qbo_unlink()
        self.settle()
        dialog = self.dialog(partner)
        dialog.option_ids.filtered(lambda each: each.qbo_id == qbo_id).action_link()
        self.settle()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)
        self.assertEqual(self.link(partner).state, "linked")

    def test_unlinked_one_can_be_created_anew(self):
        partner = self.linked_partner("Acme", customer_rank=1)
        self.row(partner).action_qbo_unlink()
        self.settle()
        self.dialog(partner).action_create()
        self.settle()
        self.drain()
        self.assertEqual(self.names_there(), ["Acme", "Acme (Customer)"])
        self.assertEqual(self.link(partner).state, "linked")

    def test_open_in_quickbooks(self):
        partner = self.linked_partner("Acme", customer_rank=1)
        url = self.row(partner).action_qbo_open()["url"]
        qbo_id = self.link(partner).qbo_id
        self.assertTrue(url.endswith(f"customerdetail?nameId={qbo_id}"))

    # -- many -------------------------------------------------------------------------

    def test_many_are_counted_before_they_start(self):
        linked = self.linked_partner("Old", customer_rank=1)
        self.qbo.create("Customer", {"DisplayName": "There Already"})
        partners = linked | self.customers(3) | self.customers(1, name="There Already")
        self.settle()
        mine = [("partner_id", "in", partners.ids)]
        rows = self.env["qbo.customer.row"].search(mine)
        bulk = self.env["qbo.bulk"].browse(rows.action_qbo_bulk()["res_id"])
        self.assertRecordValues(
            bulk,
            [
                {
                    "chosen_count": 5,
                    "linked_count": 1,
                    "match_count": 1,
                    "create_count": 3,
                    "doubtful_count": 0,
                    "held_count": 0,
                }
            ],
        )
        self.assertEqual(len(self.names_there()), 2, "nothing is sent yet")
        run = self.env["qbo.run"].browse(bulk.action_start()["res_id"])
        self.drain()
        self.assertEqual(len(self.names_there()), 5)
        self.assertRecordValues(run, [{"state": "done", "progress": 100.0}])

    # -- rights -----------------------------------------------------------------------

    def test_clerk_may_do_all_this_without_administering(self):
        partner = self.customers(1, name="Acme")
        partner.with_user(self.user).check_access("read")
        row = self.row(partner).with_user(self.user)
        dialog = self.env["qbo.sync.dialog"].browse(row.action_qbo_sync()["res_id"])
        dialog.with_user(self.user).action_create()
        self.settle()
        self.assertEqual(self.names_there(), ["Acme"])
        self.assertTrue(self.row(partner).with_user(self.user).action_qbo_info())

    def test_others_may_not(self):
        stranger = self.person("stranger")
        partner = self.customers(1, name="Acme")
        row = self.row(partner).with_user(stranger)
        with self.assertRaises(AccessError):
            row.action_qbo_unlink()
        with self.assertRaises(AccessError):
            partner.with_user(stranger).action_qbo_sync()

    # -- what means the same ------------------------------------------------------

    def differing(self, partner, kind="customer"):
        """The labels of the fields that View info marks as different."""
        action = self.row(partner, kind).action_qbo_info()
        info = self.env["qbo.info"].browse(action["res_id"])
        return info.line_ids.filtered("differs").mapped("label")

    def test_to_print_is_no_difference_to_nothing_chosen(self):
        partner = self.linked_partner("Acme", customer_rank=1)
        self.qbo.edit("Customer", partner, {"PreferredDeliveryMethod": "Print"})
        self.assertEqual(self.differing(partner), [])
        self.qbo.edit("Customer", partner, {"PreferredDeliveryMethod": "Email"})
        self.assertEqual(self.differing(partner), ["Preferred Delivery Method"])
