from odoo import Command

from .items import ItemsCase


class TestItemPush(ItemsCase):
    """Products go to QuickBooks as what they are, once each."""

    # -- types and stock --------------------------------------------------------

    def test_goods_are_not_counted_unless_quickbooks_shall(self):
        chair = self.goods("Chair")
        self.push(chair)
        item = self.qbo.get("Item", chair)
        self.assertEqual(item["Type"], "NonInventory")
        self.assertNotIn("QtyOnHand", item)

    def test_goods_that_quickbooks_counts_start_with_nothing_on_hand(self):
        self.connection.item_quantities = "quickbooks"
        chair = self.stocked("Chair")
        self.push(chair | self.desk)
        item = self.qbo.get("Item", chair)
        self.assertEqual(item["Type"], "Inventory")
        self.assertEqual((item["QtyOnHand"], item["InvStartDate"]), (0, "2020-01-01"))
        self.assertEqual(
            item["AssetAccountRef"]["value"], self.account("Inventory Asset").qbo_id
        )
        cost = self.account("Cost of Goods Sold").qbo_id
        self.assertEqual(item["ExpenseAccountRef"]["value"], cost)
        self.assertEqual(self.qbo.get("Item", self.desk)["Type"], "Service")

    def test_quantity_there_stays_when_the_product_changes(self):
        self.connection.item_quantities = "quickbooks"
        chair = self.stocked("Chair")
        self.push(chair)
        self.qbo.edit("Item", chair, {"QtyOnHand": 7})
        chair.list_price = 12
        self.sync()
        item = self.qbo.get("Item", chair)
        self.assertEqual((item["QtyOnHand"], item["UnitPrice"]), (7, 12))

    def test_items_that_exist_keep_their_type_when_quickbooks_begins_to_count(self):
        chair = self.goods("Chair")
        self.push(chair)
        self.connection.item_quantities = "quickbooks"
        chair.list_price = 12
        self.drain()
        item = self.qbo.get("Item", chair)
        self.assertEqual((item["Type"], item["UnitPrice"]), ("NonInventory", 12))

    def test_stock_of_odoo_says_which_goods_are_counted(self):
        """Runs only beside Odoo's Inventory app, which this add-on does not need."""
        if "is_storable" not in self.env["product.template"]._fields:
            self.skipTest("Odoo's Inventory app is not installed")
        self.connection.item_quantities = "quickbooks"
        products = self.goods("Chair", is_storable=True) | self.goods("Pen")
        self.push(products)
        self.assertEqual(
            [self.qbo.get("Item", each)["Type"] for each in products],
            ["Inventory", "NonInventory"],
        )

    def test_setting_says_when_nobody_counts(self):
        has_stock = "is_storable" in self.env["product.template"]._fields
        self.assertEqual(bool(self.connection.item_quantities_note), not has_stock)
        self.connection.item_quantities = "quickbooks"
        self.assertFalse(self.connection.item_quantities_note)

    def test_service_there_and_goods_here_is_said_and_nothing_is_sent(self):
        self.push(self.desk)
        self.desk.type = "consu"
        self.desk.list_price = 1
        self.emulator.control.reset_calls()
        self.drain()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.link(self.desk).state, "error")
        self.assertIn("service in QuickBooks", self.problems(self.desk).title)
        self.desk.type = "service"
        self.drain()
        self.assertEqual(self.qbo.get("Item", self.desk)["UnitPrice"], 1)
        self.assertFalse(self.problems(self.desk))

    def test_other_type_is_solved_in_quickbooks_too(self):
        self.push(self.desk)
        self.desk.type = "consu"
        self.drain()
        self.qbo.edit("Item", self.desk, {"Type": "NonInventory"})
        self.sync()
        self.assertFalse(self.problems(self.desk))
        self.assertEqual(self.desk.type, "consu")
        self.assertEqual(self.link(self.desk).state, "linked")

    # -- prices, texts, flags -----------------------------------------------------

    def test_sales_and_purchase_side(self):
        chair = self.goods(
            "Chair", 49.5, standard_price=20.25, description_purchase="By the dozen"
        )
        self.push(chair)
        item = self.qbo.get("Item", chair)
        self.assertEqual((item["UnitPrice"], item["PurchaseCost"]), (49.5, 20.25))
        self.assertEqual(item["PurchaseDesc"], "By the dozen")
        chair.standard_price = 21
        self.drain()
        self.assertEqual(self.qbo.get("Item", chair)["PurchaseCost"], 21)

    def test_what_is_not_bought_has_no_purchase_side(self):
        chair = self.goods("Chair", standard_price=20, purchase_ok=False)
        self.push(chair)
        item = self.qbo.get("Item", chair)
        self.assertNotIn("ExpenseAccountRef", item)
        self.assertEqual(item["PurchaseCost"], 0)

    def test_taxed_or_not(self):
        chair = self.goods("Chair", taxes_id=[Command.set(self.tax.ids)])
        self.push(chair | self.desk)
        self.assertTrue(self.qbo.get("Item", chair)["Taxable"])
        self.assertFalse(self.qbo.get("Item", self.desk)["Taxable"])
        chair.taxes_id = False
        self.drain()
        self.assertFalse(self.qbo.get("Item", chair)["Taxable"])

    def test_item_that_was_there_keeps_its_tax_flag(self):
        self.item("Desk", Taxable=True)
        self.push(self.desk)
        self.desk.list_price = 5
        self.drain()
        item = self.qbo.get("Item", self.desk)
        self.assertEqual((item["Taxable"], item["UnitPrice"]), (True, 5))

    def test_price_in_another_currency_is_left_out(self):
        priced = self.desk.currency_id
        foreign = self.env.ref("base.CHF") | self.env.ref("base.GBP")
        self.connection.qbo_currency_id = (foreign - priced)[0]
        self.push(self.desk)
        self.assertEqual(self.qbo.get("Item", self.desk)["UnitPrice"], 0)

    # -- accounts -------------------------------------------------------------------

    def missing(self, product, word):
        """Push a product; its sentence, while nothing was sent."""
        self.drain()
        self.emulator.control.reset_calls()
        self.push(product)
        self.assertEqual(self.emulator.control.calls()["total"], 0)
        problem = self.problems(product)
        self.assertEqual(problem.button, "map")
        self.assertIn(word, problem.title)
        return problem

    def test_missing_accounts_are_said_before_anything_is_sent(self):
        self.default_account("income_account", None)
        self.missing(self.desk, "income account for")
        self.default_account("income_account", "Sales")
        self.default_account("expense_account", None)
        self.missing(self.goods("Chair", standard_price=3), "expense account for")
        self.connection.item_quantities = "quickbooks"
        self.default_account("expense_account", "Cost of Goods Sold")
        self.default_account("asset_account", None)
        self.missing(self.stocked("Stool"), "asset account for")

    def test_cost_account_of_a_stock_item_must_be_a_cost_of_sales(self):
        self.connection.item_quantities = "quickbooks"
        self.default_account("expense_account", "Travel")
        self.missing(self.stocked("Chair"), "Cost of Goods Sold")
        self.push(self._product("Pen", 1, standard_price=1))

    def test_account_that_is_inactive_there_is_said(self):
        self.default_account("income_account", "Services")
        self.account("Services").sudo().active = False
        self.missing(self.desk, "no longer active")

    def test_account_of_the_product_goes_before_the_usual_one(self):
        account = self.env["account.account"].create(
            {"name": "Furniture", "code": "400777", "account_type": "income"}
        )
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "account",
                "record": f"account.account,{account.id}",
                "reference_id": self.account("Services").id,
            }
        )
        self.desk.property_account_income_id = account
        self.push(self.desk)
        ref = self.qbo.get("Item", self.desk)["IncomeAccountRef"]
        self.assertEqual(ref["value"], self.account("Services").qbo_id)

    def test_product_without_cost_needs_no_expense_account(self):
        self.default_account("expense_account", None)
        self.push(self.desk)
        self.assertEqual(self.link(self.desk).state, "linked")

    # -- keys -----------------------------------------------------------------------

    def test_by_name_alone_the_code_finds_nothing(self):
        self.connection.item_key = "name"
        made = self.item("Old name", Sku="D-1")
        self.desk.default_code = "D-1"
        self.push(self.desk)
        self.assertNotEqual(self.link(self.desk).qbo_id, made["Id"])

    def test_one_name_with_two_codes_is_two_things(self):
        made = self.item("Desk", Sku="D-9")
        self.desk.default_code = "D-1"
        self.push(self.desk)
        self.assertNotEqual(self.link(self.desk).qbo_id, made["Id"])
        self.assertEqual(self.qbo.get("Item", self.desk)["Name"], "Desk [D-1]")

    def test_by_reference_alone_names_find_nothing_and_a_code_is_a_must(self):
        self.connection.item_key = "reference"
        made = self.item("Desk")
        self.push(self.desk)
        self.assertIn("no internal reference", self.problems(self.desk).title)
        self.desk.default_code = "D-1"
        self.drain()
        self.assertNotEqual(self.link(self.desk).qbo_id, made["Id"])
        self.assertEqual(self.qbo.get("Item", self.desk)["Name"], "Desk [D-1]")

    def test_code_that_two_items_have_is_laid_before_a_person(self):
        items = [self.item("Desk one", Sku="D-1"), self.item("Desk two", Sku="D-1")]
        self.desk.default_code = "D-1"
        self.push(self.desk)
        match = self.env["qbo.match"].search([("res_id", "=", self.desk.id)])
        self.assertEqual(
            set(match.candidate_ids.mapped("qbo_id")), {each["Id"] for each in items}
        )
        self.assertIn("same SKU", match.reasons)
        match.action_accept()
        self.run_sync()
        self.assertEqual(self.link(self.desk).qbo_id, match.best_id.qbo_id)
