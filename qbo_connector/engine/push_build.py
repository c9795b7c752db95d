"""Build: what QuickBooks should hold, and whether that differs from what it holds."""

import logging

import psycopg2

from odoo import models

from ..mappers.watch import MappingProblem
from ..qbo import exact, merge, rules
from ..qbo.three_way import body_of, moved, without
from ..records import within
from .trouble import log_once
from .turn import ACTS, OVER, PushItem, PushRequest

_logger = logging.getLogger(__name__)


class QboPushBuild(models.AbstractModel):
    """Turn the marks of one type into items; what needs no call ends here."""

    _name = "qbo.push.build"
    _description = "QuickBooks build"

    def _items(self, connection, rule, mapper, marks, turn):
        """Items for what differs; the marks of all the rest are deleted."""
        acts = marks.filtered(lambda mark: mark.operation in ACTS)
        removals = marks.filtered(lambda mark: mark.operation == "remove")
        wishes = self._wishes(connection, mapper, marks - acts - removals)
        links = self.env["qbo.link"]._by_record(
            connection, mapper, set(marks.mapped("res_id"))
        )
        records = self.env[mapper._odoo_model].browse({wish.res_id for wish in wishes})
        there = records.exists()
        gone = [wish for wish in wishes if wish.res_id not in there._ids]
        wanted = self._wanted(connection, rule, mapper, wishes, links, there)
        links = self._with_new_links(connection, mapper, wanted, links, turn)
        ready = self._free_of_needs(connection, mapper, wanted, links)
        items = self._build_all(connection, mapper, ready, links, turn)
        items += self.env["qbo.removal"]._items(connection, rule, mapper, gone, links)
        undone = self._wishes(connection, mapper, removals)
        items += self.env["qbo.removal"]._items_of(mapper, undone, links)
        items += self.env["qbo.push.action"]._items(
            connection, mapper, acts, links, items
        )
        self._spend(marks, items, turn)
        return items

    def _spend(self, marks, items, turn):
        """Delete the marks that led to nothing; the others go when written ahead."""
        kept = {mark_id for item in items for mark_id in item.marks}
        spent = marks.filtered(lambda mark: mark.id not in kept)
        for mark in spent:
            if mark.run_id:
                turn.jobs[mark.run_id.id] += 1
        spent._drop(spent.ids)

    # -- what is asked for ----------------------------------------------------

    def _wishes(self, connection, mapper, marks):
        """One wish per record and part; a mark for all parts is spread over them."""
        records = self.env[mapper._odoo_model].browse(set(marks.mapped("res_id")))
        there = {record.id: record for record in records.exists()}
        wishes = {}
        for mark in marks:
            parts = (mark.part,)
            if mark.part is False:
                record = there.get(mark.res_id)
                parts = mapper._parts(record, connection) if record else ("",)
            for part in parts:
                wish = wishes.setdefault(
                    (mark.res_id, part), PushRequest(mark.res_id, part)
                )
                wish.add(mark)
        return list(wishes.values())

    def _wanted(self, connection, rule, mapper, wishes, links, there):
        """The wishes that may be followed: in scope, allowed by the rule."""
        scope = within(there, rule._scope(connection, mapper))
        fresh = scope.filtered(lambda record: (record.id, "") not in links)
        creatable = within(fresh, mapper._creation_domain(connection))
        problems = self.env["qbo.exception"]
        wanted = []
        for wish in wishes:
            link = links.get((wish.res_id, wish.part))
            if wish.res_id not in scope._ids:
                continue
            if self._may_send(rule, mapper, wish, link, creatable._ids):
                wanted.append(wish)
            elif wish.needed and not (link and link.qbo_id):
                problems._open_needed(connection, mapper, there.browse(wish.res_id))
        return wanted

    def _may_send(self, rule, mapper, wish, link, creatable_ids):
        if link and link.state in OVER and not wish.front:
            return False
        if link and link.origin == "imported" and not mapper._push_imported:
            return False
        if not rule.push:
            return wish.front
        if wish.front or link:  # one that waits was allowed when it began to
            return True
        if rule.create_there == "never":
            return False
        return wish.needed or (
            rule.create_there == "always" and wish.res_id in creatable_ids
        )

    # -- links and needs ------------------------------------------------------

    def _with_new_links(self, connection, mapper, wanted, links, turn):
        """All links, with new ones for what is not linked yet."""
        missing = [wish for wish in wanted if (wish.res_id, wish.part) not in links]
        fresh = self.env["qbo.link"]
        created = fresh.create(
            [
                fresh._new_values(connection, mapper, wish.res_id, wish.part)
                for wish in missing
            ]
        )
        return {**links, **{(link.res_id, link.part): link for link in created}}

    def _free_of_needs(self, connection, mapper, wanted, links):
        """The wishes whose needs are all linked; the others wait for them."""
        records = self.env[mapper._odoo_model].browse([wish.res_id for wish in wanted])
        by_id = {record.id: record for record in records}
        ready, marks = [], []
        for wish in wanted:
            record, link = by_id[wish.res_id], links[wish.res_id, wish.part]
            missing = [
                need
                for need in mapper._needs(record, connection, wish.part)
                if not mapper._linked_id(need[0], need[1], connection, need[2])
            ]
            if missing:
                link._wait_for(missing[0])
                marks += [self._need_mark(connection, wish, need) for need in missing]
            else:
                ready.append((wish, record, link))
        self.env["qbo.change"]._insert(marks)
        return ready

    def _need_mark(self, connection, wish, need):
        entity, record, part = need
        return {
            "connection_id": connection.id,
            "entity": entity,
            "res_model": record._name,
            "res_id": record.id,
            "part": part,
            "front": wish.front,
            "needed": True,
            "details": {"cause": next(iter(wish.jobs), wish.cause)},
        }

    # -- payloads -------------------------------------------------------------

    def _build_all(self, connection, mapper, ready, links, turn):
        records = self.env[mapper._odoo_model].browse([r.id for _w, r, _l in ready])
        mapper._prepare(records, connection)
        items, in_step, problems = [], self.env["qbo.link"], []
        for wish, record, link in ready:
            try:
                item = self._item(connection, mapper, wish, record, link)
            except MappingProblem as problem:
                problems.append((link, record, problem))
            except psycopg2.Error:
                raise  # the transaction is lost, and with it the neighbours
            except Exception as error:  # noqa: BLE001 - a bad record fails alone
                log_once(
                    _logger,
                    f"{record._name} cannot be built",
                    error,
                    turn.connection_id,
                )
                self.env["qbo.exception"]._open_unbuilt(link, error)
                turn.figures["failed"] += 1
            else:
                if item:
                    items.append(item)
                else:
                    in_step |= link
        in_step._mark_in_step()
        turn.figures["skipped"] += len(in_step)
        turn.figures["failed"] += len(problems)
        self.env["qbo.exception"]._open_mapping(connection, mapper, problems)
        return items

    def _item(self, connection, mapper, wish, record, link):
        """The item of one record, or None when QuickBooks holds just that."""
        payload = mapper._payload(record, connection, wish.part)
        mapped = exact.jsonable(mapper._project(payload))
        for path, value in (link.overrides or {}).items():
            rules.plant(payload, path, value)
        item = PushItem(
            mapper._entity,
            mapper._odoo_model,
            record.id,
            wish.part,
            link.id,
            "create",
            payload,
            mapped,
            marks=tuple(wish.marks),
            attempt=wish.attempt,
            jobs=tuple(wish.jobs),
            cause=wish.cause,
        )
        if not link.qbo_id:
            item.looked_up = link._was_looked_up()
            return item
        return self._update(connection, mapper, record, link, item)

    def _update(self, connection, mapper, record, link, item):
        disputed = set(link.disputed or {})
        changed = moved(item.mapped, link.agreed, link.ours)
        changed = {
            path: each
            for path, each in changed.items()
            if path not in disputed and not mapper._leaves(path, each)
        }
        operation = changed and mapper._operation(
            record, link, item.payload, connection
        )
        if not operation:
            return None
        before = merge.paths(link.agreed or {})
        emptied = {
            path: before.get(path) for path, value in changed.items() if value is None
        }
        payload = without(item.payload, disputed) if disputed else item.payload
        payload = mapper._said(link, payload, changed)
        item.operation, item.qbo_id = operation, link.qbo_id
        item.outdated = link.is_outdated
        item.body = body_of(payload, emptied)
        return item
