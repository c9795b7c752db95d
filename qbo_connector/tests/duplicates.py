from .engine import EngineCase

HOME = {"street": "12 Main Street", "zip": "80201", "city": "Denver"}
ADDRESS = {"Line1": "12 Main Street", "PostalCode": "80201", "City": "Denver"}
WORDS = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gum", "Hazel", "Ivy")


class DuplicateCase(EngineCase):
    """What tests of duplicates have in common: two that are one, and strangers."""

    def setUp(self):
        super().setUp()
        self.env["res.partner"].search([("customer_rank", ">", 0)]).customer_rank = 0
        self.env["res.partner"].search([("supplier_rank", ">", 0)]).supplier_rank = 0
        self.rule(create_here=False)
        self.run_pull()
        self.clerk = self.person("clerk", "user")

    def here(self, name, **vals):
        return self.env["res.partner"].create(
            {"name": name, "customer_rank": 1, **vals}
        )

    def there(self, name, email="", entity="Customer", **more):
        payload = {"DisplayName": name, **more}
        if email:
            payload["PrimaryEmailAddr"] = {"Address": email}
        return self.qbo.create(entity, payload)["Id"]

    def strangers(self, count=9):
        """Others on both sides, so that a name can be rare."""
        for number in range(count):
            word = WORDS[number % len(WORDS)]
            self.here(f"{word} Trading {number}", email=f"{word}{number}@example.org")
            self.there(f"{word} Trading {number}", f"{word}{number}@example.org")

    def dialog(self, user=None):
        pairs = self.env["qbo.duplicate"].with_user(user or self.env.user)
        action = pairs.action_find()
        return (
            self.env[action["res_model"]]
            .browse(action["res_id"])
            .with_user(user or self.env.user)
        )

    def search(self, user=None):
        """Search on both sides, as by the button."""
        self.settle()
        self.dialog(user).action_start()
        self.settle()
        return self.pairs()

    def pairs(self, **values):
        domain = [("connection_id", "=", self.connection.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["qbo.duplicate"].search(domain)

    def open_pairs(self, side):
        return self.pairs(side=side, state="open")

    def member(self, pair, key):
        return pair.member_ids.filtered(lambda one: one.key == str(key))

    def two_here(self):
        """Two contacts that are one, and strangers."""
        self.strangers()
        one = self.here("Quillwort Plumbing", email="bob@qp.example.com", **HOME)
        two = self.here("Quilwort Plumbing Inc", email="bob@qp.example.com", **HOME)
        return one, two

    def two_there(self):
        """Two customers of QuickBooks that are one, and strangers; their ids."""
        self.strangers()
        one = self.there("Quillwort Plumbing", "bob@qp.example.com", BillAddr=ADDRESS)
        two = self.there("Quilwort Plumbing", "bob@qp.example.com", BillAddr=ADDRESS)
        return one, two

    def linked_twice(self):
        """Two contacts, each linked with a customer of its own."""
        one = self.linked_partner("Quillwort", customer_rank=1, email="q@example.com")
        two = self.linked_partner("Quilwort", customer_rank=1, email="q@example.com")
        return one, two

    def merge_here(self, pair, user=None):
        """Press Merge and go through Odoo's own dialog."""
        action = pair.with_user(user or self.env.user).action_merge()
        self.assertEqual(action["res_model"], "base.partner.merge.automatic.wizard")
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        after = wizard.with_user(user or self.env.user).action_merge()
        self.settle()
        return after
