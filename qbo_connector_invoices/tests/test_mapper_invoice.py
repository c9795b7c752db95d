from .common import InvoicesCase


class TestMapperInvoice(InvoicesCase):
    """What a posted invoice becomes in QuickBooks."""

    def test_invoice_arrives_with_customer_and_product(self):
        invoice = self.pushed_invoice({"product_id": self.desk.id, "quantity": 3})
        there = self.qbo.get("Invoice", invoice)
        self.assertEqual(there["TotalAmt"], 300)
        self.assertEqual(there["DocNumber"], invoice.name)
        self.assertEqual(there["TxnDate"], "2026-03-01")
        customer = self.qbo.get("Customer", there["CustomerRef"]["value"])
        self.assertEqual(customer["DisplayName"], "Deco Addict")
        detail = there["Line"][0]["SalesItemLineDetail"]
        self.assertEqual((detail["Qty"], detail["UnitPrice"]), (3, 100))
        item = self.qbo.get("Item", detail["ItemRef"]["value"])
        self.assertEqual(item["Name"], "Desk")
