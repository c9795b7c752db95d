from datetime import timedelta
from decimal import Decimal

from odoo import Command

from .common import InvoicesCase


class TestInvoicePush(InvoicesCase):
    """What a posted invoice becomes in QuickBooks."""

    def there(self, invoice):
        return self.qbo.get("Invoice", invoice)

    def assert_same_total(self, invoice):
        total = Decimal(str(self.there(invoice)["TotalAmt"]))
        self.assertEqual(total, Decimal(str(invoice.amount_total)))
        self.assertEqual(self.link(invoice).state, "linked")

    def test_invoice_arrives_with_customer_and_product(self):
        invoice = self.pushed_invoice({"product_id": self.desk.id, "quantity": 3})
        there = self.there(invoice)
        self.assertEqual(there["TotalAmt"], 300)
        self.assertEqual(there["DocNumber"], invoice.name)
        self.assertEqual(there["TxnDate"], "2026-03-01")
        self.assertEqual(there["BillEmail"]["Address"], "deco@example.com")
        customer = self.qbo.get("Customer", there["CustomerRef"]["value"])
        self.assertEqual(customer["DisplayName"], "Deco Addict")
        detail = there["Line"][0]["SalesItemLineDetail"]
        self.assertEqual((detail["Qty"], detail["UnitPrice"]), (3, 100))
        item = self.qbo.get("Item", detail["ItemRef"]["value"])
        self.assertEqual(item["Name"], "Desk")

    def test_a_second_run_sends_nothing(self):
        self.pushed_invoice(100)
        self.emulator.control.reset_calls()
        self.sync()
        self.run_sync()
        self.assertEqual(self.emulator.control.calls()["writes"], 0)

    def test_odoos_tax_is_imposed_to_the_cent(self):
        taxed = {"product_id": self.desk.id, "tax_ids": [Command.set(self.tax.ids)]}
        invoice = self.pushed_invoice(
            {**taxed, "price_unit": 33.33}, {**taxed, "price_unit": 0.07}, 12.5
        )
        there = self.there(invoice)
        codes = [
            line["SalesItemLineDetail"]["TaxCodeRef"]["value"]
            for line in there["Line"]
            if "SalesItemLineDetail" in line
        ]
        self.assertEqual(codes, ["TAX", "TAX", "NON"])
        self.assertEqual(there["TxnTaxDetail"]["TotalTax"], invoice.amount_tax)
        self.assert_same_total(invoice)

    def test_prices_that_include_tax(self):
        self.tax.price_include_override = "tax_included"
        taxed = {"product_id": self.desk.id, "tax_ids": [Command.set(self.tax.ids)]}
        invoice = self.pushed_invoice({**taxed, "price_unit": 9.99, "quantity": 7})
        self.assertEqual(invoice.amount_total, 69.93)
        self.assert_same_total(invoice)

    def test_discount_is_in_the_price_and_in_words(self):
        invoice = self.pushed_invoice(
            {"product_id": self.desk.id, "quantity": 3, "discount": 12.5}
        )
        line = self.there(invoice)["Line"][0]
        self.assertEqual(line["Amount"], 262.5)
        self.assertEqual(line["SalesItemLineDetail"]["UnitPrice"], 87.5)
        self.assertIn("12.5 %", line["Description"])

    def test_a_price_five_decimals_cannot_hold(self):
        self.env["decimal.precision"].search([("name", "=", "Product Unit")]).digits = 3
        line = {"product_id": self.desk.id, "quantity": 7654.321, "price_unit": 0.3377}
        invoice = self.pushed_invoice(line)
        sent = self.there(invoice)["Line"][0]
        detail = sent["SalesItemLineDetail"]
        if "Qty" in detail:
            product = Decimal(str(detail["Qty"])) * Decimal(str(detail["UnitPrice"]))
            self.assertEqual(round(product, 2), Decimal(str(sent["Amount"])))
        else:
            self.assertIn("7654.32", sent["Description"])
        self.assert_same_total(invoice)

    def test_line_without_product_goes_on_the_fallback_item(self):
        invoice = self.pushed_invoice({"name": "Travel", "price_unit": 80})
        line = self.there(invoice)["Line"][0]
        item = self.qbo.get("Item", line["SalesItemLineDetail"]["ItemRef"]["value"])
        self.assertIn("Other", item["Name"])
        self.assertEqual(line["Description"], "Travel")

    def test_sections_and_notes_are_descriptions(self):
        invoice = self.pushed_invoice(
            {"display_type": "line_section", "name": "Furniture"},
            {"product_id": self.desk.id, "price_unit": 100},
            {"display_type": "line_note", "name": "Handle with care"},
        )
        lines = self.there(invoice)["Line"]
        self.assertEqual(
            [(line["DetailType"], line.get("Description")) for line in lines[:3:2]],
            [("DescriptionOnly", "Furniture"), ("DescriptionOnly", "Handle with care")],
        )
        self.assert_same_total(invoice)

    def test_negative_and_zero_lines(self):
        invoice = self.pushed_invoice(
            100,
            {"name": "Voucher", "price_unit": -30},
            {"name": "Gift", "price_unit": 0},
        )
        self.assertEqual(self.there(invoice)["TotalAmt"], 70)
        self.assert_same_total(invoice)

    def test_cash_rounding_is_a_line(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "Five cents",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": self.company_data["default_account_revenue"].id,
                "loss_account_id": self.company_data["default_account_expense"].id,
            }
        )
        invoice = self.pushed_invoice(10.02, invoice_cash_rounding_id=rounding.id)
        self.assertEqual(invoice.amount_total, 10)
        self.assert_same_total(invoice)

    def test_terms_and_due_date(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Net 30",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        self.env["qbo.mapping"]._propose(self.connection)
        invoice = self.pushed_invoice(100, invoice_payment_term_id=terms.id)
        there = self.there(invoice)
        self.assertEqual(there["DueDate"], "2026-03-31")
        self.assertEqual(there["SalesTermRef"]["name"], "Net 30")

    def test_cancelled_invoice_is_voided(self):
        invoice = self.pushed_invoice(100)
        invoice.button_draft()
        invoice.button_cancel()
        self.run_push()
        there = self.there(invoice)
        self.assertEqual(there["TotalAmt"], 0)
        self.assertTrue(there["PrivateNote"].startswith("Voided"))

    def test_draft_waits_until_it_is_posted_again(self):
        invoice = self.pushed_invoice(100)
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 120
        self.run_push()
        self.assertEqual(self.there(invoice)["TotalAmt"], 100)
        invoice.action_post()
        self.run_push()
        self.assertEqual(self.there(invoice)["TotalAmt"], 120)
        self.assert_same_total(invoice)

    def test_edit_after_a_payment_raised_the_version(self):
        invoice = self.pushed_invoice(100)
        there = self.there(invoice)
        self.qbo.receive_payment(there["CustomerRef"]["value"], 30, {there["Id"]: 30})
        invoice.invoice_date_due = "2026-05-05"
        self.run_push()
        self.run_push()
        self.assertEqual(self.there(invoice)["DueDate"], "2026-05-05")
        self.assertEqual(self.there(invoice)["Balance"], 70)

    def test_several_invoices_need_few_calls(self):
        invoices = [self.new_invoice(100 + number) for number in range(12)]
        self.emulator.control.reset_calls()
        self.run_push()
        for invoice in invoices:
            self.assert_same_total(invoice)
        calls = self.emulator.control.calls()
        self.assertEqual(len(self.qbo.list("Invoice")), 12)
        self.assertLessEqual(calls["total"], 6)

    def test_lost_answer_makes_no_second_invoice(self):
        invoice = self.new_invoice(100)
        self.emulator.control.inject(
            {
                "match": {"entity": "Invoice", "method": "POST"},
                "times": 1,
                "fault": "cut_after_commit",
            }
        )
        self.run_push()
        self.assertEqual(self.link(invoice).state, "waiting")
        intent = self.env["qbo.intent"].sudo().search([("state", "!=", "settled")])
        intent.sent_at -= timedelta(seconds=200)
        self.env["qbo.throttle"].sudo()._of(self.connection).resume_at = False
        self.run_sync()
        self.assertEqual(len(self.qbo.list("Invoice")), 1)
        self.assert_same_total(invoice)

    def test_address_that_is_none_is_left_out(self):
        self.customer.email = "nobody"
        invoice = self.pushed_invoice(100)
        self.assertNotIn("BillEmail", self.there(invoice))


class TestInvoiceNumbers(InvoicesCase):
    """Whose number a document has, and where the other one is told."""

    def test_prefix(self):
        self.connection.number_prefix = "OD-"
        invoice = self.pushed_invoice(100)
        number = self.qbo.get("Invoice", invoice)["DocNumber"]
        self.assertEqual(number, f"OD-{invoice.name}")

    def test_number_that_is_too_long_is_a_problem(self):
        self.connection.number_prefix = "TOO-LONG-PREFIX-"
        invoice = self.new_invoice(100)
        self.run_push()
        self.assertFalse(self.link(invoice).qbo_id)
        self.assertIn("21", self.problems(invoice).title)

    def test_quickbooks_own_number_is_in_the_reference_only(self):
        self.qbo.set_preferences({"SalesFormsPrefs": {"CustomTxnNumbers": False}})
        self.env["qbo.reference"]._refresh(self.connection)
        invoice = self.pushed_invoice(100)
        number = self.qbo.get("Invoice", invoice)["DocNumber"]
        self.assertEqual(invoice.ref, number)
        self.assertNotEqual(invoice.name, number)
        following = self.new_invoice(100)
        self.assertEqual(
            int(following.name.split("/")[-1]), int(invoice.name.split("/")[-1]) + 1
        )

    def test_existing_invoice_with_our_number_is_adopted_only_if_it_fits(self):
        known = self.pushed_invoice(100)
        there = self.qbo.get("Invoice", known)
        item = there["Line"][0]["SalesItemLineDetail"]["ItemRef"]
        twin = self.new_invoice(100)
        other = self.new_invoice(200)
        for invoice, amount in ((twin, 100), (other, 999)):
            detail = {"ItemRef": item, "TaxCodeRef": {"value": "NON"}}
            self.qbo.create(
                "Invoice",
                {
                    "CustomerRef": there["CustomerRef"],
                    "TxnDate": "2026-03-01",
                    "DocNumber": invoice.name,
                    "Line": [
                        {
                            "Amount": amount,
                            "DetailType": "SalesItemLineDetail",
                            "SalesItemLineDetail": detail,
                        }
                    ],
                },
            )
        self.run_push()
        self.assertEqual(self.link(twin).origin, "matched")
        self.assertFalse(self.link(other).qbo_id)
        self.assertTrue(self.problems(other))


class TestInvoiceScope(InvoicesCase):
    """What is sent by itself, what by hand, what never."""

    def test_older_than_go_live_is_sent_by_the_button_only(self):
        self.connection.go_live_date = "2026-06-01"
        invoice = self.new_invoice(100)
        self.run_push()
        self.assertEqual(self.qbo.list("Invoice"), [])
        self.assertTrue(invoice.qbo_is_late)
        self.settle()
        invoice.action_qbo_push()
        self.assertEqual(len(self.qbo.list("Invoice")), 1)

    def test_draft_is_not_sent(self):
        invoice = self.new_invoice(100)
        invoice.button_draft()
        self.run_push()
        self.assertEqual(self.qbo.list("Invoice"), [])

    def test_unlinked_invoice_is_left_alone(self):
        invoice = self.pushed_invoice(100)
        invoice.action_qbo_unlink()
        invoice.invoice_date_due = "2026-07-07"
        self.sync()
        self.assertEqual(len(self.qbo.list("Invoice")), 1)
        self.assertEqual(invoice.qbo_state, "none")

    def test_missing_income_account_is_said_before_sending(self):
        self.env["qbo.mapping"].search(
            [("kind", "in", ("account", "income_account"))]
        ).unlink()
        invoice = self.new_invoice(100)
        self.run_push()
        self.assertEqual(self.qbo.list("Invoice"), [])
        self.assertIn("income account", self.problems(self.desk).title)
        self.assertIn("Desk", self.link(invoice).problem)

    def test_invoice_follows_once_the_mapping_is_there(self):
        rows = self.env["qbo.mapping"].search(
            [("kind", "in", ("account", "income_account"))]
        )
        rows.unlink()
        invoice = self.new_invoice(100)
        self.run_push()
        self.env["qbo.mapping"]._propose(self.connection)
        self.desk.action_qbo_push()
        self.settle()
        self.run_push()
        self.assertEqual(self.link(invoice).state, "linked")

    def test_currency_without_multicurrency_is_a_problem(self):
        euro = self.setup_other_currency("EUR")
        invoice = self.new_invoice(100, currency_id=euro.id)
        self.run_push()
        self.assertEqual(self.qbo.list("Invoice"), [])
        self.assertIn("EUR", self.problems(invoice).title)


class TestInvoiceChangedThere(InvoicesCase):
    """A posted invoice is Odoo's: what changes in QuickBooks is said, not taken."""

    def test_changed_lines_are_a_problem_and_odoo_can_be_sent_again(self):
        invoice = self.pushed_invoice(100)
        line = self.qbo.get("Invoice", invoice)["Line"][0]
        line["Amount"] = 90
        line["SalesItemLineDetail"]["UnitPrice"] = 90
        self.qbo.edit("Invoice", invoice, {"Line": [line]})
        self.sync()
        self.assertEqual(invoice.amount_total, 100)
        self.assertEqual(invoice.qbo_state, "attention")
        self.assertIn("lines", self.problems(invoice).title)
        self.assertIn("lines", invoice.alerts["qbo_problem"]["message"])
        invoice.action_qbo_push()
        self.settle()
        self.assertEqual(self.qbo.get("Invoice", invoice)["TotalAmt"], 100)
        self.assertFalse(self.problems(invoice))

    def test_change_taken_back_there_closes_the_problem(self):
        invoice = self.pushed_invoice(100)
        due = self.qbo.get("Invoice", invoice)["DueDate"]
        self.qbo.edit("Invoice", invoice, {"DueDate": "2027-01-01"})
        self.sync()
        self.assertEqual(invoice.qbo_state, "attention")
        self.qbo.edit("Invoice", invoice, {"DueDate": due})
        self.sync()
        self.settle()
        self.assertFalse(self.problems(invoice))
        self.assertEqual(invoice.qbo_state, "linked")

    def test_voided_there_is_a_problem(self):
        invoice = self.pushed_invoice(100)
        self.qbo.void("Invoice", invoice)
        self.sync()
        self.assertEqual(invoice.state, "posted")
        self.assertIn("voided", self.problems(invoice).title)

    def test_deleted_there_is_a_problem(self):
        invoice = self.pushed_invoice(100)
        self.qbo.delete("Invoice", invoice)
        self.sync()
        self.assertEqual(invoice.state, "posted")
        self.assertTrue(self.problems(invoice))

    def test_made_in_quickbooks_stays_there(self):
        invoice = self.pushed_invoice(100)
        there = self.qbo.get("Invoice", invoice)
        keys = ("CustomerRef", "TxnDate", "Line")
        self.qbo.create("Invoice", {key: there[key] for key in keys})
        before = self.env["account.move"].search_count([])
        self.sync()
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_totals_that_differ_are_a_mismatch_with_both_figures(self):
        self.connection.tax_mode = "automatic"
        taxed = {"product_id": self.desk.id, "tax_ids": [Command.set(self.tax.ids)]}
        invoice = self.new_invoice({**taxed, "price_unit": 100})
        self.run_push()
        self.assertEqual(self.link(invoice).state, "mismatch")
        title = self.problems(invoice).title
        self.assertIn("108.25", title)
        self.assertIn("100.00", title)
