from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.qbo_connector.qbo.names import undeleted

CUSTOM = "custom_field"
KINDS = {
    CUSTOM: ("Custom fields", "CustomField", ()),
    "category": ("Product categories", "Category", ("product.category",)),
    "asset_account": ("Asset account of new products", "Account", ()),
}
# What a text of 31 characters can say; technical fields start with one of the names.
SENSIBLE = (
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "many2one",
    "monetary",
    "selection",
    "text",
)
TECHNICAL = ("access_", "activity_", "message_", "my_", "qbo_", "website_")
HIDDEN = ("display_name", "id", "write_uid", "write_date", "secure_sequence_number")


class QboMapping(models.Model):
    _inherit = "qbo.mapping"

    field_name = fields.Selection(
        selection="_selection_field",
        string="Field of the Invoice",
        help="What the custom field of QuickBooks shows, up to 31 characters of it.",
    )

    @api.model
    def _kinds(self):
        return {**super()._kinds(), **KINDS}

    @api.model
    def _selection_field(self):
        """Return the invoice's fields that a text can show; label and name."""
        known = self.env["account.move"].fields_get(attributes=["string", "type"])
        stored = self.env["account.move"]._fields
        labels = {
            name: facts["string"]
            for name, facts in known.items()
            if facts["type"] in SENSIBLE
            and stored[name].store
            and name not in HIDDEN
            and not name.startswith(TECHNICAL)
        }
        twice = list(labels.values())
        return sorted(
            (
                (name, f"{label} ({name})" if twice.count(label) > 1 else label)
                for name, label in labels.items()
            ),
            key=lambda pair: pair[1].lower(),
        )

    @api.depends("field_name")
    def _compute_record(self):
        result = super()._compute_record()
        for mapping in self.filtered(lambda each: each.kind == CUSTOM):
            mapping.key = self._key(mapping.field_name or "")
        return result

    @api.constrains("kind", "field_name", "reference_id")
    def _check_custom_field(self):
        """A custom field shows one field of the invoice."""
        for mapping in self.filtered(lambda each: each.kind == CUSTOM):
            if not mapping.field_name:
                raise ValidationError(self.env._("Choose a field of the invoice."))
            shared = self.search_count(
                [
                    ("kind", "=", CUSTOM),
                    ("connection_id", "=", mapping.connection_id.id),
                    ("reference_id", "=", mapping.reference_id.id),
                ]
            )
            if shared > 1:
                raise ValidationError(
                    self.env._(
                        "%(field)s already shows another field of the invoice.",
                        field=mapping.reference_id.full_name,
                    )
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        result = super()._onchange_kind()
        if self.kind != CUSTOM:
            self.field_name = False
        return result

    # -- what is watched ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        mappings = super().create(vals_list)
        mappings._watch_fields()
        return mappings

    def write(self, vals):
        result = super().write(vals)
        if "field_name" in vals:
            self._watch_fields()
        return result

    def _watch_fields(self):
        """Let changes of the fields that go along be seen at once."""
        if any(mapping.kind == CUSTOM for mapping in self):
            self.env.registry.clear_cache()

    # -- in words -----------------------------------------------------------------

    def _field_label(self):
        return dict(self._selection_field()).get(self.field_name, self.field_name)

    def _demand_custom(self, label):
        """Return the number of the custom field; raises MappingProblem when it is off.

        QuickBooks would drop the value without a word.
        """
        self.ensure_one()
        if self.reference_id.active:
            return self.reference_id.qbo_id
        raise self._mapping_problem(
            self.env._(
                "%(label)s: the field %(field)s is mapped to the custom field "
                "%(entry)s, which is no longer active in QuickBooks.",
                label=label,
                field=self._field_label(),
                entry=undeleted(self.reference_id.full_name),
            )
        )

    @api.model
    def _missing_name(self, missing):
        if missing.kind == CUSTOM:
            return missing.mapping._field_label()
        return super()._missing_name(missing)

    @api.model
    def _subject(self, kind, records):
        if kind == CUSTOM:
            return {"field_name": records or False}
        return super()._subject(kind, records)

    @api.model
    def _key(self, records):
        """Return the key of a field's name too."""
        return f"field:{records}" if isinstance(records, str) else super()._key(records)
