"""Pull: find out what changed in QuickBooks with as few calls as possible."""

import logging
from datetime import timezone

from odoo import fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..qbo import entities, query
from ..qbo.errors import QboError
from ..qbo.moments import format_moment, parse_moment
from .halving import halved_call
from .queries import newest
from .trouble import concerns_connection, log_once
from .turn import OVER

_logger = logging.getLogger(__name__)

CAP = 1000
TIE_OVERLAP = 50  # rows read again where a whole page has one time
ORDER = "MetaData.LastUpdatedTime"


class QboPullFetch(models.AbstractModel):
    """Fetch what was noted, then what changed, then pages of types that lag behind."""

    _name = "qbo.pull.fetch"
    _description = "QuickBooks pull"

    def _step(self, turn):
        """Do one piece of pulling; False when nothing is due any more."""
        noted, page, due = self._sync()._transact(turn, self._what_is_due)
        if noted:
            return self._fetch(turn, noted)
        return self._read_on(turn, page) if page else self._changes(turn, *due)

    def _what_is_due(self, connection):
        """The first that is due of: what was noted, the next page, since when types.

        Told in one transaction, as most runs find that nothing is.
        """
        noted = self._noted(connection)
        page = None if noted else self._next_page(connection)
        due = ({}, []) if noted or page else self._due(connection)
        return noted, page, due

    def _sync(self):
        return self.env["qbo.own.transaction"]

    # -- change data capture --------------------------------------------------

    def _changes(self, turn, moments, late):
        """Take over what changed since the cursors of all types that are due."""
        if not moments:
            return False
        pending, crowd, paging = [list(moments)], None, False
        while pending:
            names = pending.pop(0)
            since = min(moments[name] for name in names)
            changes = self._asked(turn, names, since, pending, moments)
            if changes is None:
                paging |= len(names) == 1
                continue
            if not changes.cut:
                self._take(turn, names, changes)
                continue
            crowd = crowd or changes.time.replace(tzinfo=None)
            biggest = max(names, key=lambda name: len(changes.objects.get(name) or ()))
            others = [name for name in names if name != biggest]
            pending += [others] if others else []
            if not others or self._must_page(changes, biggest, since, moments):
                self._sync()._transact(turn, self._start_paging, biggest, since)
                paging = True
            else:
                pending.append([biggest])
        self._sync()._transact(turn, self._note_crowd, list(moments), late, crowd)
        return paging

    def _asked(self, turn, names, since, pending, moments):
        """Changes of types, or None where QuickBooks refuses to tell them.

        One bad object spoils the answer: then each type is asked for by itself, and
        the one that is still refused is read by pages, in smaller and smaller pieces.
        """
        moment = since.replace(tzinfo=timezone.utc)
        try:
            return turn.client.changes_since(names, moment)
        except QboError as error:
            if concerns_connection(error):
                raise
            log_once(
                _logger,
                f"Changes of {', '.join(names)} are refused",
                error,
                turn.connection_id,
            )
        if len(names) > 1:
            pending[:0] = [[name] for name in names]
        else:
            self._sync()._transact(turn, self._start_paging, names[0], since)
        return None

    def _must_page(self, changes, name, since, moments):
        """Whether asking for one type alone would be cut just the same."""
        return len(changes.objects[name]) >= CAP and moments[name] == since

    def _note_crowd(self, connection, names, late, crowd):
        for rule in connection.env["qbo.rule"]._pulling(connection):
            if rule.entity in names:
                rule._note_crowd(rule.entity in late, crowd)

    def _due(self, connection):
        """Since when to ask for each type that is due: {entity: naive UTC}.

        And the types whose crowd is over. When the month's reads are used up, only
        what somebody asked for is due.
        """
        now = fields.Datetime.now()
        by_itself = connection._polling_pace()
        due = (
            connection.env["qbo.rule"]
            ._pulling(connection)
            .filtered("cursor")
            .filtered(
                lambda rule: not rule.next_at or (by_itself and rule.next_at <= now)
            )
        )
        late = due.filtered(lambda rule: rule._is_crowd_over()).mapped("entity")
        return {rule.entity: rule._since() for rule in due}, late

    def _take(self, turn, names, changes):
        """Apply an answer, parents first, then move the cursors of its types."""
        for name in self._in_order(names):
            self.env["qbo.pull.apply"]._take(
                turn, name, changes.objects.get(name) or []
            )
        for name in reversed(self._in_order(names)):
            self.env["qbo.removal"]._gone_there(
                turn, name, changes.deleted.get(name) or []
            )
        if changes.spoilt:
            again = self.env["qbo.remote.change"]._ask_again
            self._sync()._transact(turn, again, changes.spoilt)
        until = changes.time.replace(tzinfo=None)
        self._sync()._transact(turn, self._move_cursors, names, until)

    def _in_order(self, names):
        return [each for each in self.env["qbo.mapper"]._types() if each in names]

    def _move_cursors(self, connection, names, until):
        for rule in connection.env["qbo.rule"]._pulling(connection):
            if rule.entity in names:
                rule.write({"cursor": until, "next_at": rule._next()})

    # -- pages ----------------------------------------------------------------

    def _start_paging(self, connection, entity, since):
        """Read a type by pages from a moment on (naive UTC)."""
        connection.env["qbo.rule"]._of(connection, entity)._start_paging(since)

    def _page(self, turn):
        """Take one page of the first type that is read by pages; False: none is.

        Pages follow the time of the last change, not an offset: a row that is
        deleted or changed meanwhile never hides another one.
        """
        asked = self._sync()._transact(turn, self._next_page)
        return self._read_on(turn, asked) if asked else False

    def _read_on(self, turn, asked):
        entity, where, skip = asked
        rows, places = self._read_page(turn, entity, where, skip)
        self.env["qbo.pull.apply"]._take(turn, entity, rows)
        if places < query.PAGE:
            self._compare_ids(turn, entity)
        self._sync()._transact(turn, self._turn_page, entity, rows, skip, places)
        return True

    def _read_page(self, turn, entity, where, skip):
        """(rows, places that were looked at); a row that cannot be read is skipped."""
        unreadable = []

        def ask(places):
            statement = self._page_statement(entity, where, places[0], len(places))
            return turn.client.query_page(statement)

        def refuse(place, error):
            unreadable.append(place)
            self._skip(turn, entity, where, place, error)

        places = range(skip + 1, skip + 1 + query.PAGE)
        rows = [row for some in halved_call(ask, places, refuse) for row in some]
        return rows, len(rows) + len(unreadable)

    def _page_statement(self, entity, where, start, limit, columns=None):
        return query.select(
            entity,
            query.both(query.is_active(entity, None), where),
            order_by=ORDER,
            start=start,
            limit=limit,
            columns=columns or entities.get(entity).columns,
        )

    def _skip(self, turn, entity, where, place, error):
        """Tell a person about an object that QuickBooks cannot show."""
        try:
            rows = turn.client.query_page(
                self._page_statement(entity, where, place, 1, columns="Id")
            )
        except QboError as again:
            if concerns_connection(again):
                raise
            rows = []
        payload = rows[0] if rows else {"Id": ""}
        self._sync()._transact(
            turn, self.env["qbo.pull.apply"]._fail, entity, payload, error
        )
        turn.figures["failed"] += 1

    def _next_page(self, connection):
        """(entity, clause, skipped rows) of the next page, or None."""
        for rule in connection.env["qbo.rule"]._pulling(connection):
            rule._begin()
            if rule.page_since:
                where = f"{ORDER} >= '{rule.page_time}'" if rule.page_time else ""
                return rule.entity, where, rule.page_skip
        return None

    def _turn_page(self, connection, entity, rows, skip, places):
        """Remember where the next page begins, or that this was the last one."""
        rule = connection.env["qbo.rule"]._of(connection, entity)
        if places < query.PAGE or not rows:
            rule._end_paging()
            return
        last = format_moment(parse_moment(rows[-1]["MetaData"]["LastUpdatedTime"]))
        if last == rule.page_time:
            rule.page_skip = skip + places - TIE_OVERLAP
        else:
            rule.write({"page_time": last, "page_skip": 0})

    def _compare_ids(self, turn, entity):
        """Find deletions that no page shows: linked ids QuickBooks has no more.

        Only documents are deleted for good; done when paging caught up on a cursor.
        """
        if entities.get(entity).has_active:
            return
        linked = self._sync()._transact(turn, self._linked_ids, entity)
        if linked:
            try:
                there = {row["Id"] for row in turn.client.query(entity, active=None)}
            except QboError as error:
                if concerns_connection(error):
                    raise
                log_once(
                    _logger,
                    f"Deletions of {entity} cannot be found",
                    error,
                    turn.connection_id,
                )
                return
            gone = [qbo_id for qbo_id in linked if qbo_id not in there]
            self.env["qbo.removal"]._gone_there(turn, entity, gone, confirmed=True)

    def _linked_ids(self, connection, entity):
        links = connection.env["qbo.link"].search(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", entity)
            & Domain("qbo_id", "!=", False)
            & Domain("state", "not in", ("gone", *OVER))
        )
        return links.mapped("qbo_id")

    # -- notices --------------------------------------------------------------

    def _fetch_noted(self, turn):
        """Fetch objects that were noted, a hundred of a type in one item."""
        noted = self._sync()._transact(turn, self._noted)
        return self._fetch(turn, noted) if noted else False

    def _fetch(self, turn, noted):
        """Fetch what was noted, and follow what is no longer there."""
        try:
            rows, refused = self._noted_objects(turn, noted["ids"])
        except QboError as error:
            if concerns_connection(error):
                raise
            log_once(
                _logger, "What was noted cannot be read", error, turn.connection_id
            )
            self._sync()._transact(turn, self._postpone, noted["notices"], error)
            return True
        for entity in self._in_order(noted["ids"]):
            found = rows[entity]
            self.env["qbo.pull.apply"]._take(turn, entity, found, asked=True)
            there = {row["Id"] for row in found}
            there |= refused.get(entity, set())
            gone = [each for each in noted["ids"][entity] if each not in there]
            self.env["qbo.removal"]._gone_there(turn, entity, gone, confirmed=True)
        self._sync()._transact(turn, self._forget_remote_changes, noted["notices"])
        return True

    def _noted_objects(self, turn, ids):
        """Objects by type, and the ids of those that QuickBooks refuses to show."""
        found, refused = {entity: [] for entity in ids}, {}

        def ask(some):
            wanted = {}
            for entity, qbo_id in some:
                wanted.setdefault(entity, []).append(qbo_id)
            return newest(turn.client, wanted)

        def refuse(noted, error):
            entity, qbo_id = noted
            refused.setdefault(entity, set()).add(qbo_id)
            fail = self.env["qbo.pull.apply"]._fail
            self._sync()._transact(turn, fail, entity, {"Id": qbo_id}, error)
            turn.figures["failed"] += 1

        pairs = [(entity, each) for entity, some in ids.items() for each in some]
        for answer in halved_call(ask, pairs, refuse):
            for entity, rows in answer.items():
                found[entity] += rows
        return found, refused

    def _noted(self, connection):
        """Noted ids by type and the notices they come from, or None."""
        env = connection.env
        mine = Domain("connection_id", "=", connection.id)
        now = fields.Datetime.now()
        due = Domain("due_at", "=", False) | Domain("due_at", "<=", now)
        notices = env["qbo.remote.change"].search(mine & due, limit=CAP)
        if not notices:
            return None
        notices -= self._follow_merges(connection, notices.filtered("gone_id"))
        known = env["qbo.remote.change"]._worth_fetching(connection, notices)
        ids = {
            entity: list(dict.fromkeys(some.mapped("qbo_id")))
            for entity, some in known.grouped("entity").items()
        }
        (notices - known).unlink()
        return {"ids": ids, "notices": known.ids} if ids else None

    def _follow_merges(self, connection, notices):
        """Follow merges, each by itself; returns those that could not be followed."""
        env = connection.env
        bad = notices.browse()
        for notice in notices:
            try:
                with env.cr.savepoint():
                    env["qbo.removal"]._follow_merges(connection, notice)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception as error:  # noqa: BLE001 - one merge must not stop others
                bad |= notice
                payload = {"Id": notice.gone_id}
                env["qbo.pull.apply"]._fail(connection, notice.entity, payload, error)
        bad.unlink()
        return bad

    def _postpone(self, connection, remote_change_ids, error):
        """Read later what cannot be read now; after some tries a person is told."""
        env = connection.env
        noted = env["qbo.remote.change"].browse(remote_change_ids).exists()
        for each in noted._postpone():
            payload = {"Id": each.qbo_id}
            env["qbo.pull.apply"]._fail(connection, each.entity, payload, error)
            each.unlink()

    def _forget_remote_changes(self, connection, remote_change_ids):
        connection.env["qbo.remote.change"].browse(remote_change_ids).exists().unlink()
