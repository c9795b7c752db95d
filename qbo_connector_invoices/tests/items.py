from odoo import Command

from .common import InvoicesCase


class ItemsCase(InvoicesCase):
    """What tests of products and items have in common."""

    def account(self, name):
        """The account of QuickBooks with this name, as the lists know it."""
        return self.env["qbo.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", "Account"),
                ("name", "=", name),
            ]
        )

    def item(self, name, kind="Service", **body):
        """An item that somebody makes in QuickBooks."""
        ref = {"value": self.account("Sales").qbo_id}
        return self.qbo.create(
            "Item", {"Name": name, "Type": kind, "IncomeAccountRef": ref, **body}
        )

    def goods(self, name, price=10, **vals):
        return self._product(name, price, type="consu", **vals)

    def stocked(self, name, price=10, **vals):
        """Goods whose inventory Odoo tracks, where it has the app for that."""
        if "is_storable" in self.env["product.product"]._fields:
            vals["is_storable"] = True
        return self.goods(name, price, **vals)

    def push(self, products):
        """Send products as their button does."""
        products.action_qbo_push()
        self.drain()

    def drain(self):
        """Send until nothing waits any more."""
        for _slice in range(30):
            self.run_push()
            if not self.env["qbo.change"].search_count([], limit=1):
                return
        self.fail("something waits for ever")

    def rule(self, **vals):
        rule = self.env["qbo.rule"]._of(self.connection, "Item")
        rule.write(vals)
        return rule

    def default_account(self, kind, name):
        """Map a kind of account of new products."""
        mappings = self.env["qbo.mapping"]
        domain = [("connection_id", "=", self.connection.id), ("kind", "=", kind)]
        mappings.search(domain).unlink()
        if name:
            mappings.create(
                {
                    "connection_id": self.connection.id,
                    "kind": kind,
                    "reference_id": self.account(name).id,
                }
            )

    def template(self, name, *values, **vals):
        """A product with a variant for each value of one attribute."""
        attribute = self.env["product.attribute"].create(
            {
                "name": f"Kind of {name}",
                "value_ids": [Command.create({"name": value}) for value in values],
            }
        )
        line = {
            "attribute_id": attribute.id,
            "value_ids": [Command.set(attribute.value_ids.ids)],
        }
        return self.env["product.template"].create(
            {
                "name": name,
                "type": "consu",
                "taxes_id": [Command.clear()],
                "attribute_line_ids": [Command.create(line)],
                **vals,
            }
        )

    def there(self, *names):
        """Items by name, all of them or those asked for."""
        found = {item["Name"]: item for item in self.qbo.list("Item")}
        return {name: found[name] for name in names} if names else found

    def writes(self):
        return self.emulator.control.calls()["writes"]
