from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .engine import EngineCase

FIELD = "x_district"
FILTER = f"[('{FIELD}', '=', 'North')]"


@tagged("post_install", "-at_install")
class TestRuleFilter(EngineCase):
    """The records of a type that are exchanged: a domain that a person wrote."""

    def setUp(self):
        super().setUp()
        self.run_pull()
        self.manager = self.person("manager", "manager")

    def field(self):
        return self.env["ir.model.fields"].create(
            {
                "name": FIELD,
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "ttype": "char",
                "store": True,
            }
        )

    def breaks(self, text=FILTER):
        """A filter that was good when it was saved, and is no more."""
        rule = self.rule()
        self.settle()
        self.env.cr.execute(
            "UPDATE qbo_rule SET domain = %s WHERE id = %s", (text, rule.id)
        )
        self.settle()
        return rule

    # --- When it is saved --------------------------------------------------------

    def test_what_cannot_be_searched_for_is_not_saved(self):
        rule = self.rule()
        for text in (
            "[(",
            "'a'*5*10**8",
            "['a'*5*10**8]",
            "[('no_such_field', '=', 1)]",
            "[('parent_id.no_such_field', '=', 1)]",
            "[('name', 'is about', 'x')]",
            "[('id', '=', 'x')]",
            "[('name', '=')]",
            "['&', ('name', '=', 'x')]",
            "[('name', '=', user.name)]",
            "[('create_uid', '=', uid)]",
            "[x for x in ()]",
            "[('name', '=', __import__('os').getcwd())]",
            "{'name': 'x'}",
            "'name'",
            "5",
            "[" * 500 + "]" * 500,
            "(" * 3000,
            "[('name', '=', 'x')" + ", ('name', '=', 'x')" * 400 + "]",
            "[('child_ids', 'any!', [('name', '=', 'x')])]",
        ):
            with self.subTest(text=text[:40]):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    rule.domain = text
                rule.invalidate_recordset()
                self.assertEqual(rule.domain, "[]")

    def test_what_can_be_searched_for_is_saved(self):
        for text in (
            False,
            "",
            "[]",
            " [('city', '=', 'Springfield')]\n",
            "['|', ('city', '=', False), '!', ('parent_id.name', 'ilike', 'a')]",
            "[('child_ids', 'any', [('name', '=', 'x')])]",
            "[('create_date', '>=', '2026-01-01'), ('id', 'in', [1, 2])]",
            "[('create_date.year_number', '=', 2026)]",
            "[('qbo_state', '=', 'linked')]",
            '["&", ["city", "=", "x"], ["active", "in", [True, False]]]',
        ):
            with self.subTest(text=text):
                self.rule().with_user(self.manager).domain = text
                self.settle()

    def test_nothing_is_asked_as_superuser_that_the_writer_may_not_read(self):
        rule = self.rule().with_user(self.manager)
        for text in (
            "[('invoice_ids.ref', '=', 'x')]",
            "[('child_ids', 'any', [('invoice_ids.ref', '=', 'x')])]",
            "['!', ('company_id.qbo_connection_ids.api_base_override', '!=', False)]",
            "[('company_id.qbo_connection_ids.discovery_override', '=', 'x')]",
        ):
            with self.subTest(text=text):
                refused = self.assertRaisesRegex(ValidationError, "may not read")
                with refused, self.env.cr.savepoint():
                    rule.domain = text

    # --- Broken later --------------------------------------------------------------

    def test_uninstalled_field_is_one_problem_of_its_type(self):
        self.breaks()
        customers = self.customers(2)
        self.rule("Vendor", create_there="always")
        self.env["res.partner"].create({"name": "Mill", "supplier_rank": 1})
        self.qbo.create("Customer", {"DisplayName": "New there"})
        self.qbo.create("Vendor", {"DisplayName": "New vendor there"})
        for _run in range(2):
            self.env["qbo.rule"]._make_due(self.connection)
            self.run_sync()
        [problem] = self.problems(kind="filter")
        self.assertEqual(problem.entity, "Customer")
        self.assertIn(FIELD, problem.title)
        self.assertIn("Only These Records", problem.advice)
        self.assertEqual(self.names_there(), ["New there"])
        there = [each["DisplayName"] for each in self.qbo.list("Vendor")]
        self.assertEqual(sorted(there), ["Mill", "New vendor there"])
        partners = self.env["res.partner"]
        self.assertTrue(partners.search([("name", "=", "New vendor there")]))
        self.assertFalse(partners.search([("name", "=", "New there")]))
        # nothing is lost: all of it goes and comes once the filter is repaired
        self.rule(domain="[]")
        self.assertFalse(self.problems(kind="filter"))
        self.env["qbo.rule"]._make_due(self.connection)
        self.run_sync()
        names = sorted([*customers.mapped("name"), "New there"])
        self.assertEqual(self.names_there(), names)
        self.assertTrue(partners.search([("name", "=", "New there")]))

    def test_field_that_comes_back_closes_the_problem(self):
        self.breaks()
        self.run_sync()
        self.assertTrue(self.problems(kind="filter"))
        self.field()
        self.run_sync()
        self.assertFalse(self.problems(kind="filter"))

    def test_texts_of_all_kinds_end_no_run(self):
        for text in ("[(", "'a'*5*10**8", "[('id', '=', 'x')]", "[('name', '=')]"):
            with self.subTest(text=text):
                self.breaks(text)
                self.run_sync()
                self.assertEqual(len(self.problems(kind="filter")), 1)

    def test_buttons_say_it_too(self):
        partner = self.customers(1)
        self.breaks()
        partner.action_qbo_push()
        self.settle()
        self.assertTrue(self.problems(kind="filter"))
        self.assertFalse(self.names_there())
        with self.assertRaisesRegex(UserError, FIELD):
            self.env["qbo.duplicate.finder"]._search_here(self.connection)
