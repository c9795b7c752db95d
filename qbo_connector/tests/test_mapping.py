from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QboCase


class MappingCase(QboCase):
    def setUp(self):
        super().setUp()
        self.mappings = self.env["qbo.mapping"]

    def entry(self, entity, name):
        return self.env["qbo.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", entity),
                ("name", "=", name),
            ]
        )

    def map(self, kind, record, reference, **vals):
        vals = {
            "connection_id": self.connection.id,
            "kind": kind,
            "reference_id": reference.id,
            **vals,
        }
        if kind == "tax":
            vals["tax_ids"] = [Command.set(record.ids)]
        elif record:
            vals["record"] = f"{record._name},{record.id}"
        return self.mappings.create(vals)

    def term(self, name, days):
        return self.env["account.payment.term"].create(
            {
                "name": name,
                "line_ids": [Command.create({"value_amount": 100, "nb_days": days})],
            }
        )

    def tax(self, name, amount, **vals):
        country = self.env.company.account_fiscal_country_id or self.env.ref("base.us")
        group = self.env["account.tax.group"].create(
            {"name": name, "country_id": country.id}
        )
        return self.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "tax_group_id": group.id,
                "country_id": country.id,
                **vals,
            }
        )

    def mapped(self, kind, record):
        return self.connection._mapped(kind, record).name


@tagged("post_install", "-at_install")
class TestMapping(MappingCase):
    def test_record_goes_to_what_it_is_mapped_to(self):
        term = self.term("Thirty days", 30)
        self.map("term", term, self.entry("Term", "Net 30"))
        self.assertEqual(self.mapped("term", term), "Net 30")

    def test_record_without_mapping_goes_to_the_default_of_its_kind(self):
        term = self.term("Forty days", 40)
        self.assertFalse(self.connection._mapped("term", term))
        self.map("term", None, self.entry("Term", "Due on receipt"))
        self.assertEqual(self.mapped("term", term), "Due on receipt")

    def test_many_records_may_share_one_entry(self):
        entry = self.entry("Term", "Net 30")
        terms = [self.term(f"Thirty {number}", 30) for number in range(3)]
        for term in terms:
            self.map("term", term, entry)
        self.assertEqual({self.mapped("term", term) for term in terms}, {"Net 30"})

    def test_one_record_has_one_mapping(self):
        term = self.term("Thirty days", 30)
        self.map("term", term, self.entry("Term", "Net 30"))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.map("term", term, self.entry("Term", "Net 15"))

    def test_set_of_taxes_is_mapped_as_a_set(self):
        one, two = self.tax("One", 1), self.tax("Two", 2)
        taxable, exempt = self.codes()
        self.map("tax", one + two, taxable)
        self.map("tax", one, exempt)
        self.assertEqual(self.mapped("tax", two + one), taxable.name)
        self.assertEqual(self.mapped("tax", one), exempt.name)
        self.assertFalse(self.connection._mapped("tax", two))

    def codes(self):
        return self.env["qbo.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", "TaxCode"),
            ],
            limit=2,
        )

    def test_way_back_finds_the_record(self):
        term = self.term("Thirty days", 30)
        entry = self.entry("Term", "Net 30")
        self.map("term", term, entry)
        self.assertEqual(self.connection._mapped_back("term", entry.qbo_id), term)

    def test_way_back_prefers_the_row_for_that_way_alone(self):
        entry = self.entry("Term", "Net 30")
        first, second = self.term("First", 30), self.term("Second", 30)
        self.map("term", first, entry)
        self.map("term", second, entry, direction="pull")
        self.assertEqual(self.connection._mapped_back("term", entry.qbo_id), second)
        self.assertEqual(self.mapped("term", first), "Net 30")
        self.assertFalse(self.connection._mapped("term", second))

    def test_way_back_of_an_inactive_entry_is_still_known(self):
        term = self.term("Thirty days", 30)
        entry = self.entry("Term", "Net 30")
        self.map("term", term, entry)
        entry.active = False
        self.assertEqual(self.connection._mapped_back("term", entry.qbo_id), term)

    def test_row_for_one_way_is_not_used_the_other_way(self):
        term = self.term("Thirty days", 30)
        entry = self.entry("Term", "Net 30")
        self.map("term", term, entry, direction="push")
        self.assertFalse(self.connection._mapped_back("term", entry.qbo_id))

    def test_entry_of_another_list_is_refused(self):
        with self.assertRaises(ValidationError):
            self.map(
                "term",
                None,
                self.env["qbo.reference"].search([("entity", "=", "Account")], limit=1),
            )

    def test_record_of_another_kind_is_refused(self):
        account = self.env["account.account"].create(
            {"name": "Fees", "code": "4713", "account_type": "income"}
        )
        with self.assertRaises(ValidationError):
            self.map("term", account, self.entry("Term", "Net 30"))

    def test_payments_go_to_bank_and_other_current_assets_only(self):
        accounts = self.env["qbo.reference"].search([("entity", "=", "Account")])
        by_type = accounts.grouped(lambda account: account.data["AccountType"])
        with self.assertRaises(ValidationError):
            self.map("deposit_account", None, by_type["Expense"][:1])
        self.assertTrue(self.map("deposit_account", None, by_type["Bank"][:1]))

    def test_removed_entry_takes_no_mapping_with_it_while_it_is_only_inactive(self):
        mapping = self.map("term", None, self.entry("Term", "Net 30"))
        mapping.reference_id.active = False
        self.assertTrue(mapping.exists())
        self.assertTrue(mapping.is_lost)


@tagged("post_install", "-at_install")
class TestProposals(MappingCase):
    def propose(self):
        action = self.connection.action_propose_mappings()
        return action["params"]["message"]

    def test_terms_are_found_by_name_and_by_their_days(self):
        same, days = self.term("net 30", 99), self.term("Two weeks and a day", 15)
        self.propose()
        self.assertEqual(self.mapped("term", same), "Net 30")
        self.assertEqual(self.mapped("term", days), "Net 15")

    def test_term_in_parts_is_not_taken_for_a_plain_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now",
                "line_ids": [
                    Command.create({"value_amount": 50, "nb_days": 0}),
                    Command.create({"value_amount": 50, "nb_days": 30}),
                ],
            }
        )
        self.propose()
        self.assertFalse(self.connection._mapped("term", term))

    def test_us_taxes_are_taxed_or_not(self):
        some, none = self.tax("State", 7), self.tax("Exempt", 0)
        self.propose()
        self.assertEqual(self.connection._mapped("tax", some).qbo_id, "TAX")
        self.assertEqual(self.connection._mapped("tax", none).qbo_id, "NON")

    def test_accounts_are_found_by_number_and_by_name(self):
        self.qbo.create(
            "Account",
            {"Name": "Their words", "AccountType": "Income", "AcctNum": "4711"},
        )
        self.qbo.create("Account", {"Name": "Same words", "AccountType": "Income"})
        self.connection.action_update_lists()
        self.settle()
        accounts = self.env["account.account"]
        number = accounts.create(
            {"name": "Our words", "code": "4711", "account_type": "income"}
        )
        name = accounts.create(
            {"name": "same  Words", "code": "4712", "account_type": "income"}
        )
        self.propose()
        self.assertEqual(self.mapped("account", number), "Their words")
        self.assertEqual(self.mapped("account", name), "Same words")

    def test_what_a_person_chose_stays(self):
        term = self.term("Net 30", 30)
        chosen = self.map("term", term, self.entry("Term", "Net 15"))
        self.propose()
        self.assertEqual(self.mapped("term", term), "Net 15")
        self.assertFalse(chosen.is_proposed)

    def test_proposing_twice_adds_nothing(self):
        self.term("Net 30", 30)
        self.assertNotIn("0 ", self.propose()[:2])
        self.assertTrue(self.propose().startswith("0 "))

    def test_proposals_are_marked(self):
        self.term("Net 30", 30)
        self.propose()
        proposed = self.mappings.search([("kind", "=", "term")])
        self.assertTrue(all(proposed.mapped("is_proposed")))

    def test_button_of_the_list_works_for_the_company_in_sight(self):
        self.term("Net 30", 30)
        self.assertIn("proposed", self.mappings.action_propose()["params"]["message"])
        elsewhere = self.env["res.company"].create({"name": "Unconnected"})
        with self.assertRaises(UserError):
            self.mappings.with_company(elsewhere).action_propose()


@tagged("post_install", "-at_install")
class TestForeignProposals(MappingCase):
    qbo_profile = "uk"

    def test_tax_codes_are_found_by_their_rate(self):
        tax = self.tax("VAT twenty", 20, type_tax_use="sale")
        candidates = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "TaxCode")]
        )
        proposals = self.env["qbo.mapping.proposal"]
        of_20 = candidates.filtered(
            lambda code: proposals._rate(self.connection, code, "sale") == 20
        )
        self.connection.action_propose_mappings()
        found = self.connection._mapped("tax", tax)
        self.assertEqual(found, of_20 if len(of_20) == 1 else found.browse())
        self.assertTrue(of_20)
