from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.qbo_connector_invoices.qbo.amounts import exact, split_amount


@tagged("post_install", "-at_install")
class TestAmounts(BaseCase):
    def test_what_five_decimals_can_express(self):
        table = (
            # amount, quantity, price -> unit price
            ("10.00", "2", "5", "5"),
            ("9.00", "2", "5", "4.50"),  # ten per cent off: the price gives way
            ("10.00", "3", "3.33333", "3.33333"),
            ("10.00", "3", None, "3.333"),
            ("0.00", "4", "0", "0"),
            ("-12.50", "2.5", "-5", "-5"),
            ("1234567.89", "1", None, "1234567.89"),
            ("100.00", "0.33333", None, "300"),
        )
        for amount, quantity, price, expected in table:
            with self.subTest(amount=amount, quantity=quantity, price=price):
                found = split_amount(
                    Decimal(amount), Decimal(quantity), price and Decimal(price)
                )
                self.assertEqual(found, (Decimal(quantity), Decimal(expected)))
                product = (found[0] * found[1]).quantize(
                    Decimal("0.01"), "ROUND_HALF_UP"
                )
                self.assertEqual(product, Decimal(amount))

    def test_what_five_decimals_cannot_express(self):
        table = (
            ("10.00", "0"),
            ("0.01", "1000000.12345678"),
            ("10.01", "1234567"),
            ("1.00", "0.000001"),
        )
        for amount, quantity in table:
            with self.subTest(amount=amount, quantity=quantity):
                self.assertIsNone(split_amount(Decimal(amount), Decimal(quantity)))

    def test_a_float_is_read_as_it_is_written(self):
        self.assertEqual(exact(0.1), Decimal("0.1"))
        self.assertEqual(exact(1234.5678), Decimal("1234.5678"))
