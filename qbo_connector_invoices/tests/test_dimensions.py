from odoo import Command

from .mappings import MappingsCase

DETAIL = "SalesItemLineDetail"


class TestDimensions(MappingsCase):
    """Classes and locations go where QuickBooks' preferences say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crews = cls.plan("Crews")

    def setUp(self):
        super().setUp()
        self.blue = self.analytic("Blue", self.crews)
        self.red = self.analytic("Red", self.crews)

    def per_line(self):
        self.switch_on(ClassTrackingPerTxnLine=True, TrackDepartments=True)
        self.map_crews()

    def per_document(self):
        self.switch_on(ClassTrackingPerTxn=True)
        self.map_crews()

    def map_crews(self):
        self.connection.write({"class_source": "plan", "class_plan_id": self.crews.id})
        self.map("class", self.blue, self.entry("Class", "There blue"))
        self.map("class", self.red, self.entry("Class", "There red"))

    def line(self, price, distribution=None, **vals):
        return {
            "product_id": self.desk.id,
            "price_unit": price,
            "analytic_distribution": distribution,
            **vals,
        }

    def all_on(self, account, percent=100):
        return {str(account.id): percent}

    def there(self, invoice):
        return self.qbo.get("Invoice", invoice)

    def classes(self, invoice):
        """Class and amount of each line."""
        return [
            (line[DETAIL].get("ClassRef", {}).get("name"), line["Amount"])
            for line in self.there(invoice)["Line"]
            if DETAIL in line
        ]

    def held(self, invoice):
        """Why an invoice is held back; nothing was sent."""
        self.assertEqual(self.push(), 0)
        return self.problems(invoice).title

    # -- per line and per document ------------------------------------------------

    def test_each_line_has_the_class_of_its_account(self):
        self.per_line()
        blue, red = self.all_on(self.blue), self.all_on(self.red)
        invoice = self.pushed_invoice(self.line(10, blue), self.line(20, red))
        expected = [("There blue", 10), ("There red", 20)]
        self.assertEqual(self.classes(invoice), expected)
        self.assertNotIn("ClassRef", self.there(invoice))
        self.assertEqual(self.push(), 0)

    def test_document_has_the_class_of_all_its_lines(self):
        self.per_document()
        blue = self.all_on(self.blue)
        invoice = self.pushed_invoice(self.line(10, blue), self.line(20, blue))
        self.assertEqual(self.there(invoice)["ClassRef"]["name"], "There blue")
        self.assertEqual(self.classes(invoice), [(None, 10), (None, 20)])

    def test_document_of_several_classes_is_held_or_takes_the_largest(self):
        self.per_document()
        blue, red = self.all_on(self.blue), self.all_on(self.red)
        invoice = self.new_invoice(self.line(10, blue), self.line(20, red))
        self.assertIn("Blue, Red", self.held(invoice))
        self.connection.shares_rule = "largest"
        self.run_push()
        self.assertEqual(self.there(invoice)["ClassRef"]["name"], "There red")
        self.assertFalse(self.problems(invoice))

    def test_location_comes_from_its_own_plan(self):
        self.per_line()
        shops = self.plan("Shops")
        harbour = self.analytic("Harbour", shops)
        self.connection.department_plan_id = shops
        self.map("department", harbour, self.entry("Department", "There harbour"))
        both = {f"{self.blue.id},{harbour.id}": 100}
        invoice = self.pushed_invoice(self.line(10, both))
        self.assertEqual(self.there(invoice)["DepartmentRef"]["name"], "There harbour")
        self.assertEqual(self.classes(invoice), [("There blue", 10)])

    def test_nothing_is_said_where_quickbooks_has_no_classes(self):
        self.map_crews_without_tracking()
        invoice = self.pushed_invoice(self.line(10, self.all_on(self.blue)))
        self.assertEqual(self.classes(invoice), [(None, 10)])

    def map_crews_without_tracking(self):
        self.per_line()
        self.switch_on(ClassTrackingPerTxnLine=False, TrackDepartments=False)

    # -- shares -------------------------------------------------------------------

    def test_line_of_several_classes_is_held(self):
        self.per_line()
        shares = {**self.all_on(self.blue, 60), **self.all_on(self.red, 40)}
        invoice = self.new_invoice(self.line(100, shares))
        self.assertIn("several classes at once (Blue, Red)", self.held(invoice))

    def test_line_that_belongs_in_part_to_none_is_held(self):
        self.per_line()
        invoice = self.new_invoice(self.line(100, self.all_on(self.blue, 60)))
        self.assertIn("(Blue, nothing)", self.held(invoice))

    def test_line_takes_its_largest_share(self):
        self.per_line()
        self.connection.shares_rule = "largest"
        shares = {**self.all_on(self.blue, 60), **self.all_on(self.red, 40)}
        invoice = self.pushed_invoice(self.line(100, shares))
        self.assertEqual(self.classes(invoice), [("There blue", 100)])

    def test_line_is_split_to_the_cent(self):
        self.per_line()
        self.connection.shares_rule = "split"
        shares = {**self.all_on(self.blue, 33.33), **self.all_on(self.red, 66.67)}
        invoice = self.pushed_invoice(self.line(9.99, shares, quantity=7))
        self.assertEqual(
            self.classes(invoice), [("There blue", 23.31), ("There red", 46.62)]
        )
        self.assertEqual(self.there(invoice)["TotalAmt"], invoice.amount_total)
        self.assertEqual(self.push(), 0)

    def test_three_thirds_of_one_account_are_all_of_it(self):
        self.per_line()
        sites = [self.analytic(f"Site {number}", self.plan("Sites")) for number in "12"]
        shares = {f"{self.blue.id},{site.id}": 49.99 for site in sites}
        invoice = self.pushed_invoice(self.line(100, shares))
        self.assertEqual(self.classes(invoice), [("There blue", 100)])

    # -- default and required -----------------------------------------------------

    def test_line_without_class_takes_the_default(self):
        self.per_line()
        rest = self.env["account.analytic.account"]
        self.map("class", rest, self.entry("Class", "There rest"))
        invoice = self.pushed_invoice(self.line(10))
        self.assertEqual(self.classes(invoice), [("There rest", 10)])

    def test_line_without_class_goes_without_unless_one_is_required(self):
        self.per_line()
        invoice = self.pushed_invoice(self.line(10))
        self.assertEqual(self.classes(invoice), [(None, 10)])
        self.connection.class_required = True
        held = self.new_invoice(self.line(11))
        self.assertIn("needs a class", self.held(held))
        self.connection.class_required = False
        self.run_push()
        self.assertEqual(self.link(held).state, "linked")

    def test_document_without_location_is_held_where_one_is_required(self):
        self.per_line()
        self.connection.department_required = True
        held = self.new_invoice(self.line(11))
        self.assertIn("needs a location", self.held(held))
        rest = self.env["account.analytic.account"]
        self.map("department", rest, self.entry("Department", "Main shop"))
        self.run_push()
        self.assertEqual(self.there(held)["DepartmentRef"]["name"], "Main shop")

    def test_note_needs_no_class(self):
        self.per_line()
        self.connection.class_required = True
        note = {"display_type": "line_note", "name": "Thank you", "tax_ids": False}
        blue = self.line(5, self.all_on(self.blue))
        invoice = self.pushed_invoice(blue, note)
        self.assertEqual(self.classes(invoice), [("There blue", 5)])

    # -- afterwards ---------------------------------------------------------------

    def test_changed_account_changes_the_class_there(self):
        self.per_line()
        invoice = self.pushed_invoice(self.line(10, self.all_on(self.blue)))
        line = invoice.invoice_line_ids
        line.analytic_distribution = self.all_on(self.red)
        self.run_push()
        self.assertEqual(self.classes(invoice), [("There red", 10)])

    def test_class_given_there_stays_where_odoo_has_none(self):
        self.switch_on(ClassTrackingPerTxn=True)
        invoice = self.pushed_invoice(self.line(10))
        kind = self.entry("Class", "Theirs")
        self.qbo.edit("Invoice", invoice, {"ClassRef": {"value": kind.qbo_id}})
        self.sync()
        invoice.narration = "Thank you"
        self.run_push()
        self.assertEqual(self.there(invoice)["ClassRef"]["name"], "Theirs")
        self.assertEqual(self.link(invoice).state, "linked")

    def test_proposals_are_by_name(self):
        self.switch_on(ClassTrackingPerTxn=True, TrackDepartments=True)
        self.connection.write(
            {
                "class_source": "plan",
                "class_plan_id": self.crews.id,
                "department_plan_id": self.crews.id,
            }
        )
        blue, red = self.entry("Class", "Blue"), self.entry("Department", "Red")
        self.connection.action_propose_mappings()
        self.assertEqual(self.connection._mapped("class", self.blue), blue)
        self.assertEqual(self.connection._mapped("department", self.red), red)
        self.assertFalse(self.connection._mapped("class", self.red))

    def test_category_is_proposed_by_name(self):
        self.switch_on(ClassTrackingPerTxnLine=True)
        self.connection.class_source = "category"
        category = self.env["product.category"].create({"name": "Furniture"})
        entry = self.entry("Class", "furniture")
        self.connection.action_propose_mappings()
        self.assertEqual(self.connection._mapped("class", category), entry)

    def test_tax_line_and_rounding_need_no_class(self):
        self.per_line()
        self.connection.write({"class_required": True, "tax_mode": "line"})
        taxed = {"tax_ids": [Command.set(self.tax.ids)]}
        line = self.line(10, self.all_on(self.blue), **taxed)
        invoice = self.pushed_invoice(line)
        self.assertEqual(self.classes(invoice), [("There blue", 10), (None, 0.83)])
