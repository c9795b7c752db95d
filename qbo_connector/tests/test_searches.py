from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestSearches(EngineCase):
    """Nobody finds by searching what reading would not show."""

    def setUp(self):
        super().setUp()
        self.run_pull()
        self.partner = self.linked_partner("Acme")
        self.qbo_id = self.link(self.partner).qbo_id
        self.other = self.env["res.company"].create({"name": "Other"})

    def worker(self, login, company, *groups):
        vals = {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
        return self.person(login, *groups, **vals)

    def found(self, person, *condition):
        partners = self.env["res.partner"].with_user(person)
        return partners.search([condition]) & self.partner

    # --- Fields on records -----------------------------------------------------------

    def test_without_the_group_no_field_of_ours_can_be_asked(self):
        stranger = self.person("stranger")
        for name, value in (
            ("qbo_id", self.qbo_id),
            ("qbo_id", False),
            ("qbo_state", "linked"),
            ("qbo_state", "none"),
            ("qbo_link_ids", False),
            ("qbo_link_ids.qbo_id", self.qbo_id),
            ("parent_id.qbo_id", self.qbo_id),
            ("child_ids.qbo_state", "linked"),
        ):
            for operator in ("=", "!=", "in", "not in"):
                asked = [value] if operator.endswith("in") else value
                with (
                    self.subTest(field=name, operator=operator, value=value),
                    self.assertRaises(AccessError),
                ):
                    self.found(stranger, name, operator, asked)

    def test_another_company_finds_nothing_by_our_fields(self):
        user = self.worker("elsewhere", self.other, "user")
        self.assertFalse(self.found(user, "qbo_id", "=", self.qbo_id))
        self.assertFalse(self.found(user, "qbo_id", "!=", False))
        self.assertFalse(self.found(user, "qbo_state", "=", "linked"))
        self.assertFalse(self.found(user, "qbo_link_ids", "!=", False))
        self.assertFalse(self.found(user, "qbo_link_ids.qbo_name", "=", "Acme"))
        self.assertTrue(self.found(user, "qbo_id", "=", False))
        self.assertTrue(self.found(user, "qbo_state", "=", "none"))

    def test_its_own_company_finds_it(self):
        user = self.person("here", "user")
        self.assertTrue(self.found(user, "qbo_id", "=", self.qbo_id))
        self.assertTrue(self.found(user, "qbo_id", "ilike", self.qbo_id))
        self.assertTrue(self.found(user, "qbo_id", "!=", False))
        self.assertFalse(self.found(user, "qbo_id", "!=", self.qbo_id))
        self.assertFalse(self.found(user, "qbo_id", "=", False))
        self.assertTrue(self.found(user, "qbo_state", "in", ["linked"]))
        unlinked = self.env["res.partner"].create({"name": "Not there"})
        none = self.env["res.partner"].with_user(user).search([("qbo_id", "=", False)])
        self.assertIn(unlinked, none)

    # --- Lists on queries ------------------------------------------------------------

    def rows(self, person):
        rows = self.env["qbo.customer.row"].with_user(person)
        return rows.search([]).mapped("name")

    def test_a_branch_does_not_list_the_contacts_of_another(self):
        company = self.env.company
        north, south = self.env["res.company"].create(
            [
                {"name": "North", "parent_id": company.id},
                {"name": "South", "parent_id": company.id},
            ]
        )
        self.customers(1, name="Northern", company_id=north.id)
        self.customers(1, name="Southern", company_id=south.id)
        user = self.worker("north", north, "user")
        names = self.rows(user)
        self.assertIn("Northern", names)
        self.assertIn("Acme", names)
        self.assertNotIn("Southern", names)
        rows = self.env["qbo.customer.row"].with_user(user)
        groups = rows.formatted_read_group([], ["name"], ["__count"])
        self.assertNotIn("Southern", str(groups))
        row = self.env["qbo.customer.row"].search([("name", "=", "Southern")])
        self.env.invalidate_all()
        self.assertNotIn("Southern", str(rows.browse(row.id).exists().read(["name"])))

    def test_a_branch_does_not_read_of_the_duplicates_of_another(self):
        company = self.env.company
        north, south = self.env["res.company"].create(
            [
                {"name": "North", "parent_id": company.id},
                {"name": "South", "parent_id": company.id},
            ]
        )
        twins = self.customers(2, company_id=south.id)
        pair = self.env["qbo.duplicate"].create(
            {
                "connection_id": self.connection.id,
                "side": "here",
                "entity": "Customer",
                "keys": ",".join(map(str, twins.ids)),
                "name": "Southern",
                "likelihood": "sure",
                "origin": "search",
                "member_ids": [
                    Command.create({"key": str(twin.id), "name": "Southern"})
                    for twin in twins
                ],
            }
        )
        pairs = self.env["qbo.duplicate"]
        members = self.env["qbo.duplicate.member"]
        user = self.worker("north", north, "user")
        self.assertFalse(pairs.with_user(user).search([]) & pair)
        self.assertFalse(members.with_user(user).search([]) & pair.member_ids)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            pair.with_user(user).read(["name"])
        self.env.invalidate_all()
        owner = self.worker("south", south, "user")
        self.assertIn(pair, pairs.with_user(owner).search([]))

    def test_a_branch_does_not_read_of_the_records_of_another(self):
        company = self.env.company
        north = self.env["res.company"].create(
            {"name": "North", "parent_id": company.id}
        )
        south = self.env["res.company"].create(
            {"name": "South", "parent_id": company.id}
        )
        secret = self.linked_partner("Southern")
        link = self.link(secret)
        secret.company_id = south
        trouble = {"kind": "gone", "title": "Southern is gone"}
        problem = self.env["qbo.exception"]._open_links([(link, trouble)])
        gone = self.linked_partner("Deleted")
        left = self.link(gone)
        gone.unlink()
        user = self.worker("north", north, "user")
        links = self.env["qbo.link"].with_user(user)
        self.assertEqual(links.search([]) & (link | left), left)
        self.assertIn(self.link(self.partner), links.search([]))
        self.assertFalse(self.env["qbo.exception"].with_user(user).search([]))
        for record in (link, problem):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(user).read([])
        left.with_user(user).read([])
        self.env.invalidate_all()
        links = links.with_user(self.worker("south", south, "user"))
        self.assertIn(link, links.search([]))

    def test_a_list_follows_the_rules_of_its_records(self):
        user = self.person("narrow", "user")
        self.customers(1, name="Secret", city="Hidden")
        self.assertIn("Secret", self.rows(user))
        self.env["ir.rule"].create(
            {
                "name": "narrow",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('city', '!=', 'Hidden')]",
            }
        )
        self.assertNotIn("Secret", self.rows(user))
        self.assertIn("Acme", self.rows(user))
        self.assertTrue(self.env["qbo.customer.row"].search([("name", "=", "Secret")]))

    # --- Settings stay where they are ------------------------------------------------

    def test_no_setting_is_handed_to_another_company(self):
        manager = self.person("manager", "manager")
        there = self.new_connection(self.other)
        self.env["qbo.rule"]._complete(there)
        self.env["qbo.rule"]._of(there, "Vendor").unlink()
        rule = self.rule("Vendor").with_user(manager)
        reference = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "Term")],
            limit=1,
        )
        mapping = self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "reference_id": reference.id,
            }
        )
        for record in (rule, mapping.with_user(manager)):
            with (
                self.subTest(model=record._name),
                self.assertRaises(UserError),
            ):
                record.connection_id = there.id
            self.env.invalidate_all(flush=False)
        with self.assertRaises(AccessError):
            self.connection.with_user(manager).company_id = self.other

    def test_no_setting_points_at_what_its_writer_may_not_see(self):
        manager = self.person("manager", "manager")
        term = self.env["account.payment.term"].create(
            {"name": "Theirs", "company_id": self.other.id}
        )
        reference = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "Term")],
            limit=1,
        )
        vals = {
            "connection_id": self.connection.id,
            "kind": "term",
            "reference_id": reference.id,
        }
        mappings = self.env["qbo.mapping"].with_user(manager)
        with self.assertRaises(AccessError):
            mappings.create({**vals, "record": f"{term._name},{term.id}"})
        theirs = self.env["res.partner"].create(
            {"name": "Theirs", "company_id": self.other.id}
        )
        links = self.env["qbo.link"].with_user(manager)
        entity = {"connection_id": self.connection.id, "entity": "Customer"}
        with self.assertRaises(AccessError):
            links.create({**entity, "res_model": theirs._name, "res_id": theirs.id})
        ours = self.env["res.partner"].create({"name": "Ours"})
        links.create({**entity, "res_model": ours._name, "res_id": ours.id})
