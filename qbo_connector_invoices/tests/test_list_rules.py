from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import InvoicesCase


@tagged("post_install", "-at_install")
class TestListRules(InvoicesCase):
    """The lists show what the rules of invoices, payments and products show."""

    def setUp(self):
        super().setUp()
        self.user = self.person("plain", "user")
        self.invoice = self.new_invoice(100)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        self.payment = wizard.create({})._create_payments()
        self.settle()

    def rows(self, model, field, record):
        rows = self.env[model].with_user(self.user)
        return rows.search([(field, "=", record.id)])

    def hide(self, record):
        """A rule of the user's that hides one record."""
        self.env["ir.rule"].create(
            {
                "name": "narrow",
                "model_id": self.env["ir.model"]._get_id(record._name),
                "domain_force": f"[('id', '!=', {record.id})]",
            }
        )

    def test_what_a_rule_hides_is_in_no_list(self):
        for model, field, record in (
            ("qbo.invoice.row", "move_id", self.invoice),
            ("qbo.payment.row", "payment_id", self.payment),
            ("qbo.item.row", "product_id", self.desk),
        ):
            with self.subTest(model=model):
                [row] = self.rows(model, field, record)
                self.hide(record)
                self.assertFalse(self.rows(model, field, record))
                rows = self.env[model].with_user(self.user)
                amounts = rows.formatted_read_group([], ["connection_id"], ["__count"])
                others = self.env[model].sudo().search_count([(field, "!=", record.id)])
                self.assertEqual(sum(each["__count"] for each in amounts), others)
                self.env.invalidate_all()
                self.assertFalse(rows.browse(row.id).exists())
                whole = self.env[model].sudo()
                self.assertTrue(whole.search([(field, "=", record.id)]))

    def test_a_product_follows_the_rules_of_its_template(self):
        self.hide(self.desk.product_tmpl_id)
        self.assertFalse(self.rows("qbo.item.row", "product_id", self.desk))

    def test_problems_and_links_follow_too(self):
        self.run_sync()
        link = self.link(self.invoice)
        trouble = {"kind": "refused", "title": "Refused", "message": "Of 100.00"}
        problems = self.env["qbo.exception"].sudo()
        [problem] = problems._open_links([(link.sudo(), trouble)])
        for record in (link, problem):
            self.assertTrue(record.with_user(self.user).read(["id"]))
        self.hide(self.invoice)
        for record in (link, problem):
            with self.subTest(model=record._name):
                mine = record.with_user(self.user)
                self.assertFalse(mine.search([("id", "=", record.id)]))
                self.assertRaises(AccessError, mine.read, ["id"])
        seen = link.sudo().search([("id", "=", link.id)])
        self.assertTrue(seen, "the sync sees it")

    def test_filters_of_documents_need_no_accounting_rights(self):
        manager = self.person("manager", "manager")
        rules = self.env["qbo.rule"].sudo()
        rule = rules._of(self.connection, "Invoice").with_user(manager)
        rule.domain = "[('partner_id.name', '!=', 'Nobody')]"
        self.settle()
        with self.assertRaisesRegex(ValidationError, "line_ids.account_id.code"):
            rule.domain = "[('line_ids.account_id.code', '=like', '1%')]"
