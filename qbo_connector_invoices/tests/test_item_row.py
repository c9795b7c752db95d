from odoo import Command
from odoo.exceptions import AccessError

from .items import ItemsCase


class TestItemRow(ItemsCase):
    """The list Products, and the dialogs behind its buttons."""

    def row(self, product):
        self.settle()
        row = self.env["qbo.item.row"].search([("product_id", "=", product.id)])
        self.assertEqual(len(row), 1)
        return row

    def dialog(self, product):
        action = self.row(product).action_qbo_sync()
        self.assertEqual(action["res_model"], "qbo.sync.dialog")
        return self.env["qbo.sync.dialog"].browse(action["res_id"])

    def test_linked_and_unlinked_stand_in_one_list(self):
        self.push(self.desk)
        chair = self.goods("Chair", 12, default_code="C-1")
        self.assertRecordValues(
            self.row(self.desk) | self.row(chair),
            [
                {"name": "Desk", "state": "linked", "kind": "service", "price": 100},
                {"name": "Chair", "state": "none", "kind": "consu", "price": 12},
            ],
        )
        self.assertEqual(self.row(self.desk).qbo_id, self.link(self.desk).qbo_id)
        self.assertEqual(self.row(chair).default_code, "C-1")

    def test_variants_have_rows_of_their_own(self):
        shirt = self.template("Shirt", "Red", "Blue", list_price=20)
        rows = self.env["qbo.item.row"].search([("name", "=", "Shirt")])
        self.assertEqual(set(rows.mapped("variant")), {"Red", "Blue"})
        self.assertEqual(rows.product_id, shirt.product_variant_ids)

    def test_list_filters_groups_and_sorts(self):
        self.push(self.desk)
        rows = self.env["qbo.item.row"]
        groups = dict(rows._read_group([], ["state"], ["__count"]))
        self.assertGreaterEqual(groups["linked"], 1)
        self.assertTrue(rows.search([("kind", "=", "service")], order="price desc"))

    def test_any_item_can_be_searched_and_linked(self):
        made = self.item("Writing table", Sku="W-1")
        dialog = self.dialog(self.desk)
        dialog.searched_text = "w-1"
        dialog.action_search()
        self.assertEqual(dialog.option_ids.mapped("qbo_id"), [made["Id"]])
        self.assertIn("W-1", dialog.option_ids.detail)
        dialog.option_ids.action_link()
        self.drain()
        self.assertEqual(self.link(self.desk).qbo_id, made["Id"])
        self.assertEqual(self.qbo.get("Item", self.desk)["Name"], "Desk")

    def test_same_code_is_suggested_first_and_categories_never(self):
        self.qbo.create("Item", {"Name": "Desk", "Type": "Category"})
        made = self.item("Bureau", Sku="D-1")
        self.item("Desk lamp")
        self.desk.default_code = "D-1"
        dialog = self.dialog(self.desk)
        self.assertEqual(dialog.option_ids[0].qbo_id, made["Id"])
        self.assertIn("same SKU", dialog.option_ids[0].reasons)
        self.assertNotIn("Desk", dialog.option_ids.mapped("name"))

    def test_created_although_something_looks_like_it(self):
        self.item("Desk")
        self.dialog(self.desk).action_create()
        self.drain()
        self.assertEqual(self.link(self.desk).origin, "created")
        name = self.qbo.get("Item", self.desk)["Name"]
        self.assertEqual(name, f"Desk [{self.desk.id}]")

    def test_many_are_counted_before_they_start(self):
        self.push(self.desk)
        self.item("Chair", "NonInventory")
        products = self.desk | self.goods("Chair") | self.goods("Stool")
        self.settle()
        rows = self.env["qbo.item.row"].search([("product_id", "in", products.ids)])
        bulk = self.env["qbo.bulk"].browse(rows.action_qbo_bulk()["res_id"])
        self.assertRecordValues(
            bulk,
            [
                {
                    "chosen_count": 3,
                    "linked_count": 1,
                    "match_count": 1,
                    "create_count": 1,
                    "held_count": 0,
                }
            ],
        )
        bulk.action_start()
        self.drain()
        self.assertEqual(set(products.mapped("qbo_state")), {"linked"})

    def test_unlinked_one_goes_its_own_way(self):
        self.push(self.desk)
        qbo_id = self.link(self.desk).qbo_id
        self.row(self.desk).action_qbo_unlink()
        self.desk.list_price = 7
        self.drain()
        self.assertEqual(self.qbo.get("Item", qbo_id)["UnitPrice"], 100)
        self.assertEqual(self.row(self.desk).state, "none")

    def test_both_sides_next_to_each_other(self):
        self.push(self.desk)
        self.qbo.edit("Item", self.desk, {"UnitPrice": 90})
        info = self.env["qbo.info"].browse(
            self.row(self.desk).action_qbo_info()["res_id"]
        )
        line = info.line_ids.filtered(lambda each: each.path == "UnitPrice")
        self.assertTrue(line.differs)
        line.action_take_theirs()
        self.assertEqual(self.desk.lst_price, 90)

    def test_form_of_the_product_has_the_same_buttons(self):
        template = self.desk.product_tmpl_id
        dialog = self.env["qbo.sync.dialog"].browse(
            template.action_qbo_sync()["res_id"]
        )
        dialog.action_create()
        self.settle()
        self.assertEqual(template.qbo_state, "linked")
        self.assertEqual(template.qbo_id, self.link(self.desk).qbo_id)
        self.assertTrue(template.action_qbo_open()["url"].endswith("/items"))
        template.action_qbo_unlink()
        self.settle()
        self.assertEqual(template.qbo_state, "none")

    def test_all_variants_go_by_one_button(self):
        shirt = self.template("Shirt", "Red", "Blue")
        shirt.action_qbo_sync()
        self.drain()
        self.assertEqual(shirt.qbo_state, "linked")

    def test_clerk_may_do_all_this_and_others_may_not(self):
        company = self.env.company
        own = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        clerk = self.person("clerk", "user", **own)
        action = self.row(self.desk).with_user(clerk).action_qbo_sync()
        dialog = self.env["qbo.sync.dialog"].browse(action["res_id"])
        dialog.with_user(clerk).action_create()
        self.settle()
        self.assertEqual(self.link(self.desk).state, "linked")
        stranger = self.person("stranger")
        with self.assertRaises(AccessError):
            self.desk.with_user(stranger).action_qbo_unlink()
        with self.assertRaises(AccessError):
            self.desk.with_user(stranger).action_qbo_sync()
