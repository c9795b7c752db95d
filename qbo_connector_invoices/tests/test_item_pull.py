from odoo.addons.qbo_connector.engine.turn import Turn

from .items import ItemsCase


class TestItemPull(ItemsCase):
    """Items of QuickBooks become products where that is wanted."""

    def setUp(self):
        super().setUp()
        self.run_pull()  # from now on changes come

    def called(self, name):
        products = self.env["product.product"].with_context(active_test=False)
        return products.search([("name", "=", name)])

    def test_new_items_arrive_as_products(self):
        self.rule(create_here=True)
        cost = {"value": self.account("Cost of Goods Sold").qbo_id}
        self.item("Advice", UnitPrice=90, Taxable=True, Sku="AD-1")
        self.item(
            "Paper",
            "NonInventory",
            Description="White",
            PurchaseCost=3,
            PurchaseDesc="By the box",
            ExpenseAccountRef=cost,
        )
        self.run_pull()
        advice, paper = self.called("Advice"), self.called("Paper")
        self.assertRecordValues(
            advice | paper,
            [
                {
                    "type": "service",
                    "default_code": "AD-1",
                    "lst_price": 90,
                    "purchase_ok": False,
                    "description_purchase": False,
                    "standard_price": 0,
                },
                {
                    "type": "consu",
                    "default_code": False,
                    "lst_price": 0,
                    "purchase_ok": True,
                    "description_purchase": "By the box",
                    "standard_price": 3,
                },
            ],
        )
        self.assertEqual(advice.taxes_id, self.env.company.account_sale_tax_id)
        self.assertFalse(paper.taxes_id)
        self.emulator.control.reset_calls()
        self.drain()
        self.assertEqual(self.writes(), 0, "nothing echoes")

    def test_items_that_were_there_come_once_they_shall(self):
        self.item("Old advice")
        self.run_pull()
        self.assertFalse(self.called("Old advice"))
        self.rule(create_here=True)
        self.run_pull()
        self.assertTrue(self.called("Old advice"))

    def test_item_of_a_known_product_is_linked_not_made_again(self):
        self.rule(create_here=True)
        lamp = self._product("Lamp", 5, default_code="L-1")
        self.item("Light", Sku="l-1", UnitPrice=4)
        self.item("desk")
        self.sync()
        self.assertFalse(self.called("Light"))
        self.assertEqual(self.link(lamp).origin, "matched")
        self.assertTrue(self.link(self.desk).qbo_id)
        self.assertEqual(self.qbo.get("Item", lamp)["UnitPrice"], 5)

    def test_account_that_is_mapped_is_taken_along(self):
        self.rule(create_here=True)
        account = self.company_data["default_account_revenue"].copy({"code": "400888"})
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "account",
                "record": f"account.account,{account.id}",
                "reference_id": self.account("Sales").id,
            }
        )
        self.item("Advice")
        self.run_pull()
        advice = self.called("Advice")
        self.assertEqual(advice.property_account_income_id, account)

    def test_changes_there_come_here_and_what_nobody_mapped_stays(self):
        chair = self.goods("Chair", 10, standard_price=4, weight=2)
        self.push(chair)
        self.qbo.edit(
            "Item",
            chair,
            {
                "Name": "Armchair",
                "Sku": "C-1",
                "UnitPrice": 12.5,
                "PurchaseCost": 5,
                "PurchaseDesc": "From Bob",
                "Description": "Soft",
            },
        )
        self.sync()
        self.assertRecordValues(
            chair,
            [
                {
                    "name": "Armchair",
                    "default_code": "C-1",
                    "lst_price": 12.5,
                    "standard_price": 5,
                    "description_purchase": "From Bob",
                    "description_sale": "Soft",
                    "weight": 2,
                }
            ],
        )

    def test_item_made_inactive_archives_the_product_and_back(self):
        self.push(self.desk)
        self.qbo.edit("Item", self.desk, {"Active": False})
        self.sync()
        self.assertFalse(self.desk.active)
        self.assertFalse(self.desk.product_tmpl_id.active)
        self.assertEqual(self.desk.name, "Desk")
        self.qbo.edit("Item", self.desk, {"Active": True})
        self.sync()
        self.assertTrue(self.desk.product_tmpl_id.active)

    def test_price_of_one_variant_is_not_every_variants_price(self):
        shirt = self.template("Shirt", "Red", "Blue", list_price=20)
        self.push(shirt.product_variant_ids)
        red, blue = shirt.product_variant_ids
        self.qbo.edit("Item", red, {"UnitPrice": 1, "Sku": "RED"})
        self.sync()
        self.drain()
        self.assertEqual(shirt.list_price, 20)
        self.assertEqual((red.default_code, blue.default_code), ("RED", False))
        self.assertEqual(self.qbo.get("Item", red)["UnitPrice"], 20)
        self.emulator.control.reset_calls()
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_bundle_stays_there_with_a_sentence(self):
        self.rule(create_here=True)
        bundle = {"Id": "900", "Name": "Set", "Type": "Group", "SyncToken": "0"}
        turn = Turn(self.connection.id)
        self.settle()
        self.env["qbo.pull.apply"]._take(turn, "Item", [{**bundle, "Active": True}])
        self.settle()
        self.assertFalse(self.called("Set"))
        problem = self.env["qbo.exception"].search([("qbo_id", "=", "900")])
        self.assertIn("bundle", problem.message)
        self.assertIn("Nothing has to be done", problem.advice)

    def test_bundle_does_not_trouble_those_who_want_no_items(self):
        bundle = {"Id": "900", "Name": "Set", "Type": "Group", "SyncToken": "0"}
        self.env["qbo.pull.apply"]._take(Turn(self.connection.id), "Item", [bundle])
        self.settle()
        self.assertFalse(self.env["qbo.exception"].search([("qbo_id", "=", "900")]))
