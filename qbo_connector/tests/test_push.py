from odoo.tests import tagged

from .common import QboCase


@tagged("post_install", "-at_install")
class TestPush(QboCase):
    """Odoo's customers reach QuickBooks, once each."""

    def customers(self, count, **vals):
        return self.env["res.partner"].create(
            [
                {"name": f"Customer {number:04}", "customer_rank": 1, **vals}
                for number in range(count)
            ]
        )

    def names_there(self):
        return [each["DisplayName"] for each in self.qbo.list("Customer")]

    def test_new_customer_is_created_in_quickbooks(self):
        partner = self.env["res.partner"].create(
            {"name": "Acme", "customer_rank": 1, "email": "a@acme.example.com"}
        )
        self.run_sync()
        self.assertEqual(self.names_there(), ["Acme"])
        self.assertEqual(partner.qbo_state, "linked")
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["PrimaryEmailAddr"]["Address"], "a@acme.example.com")

    def test_what_is_equal_costs_no_call(self):
        partner = self.linked_partner("Acme")
        self.emulator.control.reset_calls()
        partner.name = "Acme"
        partner.phone = False
        self.run_push()
        self.assertEqual(self.emulator.control.calls()["total"], 0)

    def test_a_thousand_new_customers_take_few_calls(self):
        for number in range(50):
            self.qbo.create("Customer", {"DisplayName": f"Customer {number:04}"})
        partners = self.customers(1000)
        self.emulator.control.reset_calls()
        self.run_push()
        calls = self.emulator.control.calls()
        print(calls["total"], calls["metered"], calls["by_type"])
        self.assertEqual(len(self.names_there()), 1000)
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})
        self.assertLessEqual(calls["total"], 40)
        self.assertLessEqual(calls["metered"], 24)

    def test_renamed_partner_is_renamed_in_quickbooks(self):
        partner = self.linked_partner("Acme")
        partner.name = "Acme Ltd"
        self.run_push()
        self.assertEqual(self.qbo.get("Customer", partner)["DisplayName"], "Acme Ltd")

    def test_someone_else_saved_first_and_nothing_is_lost(self):
        partner = self.linked_partner("Acme", email="old@example.com")
        self.qbo.edit(
            "Customer", partner, {"PrimaryEmailAddr": {"Address": "new@example.com"}}
        )
        partner.name = "Acme Ltd"
        self.run_push()
        self.assertRecordValues(
            partner, [{"name": "Acme Ltd", "email": "new@example.com"}]
        )
        self.assertEqual(self.qbo.get("Customer", partner)["DisplayName"], "Acme Ltd")
