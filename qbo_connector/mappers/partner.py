from odoo import models
from odoo.fields import Domain
from odoo.tools import email_split, html2plaintext, plaintext2html

from ..qbo import names
from ..qbo.errors import QboNameTaken
from ..qbo.party import is_masked, shown
from ..qbo.rules import Flag, Hook, Text
from ..qbo.three_way import planted
from .address import FIELDS as ADDRESS_FIELDS
from .watch import MappingProblem, Watch

NAME_LIMIT = 500
EMAIL_LIMIT = 100
PERSON_KEYS = ("GivenName", "FamilyName")
TAX_IDS = ("PrimaryTaxIdentifier", "TaxIdentifier")
COMPANY_FIELDS = ("name", "is_company", "company_name")
CHILD_FIELDS = (*ADDRESS_FIELDS, "name", "type", "active", "parent_id")


class QboMapperPartner(models.AbstractModel):
    """Map what customers and vendors have in common.

    A partner may be both. One that is dealt with in a second currency is a second
    customer or vendor in QuickBooks, as each there has one currency for ever: its
    part is the code of the currency. A company's first plain contact is the person
    whose name stands beside it in QuickBooks.
    """

    _name = "qbo.mapper.partner"
    _inherit = ["qbo.mapper.address", "qbo.mapper.partner.matching"]
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
            Hook("CompanyName", COMPANY_FIELDS, "_company_out", "_company_in"),
            Hook("GivenName", ("name", "is_company"), "_given_out", ""),
            Hook("FamilyName", ("name", "is_company"), "_family_out", ""),
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
        return Domain("parent_id", "=", False) | Domain("is_company", "=", True)

    def _creation_domain(self, connection):
        return Domain(self._rank, ">", 0) & Domain("active", "=", True)

    def _parts(self, record, connection):
        """Its objects in all currencies; the first one where there is none yet."""
        known = self.env["qbo.link"]._qbo_ids(connection, self._entity, record)
        parts = [
            key[1]
            for key in known
            if key[0] == record.id and not key[1].startswith("merged ")
        ]
        return tuple(parts) or ("",)

    def _part_there(self, payload, connection):
        """The currency of an object that is not dealt with in the company's own."""
        currency = (payload.get("CurrencyRef") or {}).get("value") or ""
        home = connection.qbo_currency_id.name
        return currency if connection.qbo_multicurrency and currency != home else ""

    # -- out ------------------------------------------------------------------

    def _to_qbo(self, record, connection, part=""):
        payload = super()._to_qbo(record, connection, part)
        if part and part != connection.qbo_currency_id.name:
            payload["DisplayName"] = names.with_suffix(
                payload["DisplayName"], f" ({part})", NAME_LIMIT
            )
            payload["CurrencyRef"] = {"value": part}
        return payload

    def _said(self, link, payload, changed):
        """Only what changed: all else QuickBooks may hold in its own words."""
        tops = {path.split(".")[0] for path in changed}
        said = {key: value for key, value in payload.items() if key in tops}
        for path, theirs in (link.disputed or {}).items():
            if path.split(".")[0] in tops:
                planted(said, path, theirs)
        return said

    def _name_out(self, record, connection):
        name = names.clean(record.name or "", NAME_LIMIT)
        if not name:
            raise MappingProblem(
                self.env._("A contact without a name cannot go to QuickBooks."),
                advice=self.env._("Give it a name that has letters or digits."),
                button="open",
            )
        return name

    def _company_out(self, record, connection):
        company = record.name if record.is_company else record.company_name
        return names.clean(company or "", 100) or None

    def _given_out(self, record, connection):
        return self._person_name(record)[0] or None

    def _family_out(self, record, connection):
        return self._person_name(record)[1] or None

    def _person_name(self, record):
        """(given name, family name) of a person, or of a company's contact."""
        person = self._contact(record) if record.is_company else record
        *given, family = names.clean(person.name or "", 200).split(" ")
        if not given:
            return names.clean(family, 100), ""
        return names.clean(" ".join(given), 100), names.clean(family, 100)

    def _contact(self, record):
        """The first plain contact of a company."""
        contacts = record.child_ids.filtered(
            lambda child: child.type == "contact" and not child.is_company
        )
        return contacts.sorted("id")[:1]

    def _email_out(self, record, connection):
        """The addresses that fit; half an address is none."""
        kept = ""
        for address in email_split(record.email or ""):
            longer = f"{kept}, {address}" if kept else address
            if "." in address.rpartition("@")[2] and len(longer) <= EMAIL_LIMIT:
                kept = longer
        if not kept and connection.email_required:
            raise MappingProblem(
                self.env._("%(name)s has no e-mail address.", name=self._label(record)),
                advice=self.env._(
                    "Add one, or switch off on the connection that e-mail addresses "
                    "are required."
                ),
                button="open",
            )
        return kept or None

    def _tax_id_out(self, record, connection):
        number = (record.vat or "").strip()
        return None if is_masked(number) else number[:20] or None

    def _notes_out(self, record, connection):
        text = html2plaintext(record.comment or "").strip()
        return text[: self._notes_limit].rstrip() or None

    # -- in -------------------------------------------------------------------

    def _meaning(self, path, value):
        if path in TAX_IDS:
            return shown(value or "")
        return super()._meaning(path, value)

    def _project(self, payload):
        kept = super()._project(payload)
        if kept.get("DisplayName"):
            kept["DisplayName"] = names.undeleted(kept["DisplayName"])
        return kept

    def _from_qbo(self, payload, connection):
        """Leave a partner active whose second currency alone is no longer used."""
        vals = super()._from_qbo(payload, connection)
        if vals.get("active") is False and self._part_there(payload, connection):
            del vals["active"]
        return vals

    def _pulled(self, link, payload):
        """Let the partner's objects in other currencies know of it too."""
        result = super()._pulled(link, payload)
        if link.connection_id.qbo_multicurrency:
            others = self.env["qbo.link"].search(
                Domain("connection_id", "=", link.connection_id.id)
                & Domain("entity", "=", link.entity)
                & Domain("res_model", "=", link.res_model)
                & Domain("res_id", "=", link.res_id)
                & Domain("id", "!=", link.id)
                & Domain("state", "=", "linked")
            )
            others._mark_again(needed=True)
        return result

    def _name_in(self, payload, connection):
        """Take the name without what tells the customer of another currency apart."""
        name = names.undeleted(payload.get("DisplayName") or "")
        part = self._part_there(payload, connection)
        return {"name": name.removesuffix(f" ({part})") if part else name}

    def _company_in(self, payload, connection):
        """The company of a person; of a company its own name says it."""
        if self._is_company(payload):
            return {}
        return {"company_name": payload.get("CompanyName") or False}

    def _is_company(self, payload):
        """Whether an object is a company rather than somebody who works for one."""
        company, name = payload.get("CompanyName"), payload.get("DisplayName")
        person = any(payload.get(key) for key in PERSON_KEYS)
        if not company or not person:
            return bool(company)
        return names.comparable(company) == names.comparable(name or "")

    def _email_in(self, payload, connection):
        return {
            "email": (payload.get("PrimaryEmailAddr") or {}).get("Address") or False
        }

    def _notes_in(self, payload, connection):
        notes = payload.get("Notes")
        return {"comment": plaintext2html(notes) if notes else False}

    def _apply(self, payload, connection, record):
        """Keep a person's own name; a company's contact takes the one that came."""
        if record.is_company:
            payload = {key: v for key, v in payload.items() if key != "CompanyName"}
            self._take_contact(record, payload)
        return super()._apply(payload, connection, record)

    def _take_contact(self, record, payload):
        """Rename a company's contact, or add the first one."""
        if not any(key in payload for key in PERSON_KEYS):
            return
        contact = self._contact(record)
        known = dict(zip(PERSON_KEYS, self._person_name(record), strict=True))
        parts = [payload.get(key, known[key]) for key in PERSON_KEYS]
        name = " ".join(filter(None, parts))
        if contact and name:
            contact.write(self._changed(contact, {"name": name}))
        elif name:
            self._add_child(record, {"type": "contact", "name": name})

    def _apply_new(self, payloads, connection):
        """Create partners quietly, with their contacts."""
        vals_list = self._new_values(payloads, connection)
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        partners = self.env[self._odoo_model].with_context(**quiet).create(vals_list)
        for partner, payload in zip(partners, payloads, strict=True):
            self._add_contacts(partner, payload)
        return partners

    def _new_values(self, payloads, connection):
        """Values of new partners; where several companies connect, for this one."""
        others = self.env["qbo.connection"].search_count(
            [("company_id", "!=", connection.company_id.id)], limit=1
        )
        return [
            {
                **self._from_qbo(payload, connection),
                "is_company": self._is_company(payload),
                self._rank: 1,
                "company_id": connection.company_id.id if others else False,
            }
            for payload in payloads
        ]

    def _add_contacts(self, partner, payload):
        """Add the contacts that a new object brings along."""
        if partner.is_company:
            self._take_contact(partner, payload)
        if payload.get("ShipAddr"):
            self._hold(partner, "ShipAddr", payload)

    # -- names that are taken -------------------------------------------------

    def _on_refusal(self, link, error, payload):
        """Somebody of another kind has the name: send it with a suffix."""
        name = payload.get("DisplayName")
        if not name or not isinstance(error, QboNameTaken):
            return None
        suffix = self._suffix(link.connection_id)
        if name.endswith(suffix):
            return None
        return {**payload, "DisplayName": names.with_suffix(name, suffix, NAME_LIMIT)}

    def _suffix(self, connection):
        """What tells it from one of another kind of the same name in QuickBooks."""
        raise NotImplementedError
