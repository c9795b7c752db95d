from .common import InvoicesCase


class TestCurrency(InvoicesCase):
    """Documents in another currency take currency, rate and customer along."""

    def setUp(self):
        super().setUp()
        self.euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.5), ("2026-04-01", 0.4)]
        )
        self.qbo.set_preferences({"CurrencyPrefs": {"MultiCurrencyEnabled": True}})
        self.qbo.create("CompanyCurrency", {"Code": "EUR"})
        self.env["qbo.reference"]._refresh(self.connection)
        self.invoice = self.pushed_invoice(100, currency_id=self.euro.id)

    def test_second_currency_is_a_second_customer(self):
        home = self.pushed_invoice(50)
        there = self.qbo.get("Invoice", self.invoice)
        self.assertEqual(there["CurrencyRef"]["value"], "EUR")
        self.assertEqual(there["ExchangeRate"], 2)
        self.assertEqual((there["TotalAmt"], there["HomeTotalAmt"]), (100, 200))
        foreign = self.qbo.get("Customer", there["CustomerRef"]["value"])
        self.assertEqual(foreign["DisplayName"], "Deco Addict (EUR)")
        other = self.qbo.get("Invoice", home)["CustomerRef"]["value"]
        self.assertNotEqual(other, foreign["Id"])

    def test_payment_in_the_currency_comes_here(self):
        there = self.qbo.get("Invoice", self.invoice)
        self.qbo.receive_payment(there["CustomerRef"]["value"], 40, {there["Id"]: 40})
        self.sync()
        self.assertEqual(self.invoice.amount_residual, 60)
        payment = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertRecordValues(payment, [{"amount": 40, "currency_id": self.euro.id}])

    def test_payment_in_the_currency_goes_there(self):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        payment = wizard.create(
            {"payment_date": "2026-04-02", "currency_id": self.euro.id}
        )._create_payments()
        self.run_push()
        there = self.qbo.get("Payment", payment)
        self.assertEqual((there["TotalAmt"], there["ExchangeRate"]), (100, 2.5))
        self.assertEqual(self.qbo.get("Invoice", self.invoice)["Balance"], 0)
