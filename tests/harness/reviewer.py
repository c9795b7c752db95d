"""A person who has Odoo ask customers for reviews."""

from .rpc import OdooUser


class Reviewer:
    """What this person does in Odoo's web client.

    ``odoo``: its address; ``book``: its database. The clock of a running Odoo cannot
    be moved, so what is planned is made older instead.
    """

    def __init__(self, odoo, book, company="My US Company"):
        self.book = book
        self.user = OdooUser(odoo, book.name)
        domain = [("name", "=", company)]
        self.company = self.user.read("res.company", domain, "id")[0]["id"]
        self.user.context["allowed_company_ids"] = [self.company]

    def switch_on(self, **values):
        """Set up one public site and ask from today on, at any hour; once."""
        policies = "qbo.review.policy"
        action = self.user.call(policies, "action_open_mine")
        domain = [("id", "=", action["res_id"]), ("enabled", "=", True)]
        if self.user.read(policies, domain, "id"):
            return action["res_id"]
        site = {"name": "Google", "url": "https://reviews.example.com/acme"}
        usual = {
            "site_ids": [(0, 0, site)],
            "enabled": True,
            "quiet_from": 0,
            "quiet_until": 0,
            "saturday": True,
            "sunday": True,
        }
        self.user.call(policies, "write", [action["res_id"]], {**usual, **values})
        return action["res_id"]

    def customer(self, name, **values):
        """Give the id of a new customer with an address of its own."""
        address = f"{name.lower().replace(' ', '.')}@example.com"
        return self.user.create("res.partner", name=name, email=address, **values)

    def paid_invoice(self, customer, amount=100.0):
        """Give the id of an invoice of today that the customer has paid."""
        invoice = self.invoice(customer, amount)
        self.pay(invoice)
        return invoice

    def invoice(self, customer, amount=100.0):
        """Give the id of a posted invoice of today, which is what posting fills in."""
        line = {"name": "Work", "quantity": 1, "price_unit": amount, "tax_ids": []}
        invoice = self.user.create(
            "account.move",
            move_type="out_invoice",
            partner_id=customer,
            invoice_line_ids=[(0, 0, line)],
        )
        self.user.call("account.move", "action_post", [invoice])
        return invoice

    def pay(self, invoice):
        """Register the payment of an invoice, with the button's dialog."""
        context = {"active_model": "account.move", "active_ids": [invoice]}
        register = "account.payment.register"
        wizard = self.user.call(register, "create", {}, context=context)
        self.user.call(register, "action_create_payments", [wizard], context=context)

    def run(self, name):
        """Run a scheduled action (plan, send, compare) now."""
        row = f"ir_cron_review_{name}"
        cron = self.book.value("SELECT res_id FROM ir_model_data WHERE name = %s", row)
        self.user.call("ir.cron", "method_direct_trigger", [cron])

    def wait_until_due(self):
        """Let the time pass after which planned messages go out."""
        self.book.execute(
            "UPDATE qbo_review_request SET planned_at = now() AT TIME ZONE 'utc' "
            "- interval '1 minute' WHERE state = 'planned'"
        )

    def request(self, invoice):
        """Give the request of an invoice, read from the database."""
        rows = self.book.rows(
            "SELECT * FROM qbo_review_request WHERE move_id = %s", invoice
        )
        return rows[0] if rows else None

    def asked(self):
        """Give how many customers were sent a message."""
        query = "SELECT count(*) FROM qbo_review_request WHERE sent_at IS NOT NULL"
        return self.book.value(query)

    def press(self, button, invoice):
        """Press a button of an invoice's request."""
        return self.user.press(
            "qbo.review.request", button, self.request(invoice)["id"]
        )
