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

    # -- the wider field ----------------------------------------------------------

    def test_contacts_person_stands_beside_the_company(self):
        partner = self.full_partner()
        self.env["res.partner"].create(
            [
                {"name": name, "parent_id": partner.id}
                for name in ("Jane Q. Doe", "Joe", "Jim", "Jack", "Jill")
            ]
        )
        payload = self.payload(partner)
        self.assertEqual(payload["GivenName"], "Jane Q.")
        self.assertEqual(payload["FamilyName"], "Doe")
        partner.action_qbo_push()
        self.settle()
        self.assertEqual(self.names_there(), ["Acme Inc"], "contacts are no customers")
        self.qbo.edit("Customer", partner, {"FamilyName": "Roe"})
        self.run_pull()
        self.assertEqual(partner.child_ids.sorted("id")[0].name, "Jane Q. Roe")

    def test_sub_customers_follow_their_companies(self):
        parent = self.full_partner(name="Group", customer_rank=1)
        child = self.full_partner(name="Branch", parent_id=parent.id, customer_rank=1)
        self.drain()
        there = self.qbo.get("Customer", child)
        self.assertEqual(there["ParentRef"]["value"], self.link(parent).qbo_id)
        self.assertTrue(there["Job"])
        self.assertEqual(there["FullyQualifiedName"], "Group:Branch")

    def test_sub_customers_arrive_below_their_companies(self):
        top = self.qbo.create("Customer", {"DisplayName": "Conglomerate"})
        below = {"ParentRef": {"value": top["Id"]}, "Job": True}
        self.qbo.create("Customer", {"DisplayName": "Twig", **below})
        self.qbo.edit("Customer", top["Id"], {"Notes": "Changed last"})
        self.run_pull()
        twig = self.env["res.partner"].search([("name", "=", "Twig")])
        self.assertEqual(twig.parent_id.name, "Conglomerate")
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)

    def test_exemption_is_the_fiscal_position(self):
        resale = self.env["account.fiscal.position"].create(
            {"name": "Resale", "qbo_exemption": "9"}
        )
        partner = self.full_partner(property_account_position_id=resale.id)
        partner.action_qbo_push()
        self.settle()
        self.assertFalse(self.qbo.get("Customer", partner)["Taxable"])
        self.qbo.edit("Customer", partner, {"Taxable": True})
        self.run_pull()
        self.assertFalse(partner.property_account_position_id)
        self.qbo.edit("Customer", partner, {"Taxable": False})
        self.run_pull()
        self.assertEqual(partner.property_account_position_id, resale)

    def test_preferred_delivery_by_email(self):
        partner = self.full_partner(invoice_sending_method="email")
        partner.action_qbo_push()
        self.settle()
        there = self.qbo.get("Customer", partner)
        self.assertEqual(there["PreferredDeliveryMethod"], "Email")

    def test_shipping_address_becomes_a_delivery_contact(self):
        self.run_pull()
        self.qbo.create(
            "Customer",
            {
                "DisplayName": "Shipped",
                "BillAddr": {"Line1": "Office 1", "City": "Here"},
                "ShipAddr": {"Line1": "Dock 9", "City": "There"},
            },
        )
        self.run_pull()
        partner = self.env["res.partner"].search([("name", "=", "Shipped")])
        partner = partner.filtered(lambda each: not each.parent_id)
        self.assertEqual(partner.street, "Office 1")
        self.assertRecordValues(
            partner.child_ids, [{"type": "delivery", "street": "Dock 9"}]
        )
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)

    def test_archived_customer_with_a_balance_stays_active_there(self):
        self.run_pull()
        there = self.qbo.create("Customer", {"DisplayName": "Quillwort", "Balance": 10})
        self.run_pull()
        partner = self.env["res.partner"].search([("name", "=", "Quillwort")])
        partner.action_archive()
        self.drain()
        self.assertTrue(self.qbo.get("Customer", there["Id"])["Active"])
        self.assertIn("has a balance", self.problems().title)

    def test_archived_customer_becomes_inactive_there(self):
        partner = self.full_partner(name="Quillwort", customer_rank=1)
        partner.action_qbo_push()
        self.settle()
        partner.action_archive()
        self.drain()
        self.assertFalse(self.qbo.get("Customer", partner)["Active"])

    def test_email_can_be_required(self):
        self.connection.email_required = True
        partner = self.full_partner(email=False, customer_rank=1)
        self.drain()
        self.assertEqual(self.names_there(), [])
        self.assertIn("no e-mail address", self.link(partner).problem)

    def test_term_without_mapping_gives_its_sentence_before_anything_is_sent(self):
        term = self.env["account.payment.term"].create({"name": "In a blue moon"})
        partner = self.full_partner(property_payment_term_id=term.id, customer_rank=1)
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)
        self.assertIn("In a blue moon is not mapped", self.link(partner).problem)

    def test_term_whose_mapping_vanished_gives_its_sentence(self):
        term = self.env["account.payment.term"].create({"name": "Net 30"})
        self.connection.action_propose_mappings()
        self.env["qbo.mapping"]._out(self.connection, "term", term).active = False
        partner = self.full_partner(property_payment_term_id=term.id, customer_rank=1)
        self.run_push()
        self.assertEqual(self.names_there(), [])
        self.assertIn("no longer active", self.link(partner).problem)

    def test_merge_in_odoo_moves_the_link(self):
        kept = self.full_partner(name="Kept", customer_rank=1)
        gone = self.full_partner(name="Gone", customer_rank=1, email="g@example.com")
        gone.action_qbo_push()
        self.settle()
        qbo_id = self.link(gone).qbo_id
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard.create({})._merge((kept | gone).ids, kept, extra_checks=False)
        self.settle()
        self.assertEqual(self.link(kept).qbo_id, qbo_id)
        self.assertTrue(self.qbo.get("Customer", kept)["Active"])
