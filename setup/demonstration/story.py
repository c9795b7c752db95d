"""What a user does, step by step, through Odoo's web client and QuickBooks' own."""

from environment import Problem
from harness.bookkeeper import Bookkeeper
from harness.reviewer import Reviewer

PARTIAL = 100
SEEDED = {"Customer": 12}
OWN_NUMBERS = {"SalesFormsPrefs": {"CustomTxnNumbers": True}}


class Story:
    """The steps; each may be done again without doing anything twice."""

    def __init__(self, stage):
        self.control = stage.quickbooks.control
        self.realm = stage.quickbooks.credentials["realm_id"]
        self.bookkeeper = Bookkeeper(stage.url, stage.book, stage.quickbooks)
        self.company = self.bookkeeper.company
        self.reviewer = Reviewer(stage.url, stage.book)

    def connect(self):
        """Let QuickBooks take Odoo's numbers, and connect by its consent page."""
        self.control.set_preferences(self.realm, OWN_NUMBERS)
        self.bookkeeper.connect(name="QuickBooks demo")

    def lists(self):
        """Read QuickBooks' lists."""
        self.bookkeeper.press("action_update_lists")

    def mappings(self):
        """Accept the mappings proposed by name; create the terms that are missing."""
        self.bookkeeper.press("action_propose_mappings")
        self.bookkeeper.press("action_create_terms")

    def customers(self):
        """Let QuickBooks have customers of its own, and fetch them."""
        if len(self.control.list(self.realm, "Customer")) < SEEDED["Customer"]:
            self.control.seed(self.realm, SEEDED)
        self.bookkeeper.settle()

    def invoices(self):
        """Copy every posted customer invoice of the company."""
        self.bookkeeper.copy_invoices()
        self.bookkeeper.settle()

    def receive(self):
        """Receive a full and a partial payment in QuickBooks, if it has none yet."""
        if self.control.list(self.realm, "Payment"):
            return
        invoices = sorted(
            self.control.list(self.realm, "Invoice"), key=lambda each: each["DocNumber"]
        )
        for invoice, amount in zip(invoices, (None, PARTIAL), strict=False):
            total = amount or invoice["TotalAmt"]
            customer = invoice["CustomerRef"]["value"]
            self.control.receive_payment(
                self.realm, customer, total, {invoice["Id"]: total}
            )

    def payments(self):
        """Fetch the payments."""
        self.bookkeeper.settle()

    def review(self):
        """Ask the customers who have paid in full for a review."""
        # The demo's invoices are older than the demo, so the first day is, too.
        self.reviewer.switch_on(go_live_date="2000-01-01")
        self.reviewer.run("compare")
        self.reviewer.wait_until_due()
        self.reviewer.run("send")
        if not self.reviewer.asked():
            raise Problem("No customer was asked for a review.")
