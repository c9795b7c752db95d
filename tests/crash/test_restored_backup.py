"""A backup from before payments were sent is put back: nothing stands twice."""

from collections import Counter
from decimal import Decimal

import pytest

PAUSE, GO_ON = "action_pause", "action_resume"
PAID_HERE = """
    SELECT amount FROM account_payment
     WHERE partner_id = %(partner)s AND state IN ('in_process', 'paid')
"""
OPEN_HERE = """
    SELECT name, amount_residual FROM account_move
     WHERE partner_id = %(partner)s AND move_type = 'out_invoice' AND state = 'posted'
"""
PROBLEMS = "SELECT title, message FROM qbo_exception WHERE closed_at IS NULL"


class Shop:
    """A customer who buys and pays in parts, by what a bookkeeper does in Odoo."""

    def __init__(self, world):
        self.world = world
        self.user = world.bookkeeper.user
        self.partner = self.user.create("res.partner", name="Pays In Parts Ltd")
        self.invoices = []
        self.number = 0

    def sell(self, count):
        """Post invoices of 100.00 and more."""
        line = {"name": "Work", "quantity": 1, "tax_ids": [(6, 0, [])]}
        values = [
            {
                "move_type": "out_invoice",
                "partner_id": self.partner,
                "invoice_date": "2026-03-01",
                "invoice_line_ids": [(0, 0, {**line, "price_unit": 100 + number})],
            }
            for number in range(count)
        ]
        made = self.user.call("account.move", "create", values)
        self.user.call("account.move", "action_post", made)
        self.invoices += made
        return made

    def pay(self, invoices):
        """Register a payment of each invoice, no two of one amount."""
        register = "account.payment.register"
        for invoice in invoices:
            self.number += 1
            context = {"active_model": "account.move", "active_ids": [invoice]}
            values = {"amount": 5 + self.number / 100}
            wizard = self.user.call(register, "create", values, context=context)
            create = "action_create_payments"
            self.user.call(register, create, [wizard], context=context)

    def check(self):
        """Payments and open amounts of both books, without a look at the links."""
        book, there = self.world.book, self.world.there
        paid = Counter(
            Decimal(str(row["amount"]))
            for row in book.rows(PAID_HERE, partner=self.partner)
        )
        customers = [
            c["Id"] for c in there("Customer") if "In Parts" in c["DisplayName"]
        ]
        assert len(customers) == 1

        def mine(entity):
            rows = there(entity)
            return [row for row in rows if row["CustomerRef"]["value"] in customers]

        received = Counter(Decimal(str(row["TotalAmt"])) for row in mine("Payment"))
        assert received == {amount.quantize(Decimal("0.01")): 1 for amount in paid}
        assert set(paid.values()) == {1}
        left = {
            row["name"]: Decimal(str(row["amount_residual"]))
            for row in book.rows(OPEN_HERE, partner=self.partner)
        }
        balances = [(row["DocNumber"], row["Balance"]) for row in mine("Invoice")]
        assert len(balances) == len(left) == len(self.invoices)
        assert {number: Decimal(str(due)) for number, due in balances} == left
        assert book.rows(PROBLEMS) == []


@pytest.mark.parametrize(
    ("moments", "invoices"),
    [(2, 6), pytest.param(10, 30, marks=pytest.mark.long)],
)
@pytest.mark.timeout(1500)
def test_a_restored_backup_doubles_no_payment(world, moments, invoices):
    world.connected()
    world.control.set("throttles", False)
    shop = Shop(world)
    for _moment in range(moments):
        made = shop.sell(invoices)
        world.bookkeeper.settle()
        world.bookkeeper.press(PAUSE)
        shop.pay(made[: invoices // 2])
        world.odoo.stop()
        backup = world.backup()
        world.odoo.start()
        world.bookkeeper.press(GO_ON)
        world.bookkeeper.settle()
        world.odoo.stop()
        world.restore(backup)
        world.databases.drop(backup)
        world.odoo.start()
        world.bookkeeper.press(GO_ON)
        world.bookkeeper.settle()
        shop.check()
