from odoo import models
from odoo.tools import email_split, html2plaintext, plaintext2html

from ..qbo import names
from ..qbo.errors import QboNameTaken
from ..qbo.party import is_masked
from ..qbo.rules import Flag, Hook, Text
from ..three_way import planted
from .address import FIELDS as ADDRESS_FIELDS
from .watch import MappingProblem, Watch

NAME_LIMIT = 500
EMAIL_LIMIT = 100
PERSON_KEYS = ("GivenName", "FamilyName")
CHILD_FIELDS = (*ADDRESS_FIELDS, "name", "type", "active", "parent_id")


class QboMapperParty(models.AbstractModel):
    """Map what customers and vendors have in common.

    A partner may be both. One that is dealt with in a second currency is a second
    customer or vendor in QuickBooks, as each there has one currency for ever: its
    part is the code of the currency. A company's first plain contact is the person
    whose name stands beside it in QuickBooks.
    """

    _name = "qbo.mapper.party"
    _inherit = ["qbo.mapper.address", "qbo.mapper.recognition"]
    _description = "QuickBooks customer and vendor mapping"

    _odoo_model = "res.partner"
    _wave = 10
    _natural_key = "DisplayName"
    _create_there = "always"
    _rank = ""  # the partner's field that says how often it was one of these
    _notes_limit = 2000
    # Where both sides differ at first sight QuickBooks may keep what it has: we
    # derive these from other fields, or it shows only a mask of them.
    _yielding = frozenset({*PERSON_KEYS, "CompanyName"})

    def _rules(self):
        return (
            Hook("DisplayName", ("name",), "_name_out", "_name_in"),
            Hook("CompanyName", ("name", "company_name"), "_company_out", "_company_in"),
            Hook("GivenName", ("name", "is_company"), "_given_out", "_given_in"),
            Hook("FamilyName", ("name", "is_company"), "_family_out", "_family_in"),
            Hook("PrimaryEmailAddr.Address", ("email",), "_email_out", "_email_in"),
            Text("PrimaryPhone.FreeFormNumber", "phone", 30),
            Text("WebAddr.URI", "website", 1000),
            Hook("BillAddr", ADDRESS_FIELDS, "_bill_out", "_bill_in"),
            Flag("Active", "active"),
        )

    def _watch(self):
        watched = (*self._read_fields(), self._rank, "parent_id")
        return (
            Watch("res.partner", watched),
            Watch("res.partner", CHILD_FIELDS, "parent_id"),
        )

    def _trackable(self, records):
        return records.filtered(lambda each: not each.parent_id or each.is_company)

    def _domain(self, connection):
        partners = self.env["res.partner"]._fields["active"]
        every = (True, False) if partners else ()
        return ["&", ("active", "in", every), *self._top()]

    def _top(self):
        return ["|", ("parent_id", "=", False), ("is_company", "=", True)]

    def _creation_domain(self, connection):
        return [(self._rank, ">", 0), ("active", "=", True)]
