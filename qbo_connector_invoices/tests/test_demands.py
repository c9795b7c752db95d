from dataclasses import dataclass
from functools import partial
from typing import Any

from odoo import Command

from .mappings import MappingsCase


@dataclass
class Need:
    """What is mapped, to which list, what needs it, and how it is called."""

    kind: str
    subject: Any
    entity: str
    make: Any
    thing: str
    facts: dict


class DemandCase(MappingsCase):
    """Whatever mapping is missing, or points nowhere, is said before sending."""

    round = 0

    def check(self, need):
        self.check_missing(need)
        self.check_vanished(need)

    def check_missing(self, need):
        with self.subTest(kind=need.kind, state="missing"):
            self.unmap(need.kind)
            record = need.make()
            self.assert_held(need, record, "is not mapped to QuickBooks")
            entry = self.entry(need.entity, "Entry A", **need.facts)
            self.map(need.kind, need.subject, entry)
            self.assert_gone(need, record)

    def check_vanished(self, need):
        with self.subTest(kind=need.kind, state="vanished"):
            self.unmap(need.kind)
            self.round += 1
            name = f"Lost {self.round}"
            gone = self.entry(need.entity, name, **need.facts)
            row = self.map(need.kind, need.subject, gone)
            self.vanish(gone)
            record = need.make()
            self.assert_held(need, record, f"mapped to {name}, which is no")
            row.reference_id = self.entry(need.entity, "Entry C", **need.facts)
            self.assert_gone(need, record)

    def assert_held(self, need, record, sentence):
        self.assertEqual(self.push(), 0)
        [problem] = self.problems(record)
        self.assertIn(need.thing, problem.title)
        self.assertIn(sentence, problem.title)
        self.assertIn(record.display_name, problem.title)
        self.assertEqual(problem.button, "map")
        self.assertEqual(problem.action_open_mappings()["res_model"], "qbo.mapping")
        self.assertEqual(self.link(record).state, "error")
        self.assertEqual(record.qbo_state, "attention")

    def assert_gone(self, need, record):
        """It goes by itself, its problem is closed, and it goes once."""
        self.assertEqual(self.push(), 1)
        self.assertEqual(self.link(record).state, "linked")
        self.assertFalse(self.problems(record))
        self.env["qbo.change"]._insert(
            [
                {
                    "connection_id": self.connection.id,
                    "entity": self.link(record).entity,
                    "res_model": record._name,
                    "res_id": record.id,
                }
            ]
        )
        self.assertEqual(self.push(), 0)


class TestDemands(DemandCase):
    def test_term(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Moon",
                "line_ids": [Command.create({"value_amount": 100, "nb_days": 77})],
            }
        )
        self.check(
            Need(
                "term",
                term,
                "Term",
                partial(self.new_invoice, 7, invoice_payment_term_id=term.id),
                "the payment term Moon",
                {"DueDays": 77},
            )
        )

    def test_deposit_account_of_a_payment(self):
        method = self.journal.inbound_payment_method_line_ids[:1]
        self.check(
            Need(
                "deposit_account",
                method,
                "Account",
                self.payment,
                "the deposit account of",
                {"AccountType": "Bank"},
            )
        )

    def test_deposit_account_of_a_journal(self):
        self.check(
            Need(
                "deposit_account",
                self.journal,
                "Account",
                self.payment,
                "the deposit account of",
                {"AccountType": "Other Current Asset"},
            )
        )

    def test_deposit_account_of_everything_else(self):
        self.check(
            Need(
                "deposit_account",
                self.env["account.journal"],
                "Account",
                self.payment,
                "the deposit account of",
                {"AccountType": "Bank"},
            )
        )

    def test_payment_method(self):
        method = self.journal.inbound_payment_method_line_ids[:1]
        thing = f"the payment method {method.display_name}"
        self.check(
            Need("payment_method", method, "PaymentMethod", self.payment, thing, {})
        )

    def test_payment_method_of_everything_else(self):
        nothing = self.env["account.payment.method.line"]
        thing = "the payment method"
        self.check(
            Need("payment_method", nothing, "PaymentMethod", self.payment, thing, {})
        )


class TestDimensionDemands(DemandCase):
    def on_account(self, account, **vals):
        return self.new_invoice(
            {
                "product_id": self.desk.id,
                "price_unit": 50,
                "analytic_distribution": {str(account.id): 100},
            },
            **vals,
        )

    def test_class_of_a_line(self):
        self.switch_on(ClassTrackingPerTxnLine=True)
        plan = self.plan("Crews")
        self.connection.write({"class_source": "plan", "class_plan_id": plan.id})
        account = self.analytic("Blue", plan)
        make = partial(self.on_account, account)
        self.check(Need("class", account, "Class", make, "the class of Blue", {}))
        self.check(
            Need("class", account.browse(), "Class", make, "the class of Blue", {})
        )

    def test_class_of_a_document(self):
        self.switch_on(ClassTrackingPerTxn=True)
        plan = self.plan("Crews")
        self.connection.write({"class_source": "plan", "class_plan_id": plan.id})
        account = self.analytic("Blue", plan)
        make = partial(self.on_account, account)
        self.check(Need("class", account, "Class", make, "the class of Blue", {}))

    def test_class_of_a_product_category(self):
        self.switch_on(ClassTrackingPerTxnLine=True)
        self.connection.class_source = "category"
        categories = self.env["product.category"]
        above = categories.create({"name": "Furniture"})
        self.desk.categ_id = categories.create(
            {"name": "Tables", "parent_id": above.id}
        )
        thing = "the class of Furniture / Tables"
        for category in (self.desk.categ_id, above):
            make = partial(self.new_invoice, 60)
            self.check(Need("class", category, "Class", make, thing, {}))

    def test_location(self):
        self.switch_on(TrackDepartments=True)
        plan = self.plan("Shops")
        self.connection.department_plan_id = plan
        account = self.analytic("Harbour", plan)
        make = partial(self.on_account, account)
        thing = "the location of Harbour"
        self.check(Need("department", account, "Department", make, thing, {}))


class TestTaxDemands(DemandCase):
    """Outside the US every line needs a tax code, those without tax too."""

    qbo_profile = "uk"

    def setUp(self):
        super().setUp()
        self.second = self.env["account.tax"].create(
            {"name": "Levy", "amount": 0, "type_tax_use": "sale"}
        )
        self.tax.amount = 20

    def entry(self, entity, name, **vals):
        """Tax codes can't be made by name: take those that there are, in turn."""
        if entity != "TaxCode":
            return super().entry(entity, name, **vals)
        codes = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "TaxCode")]
        )
        proposals = self.env["qbo.mapping.proposal"]
        wanted = vals["rate"]
        fitting = codes.filtered(
            lambda code: (proposals._rate(self.connection, code, "sale") or 0) == wanted
        )
        return fitting[:1]

    def vanish(self, entry):
        """The code is hidden: nobody can choose it any more."""
        entry.sudo().active = False

    def check_vanished(self, need):
        self.unmap(need.kind)
        row = self.map(
            need.kind, need.subject, self.entry(need.entity, "", **need.facts)
        )
        lost = row.reference_id
        self.vanish(lost)
        record = need.make()
        self.assert_held(need, record, f"mapped to {lost.name}, which is no")
        lost.sudo().active = True
        row.reference_id = lost  # chosen again
        self.assert_gone(need, record)

    def taxed(self, taxes):
        return self.new_invoice(
            {
                "product_id": self.desk.id,
                "price_unit": 50,
                "tax_ids": [Command.set(taxes.ids)],
            }
        )

    def check_taxes(self, taxes, thing, rate):
        make = partial(self.taxed, taxes)
        self.check(Need("tax", taxes, "TaxCode", make, thing, {"rate": rate}))

    def test_tax(self):
        self.check_taxes(self.tax, f"the tax {self.tax.name}", 20)

    def test_set_of_taxes(self):
        taxes = self.tax | self.second
        names = ", ".join(taxes.mapped("display_name"))
        self.check_taxes(taxes, f"the tax {names}", 20)

    def test_lines_without_tax(self):
        self.check_taxes(self.tax.browse(), "the tax code of lines without tax", 0)

    def test_code_of_lines_without_tax_is_nothing_for_taxed_lines(self):
        self.unmap("tax")
        self.map("tax", self.tax.browse(), self.entry("TaxCode", "", rate=0))
        invoice = self.taxed(self.tax)
        self.assertEqual(self.push(), 0)
        self.assertIn(self.tax.name, self.problems(invoice).title)

    def test_code_of_lines_without_tax_is_proposed_for_the_country(self):
        self.unmap("tax")
        self.connection.action_propose_mappings()
        found = self.connection._mapped("tax", self.tax.browse())
        self.assertEqual(found.name, "No VAT")


class TestAccountDemands(DemandCase):
    """A new product needs an account; its document waits for it."""

    def sold(self):
        product = self._product("Chair", 30)
        return product, self.new_invoice({"product_id": product.id, "price_unit": 30})

    def assert_waits(self, product, invoice):
        self.assertEqual(self.push(), 0)
        self.assertEqual(len(self.problems(product)), 1)
        self.assertIn("Chair", self.problems(product).title)
        self.assertEqual(self.problems(product).button, "map")
        self.assertIn("Chair", self.link(invoice).problem)

    def assert_went(self, product, invoice):
        self.run_push()
        self.run_push()
        self.assertEqual(self.link(product).state, "linked")
        self.assertEqual(self.link(invoice).state, "linked")
        self.assertFalse(self.problems(product))
        self.assertEqual(self.push(), 0)

    def test_default_account_that_is_missing(self):
        self.unmap("account", "income_account")
        pair = self.sold()
        self.assert_waits(*pair)
        entry = self.entry("Account", "New sales", AccountType="Income")
        self.map("income_account", self.env["account.account"], entry)
        self.assert_went(*pair)

    def test_default_account_that_vanished(self):
        self.unmap("account", "income_account")
        self.check_vanished_account("income_account", self.env["account.account"])

    def test_account_of_the_product_that_vanished(self):
        self.unmap("account", "income_account")
        account = self.company_data["default_account_revenue"]
        self.check_vanished_account("account", account)

    def check_vanished_account(self, kind, account):
        """What is mapped to an account that vanished waits until it is chosen anew."""
        gone = self.entry("Account", "Old sales", AccountType="Income")
        row = self.map(kind, account, gone)
        self.vanish(gone)
        pair = self.sold()
        self.assert_waits(*pair)
        self.assertIn("Old sales", self.problems(pair[0]).title)
        row.reference_id = self.entry("Account", "New sales", AccountType="Income")
        self.assert_went(*pair)


class TestFallbackItems(DemandCase):
    """A line without product is an item in QuickBooks all the same."""

    def service(self, name):
        return self._product(name, 0)

    def items(self, invoice):
        """Item and amount of each line."""
        return [
            (line["SalesItemLineDetail"]["ItemRef"]["name"], line["Amount"])
            for line in self.qbo.get("Invoice", invoice)["Line"]
            if "SalesItemLineDetail" in line
        ]

    def test_each_use_has_a_product_of_its_own(self):
        self.connection.write(
            {
                "fallback_product_id": self.service("Other").id,
                "discount_product_id": self.service("Rebate").id,
                "tax_product_id": self.service("Sales tax").id,
                "tax_mode": "line",
            }
        )
        taxes = {"tax_ids": [Command.set(self.tax.ids)]}
        invoice = self.pushed_invoice(
            {"name": "Work", "price_unit": 100, **taxes},
            {"name": "Rebate", "price_unit": -10},
        )
        expected = [("Other", 100), ("Rebate", -10), ("Sales tax", 8.25)]
        self.assertEqual(self.items(invoice), expected)

    def test_without_a_product_of_their_own_they_are_other_lines(self):
        other = self.service("Other")
        self.connection.fallback_product_id = other
        invoice = self.pushed_invoice(
            {"name": "Work", "price_unit": 100}, {"name": "Rebate", "price_unit": -10}
        )
        self.assertEqual(self.items(invoice), [("Other", 100), ("Other", -10)])

    def test_archived_product_holds_the_document_back(self):
        other = self.service("Other")
        self.connection.fallback_product_id = other
        self.pushed_invoice({"name": "Work", "price_unit": 100})
        other.active = False
        self.run_push()
        invoice = self.new_invoice({"name": "More work", "price_unit": 50})
        self.assertEqual(self.push(), 0)
        [problem] = self.problems(invoice)
        self.assertIn("Other", problem.title)
        self.assertIn("is archived", problem.title)
        self.assertEqual(problem.button, "connect")
        self.connection.fallback_product_id = self.service("Another")
        self.run_push()
        self.run_push()
        self.assertEqual(self.items(invoice), [("Another", 50)])
        self.assertFalse(self.problems(invoice))
