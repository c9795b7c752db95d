"""Customers: partners that are companies or persons of their own."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_split, html2plaintext, plaintext2html

from ..qbo import matching, names, query
from ..qbo.errors import QboNameTaken
from ..qbo.party import Party
from ..qbo.rules import Flag, Hook, Ref, Text
from .watch import MappingProblem, Watch

NAME_LIMIT = 500
ADDRESS_FIELDS = ("street", "street2", "city", "zip", "state_id", "country_id")
ADDRESS_KEYS = (
    "Line1",
    "Line2",
    "City",
    "CountrySubDivisionCode",
    "PostalCode",
    "Country",
)
CHILD_FIELDS = (*ADDRESS_FIELDS, "type", "active", "parent_id")


class QboMapperCustomer(models.AbstractModel):
    """Map partners to customers.

    A contact's invoice address and delivery address are its children of these types,
    else its own. A partner that is invoiced in a second currency is a second customer
    in QuickBooks, as a customer there has one currency for ever: its part is the code.
    """

    _name = "qbo.mapper.customer"
    _inherit = "qbo.mapper"
    _description = "QuickBooks customer mapping"

    _entity = "Customer"
    _odoo_model = "res.partner"
    _wave = 10
    _natural_key = "DisplayName"
    _create_there = "always"

    def _rules(self):
        return (
            Hook("DisplayName", ("name",), "_name_out", "_name_in"),
            Hook("CompanyName", ("name", "is_company"), "_company_out", ""),
            Hook("PrimaryEmailAddr.Address", ("email",), "_email_out", "_email_in"),
            Text("PrimaryPhone.FreeFormNumber", "phone", 30),
            Text("WebAddr.URI", "website", 1000),
            Hook("BillAddr", ADDRESS_FIELDS, "_bill_out", "_bill_in"),
            Hook("ShipAddr", (), "_ship_out", ""),
            Hook("Notes", ("comment",), "_notes_out", "_notes_in"),
            Ref("SalesTermRef", "property_payment_term_id", "term"),
            Flag("Active", "active"),
        )

    def _watch(self):
        watched = (*self._read_fields(), "customer_rank", "parent_id")
        return (
            Watch("res.partner", watched),
            Watch("res.partner", CHILD_FIELDS, "parent_id"),
        )

    def _trackable(self, records):
        return records.filtered(lambda each: not each.parent_id or each.is_company)

    def _domain(self, connection):
        return Domain("parent_id", "=", False) | Domain("is_company", "=", True)

    def _creation_domain(self, connection):
        return Domain("customer_rank", ">", 0) & Domain("active", "=", True)

    # -- out ------------------------------------------------------------------

    def _to_qbo(self, record, connection, part=""):
        payload = super()._to_qbo(record, connection, part)
        if part and part != connection.qbo_currency_id.name:
            payload["DisplayName"] = names.with_suffix(
                payload["DisplayName"], f" ({part})", NAME_LIMIT
            )
            payload["CurrencyRef"] = {"value": part}
        return payload

    def _name_out(self, record, connection):
        name = names.clean(record.name or "", NAME_LIMIT)
        if not name:
            raise MappingProblem(
                self.env._("A customer without a name cannot go to QuickBooks."),
                advice=self.env._("Give it a name that has letters or digits."),
                button="open",
            )
        return name

    def _company_out(self, record, connection):
        return names.clean(record.name or "", 100) if record.is_company else None

    def _email_out(self, record, connection):
        addresses = [each for each in email_split(record.email or "") if "." in each]
        return ", ".join(addresses)[:100] or None

    def _bill_out(self, record, connection):
        return self._address_out(self._child(record, "invoice") or record)

    def _ship_out(self, record, connection):
        child = self._child(record, "delivery")
        return self._address_out(child) if child else None

    def _child(self, record, kind):
        return record.child_ids.filtered(lambda child: child.type == kind)[:1]

    def _address_out(self, partner):
        address = {
            "Line1": partner.street,
            "Line2": partner.street2,
            "City": partner.city,
            "CountrySubDivisionCode": partner.state_id.code,
            "PostalCode": partner.zip,
            "Country": partner.country_id.code,
        }
        return {key: value.strip() for key, value in address.items() if value} or None

    def _notes_out(self, record, connection):
        text = html2plaintext(record.comment or "").strip()
        return text[:2000] or None

    # -- in -------------------------------------------------------------------

    def _project(self, payload):
        kept = super()._project(payload)
        if kept.get("DisplayName"):
            kept["DisplayName"] = names.undeleted(kept["DisplayName"])
        for key in ("BillAddr", "ShipAddr"):
            if kept.get(key):
                address = {k: v for k, v in kept[key].items() if k in ADDRESS_KEYS}
                kept[key] = address
        return {key: value for key, value in kept.items() if value != {}}

    def _name_in(self, payload, connection):
        return {"name": names.undeleted(payload.get("DisplayName") or "")}

    def _email_in(self, payload, connection):
        return {"email": (payload.get("PrimaryEmailAddr") or {}).get("Address") or False}

    def _bill_in(self, payload, connection):
        return self._address_in(payload.get("BillAddr") or {})

    def _address_in(self, address):
        lines = [address.get(f"Line{number}") for number in range(1, 6)]
        lines = [line for line in lines if line]
        country = self._country(address.get("Country"))
        return {
            "street": lines[0] if lines else False,
            "street2": ", ".join(lines[1:]) or False,
            "city": address.get("City") or False,
            "zip": address.get("PostalCode") or False,
            "country_id": country,
            "state_id": self._state(country, address.get("CountrySubDivisionCode")),
        }

    def _country(self, text):
        """Id of the country that a free text means, or False."""
        cache = self.env.cr.cache
        if "qbo_countries" not in cache:
            known = {"usa": "US", "united states of america": "US", "uk": "GB"}
            countries = self.env["res.country"].with_context(lang="en_US").search([])
            ids = {each.code: each.id for each in countries}
            by_text = {each.name.casefold(): each.id for each in countries}
            by_text |= {code.casefold(): res_id for code, res_id in ids.items()}
            by_text |= {name: ids.get(code, False) for name, code in known.items()}
            cache["qbo_countries"] = by_text
        return cache["qbo_countries"].get((text or "").strip().casefold(), False)

    def _state(self, country_id, text):
        """Id of the state of a country that a code or name means, or False."""
        cache = self.env.cr.cache
        if "qbo_states" not in cache:
            states = self.env["res.country.state"].search([])
            cache["qbo_states"] = {
                (state.country_id.id, value.casefold()): state.id
                for state in states
                for value in (state.name, state.code)
            }
        if not (country_id and text):
            return False
        return cache["qbo_states"].get((country_id, text.strip().casefold()), False)

    def _notes_in(self, payload, connection):
        notes = payload.get("Notes")
        return {"comment": plaintext2html(notes) if notes else False}

    def _apply(self, payload, connection, record):
        """Write a billing address to the contact that it was read from."""
        invoice_address = self._child(record, "invoice")
        if "BillAddr" not in payload or not invoice_address:
            return super()._apply(payload, connection, record)
        vals = self._changed(invoice_address, self._bill_in(payload, connection))
        if vals:
            invoice_address.write(vals)
        rest = {key: value for key, value in payload.items() if key != "BillAddr"}
        return super()._apply(rest, connection, record)

    def _apply_new(self, payloads, connection):
        """Create customers quietly; where several companies connect, for this one."""
        others = self.env["qbo.connection"].search_count(
            [("company_id", "!=", connection.company_id.id)], limit=1
        )
        vals_list = [
            {
                **self._from_qbo(payload, connection),
                "is_company": bool(payload.get("CompanyName")),
                "customer_rank": 1,
                "company_id": connection.company_id.id if others else False,
            }
            for payload in payloads
        ]
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        return self.env[self._odoo_model].with_context(**quiet).create(vals_list)

    # -- matching -------------------------------------------------------------

    def _remote_queries(self, payloads, connection):
        emails = [(each.get("PrimaryEmailAddr") or {}).get("Address") for each in payloads]
        mailed = query.in_list("PrimaryEmailAddr", filter(None, emails))
        named = super()._remote_queries(payloads, connection)
        active = query.is_active(self._entity, None)
        return [*named, *(query.both(active, clause) for clause in mailed)]

    def _match_remote(self, payloads, candidates, connection):
        """Same name first; else what is certain by e-mail, phone and address."""
        matches = super()._match_remote(payloads, candidates, connection)
        taken = {found["Id"] for found in matches.values()}
        ours = [
            self._party(index, payload)
            for index, payload in enumerate(payloads)
            if index not in matches and "CurrencyRef" not in payload
        ]
        theirs = {each["Id"]: each for each in candidates if each["Id"] not in taken}
        others = [self._party(qbo_id, each) for qbo_id, each in theirs.items()]
        for index, match in matching.match(ours, others).links.items():
            matches[index] = theirs[match.key]
        return matches

    def _match_local(self, payloads, connection):
        partners = self._unlinked_like(payloads, connection)
        by_name = {names.comparable(each.name or ""): each for each in partners}
        found = {}
        for payload in payloads:
            partner = by_name.pop(self._key_of(payload), None)
            if partner:
                found[payload["Id"]] = partner
        taken = {partner.id for partner in found.values()}
        ours = [self._party(p["Id"], p) for p in payloads if p["Id"] not in found]
        others = [self._party_here(p) for p in partners if p.id not in taken]
        for qbo_id, match in matching.match(ours, others).links.items():
            found[qbo_id] = partners.browse(match.key)
        return found

    def _unlinked_like(self, payloads, connection):
        """Partners without a customer there that share a name or an e-mail."""
        called = {names.undeleted(each["DisplayName"]) for each in payloads}
        mails = {(each.get("PrimaryEmailAddr") or {}).get("Address") for each in payloads}
        mails = {mail.strip().casefold() for mail in mails if mail}
        linked = self.env["qbo.link"]._search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._entity),
                ("res_model", "=", self._odoo_model),
                ("qbo_id", "!=", False),
            ]
        )
        domain = self.env["qbo.build"]._scope(
            connection, self.env["qbo.rule"]._of(connection, self._entity), self
        )
        domain &= Domain("id", "not in", linked.subselect("res_id"))
        domain &= Domain("name", "in", list(called)) | Domain(
            "email_normalized", "in", list(mails)
        )
        return self.env[self._odoo_model].search(domain)

    def _party(self, key, payload):
        address = payload.get("BillAddr") or {}
        person = (payload.get("GivenName"), payload.get("FamilyName"))
        return Party(
            key,
            name=names.undeleted(payload.get("DisplayName") or ""),
            person=" ".join(filter(None, person)),
            company=payload.get("CompanyName") or "",
            email=(payload.get("PrimaryEmailAddr") or {}).get("Address") or "",
            phones=((payload.get("PrimaryPhone") or {}).get("FreeFormNumber") or "",),
            street=address.get("Line1") or "",
            postal_code=address.get("PostalCode") or "",
            city=address.get("City") or "",
        )

    def _party_here(self, partner):
        return Party(
            partner.id,
            name=partner.name or "",
            company=partner.name if partner.is_company else "",
            email=partner.email_normalized or "",
            phones=(partner.phone or "",),
            street=partner.street or "",
            postal_code=partner.zip or "",
            city=partner.city or "",
        )

    def _on_refusal(self, link, error, payload):
        """A vendor or employee has the name: send it with a suffix."""
        if not isinstance(error, QboNameTaken):
            return None
        name = payload["DisplayName"]
        suffix = self._suffix(link.connection_id)
        if name.endswith(suffix):
            return None
        return {**payload, "DisplayName": names.with_suffix(name, suffix, NAME_LIMIT)}

    def _suffix(self, connection):
        """What tells a customer from a vendor of the same name in QuickBooks."""
        return f" {self.env._('(Customer)')}"
