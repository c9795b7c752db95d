"""Pull: find out what changed in QuickBooks with as few calls as possible."""

from datetime import timedelta, timezone

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..qbo import entities, errors, query
from ..qbo.moments import format_moment, parse_moment
from .queries import ask

OLDEST = timedelta(days=29)  # QuickBooks looks back 30
CAP = 1000
FETCH_AT_ONCE = 9  # hundreds of objects: an answer holds 1000
TIE_OVERLAP = 50  # rows read again where a whole page has one time
ORDER = "MetaData.LastUpdatedTime"


class QboPullFetch(models.AbstractModel):
    """Fetch what was noted, then what changed, then pages of types that lag behind."""

    _name = "qbo.pull.fetch"
    _description = "QuickBooks pull"

    def _step(self, turn):
        """Do one piece of pulling; False when nothing is due any more."""
        return self._fetch_noted(turn) or self._page(turn) or self._changes(turn)

    def _sync(self):
        return self.env["qbo.sync"]

    # -- change data capture --------------------------------------------------

    def _changes(self, turn):
        """Take over what changed since the cursors of all types that are due."""
        moments, late = self._sync()._transact(turn, self._due)
        if not moments:
            return False
        pending, crowd, paging = [list(moments)], None, False
        while pending:
            names = pending.pop(0)
            since = min(moments[name] for name in names)
            changes = turn.client.changes_since(
                names, since.replace(tzinfo=timezone.utc)
            )
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
            self._sync()._transact(turn, self._note_spoilt, changes.spoilt)
        until = changes.time.replace(tzinfo=None)
        self._sync()._transact(turn, self._move_cursors, names, until)

    def _note_spoilt(self, connection, spoilt):
        """Tell of objects that came in a shape nobody can rely on."""
        error = errors.QboUnreadable(self.env._("QuickBooks' answer cannot be read."))
        for entity, ids in spoilt.items():
            for qbo_id in ids:
                connection.env["qbo.exception"]._open_pull(
                    connection, entity, {"Id": qbo_id}, error
                )

    def _in_order(self, names):
        return [m._entity for m in self.env["qbo.mapper"]._all() if m._entity in names]

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
        if not asked:
            return False
        entity, statement, skip = asked
        rows = turn.client.query_page(statement)
        self.env["qbo.pull.apply"]._take(turn, entity, rows)
        if len(rows) < query.PAGE:
            self._compare_ids(turn, entity)
        self._sync()._transact(turn, self._turn_page, entity, rows, skip)
        return True

    def _next_page(self, connection):
        """(entity, statement, skipped rows) of the next page, or None."""
        for rule in connection.env["qbo.rule"]._pulling(connection):
            rule._begin()
            if rule.page_since:
                where = f"{ORDER} >= '{rule.page_time}'" if rule.page_time else ""
                facts = entities.get(rule.entity)
                statement = query.select(
                    rule.entity,
                    query.both(query.is_active(rule.entity, None), where),
                    order_by=ORDER,
                    start=rule.page_skip + 1,
                    limit=query.PAGE,
                    columns=facts.columns,
                )
                return rule.entity, statement, rule.page_skip
        return None

    def _turn_page(self, connection, entity, rows, skip):
        """Remember where the next page begins, or that this was the last one."""
        rule = connection.env["qbo.rule"]._of(connection, entity)
        if len(rows) < query.PAGE:
            rule._end_paging()
            return
        last = format_moment(parse_moment(rows[-1]["MetaData"]["LastUpdatedTime"]))
        if last == rule.page_time:
            rule.page_skip = skip + len(rows) - TIE_OVERLAP
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
            there = {row["Id"] for row in turn.client.query(entity, active=None)}
            gone = [qbo_id for qbo_id in linked if qbo_id not in there]
            self.env["qbo.removal"]._gone_there(turn, entity, gone, confirmed=True)

    def _linked_ids(self, connection, entity):
        links = connection.env["qbo.link"].search(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", entity)
            & Domain("qbo_id", "!=", False)
            & Domain("state", "not in", ("gone", "ignored"))
        )
        return links.mapped("qbo_id")

    # -- notices --------------------------------------------------------------

    def _fetch_noted(self, turn):
        """Fetch objects that were noted, a hundred of a type in one item."""
        noted = self._sync()._transact(turn, self._noted)
        if not noted:
            return False
        rows = self._objects(turn.client, noted["ids"])
        for entity in self._in_order(noted["ids"]):
            found = rows[entity]
            self.env["qbo.pull.apply"]._take(turn, entity, found)
            there = {row["Id"] for row in found}
            gone = [each for each in noted["ids"][entity] if each not in there]
            self.env["qbo.removal"]._gone_there(turn, entity, gone, confirmed=True)
        self._sync()._transact(turn, self._forget_remote_changes, noted["notices"])
        return True

    def _objects(self, client, ids):
        """Newest objects by id, inactive ones too: {entity: objects}."""
        asked = [
            (entity, self._by_ids(entity, list(some)))
            for entity, all_ids in ids.items()
            for some in split_every(query.IDS_AT_ONCE, all_ids, list)
        ]
        answers = ask(client, [each for _entity, each in asked], FETCH_AT_ONCE)
        found = {entity: [] for entity in ids}
        for (entity, _statement), rows in zip(asked, answers, strict=True):
            found[entity] += rows
        return found

    def _by_ids(self, entity, ids):
        facts = entities.get(entity)
        [clause] = query.in_list("Id", ids)
        where = query.both(query.is_active(entity, None), clause)
        return query.select(entity, where, limit=query.PAGE, columns=facts.columns)

    def _noted(self, connection):
        """Noted ids by type and the notices they come from, or None."""
        env = connection.env
        notices = env["qbo.remote.change"].search(
            [("connection_id", "=", connection.id)], limit=CAP
        )
        if not notices:
            return None
        merged = notices.filtered("gone_id")
        env["qbo.removal"]._follow_merges(connection, merged)
        known = env["qbo.remote.change"]._worth_fetching(connection, notices)
        ids = {
            entity: list(dict.fromkeys(some.mapped("qbo_id")))
            for entity, some in known.grouped("entity").items()
        }
        (notices - known).unlink()
        return {"ids": ids, "notices": known.ids} if ids else None

    def _forget_remote_changes(self, connection, remote_change_ids):
        connection.env["qbo.remote.change"].browse(remote_change_ids).exists().unlink()
