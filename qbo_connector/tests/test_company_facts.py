from odoo import fields
from odoo.tests import tagged

from .common import QboCase


class FactsCase(QboCase):
    def read_facts(self):
        self.connection.action_test()
        self.settle()


@tagged("post_install", "-at_install")
class TestFacts(FactsCase):
    def test_company_facts_are_read(self):
        self.assertEqual(self.connection.qbo_country, "US")
        self.assertEqual(self.connection.qbo_currency_id.name, "USD")
        self.assertEqual(self.connection.qbo_tax_engine, "manual")
        self.assertEqual(self.connection.tax_mode, "imposed")
        self.assertEqual(self.connection.qbo_company_name, self.company.name)
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)

    def test_preferences_that_change_are_noticed(self):
        self.qbo.set_preferences(
            {
                "SalesFormsPrefs": {"CustomTxnNumbers": True},
                "AccountingInfoPrefs": {
                    "ClassTrackingPerTxnLine": True,
                    "TrackDepartments": True,
                },
            }
        )
        self.qbo.close_books("2025-12-31")
        self.read_facts()
        self.assertTrue(self.connection.qbo_custom_numbers)
        self.assertEqual(self.connection.qbo_class_tracking, "line")
        self.assertTrue(self.connection.qbo_location_tracking)
        self.assertEqual(
            self.connection.qbo_closing_date, fields.Date.to_date("2025-12-31")
        )

    def test_tax_mode_that_a_person_chose_stays(self):
        self.connection.tax_mode = "folded"
        self.read_facts()
        self.assertEqual(self.connection.tax_mode, "folded")

    def test_test_button_costs_two_metered_reads(self):
        self.read_facts()
        calls = self.emulator.control.calls(self.company.realm_id)
        self.assertEqual(calls["metered"], 2)


@tagged("post_install", "-at_install")
class TestForeignFacts(FactsCase):
    qbo_profile = "ca"

    def setUp(self):
        super().setUp()
        self.connection.differences_accepted = False
        self.settle()

    def test_other_currency_and_country_are_said_before_anything_is_sent(self):
        self.env.company.country_id = self.env.ref("base.us")
        self.env["res.partner"].create({"name": "Waits"})
        self.settle()
        self.assertEqual(self.connection.light, "amber")
        self.assertIn("CAD", self.connection.light_reason)
        self.assertIn("CA", self.connection.light_reason)
        self.assertTrue(self.connection.is_held_by_differences)
        self.run_sync()
        self.assertEqual(self.emulator.control.calls()["total"], 0)

    def test_administrator_may_go_on_anyway(self):
        self.connection.action_accept_differences()
        self.settle()
        self.assertFalse(self.connection.is_held_by_differences)
        self.assertFalse(self.connection._hold_reason())
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)

    def test_difference_that_appears_later_holds_everything_again(self):
        self.connection.action_accept_differences()
        self.connection.qbo_country = "FR"
        self.read_facts()
        self.assertEqual(self.connection.qbo_country, "CA")
        self.assertFalse(self.connection.differences_accepted)

    def test_tax_codes_are_proposed_outside_the_us(self):
        self.assertEqual(self.connection.qbo_tax_engine, "codes")
        self.assertEqual(self.connection.tax_mode, "codes")


@tagged("post_install", "-at_install")
class TestAutomatedTaxFacts(FactsCase):
    qbo_profile = "us-ast"

    def test_automated_sales_tax_is_recognised(self):
        self.assertEqual(self.connection.qbo_tax_engine, "ast")
        self.assertEqual(self.connection.tax_mode, "automatic")
