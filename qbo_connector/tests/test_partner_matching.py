from odoo.tests import tagged

from .engine import EngineCase

ADDRESS = {"Line1": "12 Main Street", "PostalCode": "80201", "City": "Denver"}
HOME = {"street": "12 Main St", "zip": "80201", "city": "Denver"}


@tagged("post_install", "-at_install")
class TestRecognition(EngineCase):
    """Who is who, in both directions; what is doubtful is laid before a person."""

    def there(self, name, email="", phone="", **more):
        payload = {"DisplayName": name, **more}
        if email:
            payload["PrimaryEmailAddr"] = {"Address": email}
        if phone:
            payload["PrimaryPhone"] = {"FreeFormNumber": phone}
        return self.qbo.create("Customer", payload)["Id"]

    def here(self, name, **vals):
        vals = {"name": name, "customer_rank": 1, **vals}
        return self.env["res.partner"].create(vals)

    def matches(self, **values):
        domain = [("decision", "=", False)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["qbo.match"].search(domain)

    def strangers(self):
        """Others on both sides, so that a name can be rare."""
        for name in ("Zebra", "Yonder", "Xylo", "Wander", "Vivid", "Umber"):
            self.there(f"{name} Trading", f"{name.lower()}@example.org")

    def sync(self):
        self.drain(self.run_sync)

    def test_typing_error_is_linked_when_all_else_agrees(self):
        self.strangers()
        qbo_id = self.there("Jonson Plumbing", "bob@jp.example.com", BillAddr=ADDRESS)
        partner = self.here("Johnson Plumbing LLC", email="bob@jp.example.com", **HOME)
        self.sync()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)
        self.assertEqual(self.link(partner).origin, "matched")

    def test_found_among_theirs_too_when_nothing_is_taken_over(self):
        self.rule(create_here=False)
        self.strangers()
        qbo_id = self.there("Jonson Plumbing", "bob@jp.example.com", BillAddr=ADDRESS)
        self.sync()
        partner = self.here("Johnson Plumbing LLC", email="bob@jp.example.com", **HOME)
        self.sync()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)

    def test_equal_name_in_another_city_is_not_linked_by_itself(self):
        self.strangers()
        self.there("Acme", "a@one.example.com", BillAddr=ADDRESS)
        partner = self.here(
            "Acme", email="b@two.example.com", street="1 Elm", zip="10001", city="NYC"
        )
        self.sync()
        self.assertNotEqual(self.link(partner).state, "linked")
        match = self.matches(side="there")
        self.assertEqual(match.candidate_ids.mapped("res_id"), partner.ids)
        self.assertIn("other e-mail", match.reasons)
        self.assertEqual(len(self.names_there()), 7, "nothing was created meanwhile")
        found = self.env["res.partner"].search([("name", "=", "Acme")])
        self.assertEqual(found, partner)
        return match, partner

    def test_accepted_match_is_linked(self):
        match, partner = self.test_equal_name_in_another_city_is_not_linked_by_itself()
        match.action_accept()
        self.settle()
        self.sync()
        link = self.link(partner)
        self.assertEqual(link.qbo_id, match.qbo_id)
        self.assertTrue(link.agreed)
        self.assertFalse(self.matches())

    def test_rejected_match_becomes_two(self):
        match, partner = self.test_equal_name_in_another_city_is_not_linked_by_itself()
        match.action_create()
        self.settle()
        self.sync()
        both = self.env["res.partner"].search([("name", "=", "Acme")])
        self.assertEqual(len(both), 2)
        there = both - partner
        self.assertEqual(self.link(there).qbo_id, match.qbo_id)
        self.assertEqual(self.link(partner).state, "linked")
        self.assertIn("Acme (Customer)", self.names_there())
        self.assertFalse(self.matches())

    def test_ignored_object_stays_away(self):
        match, partner = self.test_equal_name_in_another_city_is_not_linked_by_itself()
        match.action_ignore()
        self.settle()
        self.qbo.edit("Customer", match.qbo_id, {"Notes": "Changed"})
        self.sync()
        found = self.env["res.partner"].search([("name", "=", "Acme")])
        self.assertEqual(found, partner)
        self.assertFalse(self.matches())

    def test_doubtful_partner_is_not_sent_before_a_person_decides(self):
        self.rule(create_here=False)
        self.strangers()
        qbo_id = self.there("Acme", "a@one.example.com", BillAddr=ADDRESS)
        self.sync()
        self.matches().unlink()
        partner = self.here("Acme", email="b@two.example.com", zip="10001")
        self.sync()
        self.assertEqual(partner.qbo_state, "attention")
        match = self.matches(side="here")
        self.assertEqual(match.res_id, partner.id)
        self.assertEqual(match.candidate_ids.mapped("qbo_id"), [qbo_id])
        match.candidate_ids.action_accept()
        self.settle()
        self.sync()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)

    def test_two_of_one_mailbox_are_told_apart(self):
        self.strangers()
        first = self.there("Miller Bakery", "info@group.example.com")
        second = self.there("Miller Butchery", "info@group.example.com")
        butcher = self.here("Miller Butchery", email="info@group.example.com")
        baker = self.here("Miller Bakery", email="info@group.example.com")
        self.sync()
        links = {self.link(baker).qbo_id: baker, self.link(butcher).qbo_id: butcher}
        self.assertEqual(links, {first: baker, second: butcher})

    def test_sure_sign_decides_whatever_else_differs(self):
        self.connection.key_link = "email"
        self.strangers()
        qbo_id = self.there("Old Name", "boss@acme.example.com")
        partner = self.here("Brand New Holdings", email="boss@acme.example.com")
        self.sync()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)

    def test_limit_can_be_set(self):
        self.connection.match_limit = 1000
        self.strangers()
        self.there("Jonson Plumbing", "bob@jp.example.com", BillAddr=ADDRESS)
        partner = self.here("Johnson Plumbing LLC", email="bob@jp.example.com", **HOME)
        self.sync()
        self.assertNotEqual(self.link(partner).state, "linked")
        self.assertTrue(self.matches())

    def test_two_hundred_are_recognised_with_a_few_calls(self):
        self.rule(create_here=False)
        for number in range(200):
            self.there(f"Customer {number:04}", f"c{number}@example.com")
        self.sync()
        self.reset_calls()
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number:04}",
                    "email": f"c{number}@example.com",
                    "customer_rank": 1,
                }
                for number in range(200)
            ]
        )
        self.run_push()
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})
        calls = self.calls()
        self.assertLessEqual(calls["total"] - calls["writes"], 2)
