from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestSecondCurrency(EngineCase):
    """A customer of QuickBooks has one currency for ever; a partner may have several.

    The customer of another currency is told apart by it, on the way here too.
    """

    def setUp(self):
        super().setUp()
        self.qbo.set_preferences({"CurrencyPrefs": {"MultiCurrencyEnabled": True}})
        self.qbo.create("CompanyCurrency", {"Code": "EUR"})
        self.env["qbo.reference"]._refresh(self.connection)
        self.settle()
        self.rule(create_here=True)
        self.run_pull()

    def european(self, name="Acme Europe", **vals):
        payload = {"DisplayName": name, "CurrencyRef": {"value": "EUR"}, **vals}
        return self.qbo.create("Customer", payload)["Id"]

    def link_of(self, qbo_id):
        return self.env["qbo.link"].search([("qbo_id", "=", qbo_id)])

    def partner_of(self, qbo_id):
        return self.env["res.partner"].browse(self.link_of(qbo_id).res_id)

    def there(self, qbo_id):
        return self.qbo.get("Customer", qbo_id)

    def push(self):
        """Send what waits; how many writes that took."""
        self.reset_calls()
        self.drain()
        return self.calls()["writes"]

    def test_new_customer_becomes_a_partner_and_is_not_sent_back(self):
        qbo_id = self.european()
        self.run_pull()
        self.assertEqual(self.link_of(qbo_id).part, "EUR")
        self.assertEqual(self.partner_of(qbo_id).name, "Acme Europe")
        self.assertEqual(self.push(), 0)
        self.assertEqual(self.there(qbo_id)["DisplayName"], "Acme Europe")

    def test_changes_go_both_ways_and_names_stay(self):
        qbo_id = self.european()
        self.run_pull()
        partner = self.partner_of(qbo_id)
        self.qbo.edit("Customer", qbo_id, {"Notes": "From there"})
        self.run_pull()
        self.assertIn("From there", partner.comment)
        partner.phone = "555 0100"
        self.assertEqual(self.push(), 1)
        there = self.there(qbo_id)
        self.assertEqual(there["PrimaryPhone"]["FreeFormNumber"], "555 0100")
        self.assertEqual(there["DisplayName"], "Acme Europe")
        self.assertEqual(partner.name, "Acme Europe")

    def test_known_partner_gets_its_second_customer(self):
        partner = self.linked_partner("Acme", customer_rank=1, email="a@example.com")
        mail = {"PrimaryEmailAddr": {"Address": "a@example.com"}}
        qbo_id = self.european("Acme (EUR)", **mail)
        self.run_pull()
        self.assertEqual(self.partner_of(qbo_id), partner)
        self.assertEqual(self.link_of(qbo_id).part, "EUR")
        self.assertEqual(partner.name, "Acme")
        self.push()
        self.assertEqual(self.push(), 0)
        self.assertEqual(self.there(qbo_id)["DisplayName"], "Acme (EUR)")

    def test_renamed_there_is_renamed_here_without_the_currency(self):
        partner = self.linked_partner("Acme", customer_rank=1, email="a@example.com")
        mail = {"PrimaryEmailAddr": {"Address": "a@example.com"}}
        qbo_id = self.european("Acme (EUR)", **mail)
        self.run_pull()
        self.qbo.edit("Customer", qbo_id, {"DisplayName": "Acme Corp (EUR)"})
        self.run_pull()
        self.assertEqual(partner.name, "Acme Corp")
        self.push()
        self.assertEqual(self.there(qbo_id)["DisplayName"], "Acme Corp (EUR)")
        self.assertIn("Acme Corp", self.names_there())

    def test_new_customer_with_the_currency_in_its_name(self):
        qbo_id = self.european("Acme Europe (EUR)")
        self.run_pull()
        self.assertEqual(self.partner_of(qbo_id).name, "Acme Europe")
        self.assertEqual(self.push(), 0)
        self.assertEqual(self.there(qbo_id)["DisplayName"], "Acme Europe (EUR)")

    def test_inactive_second_customer_leaves_the_partner_active(self):
        partner = self.linked_partner("Acme", customer_rank=1, email="a@example.com")
        mail = {"PrimaryEmailAddr": {"Address": "a@example.com"}}
        qbo_id = self.european("Acme (EUR)", **mail)
        self.run_pull()
        self.qbo.edit("Customer", qbo_id, {"Active": False})
        self.run_pull()
        self.assertTrue(partner.active)
        self.push()
        self.assertFalse(self.there(qbo_id)["Active"])
