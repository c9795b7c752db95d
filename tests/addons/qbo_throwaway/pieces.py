from odoo import models

from odoo.addons.qbo_connector.qbo.rules import Text


class QboMapperTerm(models.AbstractModel):
    """Terms that name several things at once, each a bank of its own."""

    _name = "qbo.mapper.term"
    _inherit = "qbo.mapper"
    _description = "QuickBooks term mapping"

    _entity = "Term"
    _odoo_model = "res.bank"
    _in_pieces = True
    _wave = 15
    _natural_key = "Name"
    _create_there = "never"
    _push_imported = False

    def _rules(self):
        return (Text("Name", "name", 31),)

    def _parts(self, record, connection):
        return (record.name,)

    def _pieces(self, payload, connection):
        names = payload["Name"].split("; ")
        return [{**payload, "Name": name} for name in names]

    def _part_there(self, payload, connection):
        return payload["Name"]
