"""Merger: what was merged in QuickBooks and reaches us by a poll alone.

A webhook names both sides of a merge. A poll shows nothing but that one of them is
inactive now, as if somebody had switched it off. Its documents tell: a merge hands all
of them over, a switched off customer keeps them. Without documents a person is asked,
where somebody else looks like it.
"""

from collections import Counter

from odoo import models
from odoo.tools import SQL

from ..qbo import exact, names
from .queries import newest as newest_of
from .turn import OVER

DOCUMENTS = 20  # of one customer or vendor; any one of them would do


class QboPullMerged(models.AbstractModel):
    """Tell who was merged from who was made inactive."""

    _name = "qbo.pull.merged"
    _description = "QuickBooks mergers"

    def _sort_out(self, turn, entity, objects):
        """Follow merges; the objects that are left to be taken over."""
        inactive = [each for each in objects if each.get("Active") is False]
        if not inactive or not self.env["qbo.mapper"]._for(entity)._owner_key:
            return objects
        sync = self.env["qbo.own.transaction"]
        owned = sync._transact(turn, self._owned, entity, inactive)
        if not owned:
            return objects
        owners = self._owners(turn.client, entity, owned)
        done = sync._transact(turn, self._decide, entity, inactive, owners)
        turn.figures["applied"] += len(done)
        return [each for each in objects if each["Id"] not in done]

    # -- evidence -------------------------------------------------------------

    def _owned(self, connection, entity, objects):
        """Documents of those that were active here: {QBO id: [(type, QBO id)]}."""
        env = connection.env
        key = env["qbo.mapper"]._for(entity)._owner_key
        ids = [each["Id"] for each in objects]
        links = env["qbo.link"]._by_qbo_id(connection, entity, ids)
        active = {
            qbo_id: []
            for qbo_id, link in links.items()
            if link.state not in OVER and (link.agreed or {}).get("Active")
        }
        if not active:
            return {}
        env.flush_all()
        rows = env.execute_query(
            SQL(
                """SELECT agreed #>> %(path)s, entity, qbo_id FROM qbo_link
                    WHERE connection_id = %(connection)s AND qbo_id IS NOT NULL
                      AND agreed #>> %(path)s IN %(ids)s ORDER BY id DESC""",
                path=[key, "value"],
                connection=connection.id,
                ids=tuple(active),
            )
        )
        for owner, document, qbo_id in rows:
            if len(active[owner]) < DOCUMENTS:
                active[owner].append((document, qbo_id))
        return active

    def _owners(self, client, entity, owned):
        """Whose these documents are now: {QBO id: Counter of QBO ids}."""
        ids = {}
        for documents in owned.values():
            for document, qbo_id in documents:
                ids.setdefault(document, []).append(qbo_id)
        found = newest_of(client, ids) if ids else {}
        key = self.env["qbo.mapper"]._for(entity)._owner_key
        now = {
            (document, row["Id"]): (row.get(key) or {}).get("value")
            for document, rows in found.items()
            for row in rows
        }
        return {
            owner: Counter(now[each] for each in documents if now.get(each))
            for owner, documents in owned.items()
        }

    # -- decision -------------------------------------------------------------

    def _decide(self, connection, entity, objects, owners):
        """Follow what is certain, ask what may be; ids of what is dealt with."""
        this = self.with_env(connection.env)
        links = connection.env["qbo.link"]
        links = links._by_qbo_id(connection, entity, list(owners))
        return {
            each["Id"]
            for each in objects
            if each["Id"] in owners
            and this._decide_one(connection, links[each["Id"]], each, owners)
        }

    def _decide_one(self, connection, link, payload, owners):
        """Whether an inactive object is dealt with: merged, or asked about."""
        now = owners[payload["Id"]]
        if payload["Id"] in now:
            return False  # it still has its documents: somebody switched it off
        if len(now) == 1:
            [kept] = now
            self._merged_into(connection, link.entity, kept, payload["Id"])
            return True
        other = self._survivor(link, payload, now)
        if other:
            link.write(link._saw(payload))
            self.env["qbo.exception"]._open_merged(link, other)
        return bool(other)

    def _survivor(self, link, payload, owners):
        """The link of who it may have been merged into: most likely one first."""
        links = self.env["qbo.link"]
        if owners:
            found = links._by_qbo_id(link.connection_id, link.entity, list(owners))
            [(most, _count)] = owners.most_common(1)
            return found.get(most, links)
        agreed = link.agreed or {}
        shown = names.undeleted(payload.get("DisplayName") or "")
        mail = (agreed.get("PrimaryEmailAddr") or {}).get("Address") or ""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM qbo_link
                    WHERE connection_id = %s AND entity = %s AND state = 'linked'
                      AND id != %s AND part = '' AND qbo_id IS NOT NULL
                      AND agreed ->> 'Active' = 'true'
                      AND (lower(agreed ->> 'DisplayName') IN %s
                           OR lower(agreed #>> '{PrimaryEmailAddr,Address}') = %s)
                    ORDER BY id LIMIT 1""",
                link.connection_id.id,
                link.entity,
                link.id,
                (shown.lower(), (agreed.get("DisplayName") or "").lower()),
                mail.lower() or None,
            )
        )
        return links.browse([row[0] for row in rows])

    # -- following ------------------------------------------------------------

    def _merged_into(self, connection, entity, kept, gone):
        """Let the links follow, and fetch the one that is left."""
        self.env["qbo.duplicate.follow"]._follow(connection, entity, kept, gone)

    def _switch_off(self, link):
        """Archive the record of an object that a person says was only made inactive."""
        self.env[link.res_model].browse(link.res_id).exists().action_archive()
        agreed = {**(link.agreed or {}), "Active": False}
        link.write({"agreed": exact.jsonable(agreed), "state": "linked"})
        self.env["qbo.exception"]._close(link)
