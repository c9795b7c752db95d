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
