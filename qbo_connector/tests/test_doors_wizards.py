from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_doors import DoorsCase

ASKED = {
    "qbo.sync.dialog": {"searched_text"},
    "qbo.sync.option": set(),
    "qbo.bulk": set(),
    "qbo.info": set(),
    "qbo.info.line": set(),
    "qbo.survivor": {"survivor_id"},
    "qbo.explanation": set(),
    "qbo.missing.mapping": {"reference_id", "is_proposed"},
    "qbo.duplicate.search": {"connection_id", "in_odoo", "in_quickbooks"},
}


@tagged("post_install", "-at_install")
class TestDoorsWizards(DoorsCase):
    """Windows act on what their button opened them for, whatever is written."""

    def window(self, action, user):
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def dialog(self, partner, user):
        return self.window(partner.with_user(user).action_qbo_sync(), user)

    def windows(self, user):
        """One of each window that a user may open, made by our own code."""
        partner = self.linked_partner("Acme")
        problem = self.problem(partner, "merged", button="decide")
        self.qbo.create("Customer", {"DisplayName": "Zebra Ltd"})
        dialog = self.dialog(self.customers(1, name="Zebra"), user)
        info = self.window(partner.with_user(user).action_qbo_info(), user)
        row = self.env["qbo.customer.row"].with_user(user)
        row = row.search([("partner_id", "=", partner.id)])
        searches = self.env["qbo.duplicate"].with_user(user)
        return [
            dialog,
            dialog.option_ids[:1],
            info,
            info.line_ids[:1],
            self.window(problem.with_user(user).action_merged(), user),
            self.window(partner.with_user(user).action_qbo_why(), user),
            self.window(row.action_qbo_bulk(), user),
            self.window(searches.action_find(), user),
        ]

    def test_windows_take_what_a_person_fills_in_and_nothing_else(self):
        for window in self.windows(self.clerk):
            self.assertTrue(window, window._name)
            for name, field in window._fields.items():
                if not field.store or name in ASKED[window._name]:
                    continue
                with (
                    self.subTest(model=window._name, field=name),
                    self.assertRaises(AccessError),
                ):
                    window.write({name: window.sudo().read([name])[0][name]})

    def test_nobody_makes_a_window_by_hand(self):
        manager = self.person("door chief", "manager")
        for model in ASKED:
            for user in (self.clerk, manager):
                windows = self.env[model].with_user(user)
                with self.subTest(model=model), self.assertRaises(AccessError):
                    windows.create({})
                defaults = {"default_connection_id": self.connection.id}
                with self.subTest(model=model), self.assertRaises(AccessError):
                    windows.with_context(**defaults).create({})

    def test_windows_are_still_used_by_whoever_has_no_other_right(self):
        self.linked_partner("Acme")
        acmee = self.customers(1, name="Acmee")
        dialog = self.dialog(acmee, self.clerk)
        dialog.write({"searched_text": "Acme"})
        dialog.action_search()
        self.assertIn("Acme", dialog.option_ids.mapped("name"))
        dialog.action_create()
        self.settle()
        self.assertEqual(self.link(acmee).state, "linked")

    def test_a_window_of_another_company_does_nothing(self):
        for window in self.windows(self.clerk):
            with self.subTest(model=window._name), self.assertRaises(AccessError):
                window.with_user(self.neighbour).read(["display_name"])
        partner = self.customers(1, name="Acmee")
        dialog = self.dialog(partner, self.clerk).with_user(self.neighbour)
        self.reset_calls()
        for name in ("action_search", "action_create"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(dialog, name)()
        self.assertEqual(self.calls()["total"], 0)
        self.assertFalse(self.link(partner).qbo_id)

    def test_no_name_is_shown_of_what_a_window_might_be_about(self):
        partner = self.linked_partner("Acme")
        link = self.link(partner)
        problem = self.problem(partner, "merged", button="decide")
        for model, values in (
            ("qbo.info", {"link_id": link.id}),
            ("qbo.survivor", {"exception_id": problem.id}),
            ("qbo.sync.dialog", {"connection_id": self.connection.id}),
            ("qbo.conflict", {"exception_id": problem.id}),
        ):
            windows = self.env[model].with_user(self.neighbour)
            names = ("qbo_name", "record_name", "qbo_id", "state")
            spec = {name: {} for name in names if name in windows._fields}
            defaults = {f"default_{name}": value for name, value in values.items()}
            with self.subTest(model), self.assertRaises(AccessError):
                windows.onchange(values, [], spec)
            with self.subTest(model), self.assertRaises(AccessError):
                windows.with_context(**defaults).onchange({}, [], spec)

    def test_a_record_of_one_company_is_not_linked_in_the_books_of_another(self):
        self.writer.company_ids += self.elsewhere
        foreign = self.customers(1, company_id=self.elsewhere.id)
        both = (self.env.company | self.elsewhere).ids
        record = foreign.with_user(self.writer).with_context(allowed_company_ids=both)
        self.reset_calls()
        with self.assertRaises(AccessError):
            record.action_qbo_sync()
        self.assertEqual(self.calls()["total"], 0)

    def test_linking_reads_the_object_anew(self):
        there = self.qbo.create("Customer", {"DisplayName": "Zebra Ltd"})
        partner = self.customers(1, name="Zebra")
        dialog = self.dialog(partner, self.writer)
        [option] = dialog.option_ids.filtered(lambda each: each.name == "Zebra Ltd")
        mail = {"PrimaryEmailAddr": {"Address": "new@example.com"}}
        self.qbo.edit("Customer", there["Id"], mail)
        option.action_link()
        self.settle()
        self.assertEqual(partner.email, "new@example.com")

    def test_linking_needs_the_right_to_write(self):
        self.qbo.create("Customer", {"DisplayName": "Zebra Ltd"})
        partner = self.customers(1, name="Zebra")
        dialog = self.dialog(partner, self.clerk)
        with self.assertRaises(AccessError):
            dialog.option_ids[:1].action_link()
        self.assertFalse(self.link(partner).qbo_id)

    def test_linking_writes_in_the_company_of_the_connection(self):
        both = [Command.set((self.env.company | self.elsewhere).ids)]
        self.writer.write({"company_ids": both})
        term, qbo_id = self.mapped_term()
        self.qbo.create(
            "Customer",
            {
                "DisplayName": "Zebra Ltd",
                "SalesTermRef": {"value": qbo_id},
            },
        )
        partner = self.customers(1, name="Zebra")
        companies = [self.elsewhere.id, self.env.company.id]
        option = self.dialog(partner, self.writer).option_ids[:1]
        option.with_context(allowed_company_ids=companies).action_link()
        self.settle()
        self.assertEqual(
            partner.property_payment_term_id,
            term,
        )
        there = partner.with_company(self.elsewhere)
        self.assertFalse(there.property_payment_term_id)

    def test_a_solved_merge_is_not_merged_again(self):
        partner, other = self.linked_partner("Acme"), self.linked_partner("Other")
        problem = self.problem(partner, "merged", button="decide")
        choice = self.window(problem.with_user(self.clerk).action_merged(), self.clerk)
        choice.survivor_id = self.link(other)
        qbo_id = self.link(partner).qbo_id
        problem._shut()
        with self.assertRaisesRegex(UserError, "is solved"):
            choice.action_merge()
        self.assertEqual(self.link(partner).qbo_id, qbo_id)

    # -- links ----------------------------------------------------------------

    def link_on(self, user, record, **vals):
        return (
            self.env["qbo.link"]
            .with_user(user)
            .create(
                {
                    "connection_id": self.connection.id,
                    "entity": "Customer",
                    "qbo_id": "4242",
                    "res_model": record._name,
                    "res_id": record.id,
                    **vals,
                }
            )
        )

    def test_links_are_made_on_what_is_kept_in_step_only(self):
        chief = self.person("door chief", "manager")
        chief.group_ids += self.env.ref("base.group_partner_manager")
        partner = self.customers(1)
        for record in (self.env.user, self.env["ir.config_parameter"].search([])[:1]):
            with self.subTest(record=record), self.assertRaises(AccessError):
                self.link_on(chief, record)
        for vals in ({"entity": "Elephant"}, {"entity": False}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.link_on(chief, partner, **vals)
        reader = self.person("door reader", "manager")
        rule = {
            "name": "hidden",
            "model_id": self.env["ir.model"]._get("res.partner").id,
        }
        hidden = self.customers(1)
        rule |= {"domain_force": [("id", "!=", hidden.id)], "perm_read": False}
        self.env["ir.rule"].create(rule)
        with self.assertRaises(AccessError):
            self.link_on(reader, hidden)
        foreign = self.customers(1, company_id=self.elsewhere.id)
        with self.assertRaises(AccessError):
            self.link_on(chief, foreign)
        chief.company_ids += self.elsewhere
        companies = (self.env.company | self.elsewhere).ids
        with self.assertRaises(AccessError):
            self.link_on(
                chief.with_context(allowed_company_ids=companies),
                foreign.with_context(allowed_company_ids=companies),
            )
        self.assertTrue(self.link_on(chief, partner))

    def test_links_name_nothing_but_what_is_kept_in_step(self):
        link = self.env["qbo.link"].create(
            {
                "connection_id": self.connection.id,
                "entity": "Customer",
                "qbo_id": "4242",
                "res_model": "res.users",
                "res_id": self.env.user.id,
            }
        )
        self.assertEqual(link.record_name, "4242")

    # -- the connection -------------------------------------------------------

    def test_the_connection_opens_without_accounting_rights(self):
        chief = self.person("door chief", "manager")
        connection = self.connection.with_user(chief)
        [values] = connection.web_read({"missing_count": {}, "missing_text": {}})
        self.assertEqual(values["missing_count"], self.connection.missing_count)
        action = connection.action_open_missing_mappings()
        rows = self.env["qbo.missing.mapping"].with_user(chief)
        self.assertEqual(
            rows.search_count(action["domain"]), self.connection.missing_count
        )
