"""Where objects and records that do not know each other meet."""

from odoo import models
from odoo.fields import Domain

from ..engine.turn import OVER
from ..qbo import entities, names, query, rules


class QboMapperMatching(models.AbstractModel):
    """Find out which object and which record stand for the same thing."""

    _name = "qbo.mapper.matching"
    _description = "QuickBooks matching"

    # -- ours among theirs ----------------------------------------------------

    def _reads_whole(self, count):
        """Whether for so many new records the whole list is read instead of asked."""
        return False

    def _remote_queries(self, payloads, connection):
        """WHERE clauses that find objects which may already be these payloads.

        Asked once for up to 1000 new records, sent in one batch; keep them few.
        """
        if not self._natural_key:
            return []
        values = [rules.dig(each, self._natural_key) for each in payloads]
        clauses = query.in_list(self._natural_key, filter(None, values))
        active = query.is_active(self._entity, None)
        return [query.both(active, clause) for clause in clauses]

    def _remote_queries_again(self, payloads, connection):
        """WHERE clauses after a name was refused as taken: other spellings of it.

        Queries may tell upper from lower case where uniqueness does not, and inactive
        rows carry a mark behind their names.
        """
        values = [rules.dig(each, self._natural_key) or "" for each in payloads]
        if not entities.get(self._entity).has_active:
            return self._remote_queries(payloads, connection)
        spelled = [
            spelling + mark
            for value in values
            for spelling in (value, value.upper(), value.lower(), value.title())
            for mark in ("", names.DELETED)
        ]
        active = query.is_active(self._entity, None)
        clauses = query.in_list(self._natural_key, filter(None, spelled))
        return [query.both(active, clause) for clause in clauses]

    def _match_remote(self, payloads, candidates, connection):
        """Which existing object is which payload: {index of payload: object}.

        ``candidates`` are objects no link holds. Sure matches only: what is doubtful
        is left out, and then created. Default: the natural key agrees and fits.
        """
        by_key = {self._key_of(each): each for each in candidates}
        matches = {}
        for index, payload in enumerate(payloads):
            found = by_key.get(self._key_of(payload))
            if found and self._key_of(payload) and self._fits(payload, found):
                matches[index] = found
        return matches

    def _key_of(self, payload):
        """What makes a payload recognisable: its name or number, else its marker."""
        if self._natural_key:
            return names.comparable(rules.dig(payload, self._natural_key) or "")
        return self._marker_in(payload)

    def _fits(self, sent, found):
        """Whether an answered or found object can be what was sent.

        Documents compare party, number, currency and total.
        """
        return self._key_of(sent) == self._key_of(found)

    def _may_answer(self, sent, found):
        """Whether an object can be the answer to a body that was sent.

        Less strict than ``_fits``: what QuickBooks adds or works out by itself, as a
        total, is looked at later and told as a difference.
        """
        ours, theirs = self._key_of(sent), self._key_of(found)
        return not (ours and theirs) or ours == theirs

    def _recognise_remote(self, payloads, candidates, connection):
        """Sure matches {index of payload: object}, doubtful {index: (Match, ...)}."""
        return self._match_remote(payloads, candidates, connection), {}

    def _may_be_linked(self, payload):
        """Whether an object is of a kind that a record here can stand for at all."""
        return True

    def _also_searched(self, text):
        """Further WHERE clauses when a person searches their list for a text."""
        return []

    def _judge(self, record, objects, connection):
        """How well objects {QBO id: object} fit a record: {QBO id: Match}."""
        raise NotImplementedError

    def _party(self, key, payload):
        """What is shown of an object to a person who chooses, as a ``Party``."""
        raise NotImplementedError

    def _party_here(self, record):
        """What is shown of a record to a person who chooses, as a ``Party``."""
        raise NotImplementedError

    # -- theirs among ours ----------------------------------------------------

    def _match_local(self, payloads, connection):
        """Unlinked Odoo records these unknown objects stand for: {QBO id: record}."""
        return {}

    def _recognise_local(self, payloads, connection):
        """Sure matches {QBO id: record} and doubtful ones {QBO id: (Match, ...)}."""
        return self._match_local(payloads, connection), {}

    def _recognise_own(self, payloads, connection):
        """Records that these objects were made from, though no link says so.

        {QBO id: record}. Their markers tell: a restored backup has forgotten the
        links, not the records.
        """
        marked = {self._marker_in(each): each["Id"] for each in payloads}
        marked.pop("", None)
        if not marked:
            return {}
        like = [each for each in payloads if each["Id"] in marked.values()]
        return {
            marked[marker]: record
            for record in self._perhaps_own(like, connection)
            for part in self._parts(record, connection)
            if (marker := self._marker(record, part)) in marked
        }

    def _perhaps_own(self, payloads, connection):
        """Records in scope without a link that these objects may be made from."""
        known = self.env["qbo.link"]._records_domain(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", self._entity)
            & Domain("res_model", "=", self._odoo_model)
            & (Domain("qbo_id", "!=", False) | Domain("state", "in", OVER))
        )
        rule = self.env["qbo.rule"]._of(connection, self._entity)
        scope = rule._scope(connection, self)
        model = self.env[self._odoo_model].with_context(active_test=False)
        return model.search(scope & ~known & self._alike_own(payloads))

    def _alike_own(self, payloads):
        """Domain that leaves few records to compute a marker of."""
        return Domain.TRUE

    def _part_there(self, payload, connection):
        """Which part of its record an object is; see ``_parts``."""
        return ""

    def _arrived(self, links):
        """Put together what belongs together, once new objects have records here."""
