from odoo import Command, sql_db

from .mappings import MappingsCase


class TestNeeds(MappingsCase):
    """What documents will need is known before they are sent."""

    def all_missing(self, kind):
        self.settle()
        return self.connection._missing_mappings(kind)

    def names(self, kind):
        return [
            self.env["qbo.mapping"]._missing_name(missing)
            for missing in self.all_missing(kind)
        ]

    def term(self, name):
        line = Command.create({"value_amount": 100, "nb_days": 77})
        return self.env["account.payment.term"].create(
            {"name": name, "line_ids": [line]}
        )

    def draft(self, **vals):
        invoice = self.new_invoice(10, **vals)
        invoice.button_draft()
        return invoice

    def test_terms_of_drafts_are_needed_and_those_of_old_invoices_are_not(self):
        self.connection.go_live_date = "2026-01-01"
        self.draft(invoice_payment_term_id=self.term("Soon").id)
        old = {"invoice_date": "2025-06-01"}
        self.new_invoice(10, invoice_payment_term_id=self.term("Before").id, **old)
        self.assertEqual(self.names("term"), ["Soon"])

    def test_terms_of_partner_and_of_invoice_are_one_gap(self):
        term = self.term("Soon")
        self.customer.write({"customer_rank": 1, "property_payment_term_id": term.id})
        self.draft(invoice_payment_term_id=term.id)
        self.assertEqual(self.names("term"), ["Soon"])

    def test_ways_of_payment_are_needed_with_the_default_row(self):
        self.unmap("deposit_account", "payment_method")
        methods = self.env["account.payment.method.line"].search(
            [
                ("journal_id.company_id", "=", self.env.company.id),
                ("journal_id.type", "in", ("bank", "cash", "credit")),
                ("payment_type", "=", "inbound"),
            ]
        )
        for kind in ("deposit_account", "payment_method"):
            self.assertEqual(len(self.all_missing(kind)), len(methods))
        self.connection.action_propose_mappings()
        for kind in ("deposit_account", "payment_method"):
            self.assertEqual(self.names(kind), [])

    def test_account_mapped_by_the_journal_is_no_gap(self):
        self.unmap("deposit_account")
        before = self.all_missing("deposit_account")
        bank = self.entry("Account", "Checking")
        self.map("deposit_account", self.journal, bank)
        left = self.all_missing("deposit_account")
        gone = [
            missing for missing in before if missing.records.journal_id == self.journal
        ]
        self.assertTrue(gone)
        self.assertEqual(len(left), len(before) - len(gone))

    def test_default_account_is_needed_once_for_all_new_products(self):
        self.unmap("account", "income_account")
        for name in ("Chair", "Lamp"):
            product = self._product(name, 30)
            self.new_invoice({"product_id": product.id, "price_unit": 30})
        self.assertEqual(
            self.names("income_account"), ["The income account of new products"]
        )
        self.assertEqual(self.names("account"), [])

    def test_account_that_points_nowhere_is_a_gap_of_its_own(self):
        account = self.company_data["default_account_revenue"]
        gone = self.entry("Account", "Old sales", AccountType="Income")
        row = self.map("account", account, gone)
        self.vanish(gone)
        product = self._product("Chair", 30)
        self.new_invoice({"product_id": product.id, "price_unit": 30})
        self.assertEqual(
            [missing.mapping for missing in self.all_missing("account")], [row]
        )

    def test_nothing_is_needed_for_products_that_are_there(self):
        self.unmap("account", "income_account")
        self.new_invoice(30)
        self.assertEqual(self.names("income_account"), [])

    def test_classes_are_needed_where_quickbooks_has_them(self):
        plan = self.plan("Crews")
        blue, green = self.analytic("Blue", plan), self.analytic("Green", plan)
        self.connection.write({"class_source": "plan", "class_plan_id": plan.id})
        line = {"product_id": self.desk.id, "price_unit": 5}
        self.new_invoice({**line, "analytic_distribution": {str(blue.id): 100}})
        self.assertEqual(self.names("class"), [])
        self.switch_on(ClassTrackingPerTxnLine=True)
        self.assertEqual(self.names("class"), ["Blue"])
        self.assertNotIn(green.name, self.connection.missing_text)

    def test_class_of_a_category_above_is_enough(self):
        self.switch_on(ClassTrackingPerTxnLine=True)
        self.connection.class_source = "category"
        categories = self.env["product.category"]
        above = categories.create({"name": "Furniture"})
        self.desk.categ_id = categories.create(
            {"name": "Tables", "parent_id": above.id}
        )
        self.new_invoice(10)
        self.assertEqual(self.names("class"), ["Furniture / Tables"])
        self.map("class", above, self.entry("Class", "All of it"))
        self.assertEqual(self.names("class"), [])

    def test_required_class_without_source_needs_the_default_row(self):
        self.switch_on(ClassTrackingPerTxnLine=True)
        self.assertEqual(self.names("class"), [])
        self.connection.class_required = True
        self.assertEqual(self.names("class"), ["The class of everything else"])

    def test_taxes_are_not_needed_where_amounts_are_imposed(self):
        self.unmap("tax")
        taxed = {"tax_ids": [Command.set(self.tax.ids)], "price_unit": 5}
        self.new_invoice({"product_id": self.desk.id, **taxed})
        self.assertEqual(self.names("tax"), [])

    def test_counting_costs_the_same_for_many_documents(self):
        costs = []
        for count in (3, 12):
            term = self.term(f"Term {count}")
            for _number in range(count):
                self.new_invoice(10, invoice_payment_term_id=term.id)
            self.settle()
            before = sql_db.sql_counter
            self.connection._missing_mappings()
            costs.append(sql_db.sql_counter - before)
        self.assertLessEqual(costs[1], costs[0] + 1, costs)

    def test_all_is_accepted_with_one_click_and_the_invoice_goes(self):
        self.unmap("deposit_account", "payment_method")
        payment = self.payment()
        self.assertEqual(self.push(), 0)
        self.assertTrue(self.problems(payment))
        self.settle()
        action = self.connection.action_open_missing_mappings()
        rows = self.env["qbo.missing.mapping"].with_context(**action["context"])
        rows.action_accept_all()
        self.assertEqual(self.names("deposit_account"), [])
        self.run_push()
        self.assertEqual(self.link(payment).state, "linked")
        self.assertFalse(self.problems(payment))


class TestTaxNeeds(MappingsCase):
    """Where every line has a tax code, each set of taxes needs one."""

    qbo_profile = "uk"

    def test_sets_of_taxes_and_lines_without_are_needed(self):
        other = self.env["account.tax"].create(
            {"name": "Levy", "amount": 1, "type_tax_use": "sale"}
        )
        self.unmap("tax")
        for taxes in (self.tax, self.tax | other, other.browse()):
            line = {"product_id": self.desk.id, "price_unit": 5}
            self.new_invoice({**line, "tax_ids": [Command.set(taxes.ids)]})
        self.settle()
        all_missing = [
            missing.records for missing in self.connection._missing_mappings("tax")
        ]
        self.assertCountEqual(all_missing, [self.tax, self.tax | other, other.browse()])
