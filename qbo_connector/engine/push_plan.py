"""Plan: from change marks to items that are worth sending."""

import logging

from odoo import fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

from ..qbo import query
from ..qbo.entities import get as facts_of
from ..qbo.errors import QboError
from .halving import halved, halved_call
from .queries import ask, recent
from .trouble import log_once

_logger = logging.getLogger(__name__)

AT_ONCE = 1000  # records planned together: their look-ups share few calls


class QboPushPlan(models.AbstractModel):
    """Choose what to send next.

    Parents go first; equal payloads, records out of scope and mapping problems are
    dealt with here and cost no call.
    """

    _name = "qbo.push.plan"
    _description = "QuickBooks plan"

    def _fill(self, turn):
        """Fill the turn's plan with items of one type, or leave it empty."""
        sync = self.env["qbo.own.transaction"]
        while turn.has_time():
            inner = self._next_plan(sync, turn)
            if inner is None:
                return
            turn.absorb(inner)
            turn.plan = inner.plan
            self._check(turn)
            if turn.plan:
                return

    def _next_plan(self, sync, turn):
        """Plan the next type; where a bad record spoils it, all but that one."""
        try:
            return sync._transact(turn, self._build_next, turn)
        except (QboError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            raise
        except Exception as error:  # noqa: BLE001 - found again by halving
            log_once(
                _logger, "Records cannot be planned together", error, turn.connection_id
            )
        inner = turn.inner()
        found = sync._transact(turn, self._next_marks, turn)
        if found is None:
            return None
        name, mark_ids = found

        def build(connection, some):
            return self._build_marks(connection, name, some, turn)

        for piece in halved(sync, turn, build, mark_ids, self._not_planned):
            inner.absorb(piece)
            inner.plan += piece.plan
        return inner

    def _next_marks(self, connection, turn):
        """(mapper's name, mark ids) of what is to be planned next, or None."""
        busy = connection.env["qbo.intent"]._busy(connection)
        for _rule, mapper, removals in self._in_turn(connection):
            marks = self._marks(connection, mapper, turn, removals, busy)
            if marks:
                return mapper._name, marks.ids
        return None

    def _build_marks(self, connection, name, mark_ids, turn):
        env, turn = connection.env, turn.inner()
        mapper = env[name]
        rule = env["qbo.rule"]._of(connection, mapper._entity)
        marks = env["qbo.change"].browse(mark_ids).exists()
        if marks:
            turn.plan = env["qbo.push.build"]._items(
                connection, rule, mapper, marks, turn
            )
        return turn

    def _not_planned(self, connection, mark_id, error):
        """A record that cannot even be planned: a problem of its own, no mark."""
        env = connection.env
        mark = env["qbo.change"].browse(mark_id).exists()
        if not mark:
            return
        mapper = env["qbo.mapper"]._for(mark.entity, mark.res_model)
        links = env["qbo.link"]._by_record(connection, mapper, [mark.res_id])
        link = links.get((mark.res_id, mark.part or ""))
        if link:
            env["qbo.exception"]._open_unbuilt(link, error)
        else:
            record = env[mark.res_model].browse(mark.res_id).exists()
            env["qbo.exception"]._open_unplanned(connection, mapper, record, error)
        env["qbo.change"]._drop(mark.ids)

    def _check(self, turn):
        """Ask QuickBooks what must be known before the items may be sent."""
        if self.env["qbo.push.moved"]._fetch_first(turn):
            return
        unknown = [item for item in turn.plan if not item.looked_up]
        if unknown:
            self._look_up(turn, unknown)
        removals = [item for item in turn.plan if item.removal]
        if removals:
            self.env["qbo.removal"]._check(turn, removals)
        self.env["qbo.removal.inactive"]._check(turn)

    def _build_next(self, connection, turn):
        """Tally and plan for the first type with marks; None: there are no marks."""
        build, turn = connection.env["qbo.push.build"], turn.inner()
        busy = None
        for rule, mapper, removals in self._in_turn(connection):
            busy = (
                connection.env["qbo.intent"]._busy(connection) if busy is None else busy
            )
            marks = self._marks(connection, mapper, turn, removals, busy)
            if marks:
                turn.plan = build._items(connection, rule, mapper, marks, turn)
                return turn
        return None

    def _in_turn(self, connection):
        """What is planned one after the other: (rule, mapper, whether removals).

        What is taken back goes first, documents before those they belong to: who
        still has a payment or an invoice cannot go.
        """
        waiting = connection.env["qbo.change"]._waiting(connection)
        if not waiting:
            return
        types = list(self._types(connection))
        for rule, mapper in reversed(types):
            if (mapper._entity, mapper._odoo_model, True) in waiting:
                yield rule, mapper, True
        named = {(entity, model) for entity, model, _is_removal in waiting}
        for rule, mapper in types:
            if (mapper._entity, mapper._odoo_model) in named:
                yield rule, mapper, False

    def _types(self, connection):
        """Types that may be sent now, parents first: (rule, mapper)."""
        env = connection.env
        rules = {
            rule.entity: rule
            for rule in env["qbo.rule"]
            .search([("connection_id", "=", connection.id)])
            ._usable()
        }
        for mapper in env["qbo.mapper"]._all():
            rule = rules.get(mapper._entity)
            if rule and not rule.paused:
                yield rule, mapper

    def _marks(self, connection, mapper, turn, removals, busy):
        """Marks of up to 1000 records, first the ones somebody waits for.

        Records an open intent speaks of must wait until its outcome is known.
        ``removals``: only marks of what is taken back; ``busy`` as of ``_busy``.
        """
        env = connection.env
        domain = Domain("connection_id", "=", connection.id)
        domain &= Domain("entity", "=", mapper._entity)
        domain &= Domain("res_model", "=", mapper._odoo_model)
        key = (mapper._entity, mapper._odoo_model)
        ids = [res_id for *whose, res_id in busy if tuple(whose) == key]
        domain &= Domain("res_id", "not in", ids)
        if removals:
            domain &= Domain("operation", "=", "remove")
        marks = env["qbo.change"]
        if turn.front:
            asked = marks.search(domain & Domain("front", "=", True), limit=AT_ONCE)
            domain &= Domain("res_id", "in", asked.mapped("res_id"))
        return marks.search(domain, limit=AT_ONCE)

    # -- look-up --------------------------------------------------------------

    def _look_up(self, turn, items):
        """Link new records to objects that exist already; few calls for all."""
        sync = self.env["qbo.own.transaction"]
        mapper = self.env["qbo.mapper"]._for(items[0].entity, items[0].model)
        gone = set()

        def read(some):
            return self._candidates(turn, mapper, some) + self._made(turn, mapper, some)

        def match(connection, some):
            return self._matched(connection, mapper, some, candidates)

        def fail(connection, item, error):
            self._not_looked_up(connection, item, error)
            gone.add(item.key)

        def refuse(item, error):
            sync._transact(turn, fail, item, error)

        found = halved_call(read, items, refuse)
        candidates = [row for rows in found for row in rows]
        items = [item for item in items if item.key not in gone]
        for met in halved(sync, turn, match, items, fail):
            turn.figures["linked"] += len(met["linked"])
            gone |= met["linked"] | met["doubtful"]
        for item in turn.plan:
            if item.key in gone:
                turn.jobs.update(item.jobs)
        turn.plan = [item for item in turn.plan if item.key not in gone]

    def _not_looked_up(self, connection, item, error):
        """What QuickBooks cannot be searched for is not sent: it may be there."""
        env = connection.env
        link = env["qbo.link"].browse(item.link_id).exists()
        if link:
            env["qbo.exception"]._open_unbuilt(link, error)
        env["qbo.change"]._drop(item.marks)

    def _made(self, turn, mapper, items):
        """Objects that only a marker recognises, while QuickBooks knows more than we.

        No query finds a marker; what changed since the backup does.
        """
        if not turn.ahead_since or all(mapper._natural_key in i.payload for i in items):
            return []
        name = mapper._entity
        objects, _gone = recent(turn.client, [name], turn.ahead_since)
        return objects.get(name) or []

    def _candidates(self, turn, mapper, items):
        """Objects that may already be the items."""
        fresh = sum(not item.attempt for item in items)
        sync = self.env["qbo.own.transaction"]
        if mapper._reads_whole(fresh):
            rows = turn.client.query(mapper._entity, active=None)
            pages = split_every(query.PAGE, rows, list)
            free = (sync._transact(turn, self._free, mapper, page) for page in pages)
            return [row for page in free for row in page]
        statements = sync._transact(turn, self._statements, mapper, items)
        return [row for rows in ask(turn.client, statements) for row in rows]

    def _free(self, connection, mapper, rows):
        """Rows that no link holds; of a long list the others are not kept in mind."""
        links = connection.env["qbo.link"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", mapper._entity),
                ("qbo_id", "in", [row["Id"] for row in rows]),
            ],
            ["qbo_id"],
        )
        taken = set(links.mapped("qbo_id"))
        return [row for row in rows if row["Id"] not in taken]

    def _statements(self, connection, mapper, items):
        mapper = mapper.with_env(connection.env)
        first = [item.payload for item in items if not item.attempt]
        clauses = mapper._remote_queries(first, connection) if first else []
        again = [item for item in items if item.attempt]
        if again:
            clauses += self._clauses_again(connection, mapper, again)
        name, columns = mapper._entity, facts_of(mapper._entity).columns
        return [
            query.select(name, clause, columns=columns, limit=query.PAGE)
            for clause in clauses
        ]

    def _clauses_again(self, connection, mapper, items):
        """Clauses that find who holds a name or number that was refused as taken."""
        links = connection.env["qbo.link"].browse([item.link_id for item in items])
        told = [qbo_id for link in links for qbo_id in (link.taken_by or "").split(",")]
        clauses = query.in_list("Id", filter(None, told))
        active = query.is_active(mapper._entity, None)
        unknown = [
            item.payload
            for item, link in zip(items, links, strict=True)
            if not link.taken_by
        ]
        by_id = [query.both(active, clause) for clause in clauses]
        return by_id + (
            mapper._remote_queries_again(unknown, connection) if unknown else []
        )

    def _matched(self, connection, mapper, items, candidates):
        """Link sure matches, lay doubtful ones before a person; both as subjects."""
        env = connection.env
        mapper = mapper.with_env(env)
        unique = {row["Id"]: row for row in candidates}
        taken = env["qbo.link"]._by_qbo_id(connection, mapper._entity, list(unique))
        free = [row for qbo_id, row in unique.items() if qbo_id not in taken]
        payloads = [item.payload for item in items]
        matches, doubtful = mapper._recognise_remote(payloads, free, connection)
        links = env["qbo.link"].browse([item.link_id for item in items])
        links.looked_at = fields.Datetime.now()
        doubts, ids = env["qbo.match"], links.mapped("res_id")
        strangers = doubts._decided(connection, mapper, ids)
        matches = {
            index: found
            for index, found in matches.items()
            if links[index].res_id not in strangers
        }
        for index, found in matches.items():
            links[index].write({"qbo_id": found["Id"], "origin": "matched"})
        met = [(links[index], found) for index, found in matches.items()]
        env["qbo.pull.apply"]._meet(connection, mapper, met)
        unsure = {links[index]: found for index, found in doubtful.items()}
        rest = links - links.browse().union(*(link for link, _found in met))
        held = doubts._raise_here(connection, mapper, rest, unsure, unique)
        done = {index for index, link in enumerate(links) if link in held}
        done |= set(matches)
        env["qbo.change"]._drop([m for i in done for m in items[i].marks])
        return {
            "linked": {items[index].key for index in matches},
            "doubtful": {items[i].key for i in done - set(matches)},
        }
