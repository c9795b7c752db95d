"""Plan: from change marks to items that are worth sending."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..qbo import query
from ..qbo.entities import get as facts_of
from .queries import ask

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
        sync = self.env["qbo.sync"]
        while turn.has_time():
            inner = sync._transact(turn, self._build_next, turn)
            if inner is None:
                return
            turn.absorb(inner)
            turn.plan = inner.plan
            self._check(turn)
            if turn.plan:
                return

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
        for rule, mapper in self._types(connection):
            marks = self._marks(connection, rule, turn)
            if marks:
                turn.plan = build._items(connection, rule, mapper, marks, turn)
                return turn
        return None

    def _types(self, connection):
        """Types that may be sent now, parents first: (rule, mapper)."""
        env = connection.env
        rules = {
            rule.entity: rule
            for rule in env["qbo.rule"].search([("connection_id", "=", connection.id)])
        }
        for mapper in env["qbo.mapper"]._all():
            rule = rules.get(mapper._entity)
            if rule and not rule.paused:
                yield rule, mapper

    def _marks(self, connection, rule, turn):
        """Marks of up to 1000 records, first the ones somebody waits for.

        Records an open intent speaks of must wait until its outcome is known.
        """
        env = connection.env
        domain = Domain("connection_id", "=", connection.id)
        domain &= Domain("entity", "=", rule.entity)
        busy = self._busy(connection)
        ids = [res_id for entity, res_id in busy if entity == rule.entity]
        domain &= Domain("res_id", "not in", ids)
        marks = env["qbo.change"]
        if turn.front:
            asked = marks.search(domain & Domain("front", "=", True), limit=AT_ONCE)
            domain &= Domain("res_id", "in", asked.mapped("res_id"))
        return marks.search(domain, limit=AT_ONCE)

    def _busy(self, connection):
        """(entity, record id) of everything whose outcome is still open."""
        intents = connection.env["qbo.intent"].search(
            [("connection_id", "=", connection.id), ("state", "!=", "settled")]
        )
        return {
            (entry["entity"], entry["res_id"])
            for intent in intents
            for entry in intent.items.values()
            if entry["state"] == "open"
        }

    # -- look-up --------------------------------------------------------------

    def _look_up(self, turn, items):
        """Link new records to objects that exist already; few calls for all."""
        sync = self.env["qbo.sync"]
        mapper = self.env["qbo.mapper"]._for(items[0].entity)
        candidates = self._candidates(turn, mapper, items)
        met = sync._transact(turn, self._matched, mapper, items, candidates)
        turn.figures["linked"] += len(met["linked"])
        gone = met["linked"] | met["doubtful"]
        for item in turn.plan:
            if item.key in gone:
                turn.jobs.update(item.jobs)
        turn.plan = [item for item in turn.plan if item.key not in gone]

    def _candidates(self, turn, mapper, items):
        """Objects that may already be the items."""
        fresh = sum(not item.attempt for item in items)
        sync = self.env["qbo.sync"]
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
        env["qbo.change"].browse([m for i in done for m in items[i].marks]).unlink()
        return {
            "linked": {items[index].key for index in matches},
            "doubtful": {items[i].key for i in done - set(matches)},
        }
