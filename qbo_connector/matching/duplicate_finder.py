"""Finder: who stands twice on one side."""

from odoo import models
from odoo.fields import Domain

from ..qbo.duplicates import duplicates

PARTIES = ("Customer", "Vendor")
CONTACT = "Contact"


class QboDuplicateFinder(models.AbstractModel):
    """Compare the contacts in scope, or all customers or vendors of QuickBooks.

    What it costs does not depend on how many are alike: one reading, one comparison,
    a few statements to keep the pairs.
    """

    _name = "qbo.duplicate.finder"
    _description = "QuickBooks duplicate finder"

    # -- in Odoo --------------------------------------------------------------

    def _partners(self, connection):
        """Contacts that are or may become customers or vendors of a connection."""
        rules = self.env["qbo.rule"]
        rules._complete(connection)
        domain = Domain.OR(
            rules._of(connection, entity)._scope(connection, m)
            & (m._creation_domain(connection) | self._linked(connection, entity))
            for entity, m in self._mappers()
        )
        return self.env["res.partner"].search(domain)

    def _linked(self, connection, entity):
        return self.env["qbo.link"]._records_domain(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("res_model", "=", "res.partner"),
                ("qbo_id", "!=", False),
            ]
        )

    def _mappers(self):
        mappers = self.env["qbo.mapper"]
        return [(entity, mappers._for(entity)) for entity in PARTIES]

    def _search_here(self, connection):
        """Find contacts that stand twice in Odoo; how many were compared."""
        partners = self._partners(connection)
        [(_entity, mapper), *_others] = self._mappers()
        parties = [mapper._party_here(partner) for partner in partners]
        above = {partner.id: partner.parent_id.id for partner in partners}
        pairs = duplicates(parties, connection._match_policy(), _unrelated(above))
        facts = {party.key: self._facts(party) for party in parties}
        self._keep(connection, "here", CONTACT, pairs, facts)
        return len(parties)

    # -- in QuickBooks --------------------------------------------------------

    def _search_there(self, connection, entity, objects):
        """Find objects that stand twice in QuickBooks; how many were compared."""
        mapper = self.env["qbo.mapper"]._for(entity)
        rows = {row["Id"]: row for row in objects}
        parties = [mapper._party(key, row) for key, row in rows.items()]
        unrelated = _unrelated(
            {
                key: (row.get("ParentRef") or {}).get("value")
                for key, row in rows.items()
            }
        )
        pairs = duplicates(
            parties,
            connection._match_policy(),
            lambda one, other: _currency(rows[one]) == _currency(rows[other])
            and unrelated(one, other),
        )
        money = self._money(connection)
        wanted = {key for pair in pairs for key in (pair.one, pair.other)}
        facts = {
            party.key: self._facts(party) | money(rows[party.key])
            for party in parties
            if party.key in wanted
        }
        self._keep(connection, "there", entity, pairs, facts)
        return len(parties)

    def _money(self, connection):
        """A function that gives the balance of an object, with its currency."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        ids = {each.name: each.id for each in currencies.search([])}
        home = connection.qbo_currency_id.name

        def balance(row):
            return {
                "balance": float(row.get("Balance") or 0),
                "currency_id": ids.get(_currency(row) or home),
            }

        return balance

    # -- keeping --------------------------------------------------------------

    def _facts(self, party):
        return {"key": str(party.key), **self.env["qbo.match"]._facts(party)}

    def _keep(self, connection, side, entity, pairs, facts):
        """List what was found; what a person called different stays that."""
        rows = self.env["qbo.duplicate"]
        head = {"connection_id": connection.id, "side": side, "entity": entity}
        known = rows.search([(name, "=", value) for name, value in head.items()])
        by_keys = {row.keys: row for row in known}
        fresh, again, found = [], [], rows
        for pair in pairs:
            both = [facts[pair.one], facts[pair.other]]
            vals = self._vals(pair, both)
            row = by_keys.get(vals["keys"], rows)
            found |= row
            if not row:
                fresh.append((vals, both))
            elif row._may_change():
                row.write(vals)
                again.append((row, both))
        rows.concat(*(row for row, _both in again)).member_ids.unlink()
        created = rows.create([{**head, **vals} for vals, _both in fresh])
        again += zip(created, (both for _vals, both in fresh), strict=True)
        self._add_members(again)
        (known - found)._lapse()

    def _vals(self, pair, both):
        return {
            "keys": " ".join(sorted(each["key"] for each in both)),
            "name": both[0]["name"],
            "other_name": both[1]["name"],
            "likelihood": "sure" if pair.sure else "possible",
            "origin": "search",
            "state": "open",
            **self.env["qbo.match"]._judged(pair),
        }

    def _add_members(self, pairs):
        """Add what is known of both: list of (pair, both facts)."""
        self.env["qbo.duplicate.member"].create(
            [{"duplicate_id": row.id, **each} for row, both in pairs for each in both]
        )


def _currency(row):
    return (row.get("CurrencyRef") or {}).get("value") or ""


def _unrelated(above):
    """A function that tells whether neither of two stands below the other.

    ``above``: {key: key of the one above it, if any}.
    """

    def line(key):
        seen = set()
        while key and key not in seen:
            seen.add(key)
            key = above.get(key)
        return seen

    return lambda one, other: one not in line(other) and other not in line(one)
