from .items import ItemsCase


class TestItemCategory(ItemsCase):
    """Product categories, where both sides use them."""

    def setUp(self):
        super().setUp()
        self.furniture = self.env["product.category"].create({"name": "Shop Fittings"})
        self.chairs = self.env["product.category"].create(
            {"name": "Chairs", "parent_id": self.furniture.id}
        )
        self.chair = self.goods("Oak chair", categ_id=self.chairs.id)

    def switch_on(self):
        self.connection.item_categories = True
        self.env["qbo.reference"]._refresh(self.connection)
        self.settle()

    def categories(self):
        return {
            item["FullyQualifiedName"]: item["Id"]
            for item in self.qbo.list("Item")
            if item["Type"] == "Category"
        }

    def test_off_nothing_is_said_of_them(self):
        self.push(self.chair)
        item = self.qbo.get("Item", self.chair)
        self.assertFalse(item.get("SubItem"))
        self.assertNotIn("ParentRef", item)
        made = self.qbo.create("Item", {"Name": "Seats", "Type": "Category"})
        place = {"SubItem": True, "ParentRef": {"value": made["Id"]}}
        self.qbo.edit("Item", self.chair, place)
        self.sync()
        self.chair.list_price = 11
        self.drain()
        self.assertEqual(self.chair.categ_id, self.chairs)
        item = self.qbo.get("Item", self.chair)
        self.assertEqual(item["ParentRef"]["value"], made["Id"])
        self.assertEqual(item["UnitPrice"], 11)

    def test_missing_one_is_said_then_made_level_by_level(self):
        self.switch_on()
        self.push(self.chair)
        self.assertIn("Chairs", self.problems(self.chair).title)
        self.assertIn("Chairs", self.connection.missing_text)
        self.emulator.control.reset_calls()
        self.connection.action_create_categories()
        self.settle()
        self.assertEqual(self.emulator.control.calls()["total"], 3)
        self.assertLessEqual(
            {"Shop Fittings", "Shop Fittings:Chairs"}, set(self.categories())
        )
        self.push(self.chair)
        item = self.qbo.get("Item", self.chair)
        self.assertEqual(
            item["ParentRef"]["value"], self.categories()["Shop Fittings:Chairs"]
        )
        self.assertEqual(item["FullyQualifiedName"], "Shop Fittings:Chairs:Oak chair")
        made = self.categories()
        self.connection.action_create_categories()
        self.assertEqual(self.categories(), made, "nothing is made twice")

    def test_category_changed_here_and_there(self):
        self.switch_on()
        self.connection.action_create_categories()
        self.push(self.chair)
        self.chair.categ_id = self.furniture
        self.drain()
        made = self.categories()
        item = self.qbo.get("Item", self.chair)
        self.assertEqual(item["ParentRef"]["value"], made["Shop Fittings"])
        place = {"SubItem": True, "ParentRef": {"value": made["Shop Fittings:Chairs"]}}
        self.qbo.edit("Item", self.chair, place)
        self.sync()
        self.assertEqual(self.chair.categ_id, self.chairs)

    def test_those_of_quickbooks_are_proposed_by_their_path(self):
        top = self.qbo.create("Item", {"Name": "furniture", "Type": "Category"})
        place = {"SubItem": True, "ParentRef": {"value": top["Id"]}}
        self.qbo.create("Item", {"Name": "Chairs", "Type": "Category", **place})
        self.switch_on()
        self.env["qbo.mapping"]._propose(self.connection)
        self.push(self.chair)
        item = self.qbo.get("Item", self.chair)
        self.assertEqual(item["FullyQualifiedName"], "furniture:Chairs:Oak chair")

    def test_those_that_are_there_are_mapped_not_made_again(self):
        self.switch_on()
        self.qbo.create("Item", {"Name": "Shop Fittings", "Type": "Category"})
        self.connection.action_create_categories()
        self.push(self.chair)
        item = self.qbo.get("Item", self.chair)
        self.assertEqual(item["FullyQualifiedName"], "Shop Fittings:Chairs:Oak chair")

    def test_too_deep_ones_are_told(self):
        self.switch_on()
        deep = self.chairs
        for name in ("A", "B", "C"):
            deep = deep.create({"name": name, "parent_id": deep.id})
        self.chair.categ_id = deep
        toast = self.connection.action_create_categories()
        self.assertIn("C", toast["params"]["message"])
        self.assertNotIn("C", {name.split(":")[-1] for name in self.categories()})

    def test_new_ones_come_with_their_items(self):
        self.run_pull()
        self.switch_on()
        self.rule(create_here=True)
        top = self.qbo.create("Item", {"Name": "Lights", "Type": "Category"})
        place = {"SubItem": True, "ParentRef": {"value": top["Id"]}}
        lamps = self.qbo.create("Item", {"Name": "Lamps", "Type": "Category", **place})
        self.item("Lantern", SubItem=True, ParentRef={"value": lamps["Id"]})
        self.run_pull()
        lantern = self.env["product.product"].search([("name", "=", "Lantern")])
        self.assertEqual(lantern.categ_id.complete_name, "Lights / Lamps")

    def test_quickbooks_without_categories_gets_none(self):
        self.connection.item_categories = True
        self.connection.qbo_item_categories = False
        self.push(self.chair)
        self.assertNotIn("ParentRef", self.qbo.get("Item", self.chair))
