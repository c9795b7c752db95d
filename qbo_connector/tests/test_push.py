from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestPush(EngineCase):
    """Odoo's customers reach QuickBooks, once each."""

    def test_new_customer_is_created_in_quickbooks(self):
        partner = self.env["res.partner"].create(
            {"name": "Acme", "customer_rank": 1, "email": "a@acme.example.com"}
        )
        self.run_sync()
        self.assertEqual(self.names_there(), ["Acme"])
        self.assertEqual(partner.qbo_state, "linked")
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["PrimaryEmailAddr"]["Address"], "a@acme.example.com")
        self.assertEqual(self.link(partner).origin, "created")

    def test_contact_that_is_no_customer_stays_here(self):
        self.env["res.partner"].create({"name": "Only a contact"})
        self.run_sync()
        self.assertEqual(self.names_there(), [])
        self.assertFalse(self.waiting())

    def test_renamed_partner_is_renamed_in_quickbooks(self):
        partner = self.linked_partner("Acme")
        partner.name = "Acme Ltd"
        self.run_push()
        self.assertEqual(self.qbo.get("Customer", partner)["DisplayName"], "Acme Ltd")

    def test_emptied_field_is_emptied_in_quickbooks(self):
        partner = self.linked_partner(
            "Acme", email="a@example.com", street="Main St 1", city="Springfield"
        )
        partner.write({"email": False, "street": False, "city": False})
        self.run_push()
        theirs = self.qbo.get("Customer", partner)
        self.assertFalse((theirs.get("PrimaryEmailAddr") or {}).get("Address"))
        self.assertFalse((theirs.get("BillAddr") or {}).get("City"))

    def test_what_quickbooks_alone_knows_survives_a_push(self):
        partner = self.linked_partner("Acme")
        self.qbo.edit("Customer", partner, {"ResaleNum": "R-1"})
        self.run_pull()
        partner.phone = "555 0100"
        self.run_push()
        self.assertEqual(self.qbo.get("Customer", partner)["ResaleNum"], "R-1")

    def test_what_is_equal_costs_no_call(self):
        partner = self.linked_partner("Acme")
        self.reset_calls()
        partner.name = "Acme"
        partner.phone = False
        self.run_push()
        self.assertEqual(self.calls()["total"], 0)

    def test_existing_customer_is_linked_and_not_doubled(self):
        self.qbo.create("Customer", {"DisplayName": "ACME", "Notes": "Old friend"})
        partner = self.customers(1, name="Acme", phone="555 0100")
        self.drain()
        self.assertEqual(len(self.names_there()), 1)
        self.assertEqual(self.link(partner).origin, "matched")
        self.assertIn("Old friend", partner.comment)
        theirs = self.qbo.get("Customer", partner)
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], "555 0100")

    def test_existing_inactive_customer_is_linked_too(self):
        there = self.qbo.create("Customer", {"DisplayName": "Acme"})
        self.qbo.edit("Customer", there["Id"], {"Active": False})
        partner = self.customers(1, name="Acme")
        self.drain()
        self.assertEqual(len(self.names_there()), 1)
        self.assertEqual(self.link(partner).qbo_id, there["Id"])

    def test_name_of_a_vendor_gets_a_suffix_there_and_stays_here(self):
        self.qbo.create("Vendor", {"DisplayName": "Acme"})
        partner = self.customers(1, name="Acme")
        self.drain()
        self.assertEqual(self.names_there(), ["Acme (Customer)"])
        self.assertEqual(partner.name, "Acme")
        self.reset_calls()
        partner.name = "Acme"
        self.run_push()
        self.assertEqual(self.calls()["total"], 0, "the suffix is no difference")

    def test_one_bad_record_does_not_stop_its_neighbours(self):
        partners = self.customers(5)
        partners[3].name = "\U0001f600"
        self.emulator.control.inject(
            {
                "match": {"entity": "Customer", "nth": 2},
                "batch_items": True,
                "times": 1,
                "fault": "error",
                "code": "2040",
                "message": "Invalid String",
            }
        )
        self.drain()
        self.assertEqual(len(self.names_there()), 3)
        self.assertEqual(partners[3].qbo_state, "attention")
        states = partners.mapped("qbo_state")
        self.assertEqual(states.count("linked"), 3)
        self.assertEqual(len(self.problems()), 2)

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

    def test_a_throttled_connection_rests_and_then_goes_on(self):
        self.run_sync()
        self.emulator.control.inject(
            {"match": {"path": "batch"}, "times": 1, "fault": "throttle"}
        )
        self.customers(40)
        self.run_push()
        self.assertEqual(self.names_there(), [])
        throttle = self.env["qbo.throttle"]._of(self.connection)
        self.assertTrue(throttle._held())
        self.reset_calls()
        self.run_push()
        self.assertEqual(self.calls()["total"], 0, "nothing is said while it rests")
        throttle.resume_at = False
        self.drain()
        self.assertEqual(len(self.names_there()), 40)

    def test_a_thousand_new_customers_take_few_calls(self):
        for number in range(50):
            self.qbo.create("Customer", {"DisplayName": f"Customer {number:04}"})
        partners = self.customers(1000)
        self.reset_calls()
        self.drain()
        calls = self.calls()
        self.assertEqual(len(self.names_there()), 1000)
        self.assertEqual(set(partners.mapped("qbo_state")), {"linked"})
        self.assertLessEqual(calls["total"], 40)
        self.assertLessEqual(calls["metered"], 24)

        partners.write({"phone": "555 0100"})
        self.reset_calls()
        self.drain()
        calls = self.calls()
        phones = {
            c["PrimaryPhone"]["FreeFormNumber"] for c in self.qbo.list("Customer")
        }
        self.assertEqual(phones, {"555 0100"})
        self.assertLessEqual(calls["total"], 36)
        self.assertEqual(calls["metered"], 0)
