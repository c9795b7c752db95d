from odoo import models

KEYS = (
    "Line1",
    "Line2",
    "Line3",
    "Line4",
    "Line5",
    "City",
    "CountrySubDivisionCode",
    "PostalCode",
    "Country",
)
FIELDS = ("street", "street2", "city", "zip", "state_id", "country_id")
COUNTRIES = {"usa": "US", "united states of america": "US", "uk": "GB"}
# Which contact of a partner holds an address; without one, the first is its own.
HOLDERS = {"BillAddr": "invoice", "ShipAddr": "delivery"}


class QboMapperAddress(models.AbstractModel):
    """Map a partner's address and those of its invoice and delivery contacts."""

    _name = "qbo.mapper.address"
    _inherit = "qbo.mapper"
    _description = "QuickBooks address mapping"

    # -- out ------------------------------------------------------------------

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
        limits = {"Line1": 500, "Line2": 500, "PostalCode": 30}
        return {
            key: value.strip()[: limits.get(key, 255)]
            for key, value in address.items()
            if value and value.strip()
        } or None

    # -- in -------------------------------------------------------------------

    def _project(self, payload):
        kept = super()._project(payload)
        for key in HOLDERS:
            if kept.get(key):
                kept[key] = {k: v for k, v in kept[key].items() if k in KEYS}
        return {key: value for key, value in kept.items() if value != {}}

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
            countries = self.env["res.country"].with_context(lang="en_US")
            countries = countries.search([("code", "!=", False)])
            ids = {each.code: each.id for each in countries}
            by_text = {each.name.casefold(): each.id for each in countries}
            by_text |= {code.casefold(): res_id for code, res_id in ids.items()}
            by_text |= {name: ids.get(code, False) for name, code in COUNTRIES.items()}
            cache["qbo_countries"] = by_text
        return cache["qbo_countries"].get((text or "").strip().casefold(), False)

    def _state(self, country_id, text):
        """Id of the state of a country that a code or name means, or False."""
        if not (country_id and text):
            return False
        return self._states(country_id).get(text.strip().casefold(), False)

    def _states(self, country_id):
        """States of a country by code and name, read once in a transaction."""
        cache = self.env.cr.cache.setdefault("qbo_states", {})
        if country_id not in cache:
            states = self.env["res.country.state"].search(
                [("country_id", "=", country_id)]
            )
            cache[country_id] = {
                value.casefold(): state.id
                for state in states
                for value in (state.name, state.code)
            }
        return cache[country_id]

    def _apply(self, payload, connection, record):
        """Write an address to the contact that it is read from."""
        rest = {
            key: value
            for key, value in payload.items()
            if key not in HOLDERS or not self._hold(record, key, payload)
        }
        return super()._apply(rest, connection, record)

    def _hold(self, record, key, payload):
        """Whether an address went to a contact; a new delivery address makes one."""
        kind, address = HOLDERS[key], payload[key] or {}
        vals = self._address_in(address)
        child = self._child(record, kind)
        changed = self._changed(child, vals) if child else {}
        if changed:
            child.write(changed)
        elif not child and key == "ShipAddr" and self._is_elsewhere(record, address):
            self._add_child(record, {"type": kind, "name": record.name, **vals})
        return bool(child) or key == "ShipAddr"

    def _is_elsewhere(self, record, address):
        """Whether goods go to another place than invoices."""
        there = {key: value for key, value in address.items() if key in KEYS and value}
        here = self._address_in(there)
        return bool(there) and bool(self._changed(record, here))

    def _add_child(self, record, vals):
        """Add a contact to a partner, of the same company."""
        company = record.company_id.id
        self.env["res.partner"].create(
            {"parent_id": record.id, "company_id": company, **vals}
        )
