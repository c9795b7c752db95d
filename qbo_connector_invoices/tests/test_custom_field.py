from odoo.exceptions import ValidationError

from .mappings import MappingsCase


class TestCustomField(MappingsCase):
    """Up to three custom fields of QuickBooks show fields of the invoice."""

    def setUp(self):
        super().setUp()
        self.define(Crew="1", Order="2")

    def define(self, *off, **numbers):
        """Name custom fields in QuickBooks; those in ``off`` are switched off."""
        entries = [
            entry
            for name, number in numbers.items()
            for entry in (
                {
                    "Name": f"SalesFormsPrefs.UseSalesCustom{number}",
                    "Type": "BooleanType",
                    "BooleanValue": name not in off,
                },
                {
                    "Name": f"SalesFormsPrefs.SalesCustomName{number}",
                    "Type": "StringType",
                    "StringValue": name,
                },
            )
        ]
        group = {"CustomField": entries}
        self.qbo.set_preferences({"SalesFormsPrefs": {"CustomField": [group]}})
        self.refresh()

    def show(self, number, field):
        """Let a custom field show a field of the invoice."""
        entry = self.env["qbo.reference"]._find(self.connection, "CustomField", number)
        return self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "custom_field",
                "field_name": field,
                "reference_id": entry.id,
            }
        )

    def values(self, invoice):
        """What the custom fields of an invoice say in QuickBooks."""
        there = self.qbo.get("Invoice", invoice)
        return {
            field["Name"]: field.get("StringValue") for field in there["CustomField"]
        }

    def test_fields_are_read_from_the_preferences(self):
        fields = self.env["qbo.reference"].search([("entity", "=", "CustomField")])
        names = dict(zip(fields.mapped("qbo_id"), fields.mapped("name"), strict=True))
        self.assertEqual(names, {"1": "Crew", "2": "Order"})

    def test_value_goes_along_and_is_shown_before(self):
        self.show("1", "ref")
        invoice = self.new_invoice(10, ref="PO 4711")
        mapper = self.env["qbo.mapper.invoice"]
        rows = self.env["qbo.explain"]._preview(self.connection, mapper, invoice)
        self.assertIn("PO 4711", dict(rows)["Custom Field"])
        self.run_push()
        self.assertEqual(self.values(invoice), {"Crew": "PO 4711", "Order": None})
        self.assertEqual(self.push(), 0)

    def test_kinds_of_fields_as_people_read_them(self):
        table = {
            "partner_id": ("Deco Addict", {}),
            "invoice_date": ("2026-03-01", {}),
            "amount_total": ("10.00", {}),
            "move_type": ("Customer Invoice", {}),
            "invoice_origin": ("x" * 31, {"invoice_origin": "x" * 40}),
        }
        for name, (expected, vals) in table.items():
            with self.subTest(field=name):
                row = self.show("1", name)
                invoice = self.pushed_invoice(10, **vals)
                self.assertEqual(self.values(invoice)["Crew"], expected)
                row.unlink()

    def test_change_and_emptying_are_sent_at_once(self):
        self.show("1", "ref")
        invoice = self.pushed_invoice(10, ref="One")
        for ref, expected in (("Two", "Two"), (False, None)):
            invoice.ref = ref
            self.assertEqual(self.push(), 1)
            self.assertEqual(self.values(invoice)["Crew"], expected)
            self.assertEqual(self.push(), 0)

    def test_what_is_not_mapped_is_left_alone(self):
        self.show("1", "ref")
        invoice = self.pushed_invoice(10, ref="One")
        sent = [{"DefinitionId": "2", "StringValue": "Theirs"}]
        kept = [{"DefinitionId": "1", "StringValue": "One"}]
        self.qbo.edit("Invoice", invoice, {"CustomField": kept + sent})
        self.sync()
        self.assertFalse(self.problems(invoice))
        self.assertEqual(self.link(invoice).state, "linked")

    def test_unmapped_field_keeps_what_it_shows(self):
        row = self.show("1", "ref")
        invoice = self.pushed_invoice(10, ref="One")
        row.unlink()
        invoice.narration = "Thanks"
        self.run_push()
        self.assertEqual(self.link(invoice).state, "linked")
        self.assertEqual(self.values(invoice)["Crew"], "One")

    def test_value_changed_there_is_said(self):
        self.show("1", "ref")
        invoice = self.pushed_invoice(10, ref="One")
        sent = [{"DefinitionId": "1", "StringValue": "Theirs"}]
        self.qbo.edit("Invoice", invoice, {"CustomField": sent})
        self.sync()
        self.assertIn("custom fields", self.problems(invoice).title)

    def test_field_switched_off_holds_the_invoice_back(self):
        row = self.show("1", "ref")
        self.define("Crew", Crew="1", Order="2")
        invoice = self.new_invoice(10, ref="One")
        self.assertEqual(self.push(), 0)
        title = self.problems(invoice).title
        self.assertIn("custom field Crew, which is no longer active", title)
        [missing] = self.connection._missing_mappings("custom_field")
        self.assertEqual(missing.mapping, row)
        row.reference_id = self.env["qbo.reference"]._find(
            self.connection, "CustomField", "2"
        )
        self.run_push()
        self.assertEqual(self.values(invoice), {"Order": "One"})
        self.assertFalse(self.problems(invoice))

    def test_one_custom_field_shows_one_field(self):
        self.show("1", "ref")
        with self.assertRaises(ValidationError):
            self.show("1", "invoice_origin")

    def test_field_of_the_same_name_is_proposed(self):
        self.define(Crew="1", Order="2", Origin="3")
        self.connection.action_propose_mappings()
        rows = self.env["qbo.mapping"].search([("kind", "=", "custom_field")])
        self.assertEqual(rows.mapped("field_name"), ["invoice_origin"])

    def test_technical_fields_are_not_offered(self):
        offered = dict(self.env["qbo.mapping"]._selection_field())
        self.assertIn("ref", offered)
        for name in ("id", "qbo_state", "message_main_attachment_id", "line_ids"):
            self.assertNotIn(name, offered)
