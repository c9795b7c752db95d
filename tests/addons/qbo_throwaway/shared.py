from odoo import models
from odoo.fields import Domain

from odoo.addons.qbo_connector.qbo.rules import Flag, Text

BANK = "Bank "


class ResBank(models.Model):
    _name = "res.bank"
    _inherit = ["res.bank", "qbo.sync.mixin"]


class ResPartnerIndustry(models.Model):
    _name = "res.partner.industry"
    _inherit = ["res.partner.industry", "qbo.sync.mixin"]


class QboMapperDepartment(models.AbstractModel):
    """Locations that are industries, if they are no banks."""

    _name = "qbo.mapper.department"
    _inherit = "qbo.mapper"
    _description = "QuickBooks location mapping"

    _entity = "Department"
    _odoo_model = "res.partner.industry"
    _wave = 15
    _natural_key = "Name"
    _create_there = "always"

    def _rules(self):
        return (Text("Name", "name", 100), Flag("Active", "active"))

    def _creation_domain(self, connection):
        """Return those of the tests: Odoo brings some of its own."""
        return super()._creation_domain(connection) & Domain("full_name", "=", "test")

    def _claims(self, payload):
        return not payload["Name"].startswith(BANK)


class QboMapperBank(models.AbstractModel):
    """Locations that are banks, as their names say."""

    _name = "qbo.mapper.bank"
    _inherit = "qbo.mapper.department"
    _description = "QuickBooks bank mapping"

    _odoo_model = "res.bank"
    _second = True

    def _creation_domain(self, connection):
        return self._domain(connection) & Domain("name", "=like", f"{BANK}%")

    def _claims(self, payload):
        return payload["Name"].startswith(BANK)
