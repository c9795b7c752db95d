from odoo import Command

from .common import InvoicesCase


class TestMapperItem(InvoicesCase):
    """Products become items: one each, never two with one name."""

    def push(self, products):
        products.action_qbo_push()
        self.settle()
        self.run_push()

    def items(self, name):
        return [item for item in self.qbo.list("Item") if item["Name"].startswith(name)]

    def test_product_arrives_as_an_item(self):
        chair = self._product(
            "Chair", 49.5, default_code="CH-1", description_sale="Oak", type="consu"
        )
        self.push(chair)
        item = self.qbo.get("Item", chair)
        self.assertEqual(item["Name"], "Chair")
        self.assertEqual(item["Sku"], "CH-1")
        self.assertEqual(item["Type"], "NonInventory")
        self.assertEqual(item["Description"], "Oak")
        self.assertEqual(item["UnitPrice"], 49.5)
        account = self.qbo.get("Account", item["IncomeAccountRef"]["value"])
        self.assertEqual(account["AccountType"], "Income")

    def test_product_that_no_document_needs_stays_here(self):
        self._product("Chair", 10)
        self.run_push()
        self.assertEqual(self.items("Chair"), [])

    def test_change_follows_to_a_linked_item(self):
        self.push(self.desk)
        self.desk.product_tmpl_id.write({"list_price": 110, "name": "Big desk"})
        self.run_push()
        item = self.qbo.get("Item", self.desk)
        self.assertEqual((item["Name"], item["UnitPrice"]), ("Big desk", 110))

    def test_field_that_is_not_mapped_marks_nothing(self):
        self.push(self.desk)
        self.env["qbo.change"].sudo().search([]).unlink()
        self.desk.product_tmpl_id.weight = 3
        self.assertFalse(self.env["qbo.change"].sudo().search([]))

    def test_archived_product_is_inactive_there(self):
        self.push(self.desk)
        self.desk.action_archive()
        self.run_push()
        self.assertFalse(self.qbo.get("Item", self.desk)["Active"])

    def test_item_with_the_name_is_linked_and_keeps_its_account(self):
        other = next(
            row for row in self.qbo.list("Account") if row["Name"] == "Services"
        )
        made = self.qbo.create(
            "Item",
            {
                "Name": "desk",
                "Type": "Service",
                "IncomeAccountRef": {"value": other["Id"]},
            },
        )
        self.push(self.desk)
        self.assertEqual(self.link(self.desk).qbo_id, made["Id"])
        item = self.qbo.get("Item", self.desk)
        self.assertEqual(item["IncomeAccountRef"]["value"], other["Id"])
        self.assertEqual(item["UnitPrice"], 100)

    def test_item_with_the_code_is_linked(self):
        account = self.qbo.list("Account")
        income = next(row for row in account if row["AccountType"] == "Income")
        made = self.qbo.create(
            "Item",
            {
                "Name": "Old desk name",
                "Sku": "D-1",
                "Type": "Service",
                "IncomeAccountRef": {"value": income["Id"]},
            },
        )
        self.desk.default_code = "D-1"
        self.push(self.desk)
        self.assertEqual(self.link(self.desk).qbo_id, made["Id"])

    def test_two_products_of_one_name_are_told_apart(self):
        twin = self._product("Desk", 100, default_code="D-2")
        self.push(self.desk)
        self.push(twin)
        self.assertEqual(self.qbo.get("Item", twin)["Name"], "Desk [D-2]")
        self.emulator.control.reset_calls()
        twin.product_tmpl_id.description_sale = "The other one"
        self.run_push()
        self.run_push()
        self.assertEqual(self.qbo.get("Item", twin)["Name"], "Desk [D-2]")
        self.assertEqual(self.emulator.control.calls()["writes"], 1)

    def test_variants_carry_their_attributes(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [
                    Command.create({"name": "Red"}),
                    Command.create({"name": "Blue"}),
                ],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Lamp",
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        self.push(template.product_variant_ids)
        names = {item["Name"] for item in self.items("Lamp")}
        self.assertEqual(names, {"Lamp (Red)", "Lamp (Blue)"})

    def test_long_and_odd_names_are_made_to_fit(self):
        odd = self._product("A:B\tC " + "x" * 200, 1)
        self.push(odd)
        name = self.qbo.get("Item", odd)["Name"]
        self.assertEqual(len(name), 100)
        self.assertTrue(name.startswith("A - B C"))

    def test_price_and_text_changed_there_come_here(self):
        self.push(self.desk)
        self.qbo.edit("Item", self.desk, {"UnitPrice": 95, "Description": "Sturdy"})
        self.sync()
        self.assertRecordValues(
            self.desk, [{"lst_price": 95, "description_sale": "Sturdy"}]
        )

    def test_items_of_quickbooks_make_no_products(self):
        before = self.env["product.product"].search_count([])
        account = self.qbo.list("Account")
        income = next(row for row in account if row["AccountType"] == "Income")
        self.run_sync()
        self.qbo.create(
            "Item",
            {
                "Name": "Only there",
                "Type": "Service",
                "IncomeAccountRef": {"value": income["Id"]},
            },
        )
        self.sync()
        self.assertEqual(self.env["product.product"].search_count([]), before)
