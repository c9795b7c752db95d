from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import float_repr

VALUE_LIMIT = 31
KEY = "CustomField"
BLANK = " "  # absent would mean that nobody mapped it


class QboDocumentCustom(models.AbstractModel):
    """The up to three custom fields of a sales form.

    Each takes the text of a field of the document. In comparisons they are a dict by
    number, so that those which nobody mapped are left alone; a blank says that a
    mapped one is empty. Source: qbo-api.md 6.9.
    """

    _name = "qbo.document.custom"
    _inherit = "qbo.document.detail"
    _description = "QuickBooks document custom fields"

    def _keys(self):
        return [KEY]

    def _words(self):
        return {KEY: self.env._("custom fields")}

    def _leaves(self, path):
        return path.startswith(f"{KEY}.")

    def _meaning(self, path, value):
        """A custom field that is mapped and empty is none."""
        if path.startswith(f"{KEY}.") and value == BLANK:
            return None
        return super()._meaning(path, value)

    def _fields_used(self):
        """Return the names of the fields that go along in any connection."""
        kind = Domain("kind", "=", "custom_field")
        rows_sudo = self.env["qbo.mapping"].sudo().search(kind)
        return tuple({row.field_name for row in rows_sudo})

    def _header(self, move, connection):
        """Return the custom fields of a document as a dict to merge."""
        mappings = self.env["qbo.mapping"]
        values = [
            {
                "DefinitionId": row._demand_custom(move.display_name),
                "Name": row.reference_id.name,
                "Type": "StringType",
                "StringValue": self._text(move, row.field_name),
            }
            for row in mappings._rows_out(connection, "custom_field")
            if row.field_name in move._fields
        ]
        return {KEY: values} if values else {}

    def _text(self, move, name):
        """Return what a field holds, as people read it, cut to what fits."""
        field, value = move._fields[name], move[name]
        if field.type in ("char", "text"):
            text = (value or "").strip()
        elif field.type == "many2one":
            text = value.display_name or ""
        elif field.type == "selection":
            text = dict(field._description_selection(self.env)).get(value, "")
        else:
            text = self._figure(move, field, value)
        return " ".join(text.split())[:VALUE_LIMIT].rstrip()

    def _figure(self, move, field, value):
        if field.type == "monetary":
            return float_repr(value, move.currency_id.decimal_places)
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "date":
            return fields.Date.to_string(value) or ""
        if field.type == "datetime":
            local = value and fields.Datetime.context_timestamp(move, value)
            return f"{local:%Y-%m-%d %H:%M}" if local else ""
        return f"{value:g}" if field.type == "float" else str(value or "")

    def _in(self, payload):
        """Return {number: text} of a payload, a blank where it says empty."""
        said = payload.get(KEY) or []
        texts = {
            each["DefinitionId"]: each["StringValue"] or BLANK
            for each in said
            if "StringValue" in each
        }
        return {KEY: texts} if texts else {}
