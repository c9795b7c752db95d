from odoo.tests import tagged

from ..qbo import names
from .engine import EngineCase
from .hostile_names import hostile_names

KINDS = ("Customer", "Vendor")


@tagged("post_install", "-at_install")
class TestNames(EngineCase):
    """Whatever people call their customers."""

    def typed(self):
        """The names as Odoo keeps them; a NUL never gets into its database."""
        return [name.replace("\x00", " ") for name in hostile_names()]

    def partners(self, wanted):
        model = self.env["res.partner"]
        return model.create([{"name": name, "customer_rank": 1} for name in wanted])

    def test_four_hundred_hostile_names(self):
        """Each arrives once or is told why not, however often it is sent."""
        self.take_some_names()
        partners = self.partners(self.typed())
        self.assertEqual(len(partners), 400)
        before = partners.mapped("name")
        self.drain()
        there = self.customers_there()
        self.check_told(partners)
        partners._qbo_touched()
        self.env["qbo.run"]._start(self.connection, partners)
        self.drain()
        self.assertEqual(self.customers_there(), there, "nothing came twice")
        self.assertEqual(partners.mapped("name"), before, "Odoo's names are kept")

    def take_some_names(self):
        """Let vendors, and customers that were made inactive, have some of them."""
        for name in ("Twin 03 Trading", "Ångström AB", "O'Twin 4"):
            self.qbo.create("Vendor", {"DisplayName": name})
        for name in ("Twin 05 Trading", "Ørsted"):
            row = self.qbo.create("Customer", {"DisplayName": name})
            self.qbo.edit("Customer", row["Id"], {"Active": False})

    def customers_there(self):
        return {row["Id"]: row["DisplayName"] for row in self.qbo.list("Customer")}

    def check_told(self, partners):
        """A linked one has an object of its own; any other one a sentence."""
        links = {partner: self.link(partner) for partner in partners}
        ids = [link.qbo_id for link in links.values() if link.state == "linked"]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertGreater(len(ids), 330)
        self.assertLessEqual(set(ids), set(self.customers_there()))
        for partner, link in links.items():
            if link.state == "linked":
                clean = names.clean(partner.name, 500)
                self.assertTrue(clean, "one without a name does not arrive")
            else:
                self.assertTrue(link.problem, f"no sentence for {partner.name!r}")

    def test_a_thousand_customers_whose_names_vendors_have(self):
        for number in range(1000):
            self.qbo.create("Vendor", {"DisplayName": f"Customer {number:04}"})
        self.customers(1000)
        self.reset_calls()
        self.drain()
        there = self.names_there()
        self.assertEqual(len(there), 1000)
        self.assertEqual(there[0], "Customer 0000 (Customer)")
        self.assertLessEqual(self.calls()["total"], 110)
