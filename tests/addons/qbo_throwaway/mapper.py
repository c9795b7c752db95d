from odoo import models

from odoo.addons.qbo_connector.qbo.rules import Flag, Text


class QboMapperClass(models.AbstractModel):
    """Tags of contacts as classes: all there is to a type of one's own."""

    _name = "qbo.mapper.class"
    _inherit = "qbo.mapper"
    _description = "QuickBooks class mapping"

    _entity = "Class"
    _odoo_model = "res.partner.category"
    _wave = 15
    _natural_key = "Name"
    _create_there = "always"

    def _rules(self):
        return (Text("Name", "name", 100), Flag("Active", "active"))
