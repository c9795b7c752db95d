"""Follow: what was merged, archived or made inactive is no duplicate any more."""

from odoo import models
from odoo.tools import SQL

from .duplicate_finder import CONTACT, PARTIES

MERGED = "merged "  # how the part of a link begins whose record or object was merged


class QboDuplicateFollow(models.AbstractModel):
    """Close pairs whose cause is gone, and lead on to the other side."""

    _name = "qbo.duplicate.follow"
    _description = "QuickBooks duplicates after a merge"

    # -- closing --------------------------------------------------------------

    def _close_gone(self):
        """Close pairs of which one is archived, inactive or deleted."""
        self._close_inactive()
        pairs = self.env["qbo.duplicate"].search(
            [("side", "=", "here"), ("state", "=", "open")]
        )
        ids = {int(key) for pair in pairs for key in pair.keys.split()}
        there = self.env["res.partner"].browse(ids).exists()
        active = there.filtered("active")
        for pair in pairs:
            needed = active if pair.origin == "search" else there
            if not {int(key) for key in pair.keys.split()} <= set(needed.ids):
                pair.state = "gone"

    def _close_inactive(self):
        """Close pairs of which QuickBooks' newest version known here is inactive."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE qbo_duplicate pair SET state = 'gone'
                     FROM qbo_duplicate_member member
                     JOIN qbo_link link ON link.qbo_id = member.key
                    WHERE member.duplicate_id = pair.id AND pair.side = 'there'
                      AND pair.state = 'open' AND link.entity = pair.entity
                      AND link.connection_id = pair.connection_id
                      AND (link.state = 'gone' OR link.agreed ->> 'Active' = 'false')"""
            )
        )
        self.env["qbo.duplicate"].invalidate_model(["state"])

    def _saw(self, connection, entity, objects):
        """Close pairs of objects that were made inactive in QuickBooks."""
        keys = [each["Id"] for each in objects if each.get("Active") is False]
        if entity in PARTIES and keys:
            self._of(connection, entity, keys).state = "gone"

    def _of(self, connection, entity, keys, side="there"):
        """Open pairs that any of the keys is in."""
        return self.env["qbo.duplicate"].search(
            [
                ("connection_id", "=", connection.id),
                ("side", "=", side),
                ("entity", "=", entity),
                ("state", "=", "open"),
                ("member_ids.key", "in", keys),
            ]
        )

    def _settle(self, connection, entity, kept, gone):
        """The pair of these two is merged; other pairs of the one gone are over."""
        mine = [
            ("connection_id", "=", connection.id),
            ("side", "=", "there"),
            ("entity", "=", entity),
        ]
        pair = self.env["qbo.duplicate"].search(
            [*mine, ("keys", "=", _keys(kept, gone))]
        )
        pair.state = "merged"
        self._of(connection, entity, [gone]).state = "gone"
        self._hand_on(mine, gone, kept)

    def _hand_on(self, domain, gone, kept):
        """Who is not the same as one that was merged is not what it became."""
        rows = self.env["qbo.duplicate"]
        told = [*domain, ("state", "=", "distinct"), ("member_ids.key", "=", gone)]
        for pair in rows.search(told):
            [other] = set(pair.keys.split()) - {gone}
            if other == kept:
                continue
            keys = _keys(other, kept)
            known = [("keys", "=", keys), ("connection_id", "=", pair.connection_id.id)]
            twin = rows.search([*domain, *known, ("entity", "=", pair.entity)])
            if twin:
                twin.state = "distinct"
            else:
                pair.member_ids.filtered(lambda one: one.key == gone).key = kept
                pair.keys = keys

    # -- merged in QuickBooks -------------------------------------------------

    def _follow(self, connection, entity, kept, gone):
        """A person says that two were merged in QuickBooks: links follow at once."""
        notices = self.env["qbo.remote.change"]
        merge = {"entity": entity, "qbo_id": kept, "gone_id": gone}
        self.env["qbo.removal"]._follow_merges(connection, [notices.new(merge)])
        self.env["qbo.pairing"]._fetch(connection, entity, kept)

    def _merged_there(self, connection, entity, kept, gone):
        """Close the pair; two contacts of one object are offered for merging."""
        if entity not in PARTIES:
            return
        self._settle(connection, entity, kept, gone)
        links = self._links(connection, entity, qbo_id=kept).sorted("part")
        links = self._with_main(connection, entity, kept, links)
        partners = self.env["res.partner"].browse(links.mapped("res_id")).exists()
        for other in partners[1:]:
            self._offer_here(connection, entity, partners[0], other)

    def _with_main(self, connection, entity, kept, links):
        """The links of an object; each contact's first one is in the exchange.

        Contacts merged here first, and their counterparts there the other way round:
        the link that was set aside is the only true one now.
        """
        mapper = self.env["qbo.mapper"]._for(entity)
        for some in links.grouped("res_id").values():
            spare = some.filtered(lambda link: link.part == f"{MERGED}{kept}")
            if spare and all(link.part.startswith(MERGED) for link in some):
                links -= some - spare
                (some - spare).unlink()
                part = mapper._part_there(spare.agreed or {}, connection)
                fresh = {"state": "waiting", "sync_token": False}
                spare.write({"part": part, **fresh})
        return links

    def _offer_here(self, connection, entity, main, other):
        finder = self.env["qbo.duplicate.finder"]
        mapper = self.env["qbo.mapper"]._for(entity)
        both = [finder._facts(mapper._party_here(each)) for each in (main, other)]
        reason = self.env._("their counterparts in QuickBooks were merged")
        self._offer(connection, "here", CONTACT, both, reason)

    def _offered_here(self, connection, entity, kept):
        """The open pair of contacts that are linked with the same object."""
        links = self._links(connection, entity, qbo_id=kept)
        keys = [str(res_id) for res_id in links.mapped("res_id")]
        pairs = self._of(connection, CONTACT, keys, "here")
        return pairs.filtered(lambda pair: set(pair.keys.split()) <= set(keys))[:1]

    # -- merged in Odoo -------------------------------------------------------

    def _merged_here(self, gone_ids, kept):
        """Close the pairs; where the contact has two counterparts, offer those."""
        pairs = self.env["qbo.duplicate"].search(
            [("side", "=", "here"), ("member_ids.key", "in", list(map(str, gone_ids)))]
        )
        merged = set(map(str, [*gone_ids, kept.id]))
        for pair in pairs.filtered(lambda pair: pair.state == "open"):
            both = set(pair.keys.split()) <= merged
            pair.state = "merged" if both else "gone"
        for gone_id in gone_ids:
            self._hand_on([("side", "=", "here")], str(gone_id), str(kept.id))
        links = self.env["qbo.link"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", kept.id),
                ("entity", "in", PARTIES),
                ("qbo_id", "!=", False),
                ("state", "!=", "gone"),
            ]
        )
        for (connection, entity), some in links.grouped(
            lambda link: (link.connection_id, link.entity)
        ).items():
            self._offer_there(connection, entity, some)

    def _offer_there(self, connection, entity, links):
        """Offer the counterparts of one contact that are in one currency."""
        merged = links.filtered(lambda link: link.part.startswith(MERGED))
        for link in merged:
            main = (links - merged).filtered(
                lambda each, link=link: _currency(each) == _currency(link)
                and each.qbo_id != link.qbo_id
            )[:1]
            if main:
                both = [self._facts_there(entity, each) for each in (main, link)]
                reason = self.env._("their contacts in Odoo were merged")
                self._offer(connection, "there", entity, both, reason)

    def _facts_there(self, entity, link):
        """What is known of an object without asking for it."""
        mapper = self.env["qbo.mapper"]._for(entity)
        party = mapper._party(link.qbo_id, link.agreed or {})
        facts = self.env["qbo.duplicate.finder"]._facts(party)
        return {**facts, "name": facts["name"] or link.qbo_name or link.record_name}

    def _offered_there(self, kept):
        """The open pair of a contact's counterparts in QuickBooks."""
        links = self.env["qbo.link"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", kept.id)]
        )
        for link in links.filtered(lambda link: link.part.startswith(MERGED)):
            pair = self._of(link.connection_id, link.entity, [link.qbo_id])
            if pair:
                return pair[:1]
        return self.env["qbo.duplicate"]

    # -- both -----------------------------------------------------------------

    def _offer(self, connection, side, entity, both, reason):
        """List two that are the same for certain, as the other side shows."""
        vals = {
            "connection_id": connection.id,
            "side": side,
            "entity": entity,
            "keys": _keys(*(each["key"] for each in both)),
            "name": both[0]["name"],
            "other_name": both[1]["name"],
            "score": 100,
            "likelihood": "sure",
            "reasons": reason,
            "origin": "merge",
            "state": "open",
        }
        rows = self.env["qbo.duplicate"]
        row = rows.search([(name, "=", vals[name]) for name in list(vals)[:4]])
        if row:
            row.write(vals)
            row.member_ids.unlink()
        else:
            row = rows.create(vals)
        self.env["qbo.duplicate.finder"]._add_members([(row, both)])
        return row

    def _links(self, connection, entity, **values):
        domain = [("connection_id", "=", connection.id), ("entity", "=", entity)]
        domain += [("res_model", "=", "res.partner"), ("res_id", "!=", False)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["qbo.link"].search(domain)


def _keys(one, other):
    return " ".join(sorted((one, other)))


def _currency(link):
    return ((link.agreed or {}).get("CurrencyRef") or {}).get("value") or ""
