from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import Books, QboCase


@tagged("post_install", "-at_install")
class TestCompanies(QboCase):
    def setUp(self):
        super().setUp()
        self.other_company = self.env["res.company"].create({"name": "Other"})
        self.other = self.connected(
            self.other_company, self.emulator.add_company("us-manual")
        )
        vals = {
            "company_id": self.other_company.id,
            "company_ids": [(6, 0, self.other_company.ids)],
        }
        self.neighbour = self.person("neighbour", "manager", **vals)
        self.settle()

    def seen(self, model):
        records = self.env[model].with_user(self.neighbour)
        return records.with_context(active_test=False).search([])

    def test_each_company_sees_its_own_connection_only(self):
        self.assertEqual(self.seen("qbo.connection"), self.other)

    def test_lists_mappings_calls_and_log_never_cross(self):
        self.connection.action_propose_mappings()
        for model in ("qbo.reference", "qbo.mapping", "qbo.call", "qbo.log"):
            with self.subTest(model=model):
                mine = self.seen(model).connection_id
                self.assertLessEqual(mine, self.other)
                everything = self.env[model].search([]).connection_id
                self.assertIn(self.connection, everything)

    def test_record_of_the_neighbour_is_not_read_by_its_id(self):
        connection = self.connection.with_user(self.neighbour)
        reference = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id)], limit=1
        )
        for record in (connection, reference.with_user(self.neighbour)):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.read(["display_name"])
        for name in ("action_connect", "action_disconnect", "action_test"):
            with self.subTest(button=name), self.assertRaises(AccessError):
                getattr(connection, name)()

    def test_branch_uses_the_connection_of_its_main_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        clerk = self.person(
            "clerk", "user", company_id=branch.id, company_ids=[(6, 0, branch.ids)]
        )
        self.assertEqual(branch._qbo_connection(), self.connection)
        seen = self.env["qbo.connection"].with_user(clerk).search([])
        self.assertEqual(seen, self.connection)

    def test_branch_gets_no_connection_of_its_own(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        with self.assertRaises(ValidationError):
            self.new_connection(branch)

    def test_one_quickbooks_company_has_one_connection(self):
        third = self.new_connection(self.env["res.company"].create({"name": "Third"}))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            third.realm_id = self.company.realm_id
            self.env.flush_all()

    def test_trouble_of_one_company_leaves_the_other_connected(self):
        self.qbo.disconnect()
        self.expire()
        self.run_sync(self.connection)
        self.run_sync(self.other)
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(self.other.state, "connected")


@tagged("post_install", "-at_install")
class TestSharedContact(QboCase):
    """One contact that two companies share, each with a QuickBooks of its own."""

    def setUp(self):
        super().setUp()
        self.other_company = self.env["res.company"].create({"name": "Other"})
        theirs = self.emulator.add_company("us-manual")
        self.other = self.connected(self.other_company, theirs)
        self.their_qbo = Books(self, self.other, theirs.realm_id)
        self.here = self.clerk("here", self.env.company)
        self.there = self.clerk("there", self.other_company)
        self.partner = self.env["res.partner"].create(
            {"name": "Shared Inc", "email": "shared@example.com"}
        )
        self.run_both()

    def clerk(self, login, company):
        """A user of one company alone."""
        return self.person(
            login, "user", company_id=company.id, company_ids=[(6, 0, company.ids)]
        )

    def run_both(self):
        for connection in self.connection | self.other:
            company = connection.company_id
            self.env["qbo.sync"]._ask_push(connection, self.partner)
            self.run_sync(connection.with_company(company))

    def seen(self, user):
        return self.partner.with_user(user).with_context(allowed_company_ids=None)

    def test_shared_contact_is_in_both_and_each_sees_its_own(self):
        ours = self.qbo.get("Customer", self.partner)
        theirs = self.their_qbo.get("Customer", self.partner)
        self.assertEqual(ours["DisplayName"], theirs["DisplayName"])
        for user, connection in (
            (self.here, self.connection),
            (self.there, self.other),
        ):
            with self.subTest(user=user.login):
                links = (
                    self.env["qbo.link"]
                    .with_user(user)
                    .search(
                        [
                            ("res_model", "=", "res.partner"),
                            ("res_id", "=", self.partner.id),
                        ]
                    )
                )
                self.assertEqual(links.connection_id, connection)
                self.assertEqual(self.seen(user).qbo_id, links.qbo_id)

    def test_fields_of_a_company_stay_in_its_quickbooks(self):
        term = self.env["account.payment.term"].create({"name": "Net 30"})
        for connection in self.connection | self.other:
            connection.action_propose_mappings()
        self.partner.property_payment_term_id = term
        self.run_both()
        self.assertIn("SalesTermRef", self.qbo.get("Customer", self.partner))
        self.assertNotIn("SalesTermRef", self.their_qbo.get("Customer", self.partner))

    def test_log_of_one_company_never_names_the_requests_of_the_other(self):
        for user, connection in (
            (self.here, self.connection),
            (self.there, self.other),
        ):
            for model in ("qbo.log", "qbo.call", "qbo.run", "qbo.exception"):
                rows = self.env[model].with_user(user).search([])
                with self.subTest(user=user.login, model=model):
                    self.assertLessEqual(rows.connection_id, connection)
