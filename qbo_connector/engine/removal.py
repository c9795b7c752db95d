"""Removal: what was deleted, merged or switched off on one side."""

import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..qbo import exact, query
from ..qbo.three_way import moved
from .halving import halved
from .queries import newest, newest_of
from .trouble import log_once
from .turn import OVER, PushItem

_logger = logging.getLogger(__name__)


class QboRemoval(models.AbstractModel):
    """Follow deletions by the rule's policy, never by an endless retry."""

    _name = "qbo.removal"
    _description = "QuickBooks removal"

    # -- deleted here ---------------------------------------------------------

    def _items(self, connection, rule, mapper, gone, links):
        """Items that remove there what was deleted here, where the rule says so."""
        items = []
        for wish in gone:
            link = links.get((wish.res_id, wish.part))
            if not link:
                continue
            if not link.qbo_id:
                link.unlink()
            elif rule.gone_here == "remove" and rule.push:
                items += self._item(mapper, wish, link, "gone")
            elif rule.gone_here == "ask":
                link.write({"state": "gone", "res_id": False})
                self.env["qbo.exception"]._open_gone(link, "here")
            else:
                self._leave_alone(link)
        return items

    def _items_of(self, mapper, wishes, links):
        """Items that take back what a run created in QuickBooks."""
        items = []
        for wish in wishes:
            link = links.get((wish.res_id, wish.part))
            if link and link.qbo_id:
                items += self._item(mapper, wish, link, "undo")
        return items

    def _leave_alone(self, link):
        """Keep the link as a memory, so that the object is not taken over again."""
        self.env["qbo.exception"]._close(link)
        link.write({"state": "ignored", "res_id": False, "problem": False})

    def _item(self, mapper, wish, link, removal):
        way = mapper._removal(link)
        if not way:
            self._leave_alone(link)
            return []
        operation, body = way
        return [
            PushItem(
                mapper._entity,
                mapper._odoo_model,
                wish.res_id,
                wish.part,
                link.id,
                operation,
                {},
                link.agreed or {},
                qbo_id=link.qbo_id,
                body=body,
                marks=tuple(wish.marks),
                jobs=tuple(wish.jobs),
                removal=removal,
            )
        ]

    def _check(self, turn, items):
        """Hold back removals of what has a balance: QuickBooks would write it off."""
        newest = newest_of(turn.client, items)
        refused = self.env["qbo.own.transaction"]._transact(
            turn, self._hold_back, items, newest
        )
        turn.plan = [item for item in turn.plan if item.key not in refused]

    def _hold_back(self, connection, items, newest):
        env = connection.env
        refused = set()
        for item in items:
            link = env["qbo.link"].browse(item.link_id)
            payload = newest.get((item.entity, item.qbo_id))
            mapper = env["qbo.mapper"]._for(item.entity, item.model)
            if payload and mapper._may_remove(payload):
                link.write(link._saw(payload))
                continue
            refused.add(item.key)
            env["qbo.change"]._drop(item.marks)
            if payload:
                there = env[item.model].browse(item.res_id).exists()
                link.write({"state": "gone", "res_id": there.id})
                env["qbo.exception"]._open_gone(link, "balance")
            else:
                env["qbo.removal"]._leave_alone(link)
        return refused

    def _changed_there(self, rule, link, payload):
        """Deleted here, and changed in QuickBooks since."""
        theirs = exact.jsonable(
            self.env["qbo.mapper"]._for(link.entity, link.res_model)._project(payload)
        )
        changed = bool(moved(theirs, link.agreed, None))
        link.write(link._saw(payload))
        if rule.gone_here == "unlink" or not changed:
            self._leave_alone(link)
        else:
            link.write({"state": "gone", "res_id": False})
            self.env["qbo.exception"]._open_gone(link, "here")

    # -- deleted there --------------------------------------------------------

    def _gone_there(self, turn, entity, qbo_ids, confirmed=False):
        """Follow deletions in QuickBooks, after a read has confirmed them."""
        sync = self.env["qbo.own.transaction"]
        linked = sync._transact(turn, self._linked, entity, qbo_ids) if qbo_ids else []
        if not linked:
            return
        if not confirmed:
            found = newest(turn.client, {entity: linked})[entity]
            self.env["qbo.pull.apply"]._take(turn, entity, found)
            there = {row["Id"] for row in found}
            linked = [qbo_id for qbo_id in linked if qbo_id not in there]

        def follow(connection, some):
            self._follow(connection, entity, some)
            return len(some)

        def fail(connection, qbo_id, error):
            self._not_followed(connection, entity, qbo_id, error)

        for some in split_every(query.IDS_AT_ONCE, linked, list):
            turn.figures["applied"] += sum(halved(sync, turn, follow, some, fail))

    def _not_followed(self, connection, entity, qbo_id, error):
        """Odoo refuses to follow a deletion: a person decides, others go on."""
        if not isinstance(error, UserError):
            log_once(
                _logger, f"A deleted {entity} cannot be followed", error, connection.id
            )
        env = connection.env
        for link in env["qbo.link"]._by_qbo_id(connection, entity, [qbo_id]).values():
            env["qbo.exception"]._open_gone(link, "there", error)

    def _linked(self, connection, entity, qbo_ids):
        links = connection.env["qbo.link"]._by_qbo_id(connection, entity, qbo_ids)
        over = ("gone", *OVER)
        return [qbo_id for qbo_id, link in links.items() if link.state not in over]

    def _follow(self, connection, entity, qbo_ids):
        env = connection.env
        rule = env["qbo.rule"]._of(connection, entity)
        links = env["qbo.link"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("qbo_id", "in", qbo_ids),
            ]
        )
        for link in links.filtered(lambda link: link.state not in OVER):
            env["qbo.removal"]._follow_one(connection, rule, link)

    def _follow_one(self, connection, rule, link):
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        record = self.env[link.res_model].browse(link.res_id or 0).exists()
        if not record:
            link.unlink()
            return
        policy = rule.gone_there
        if policy in ("unlink", "cancel") and self._changed_here(
            connection, mapper, link, record
        ):
            policy = "ask"
        if policy == "recreate":
            self._recreate(link)
        elif policy == "unlink":
            self.env["qbo.exception"]._close(link)
            link.write({"state": "ignored", "qbo_id": False, "agreed": False})
        elif policy == "cancel" and mapper._remote_gone(link, policy):
            self._close_gone(link)
        else:
            link.write({"state": "gone", "problem": self.env._("Gone in QuickBooks.")})
            self.env["qbo.exception"]._open_gone(link, "there")

    def _close_gone(self, link):
        self.env["qbo.exception"]._close(link)
        link.write({"state": "ignored", "problem": False})

    def _recreate(self, link):
        """Forget the object, so that the next push makes a new one."""
        self.env["qbo.exception"]._close(link)
        link.write(
            {
                "state": "waiting",
                "qbo_id": False,
                "agreed": False,
                "ours": False,
                "disputed": False,
                "sync_token": False,
                "problem": False,
            }
        )
        link._mark_again(needed=True, front=True)

    def _changed_here(self, connection, mapper, link, record):
        local = self.env["qbo.pull.apply"]._local(connection, mapper, link, record)
        return bool(moved(local, link.agreed, link.ours))

    # -- merged ---------------------------------------------------------------

    def _follow_merges(self, connection, notices):
        """Let links follow objects that were merged into others in QuickBooks."""
        links = connection.env["qbo.link"]
        for notice in notices:
            entity, kept = notice.entity, notice.qbo_id
            found = links._by_qbo_id(connection, entity, [notice.gone_id, kept])
            link = found.get(notice.gone_id)
            if not link:
                continue
            connection.env["qbo.exception"]._close(link)
            values = {"qbo_id": kept, "sync_token": False, "problem": False}
            if kept in found:
                values["part"] = f"merged {notice.gone_id}"
                values["state"] = "ignored"
            elif link.state == "gone":
                values["state"] = "linked"
            link.write(values)
        for notice in notices:
            connection.env["qbo.duplicate.follow"]._merged_there(
                connection, notice.entity, notice.qbo_id, notice.gone_id
            )
