"""Recognise products among items and items among products, by the connection's key."""

from odoo import models
from odoo.fields import Domain

from odoo.addons.qbo_connector.engine.turn import OVER
from odoo.addons.qbo_connector.qbo import names, query
from odoo.addons.qbo_connector.qbo.matching import Match, Matcher
from odoo.addons.qbo_connector.qbo.party import Party

from ..qbo.items import NAME, REFERENCE, Known, Meeting

# They stand in the same list, but nothing of Odoo can be sold as one.
NOT_SOLD = ("Category", "Group")
ALL_AT_ONCE = 5000  # products that are compared whole; of more, only the likely ones
SAME_CODE, SAME_NAME, OTHER_CODE = 60, 40, -30  # of 100 points
LEAST_ALIKE = -0.25  # of the points of a name: an item is often called otherwise


class QboMapperItemMatch(models.AbstractModel):
    """Find out which item is which product."""

    _name = "qbo.mapper.item.match"
    _inherit = "qbo.mapper"
    _description = "QuickBooks recognition of products"

    # -- ours among theirs ----------------------------------------------------

    def _remote_queries(self, payloads, connection):
        """By code, by name or by both, as the key says."""
        clauses = []
        if connection.item_key != REFERENCE:
            clauses += super()._remote_queries(payloads, connection)
        if connection.item_key != NAME:
            active = query.is_active("Item", None)
            codes = query.in_list("Sku", filter(None, (p.get("Sku") for p in payloads)))
            clauses += [query.both(active, clause) for clause in codes]
        return clauses

    def _recognise_remote(self, payloads, candidates, connection):
        items = {each["Id"]: each for each in candidates if self._may_be_linked(each)}
        met = Meeting(
            (self._known(index, each) for index, each in enumerate(payloads)),
            (self._known(qbo_id, each) for qbo_id, each in items.items()),
            connection.item_key,
        )
        matches = {index: items[qbo_id] for index, qbo_id in met.links.items()}
        doubtful = {
            index: self._judged(payloads[index], [items[qbo_id] for qbo_id in some])
            for index, some in met.doubts.items()
        }
        return matches, doubtful

    def _may_be_linked(self, payload):
        return payload.get("Type") not in NOT_SOLD

    def _fits(self, sent, found):
        """A category may have the name of a product, but cannot be one."""
        return super()._fits(sent, found) and self._may_be_linked(found)

    def _known(self, key, payload):
        name = names.comparable(payload.get("Name") or "")
        return Known(key, name, (payload.get("Sku") or "").strip().casefold())

    # -- theirs among ours ----------------------------------------------------

    def _recognise_local(self, payloads, connection):
        payloads = [each for each in payloads if self._may_be_linked(each)]
        products = self._unlinked(payloads, connection) if payloads else ()
        here = [self._here(each) for each in products]
        met = Meeting(
            (self._known(each["Id"], each) for each in payloads),
            (self._known(each["Id"], each) for each in here),
            connection.item_key,
        )
        by_id = {each["Id"]: each for each in here}
        theirs = {each["Id"]: each for each in payloads}
        model = self.env[self._odoo_model]
        found = {qbo_id: model.browse(res_id) for qbo_id, res_id in met.links.items()}
        doubtful = {
            qbo_id: self._judged(theirs[qbo_id], [by_id[res_id] for res_id in some])
            for qbo_id, some in met.doubts.items()
        }
        return found, doubtful

    def _here(self, product):
        """What makes a product recognisable, as it would stand in an item."""
        return {
            "Id": product.id,
            "Name": self._item_name(product),
            "Sku": product.default_code or "",
        }

    def _unlinked(self, payloads, connection):
        """Products in scope without item; of very many only those that look alike."""
        known = self.env["qbo.link"]._records_domain(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", self._entity)
            & (Domain("qbo_id", "!=", False) | Domain("state", "in", OVER))
        )
        rule = self.env["qbo.rule"]._of(connection, self._entity)
        scope = rule._scope(connection, self)
        scope &= ~known
        model = self.env[self._odoo_model]
        if model.search_count(scope, limit=ALL_AT_ONCE + 1) > ALL_AT_ONCE:
            codes = [each["Sku"] for each in payloads if each.get("Sku")]
            called = [each["Name"].partition(" (")[0] for each in payloads]
            scope &= Domain("default_code", "in", codes) | Domain("name", "in", called)
        return model.search(scope)

    # -- for a person who chooses ---------------------------------------------

    def _judged(self, one, others):
        """Matches of one with several, the likeliest first."""
        wanted = self._known("", one)
        plain = [Party(each["Id"], name=each["Name"]) for each in others]
        matcher = Matcher(plain)
        matches = []
        for other, party in zip(others, plain, strict=True):
            told = self._known("", other)
            reasons = []
            if wanted.code and told.code:
                points = SAME_CODE if wanted.code == told.code else OTHER_CODE
                reasons.append(("code", points))
            named = matcher.score(Party("", name=one["Name"]), party).score
            share = min(max(named / matcher.weights.name, LEAST_ALIKE), 1)
            reasons.append(("name", SAME_NAME * share))
            score = min(max(sum(points for _name, points in reasons), 0), 100)
            matches.append(Match(other["Id"], score, tuple(reasons)))
        return tuple(sorted(matches, key=lambda match: -match.score))

    def _judge(self, record, objects, connection):
        judged = self._judged(self._here(record), list(objects.values()))
        return {match.key: match for match in judged}

    def _also_searched(self, text):
        return [f"Sku LIKE {query.literal(f'%{text}%')}"]

    def _party(self, key, payload):
        name = names.undeleted(payload.get("Name") or "")
        code, kind = payload.get("Sku") or "", payload.get("Type") or ""
        return Party(key, name=name, street=code, city=kind)

    def _party_here(self, record):
        kinds = dict(record._fields["type"]._description_selection(self.env))
        code = record.default_code or ""
        return Party(
            record.id, name=record.display_name, street=code, city=kinds[record.type]
        )
