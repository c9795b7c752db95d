"""Pairing: a person says who is who, or that nobody is."""

from odoo import models
from odoo.exceptions import UserError

FORGOTTEN = {"agreed": False, "ours": False, "disputed": False, "sync_token": False}


class QboPairing(models.AbstractModel):
    """Link, unlink and set aside, without asking QuickBooks anything.

    What was linked is fetched with the next run and brought together then.
    """

    _name = "qbo.pairing"
    _description = "QuickBooks pairing"

    def _pair(self, connection, entity, record, qbo_id, name=""):
        """Link a record with an object; raises UserError when either is taken."""
        link = self._row(connection, entity, record)
        memory = self._free_object(connection, entity, qbo_id, link)
        memory.unlink()
        values = {
            **FORGOTTEN,
            "qbo_id": qbo_id,
            "qbo_name": name or False,
            "origin": "matched",
            "state": "waiting",
            "problem": False,
        }
        if link:
            link.write(values)
        else:
            key = self._key(connection, entity, record)
            link = self.env["qbo.link"].create({**key, **values})
        self.env["qbo.exception"]._close(link)
        self._settle_matches(connection, entity, record.id, qbo_id)
        self._fetch(connection, entity, qbo_id)
        return link

    def _row(self, connection, entity, record):
        """The record's own row; raises UserError when it has an object."""
        mapper = self.env["qbo.mapper"]._for(entity)
        rows = self.env["qbo.link"]._by_record(connection, mapper, record.ids)
        link = rows.get((record.id, ""), self.env["qbo.link"])
        if link.qbo_id:
            raise UserError(
                self.env._(
                    "%(name)s is linked already. Unlink it first.",
                    name=record.display_name,
                )
            )
        return link

    def _free_object(self, connection, entity, qbo_id, own):
        """The memory of an object without record; raises UserError when it has one."""
        found = self.env["qbo.link"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("qbo_id", "=", qbo_id),
            ]
        )
        for link in found - own:
            if link.res_id:
                raise UserError(
                    self.env._(
                        "%(theirs)s of QuickBooks is linked with %(ours)s already.",
                        theirs=link.qbo_name or qbo_id,
                        ours=link.record_name,
                    )
                )
        return found - own

    def _key(self, connection, entity, record):
        return {
            "connection_id": connection.id,
            "entity": entity,
            "res_model": record._name,
            "res_id": record.id,
        }

    def _fetch(self, connection, entity, qbo_id):
        note = (entity, qbo_id, "Check", None, None)
        self.env["qbo.remote.change"]._leave(connection, [note])
        connection._wake()

    def _settle_matches(self, connection, entity, res_id, qbo_id):
        """Doubts about either side are over."""
        domain = [("connection_id", "=", connection.id), ("entity", "=", entity)]
        matches = self.env["qbo.match"].search(
            [
                *domain,
                ("decision", "=", False),
                "|",
                "&",
                ("side", "=", "there"),
                ("qbo_id", "=", qbo_id),
                "&",
                ("side", "=", "here"),
                ("res_id", "=", res_id),
            ]
        )
        matches.decision = "gone"

    def _mark(self, connection, entity, res_id):
        """Put a partner in front of the queue, as this type alone."""
        mapper = connection.env["qbo.mapper"]._for(entity)
        key = {"connection_id": connection.id, "entity": entity, "res_id": res_id}
        key |= {"res_model": mapper._odoo_model, "part": "", "front": True}
        connection.env["qbo.change"]._insert([key])

    def _insist(self, connection, entity, res_id):
        """A person says that a partner is none of QuickBooks': it may be created."""
        env = connection.env
        mapper = env["qbo.mapper"]._for(entity)
        partner = env[mapper._odoo_model].browse(res_id)
        matches = env["qbo.match"]
        key = {"entity": entity, "side": "here", "res_id": res_id}
        key |= {"connection_id": connection.id, "res_model": mapper._odoo_model}
        match = matches.search([(name, "=", value) for name, value in key.items()])
        if not match:
            match = matches.create(
                {**key, **matches._facts(mapper._party_here(partner))}
            )
        match.decision = "created"
        row = env["qbo.link"]._by_record(connection, mapper, [res_id]).get((res_id, ""))
        if row and row.state == "ignored":  # it was unlinked before
            row.state = "waiting"

    # -- unlinking ------------------------------------------------------------

    def _part(self, links):
        """Take links out of the exchange, and remember that on both sides.

        Without the memory of the object the next change in QuickBooks would bring it
        as a new record; without the record's it would be sent as a new object.
        """
        for link in links:
            qbo_id = link.qbo_id
            self.env["qbo.exception"]._close(link)
            link.write(
                {**FORGOTTEN, "qbo_id": False, "state": "ignored", "problem": False}
            )
            if qbo_id:
                link.flush_recordset()  # or the object would be taken twice
                self._set_aside(link.connection_id, link.entity, qbo_id, link.qbo_name)

    def _set_aside(self, connection, entity, qbo_id, name):
        """Remember that an object has no record here and shall have none."""
        mapper = self.env["qbo.mapper"]._for(entity)
        self.env["qbo.link"].create(
            {
                "connection_id": connection.id,
                "entity": entity,
                "qbo_id": qbo_id,
                "qbo_name": name,
                "res_model": mapper._odoo_model,
                "state": "ignored",
            }
        )

    # -- decisions about doubts -----------------------------------------------

    def _decide_there(self, match, decision, candidate):
        """Carry out a decision about an object of QuickBooks."""
        connection, entity, qbo_id = match.connection_id, match.entity, match.qbo_id
        mapper = self.env["qbo.mapper"]._for(entity)
        if decision == "linked":
            partner = self.env[mapper._odoo_model].browse(candidate.res_id)
            self._pair(connection, entity, partner, qbo_id, match.name)
        elif decision == "ignored":
            self._set_aside(connection, entity, qbo_id, match.name)
        else:
            self._fetch(connection, entity, qbo_id)
        self._release(match, mapper, candidate)

    def _decide_here(self, match, decision, candidate):
        """Carry out a decision about a partner."""
        connection, entity = match.connection_id, match.entity
        partner = self.env[match.res_model].browse(match.res_id)
        if decision == "linked":
            self._pair(connection, entity, partner, candidate.qbo_id, candidate.name)
            return
        link = self._row(connection, entity, partner)
        state = "ignored" if decision == "ignored" else "waiting"
        link.write({"state": state, "problem": False})
        if decision == "created":
            link._mark_again(front=True)

    def _release(self, match, mapper, candidate):
        """Let go on the partners that waited for a decision about an object."""
        others = match.candidate_ids.filtered(lambda each: each != candidate)
        ids = others.mapped("res_id")
        rows = self.env["qbo.link"]._by_record(match.connection_id, mapper, ids)
        waiting = [link for link in rows.values() if not link.qbo_id]
        links = self.env["qbo.link"].concat(*waiting)
        links = links.filtered(lambda link: link.state == "error")
        links.write({"state": "waiting", "problem": False})
        links._mark_again()
