from odoo import Command
from odoo.tests import tagged

from odoo.addons.qbo_connector_invoices.tests.common import InvoicesCase

from .bills_there import EXPENSE, known


@tagged("post_install", "-at_install")
class TestBill(InvoicesCase):
    """Everything documents do, they do for this form too."""

    def setUp(self):
        self.enterContext(known())
        super().setUp()
        self.vendor = self.env["res.partner"].create({"name": "Wood Corner"})
        self.tax_in = self.env["account.tax"].create(
            {"name": "Tax 10 %", "amount": 10, "type_tax_use": "purchase"}
        )
        self.rent, self.wood = (
            self.expense("Rent", "QTA1"),
            self.expense("Wood", "QTA2"),
        )

    def expense(self, name, code):
        """An account of expenses that is mapped to one of QuickBooks."""
        theirs = self.qbo.create(
            "Account", {"Name": f"{name} there", "AccountType": "Expense"}
        )
        self.env["qbo.reference"]._refresh(self.connection)
        self.settle()
        ours = self.env["account.account"].create(
            {"name": name, "code": code, "account_type": "expense"}
        )
        entry = self.env["qbo.reference"].search(
            [("entity", "=", "Account"), ("qbo_id", "=", theirs["Id"])]
        )
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "account",
                "reference_id": entry.id,
                "record": f"account.account,{ours.id}",
            }
        )
        return ours

    def new_bill(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "ref": "WC-77",
                "invoice_date": "2026-03-01",
                "invoice_line_ids": [
                    self.line("Office", 500, self.rent, []),
                    self.line("Oak", 120.5, self.wood, self.tax_in.ids, quantity=2),
                ],
            }
        )
        bill.action_post()
        return bill

    def line(self, name, price, account, taxes, quantity=1):
        return Command.create(
            {
                "name": name,
                "quantity": quantity,
                "price_unit": price,
                "account_id": account.id,
                "tax_ids": [Command.set(taxes)],
            }
        )

    def pushed_bill(self):
        bill = self.new_bill()
        self.run_sync()
        self.assertEqual(bill.qbo_state, "linked", self.link(bill).problem)
        return bill

    def lines_there(self, bill):
        names = {each["Id"]: each["Name"] for each in self.qbo.list("Account")}
        return [
            (
                each["Description"],
                float(each["Amount"]),
                names[each[EXPENSE]["AccountRef"]["value"]],
            )
            for each in self.qbo.get("Bill", bill)["Line"]
        ]

    def test_a_posted_bill_arrives(self):
        bill = self.pushed_bill()
        there = self.qbo.get("Bill", bill)
        self.assertEqual(float(there["TotalAmt"]), bill.amount_total)
        self.assertEqual(bill.amount_total, 765.1)
        self.assertEqual(there["DocNumber"], "WC-77")
        self.assertEqual(there["TxnDate"], "2026-03-01")
        vendor = self.qbo.get("Vendor", self.vendor)
        self.assertEqual(there["VendorRef"]["value"], vendor["Id"])
        self.assertEqual(vendor["DisplayName"], "Wood Corner")
        self.assertEqual(
            self.lines_there(bill),
            [("Office", 500.0, "Rent there"), ("Oak", 265.1, "Wood there")],
        )
        self.assertFalse(self.problems(bill))

    def test_an_edit_follows(self):
        bill = self.pushed_bill()
        before = self.qbo.get("Bill", bill)
        bill.button_draft()
        bill.ref = "WC-78"
        bill.invoice_line_ids[0].price_unit = 510
        bill.action_post()
        self.run_push()
        there = self.qbo.get("Bill", bill)
        self.assertEqual(there["Id"], before["Id"])
        self.assertEqual(float(there["TotalAmt"]), 775.1)
        self.assertEqual(there["DocNumber"], "WC-78")
        self.assertEqual(len(self.qbo.list("Bill")), 1)

    def test_pushed_again_it_costs_no_call(self):
        bill = self.pushed_bill()
        self.emulator.control.reset_calls()
        bill.narration = "Nothing that a bill says"
        bill.action_qbo_push()
        self.run_push()
        self.assertEqual(self.emulator.control.calls()["log"], [])
        self.assertEqual(bill.qbo_state, "linked")

    def test_a_change_there_is_said_and_left_alone(self):
        bill = self.pushed_bill()
        self.qbo.edit("Bill", bill, {"DocNumber": "X-1"})
        self.run_pull()
        [problem] = self.problems(bill)
        self.assertIn("number", problem.title)
        self.assertEqual(bill.ref, "WC-77")

    def test_a_cancelled_bill_goes_there_too(self):
        bill = self.pushed_bill()
        bill.button_draft()
        bill.button_cancel()
        self.run_push()
        self.assertEqual(self.qbo.list("Bill"), [])

    def test_its_buttons_are_there(self):
        bill = self.pushed_bill()
        self.assertTrue(bill.qbo_is_shown)
        self.assertIn("/bill?txnId=", bill.action_qbo_open()["url"])
