from contextlib import contextmanager

from odoo import sql_db

from odoo.addons.qbo_connector.tests.hostile_names import hostile_names

from .items import ItemsCase


class TestItemNames(ItemsCase):
    """Whatever products are called and however many there are, each goes once."""

    # -- names ----------------------------------------------------------------------

    def test_inactive_item_with_the_name_is_woken_up(self):
        made = self.item("Desk")
        self.qbo.edit("Item", made["Id"], {"Active": False})
        self.push(self.desk)
        self.drain()
        item = self.qbo.get("Item", self.desk)
        self.assertEqual((item["Id"], item["Active"]), (made["Id"], True))
        self.assertEqual(item["Name"], "Desk")

    def test_category_with_the_name_is_no_product(self):
        self.qbo.create("Item", {"Name": "Desk", "Type": "Category"})
        self.push(self.desk)
        self.assertEqual(
            self.qbo.get("Item", self.desk)["Name"], f"Desk [{self.desk.id}]"
        )

    def test_three_of_one_name_and_two_of_one_code(self):
        twins = self.desk
        for code in ("D-1", "D-1", False):
            twins |= self._product("Desk", 1, default_code=code)
        self.push(twins)
        names = {self.qbo.get("Item", each)["Name"] for each in twins}
        self.assertEqual(len(names), 4, names)
        self.assertIn("Desk [D-1]", names)

    def test_hostile_names_arrive_once_or_are_told_why_not(self):
        typed = [name.replace("\x00", " ") for name in hostile_names()[::2]]
        products = self.env["product.product"].create(
            [{"name": name, "type": "service"} for name in typed]
        )
        self.push(products)
        there = self.there()
        links = {product: self.link(product) for product in products}
        ids = [link.qbo_id for link in links.values() if link.state == "linked"]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertGreater(len(ids), 150)
        for product, link in links.items():
            self.assertTrue(link.state == "linked" or link.problem, product.name)
        self.emulator.control.reset_calls()
        self.push(products)
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.there(), there, "nothing came twice")

    # -- variants -------------------------------------------------------------------

    def test_six_variants_are_six_items(self):
        sizes = ("XS", "S", "M", "L", "XL", "XXL")
        shirt = self.template("Shirt", *sizes, list_price=20)
        chosen = shirt.attribute_line_ids.product_template_value_ids
        chosen.filtered(lambda each: each.name == "XXL").price_extra = 5
        self.push(shirt.product_variant_ids)
        prices = {
            name: item["UnitPrice"]
            for name, item in self.there().items()
            if name.startswith("Shirt")
        }
        self.assertEqual(
            prices, {f"Shirt ({size})": 25 if size == "XXL" else 20 for size in sizes}
        )
        shirt.list_price = 22
        self.emulator.control.reset_calls()
        self.drain()
        self.assertEqual(self.there()["Shirt (XXL)"]["UnitPrice"], 27)
        self.assertEqual(self.emulator.control.calls()["batches"], 1)

    def test_long_name_keeps_what_tells_variants_apart(self):
        shirt = self.template("S" * 300, "Red", "Blue")
        self.push(shirt.product_variant_ids)
        names = sorted(name for name in self.there() if name.startswith("SSS"))
        self.assertEqual([name[-6:] for name in names], ["(Blue)", "S (Red)"[-6:]])
        self.assertEqual({len(name) for name in names}, {100})

    def test_archived_variant_is_inactive_there(self):
        shirt = self.template("Shirt", "Red", "Blue")
        self.push(shirt.product_variant_ids)
        red = shirt.product_variant_ids[0]
        red.action_archive()
        self.drain()
        self.assertFalse(self.qbo.get("Item", red)["Active"])
        self.assertTrue(self.qbo.get("Item", shirt.product_variant_ids)["Active"])
        red.action_unarchive()
        self.drain()
        item = self.qbo.get("Item", red)
        self.assertEqual((item["Active"], item["Name"]), (True, "Shirt (Red)"))

    # -- many -------------------------------------------------------------------------

    def test_three_hundred_products_take_few_calls_and_none_the_second_time(self):
        products = self.env["product.product"].create(
            [
                {"name": f"Part {number}", "default_code": f"P-{number}"}
                for number in range(300)
            ]
        )
        self.emulator.control.reset_calls()
        self.push(products)
        calls = self.emulator.control.calls()
        self.assertEqual(len([n for n in self.there() if n.startswith("Part")]), 300)
        self.assertLessEqual(calls["total"], 12, calls)
        self.emulator.control.reset_calls()
        self.push(products)
        self.assertEqual(self.emulator.control.calls()["total"], 0)

    @contextmanager
    def counted(self, costs, count):
        self.settle()
        before = sql_db.sql_counter
        yield
        costs.append((sql_db.sql_counter - before) / count)

    def test_cost_of_a_product_does_not_grow_with_their_number(self):
        costs = []
        for count in (50, 500):
            products = self.env["product.product"].create(
                [{"name": f"Part {count} {number}"} for number in range(count)]
            )
            products.action_qbo_push()
            with self.counted(costs, count):
                self.drain()
        self.assertLessEqual(costs[1], costs[0] * 1.05, costs)

    def test_cost_of_an_item_does_not_grow_with_their_number(self):
        self.run_pull()
        self.rule(create_here=True)
        self.run_pull()
        costs = []
        for count in (50, 500):
            for number in range(count):
                self.item(f"Item {count} {number}", Sku=f"I-{count}-{number}")
            with self.counted(costs, count):
                self.run_pull()
        made = self.env["product.product"].search_count([("name", "=like", "Item %")])
        self.assertEqual(made, 550)
        self.assertLessEqual(costs[1], costs[0] * 1.05, costs)
