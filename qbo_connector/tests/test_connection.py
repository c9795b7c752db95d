from odoo.tests import tagged

from .common import QboCase


@tagged("post_install", "-at_install")
class TestConnection(QboCase):
    def test_new_connection_knows_the_quickbooks_company(self):
        self.assertEqual(self.connection.qbo_country, "US")
        self.assertEqual(self.connection.qbo_currency_id.name, "USD")
        self.assertTrue(self.connection.qbo_company_name)
        self.assertEqual(self.connection.light, "green", self.connection.light_reason)
