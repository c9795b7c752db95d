from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QboCase


@tagged("post_install", "-at_install")
class TestReference(QboCase):
    def update(self):
        action = self.connection.action_update_lists()
        self.settle()
        return action["params"]

    def entry(self, entity, name):
        return (
            self.env["qbo.reference"]
            .with_context(active_test=False)
            .search(
                [
                    ("connection_id", "=", self.connection.id),
                    ("entity", "=", entity),
                    ("name", "=", name),
                ]
            )
        )

    def account(self, name, **values):
        return self.qbo.create(
            "Account", {"Name": name, "AccountType": "Expense", **values}
        )

    def test_lists_are_there_once_connected(self):
        entries = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id)]
        )
        self.assertLessEqual(
            {"Account", "Term", "PaymentMethod", "TaxCode"},
            set(entries.mapped("entity")),
        )
        theirs = {row["Name"] for row in self.qbo.list("Account") if row["Active"]}
        ours = entries.filtered(lambda entry: entry.entity == "Account")
        self.assertEqual(set(ours.mapped("name")), theirs)

    def test_updating_all_lists_is_one_call(self):
        self.update()
        calls = self.emulator.control.calls(self.company.realm_id)
        self.assertEqual((calls["total"], calls["batches"]), (1, 1))

    def test_nothing_new_changes_nothing(self):
        self.assertIn(" 0 ", self.update()["message"])

    def test_new_changed_and_renamed_entries_are_noticed(self):
        parent = self.account("Journeys")
        child = self.account(
            "Trains", SubAccount=True, ParentRef={"value": parent["Id"]}
        )
        self.assertIn(" 2 ", self.update()["message"])
        self.assertEqual(self.entry("Account", "Trains").full_name, "Journeys:Trains")
        self.assertIn("Expense", self.entry("Account", "Trains").detail)
        self.qbo.edit("Account", child["Id"], {"Name": "Railway"})
        self.assertIn(" 1 ", self.update()["message"])
        self.assertEqual(self.entry("Account", "Railway").full_name, "Journeys:Railway")

    def test_balance_that_moved_is_no_change(self):
        entry = self.entry("Account", "Checking") or self.env["qbo.reference"].search(
            [("entity", "=", "Account")], limit=1
        )
        self.assertNotIn("CurrentBalance", entry.data)

    def test_inactive_entry_is_kept_but_greyed(self):
        row = self.account("Old account")
        self.update()
        self.qbo.edit("Account", row["Id"], {"Active": False})
        self.update()
        [entry] = self.entry("Account", row["Name"]) or self.env["qbo.reference"]._find(
            self.connection, "Account", row["Id"]
        )
        self.assertFalse(entry.active)
        listed = self.env["qbo.reference"].name_search("Old account")
        self.assertNotIn(entry.id, [found for found, _name in listed])

    def test_vanished_entry_becomes_inactive_and_its_mapping_needs_attention(self):
        row = self.account("Soon gone")
        self.update()
        entry = self.entry("Account", "Soon gone")
        mapping = self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "expense_account",
                "reference_id": entry.id,
            }
        )
        self.assertFalse(mapping.is_lost)
        rows = [
            row
            for row in self.qbo.list("Account")
            if row["Name"] != "Soon gone" and row["Active"]
        ]
        self.env["qbo.reference"]._mirror(self.connection, "Account", rows)
        self.settle()
        self.assertFalse(entry.active)
        self.assertTrue(mapping.is_lost)
        self.assertEqual(
            self.env["qbo.mapping"].search([("is_lost", "=", True)]), mapping
        )
        self.assertEqual(self.connection.light, "amber")
        self.assertIn("mapping", self.connection.light_reason)
        self.assertTrue(row)

    def test_long_lists_are_read_to_their_end(self):
        for number in range(1005):
            self.qbo.create("PaymentMethod", {"Name": f"Method {number:04}"})
        self.update()
        count = self.env["qbo.reference"].search_count(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", "PaymentMethod"),
            ]
        )
        self.assertEqual(count, len(self.qbo.list("PaymentMethod")))
        self.assertGreater(count, 1000)

    def test_refused_list_stays_as_it_was_and_the_others_come(self):
        self.emulator.control.inject(
            {
                "match": {"entity": "Term"},
                "fault": "error",
                "code": "5020",
                "message": "Permission Denied",
                "batch_items": True,
            }
        )
        before = self.env["qbo.reference"].search([("entity", "=", "Term")])
        self.account("New account")
        self.update()
        self.assertTrue(self.entry("Account", "New account"))
        after = self.env["qbo.reference"].search([("entity", "=", "Term")])
        self.assertEqual(after, before)
        self.assertTrue(before)

    def test_unreachable_quickbooks_is_said_and_keeps_the_lists(self):
        before = self.env["qbo.reference"].search_count([])
        self.emulator.control.inject({"match": {"path": "/v3/"}, "fault": "cut_before"})
        shown = self.update()
        self.assertEqual(shown["type"], "danger")
        self.assertIn("did not answer", shown["message"])
        self.assertEqual(self.env["qbo.reference"].search_count([]), before)

    def test_lists_are_read_once_a_day_by_themselves(self):
        self.account("Of today")
        cron = self.env.ref("qbo_connector.ir_cron_qbo_update_lists")
        self.settle()
        cron.method_direct_trigger()
        self.settle()
        self.assertTrue(self.entry("Account", "Of today"))

    @mute_logger("odoo.addons.qbo_connector")
    def test_paused_connection_reads_no_lists(self):
        self.connection.action_pause()
        self.settle()
        self.env.ref("qbo_connector.ir_cron_qbo_update_lists").method_direct_trigger()
        self.assertEqual(self.emulator.control.calls()["total"], 0)
