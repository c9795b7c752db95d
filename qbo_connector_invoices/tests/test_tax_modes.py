from decimal import Decimal

from odoo import Command

from .common import InvoicesCase


class TestTaxModes(InvoicesCase):
    """However tax goes along, the totals agree or the record says that they don't."""

    def taxed(self, price, **vals):
        line = {"product_id": self.desk.id, "price_unit": price, **vals}
        return {**line, "tax_ids": [Command.set(self.tax.ids)]}

    def pushed_in_mode(self, mode):
        self.connection.tax_mode = mode
        return self.pushed_invoice(self.taxed(19.99, quantity=3), self.taxed(7.77))

    def test_tax_as_a_line_of_its_own(self):
        invoice = self.pushed_in_mode("line")
        there = self.qbo.get("Invoice", invoice)
        self.assertEqual(there["TotalAmt"], invoice.amount_total)
        self.assertEqual(there["TxnTaxDetail"]["TotalTax"], 0)
        self.assertIn(invoice.amount_tax, [line["Amount"] for line in there["Line"]])

    def test_tax_within_the_price(self):
        invoice = self.pushed_in_mode("folded")
        there = self.qbo.get("Invoice", invoice)
        self.assertEqual(there["TotalAmt"], invoice.amount_total)
        self.assertEqual(there["TxnTaxDetail"]["TotalTax"], 0)

    def test_tax_of_zero_per_cent_is_no_tax(self):
        self.tax.amount = 0
        invoice = self.pushed_in_mode("imposed")
        line = self.qbo.get("Invoice", invoice)["Line"][0]
        self.assertEqual(line["SalesItemLineDetail"]["TaxCodeRef"]["value"], "NON")

    def test_rate_that_changed_is_sent(self):
        invoice = self.pushed_in_mode("imposed")
        invoice.button_draft()
        self.tax.amount = 10
        invoice.invoice_line_ids.tax_ids = [Command.clear()]
        invoice.invoice_line_ids.tax_ids = [Command.set(self.tax.ids)]
        invoice.action_post()
        self.run_push()
        there = self.qbo.get("Invoice", invoice)
        self.assertEqual(there["TxnTaxDetail"]["TotalTax"], invoice.amount_tax)
        self.assertEqual(there["TotalAmt"], invoice.amount_total)

    def test_globally_rounded_taxes_agree(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        self.tax.price_include_override = "tax_included"
        invoice = self.pushed_invoice(*[self.taxed(0.99) for _line in range(7)])
        there = self.qbo.get("Invoice", invoice)
        self.assertEqual(
            Decimal(str(there["TotalAmt"])), Decimal(str(invoice.amount_total))
        )


class TestTaxCodes(InvoicesCase):
    """Outside the US every line carries a tax code."""

    qbo_profile = "uk"

    def setUp(self):
        super().setUp()
        self.connection.differences_accepted = True
        self.tax.amount = 20
        self.env["qbo.mapping"].search([("kind", "=", "tax")]).unlink()

    def map_tax(self, taxes, rate):
        references = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "TaxCode")]
        )
        proposals = self.env["qbo.mapping.proposal"]
        code = references.filtered(
            lambda each: proposals._rate(self.connection, each, "sale") == rate
        )[:1]
        self.assertTrue(code)
        return self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "tax",
                "tax_ids": [Command.set(taxes.ids)],
                "reference_id": code.id,
            }
        )

    def test_mapped_code_goes_on_each_line(self):
        mapping = self.map_tax(self.tax, 20)
        line = {"product_id": self.desk.id, "price_unit": 50}
        invoice = self.pushed_invoice({**line, "tax_ids": [Command.set(self.tax.ids)]})
        there = self.qbo.get("Invoice", invoice)
        detail = there["Line"][0]["SalesItemLineDetail"]
        self.assertEqual(detail["TaxCodeRef"]["value"], mapping.reference_id.qbo_id)
        self.assertEqual(there["TotalAmt"], 60)

    def test_tax_without_a_code_is_said_before_sending(self):
        line = {"product_id": self.desk.id, "price_unit": 50}
        invoice = self.new_invoice({**line, "tax_ids": [Command.set(self.tax.ids)]})
        self.run_push()
        self.assertEqual(self.qbo.list("Invoice"), [])
        self.assertIn(self.tax.name, self.problems(invoice).title)
