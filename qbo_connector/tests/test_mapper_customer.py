from odoo.tests import tagged

from ..qbo import exact
from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestMapperCustomer(EngineCase):
    """A partner and a customer say the same."""

    def setUp(self):
        super().setUp()
        self.mapper = self.env["qbo.mapper"]._for("Customer")

    def full_partner(self, **vals):
        return self.env["res.partner"].create(
            {
                "name": "Acme Inc",
                "is_company": True,
                "email": "office@acme.example.com",
                "phone": "+1 555 0100",
                "website": "https://acme.example.com",
                "street": "Main St 1",
                "street2": "Floor 2",
                "city": "Springfield",
                "zip": "62701",
                "state_id": self.env.ref("base.state_us_14").id,
                "country_id": self.env.ref("base.us").id,
                "comment": "<p>Pays late</p>",
                **vals,
            }
        )

    def payload(self, partner):
        return self.mapper._to_qbo(partner, self.connection)

    def test_payload(self):
        self.assertEqual(
            self.payload(self.full_partner()),
            {
                "DisplayName": "Acme Inc",
                "CompanyName": "Acme Inc",
                "PrimaryEmailAddr": {"Address": "office@acme.example.com"},
                "PrimaryPhone": {"FreeFormNumber": "+1 555 0100"},
                "WebAddr": {"URI": "https://acme.example.com"},
                "BillAddr": {
                    "Line1": "Main St 1",
                    "Line2": "Floor 2",
                    "City": "Springfield",
                    "CountrySubDivisionCode": "IL",
                    "PostalCode": "62701",
                    "Country": "US",
                },
                "Notes": "Pays late",
                "Active": True,
                "Job": False,
                "Taxable": True,
            },
        )

    def test_round_trip_is_stable(self):
        partner = self.full_partner()
        before = self.payload(partner)
        partner.action_qbo_push()
        self.settle()
        theirs = self.qbo.get("Customer", partner)
        self.mapper._apply(theirs, self.connection, partner)
        self.assertEqual(self.payload(partner), before)
        self.assertEqual(
            self.link(partner).ours,
            {"PreferredDeliveryMethod": None},
            "what QuickBooks adds by itself",
        )

    def test_names_at_the_limit(self):
        partner = self.full_partner(name="A" * 600)
        payload = self.payload(partner)
        self.assertEqual(len(payload["DisplayName"]), 500)
        self.assertEqual(len(payload["CompanyName"]), 100)
        partner.action_qbo_push()
        self.settle()
        self.assertEqual(partner.qbo_state, "linked")
        self.assertEqual(len(partner.name), 600)

    def test_colon_and_typographic_signs_in_a_name(self):
        partner = self.full_partner(name="O\u2019Neil: Sons\t& Daughters")
        partner.action_qbo_push()
        self.settle()
        there = self.qbo.get("Customer", partner)["DisplayName"]
        self.assertEqual(there, "O'Neil - Sons & Daughters")
        self.assertEqual(partner.name, "O\u2019Neil: Sons\t& Daughters")
        self.run_pull()
        self.assertEqual(partner.name, "O\u2019Neil: Sons\t& Daughters")

    def test_invoice_address_is_the_billing_address(self):
        partner = self.full_partner()
        self.env["res.partner"].create(
            [
                {
                    "name": "Bills",
                    "parent_id": partner.id,
                    "type": "invoice",
                    "city": "B",
                },
                {
                    "name": "Dock",
                    "parent_id": partner.id,
                    "type": "delivery",
                    "city": "D",
                },
            ]
        )
        payload = self.payload(partner)
        self.assertEqual(payload["BillAddr"]["City"], "B")
        self.assertEqual(payload["ShipAddr"]["City"], "D")

    def test_second_currency_is_a_second_customer(self):
        partner = self.full_partner()
        payload = self.mapper._to_qbo(partner, self.connection, "EUR")
        self.assertEqual(payload["DisplayName"], "Acme Inc (EUR)")
        self.assertEqual(payload["CurrencyRef"], {"value": "EUR"})

    def test_what_quickbooks_adds_is_no_difference(self):
        partner = self.full_partner()
        partner.action_qbo_push()
        self.settle()
        link = self.link(partner)
        theirs = self.qbo.get("Customer", partner)
        projected = exact.jsonable(self.mapper._project(theirs))
        self.assertEqual(projected, link.agreed)
        self.assertNotIn("Balance", projected)

    def test_text_of_a_person_is_not_a_company(self):
        partner = self.full_partner(name="Jane Doe", is_company=False)
        self.assertNotIn("CompanyName", self.payload(partner))

    def test_unknown_country_and_state_do_not_stop_a_customer(self):
        self.run_pull()
        self.qbo.create(
            "Customer",
            {
                "DisplayName": "Far",
                "BillAddr": {"Country": "Atlantis", "CountrySubDivisionCode": "??"},
            },
        )
        self.run_pull()
        partner = self.env["res.partner"].search([("name", "=", "Far")])
        self.assertFalse(partner.country_id)
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)
