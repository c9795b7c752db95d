from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestContacts(ReviewCase):
    def test_next_date_of_eligibility_shows_on_the_contact_and_its_people(self):
        child = self._customer(
            "Bob", "bob@acme.example.com", parent_id=self.customer.id
        )
        self.assertFalse(self.customer.qbo_review_next_date)
        request = self.sent()
        self.env.invalidate_all()
        for partner in (self.customer, child):
            days = (partner.qbo_review_next_date - request.delivered_at).days
            self.assertEqual(days, self.policy.rest_days)

    def test_opt_out_is_the_address_s_and_holds_in_all_companies(self):
        self.customer.qbo_review_opted_out = True
        twin = self._customer("Twin", '"Ann" <ANN@acme.example.com>')
        self.assertTrue(twin.qbo_review_opted_out)
        found = self.env["res.partner"].search([("qbo_review_opted_out", "=", True)])
        self.assertIn(twin, found)
        twin.email = "other@example.com"
        self.assertFalse(twin.qbo_review_opted_out)
        twin.email = "ann@acme.example.com"
        twin.qbo_review_opted_out = False
        self.env.invalidate_all()
        self.assertFalse(self.customer.qbo_review_opted_out)

    def test_opt_out_is_seen_and_taken_back_by_the_company_that_was_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        group = "qbo_connector.qbo_group_manager"
        vals = {"company_id": other.id, "company_ids": [Command.set(other.ids)]}
        manager = new_test_user(
            self.env, "other", f"{group},base.group_partner_manager", **vals
        )
        self.customer.company_id = False
        self.customer.qbo_review_opted_out = True
        optouts = self.env["qbo.review.optout"]
        [kept] = optouts.search([("email", "=", "ann@acme.example.com")])
        self.assertEqual(kept.company_id, self.company)
        there = optouts.with_user(manager)
        self.assertFalse(there.search([]))
        for attempt in (kept.with_user(manager).read, kept.with_user(manager).unlink):
            self.assertRaises(AccessError, attempt)
        # the wish holds there too, and only who was told may take it back
        contact = self.customer.with_user(manager)
        self.assertTrue(contact.qbo_review_opted_out)
        with self.assertRaisesRegex(UserError, "elsewhere"), self.env.cr.savepoint():
            contact.qbo_review_opted_out = False
        self.env.invalidate_all()
        self.assertTrue(kept.exists())
        # told twice: taking one back leaves the other
        mine = there.create({"email": "ann@acme.example.com"})
        self.assertEqual(there.search([]), mine)
        with self.assertRaises(AccessError):
            mine.company_id = self.company
        self.env.invalidate_all(flush=False)
        kept.unlink()
        self.env.invalidate_all()
        self.assertTrue(self.customer.qbo_review_opted_out)
        contact.qbo_review_opted_out = False
        self.assertFalse(optouts.search([("email", "=", "ann@acme.example.com")]))

    def test_opt_out_is_not_searched_for_without_the_group(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        partners = self.env["res.partner"].with_user(stranger)
        for name in ("qbo_review_opted_out", "child_ids.qbo_review_opted_out"):
            for operator in ("=", "!="):
                with self.subTest(field=name), self.assertRaises(AccessError):
                    partners.search([(name, operator, True)])

    def test_opt_out_needs_an_address(self):
        with self.assertRaises(ValidationError):
            self.env["qbo.review.optout"].create({"email": "nobody"})

    def test_deleted_contact_leaves_nothing_behind(self):
        contact = self._customer("Short", "short@example.com")
        request = self.planned(contact)
        request.message_post(body="A note")
        request.sudo()._receive_feedback(4, "fine")
        request_id, move = request.id, request.move_id
        move.line_ids.remove_move_reconcile()
        payments = self.env["account.payment"].search([("partner_id", "=", contact.id)])
        self.env["account.payment.register"].sudo().search([]).unlink()
        payments.action_draft()
        payments.unlink()
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        contact.unlink()
        self.assertFalse(request.exists())
        ours = [("res_id", "=", request_id)]
        self.assertFalse(
            self.env["rating.rating"].search([*ours, ("res_model", "=", request._name)])
        )
        self.assertFalse(
            self.env["mail.message"].search([*ours, ("model", "=", request._name)])
        )
        steps = self.env["qbo.review.step"].sudo()
        self.assertFalse(steps.search([("request_id", "=", request_id)]))

    def test_opt_out_outlives_the_contact(self):
        contact = self._customer("Short", "short@example.com")
        contact.qbo_review_opted_out = True
        contact.unlink()
        again = self._customer("Back again", "short@example.com")
        self.assertTrue(again.qbo_review_opted_out)

    def test_merged_contacts_keep_one_open_request(self):
        twin = self._customer("Acme twin", "twin@example.com")
        kept, dropped = self.planned(), self.planned(twin)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard.sudo()._merge((self.customer | twin).ids, self.customer, False)
        self.env.invalidate_all()
        self.assertFalse(twin.exists())
        self.assertOutcome(kept, "planned")
        self.assertOutcome(dropped, "cancelled", "merged")
        self.assertEqual((kept | dropped).commercial_partner_id, self.customer)
        self.later(days=3)
        self.send()
        self.assertEqual(len(self.emails), 1)
