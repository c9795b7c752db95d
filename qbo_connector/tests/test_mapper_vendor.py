from odoo.fields import Command
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestMapperVendor(EngineCase):
    """A partner and a vendor say the same."""

    def setUp(self):
        super().setUp()
        self.mapper = self.env["qbo.mapper"]._for("Vendor")

    def vendor(self, **vals):
        return self.env["res.partner"].create(
            {
                "name": "Acme Inc",
                "is_company": True,
                "supplier_rank": 1,
                "email": "office@acme.example.com",
                "ref": "A-17",
                "vat": "47-1234567",
                "street": "Main St 1",
                **vals,
            }
        )

    def term(self, days):
        term = self.env["account.payment.term"].create(
            {
                "name": f"Net {days}",
                "line_ids": [Command.create({"value_amount": 100, "nb_days": days})],
            }
        )
        self.connection.action_propose_mappings()
        return term

    def payload(self, partner):
        return self.mapper._to_qbo(partner, self.connection)

    def vendors(self):
        return self.qbo.list("Vendor")

    def test_payload(self):
        self.assertEqual(
            self.payload(self.vendor()),
            {
                "DisplayName": "Acme Inc",
                "CompanyName": "Acme Inc",
                "PrimaryEmailAddr": {"Address": "office@acme.example.com"},
                "BillAddr": {"Line1": "Main St 1"},
                "Active": True,
                "AcctNum": "A-17",
                "TaxIdentifier": "47-1234567",
            },
        )

    def test_vendor_goes_to_quickbooks_as_a_vendor_alone(self):
        partner = self.vendor()
        self.run_sync()
        self.assertEqual(self.names_there(), [])
        self.assertEqual([each["AcctNum"] for each in self.vendors()], ["A-17"])
        self.assertEqual(partner.qbo_state, "linked")

    def test_round_trip_is_stable(self):
        partner = self.vendor()
        self.run_sync()
        before = self.payload(partner)
        theirs = self.qbo.get("Vendor", partner)
        self.mapper._apply(theirs, self.connection, partner)
        self.assertEqual(self.payload(partner), before)

    def test_terms_are_the_vendor_s_own(self):
        term = self.term(30)
        self.vendor(property_supplier_payment_term_id=term.id)
        self.run_sync()
        there = {each["Id"]: each["Name"] for each in self.qbo.list("Term")}
        self.assertEqual(there[self.vendors()[0]["TermRef"]["value"]], "Net 30")

    def test_masked_tax_id_is_neither_taken_nor_sent_back(self):
        partner = self.vendor()
        self.run_sync()
        there = self.vendors()[0]
        self.qbo.edit("Vendor", there["Id"], {"PrintOnCheckName": "Acme"})
        self.run_pull()
        partner.phone = "555 0100"
        self.run_push()
        link = self.link(partner, "Vendor")
        self.assertTrue(link.agreed["TaxIdentifier"].startswith("XX"))
        self.assertEqual(partner.vat, "47-1234567")
        self.assertEqual(self.vendors()[0]["TaxIdentifier"], "47-1234567")
        self.assertEqual(link.state, "linked")

    def test_partner_may_be_customer_and_vendor(self):
        partner = self.vendor(customer_rank=1)
        self.drain()
        self.assertEqual(len(self.names_there()), 1)
        self.assertEqual(len(self.vendors()), 1)
        names = {*self.names_there(), self.vendors()[0]["DisplayName"]}
        self.assertEqual(names, {"Acme Inc", "Acme Inc (Vendor)"})
        self.assertEqual(partner.qbo_state, "linked")
        self.assertEqual(partner.name, "Acme Inc")

    def test_new_vendor_arrives(self):
        self.run_pull()
        self.qbo.create("Vendor", {"DisplayName": "Mill", "AcctNum": "9"})
        self.run_pull()
        partner = self.env["res.partner"].search([("name", "=", "Mill")])
        self.assertRecordValues(
            partner, [{"supplier_rank": 1, "customer_rank": 0, "ref": "9"}]
        )

    def test_changed_field_marks_and_another_does_not(self):
        partner = self.vendor()
        self.run_sync()
        self.env["qbo.change"].search([]).unlink()
        partner.color = 3
        self.assertFalse(self.waiting())
        partner.ref = "B-18"
        self.assertTrue(self.waiting())

    def test_values_at_the_limit(self):
        partner = self.vendor(name="V" * 600, ref="R" * 150, vat="T" * 40)
        payload = self.payload(partner)
        self.assertEqual(len(payload["DisplayName"]), 500)
        self.assertEqual(len(payload["AcctNum"]), 100)
        self.assertEqual(len(payload["TaxIdentifier"]), 20)
        self.run_sync()
        self.assertEqual(partner.qbo_state, "linked")
