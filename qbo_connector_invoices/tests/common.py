from odoo import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.qbo_connector.tests.common import QboMixin


@tagged("post_install", "-at_install")
class InvoicesCase(QboMixin, AccountTestInvoicingCommon):
    """A company with a chart of accounts and a QuickBooks company of its own.

    QuickBooks taxes by hand, so Odoo's amounts are imposed; documents bring their
    own numbers.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("base.group_system")
        cls.env.user.group_ids += cls.env.ref("qbo_connector.qbo_group_manager")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Deco Addict", "email": "deco@example.com", "is_company": True}
        )
        cls.desk = cls._product("Desk", 100)
        cls.tax = cls.env["account.tax"].create(
            {"name": "Sales 8.25 %", "amount": 8.25, "type_tax_use": "sale"}
        )
        cls.journal = cls.company_data["default_journal_bank"]

    def setUp(self):
        super().setUp()
        self.qbo.set_preferences({"SalesFormsPrefs": {"CustomTxnNumbers": True}})
        self.env["qbo.reference"]._refresh(self.connection)
        self.connection.go_live_date = "2020-01-01"
        self.env["qbo.mapping"]._propose(self.connection)
        self.settle()

    @classmethod
    def _product(cls, name, price, **vals):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "type": "service",
                "taxes_id": [Command.clear()],
                **vals,
            }
        )

    def new_invoice(self, *lines, **vals):
        """A posted invoice; a line is a dict, or the price of one desk."""
        rows = [
            line
            if isinstance(line, dict)
            else {"product_id": self.desk.id, "price_unit": line}
            for line in lines
        ]
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-01",
                "invoice_line_ids": [
                    Command.create({"tax_ids": [Command.clear()], **row})
                    for row in rows
                ],
                **vals,
            }
        )
        invoice.action_post()
        return invoice

    def pushed_invoice(self, *lines, **vals):
        """A posted invoice that is in step with QuickBooks."""
        invoice = self.new_invoice(*lines, **vals)
        self.run_sync()
        self.assertEqual(self.link(invoice).state, "linked", self.link(invoice).problem)
        return invoice

    def sync(self):
        """Fetch what changed, though it is not due yet, and send what waits."""
        self.run_pull()
        self.run_push()

    def link(self, record):
        """The link of a record, in any state."""
        return self.env["qbo.link"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def problems(self, record):
        """The open problems of a record."""
        return self.env["qbo.exception"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("closed_at", "=", False),
            ]
        )

    def notes(self, record):
        """All that was written in the chatter of a record."""
        return " ".join(str(message.body) for message in record.message_ids)
