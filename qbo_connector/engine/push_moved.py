"""What our own payments moved in QuickBooks: fetched together before it is edited."""

from odoo import models
from odoo.fields import Domain


class QboPushMoved(models.AbstractModel):
    """Know which objects got a new SyncToken by a write to another one.

    A payment raises the tokens of the documents it pays. Nothing is read after the
    payment; only when such a document is to be edited, all of them are read together,
    so that none of the edits is refused.
    """

    _name = "qbo.push.moved"
    _description = "QuickBooks moved objects"

    def _note(self, connection, payloads):
        """Mark the links of what the lines of these objects are applied to."""
        moved = {}
        for payload in payloads:
            for line in payload.get("Line") or ():
                for linked in line.get("LinkedTxn") or ():
                    moved.setdefault(linked.get("TxnType"), set()).add(
                        linked.get("TxnId")
                    )
        if not moved:
            return
        objects = Domain.OR(
            Domain("entity", "=", entity) & Domain("qbo_id", "in", list(ids))
            for entity, ids in moved.items()
        )
        links = connection.env["qbo.link"].search(
            Domain("connection_id", "=", connection.id)
            & Domain("is_outdated", "=", False)
            & objects
        )
        links.is_outdated = True

    def _fetch_first(self, turn):
        """Fetch what the plan is about to edit and others moved; True: plan anew."""
        links = [item.link_id for item in turn.plan if item.outdated]
        if not links:
            return False
        self.env["qbo.own.transaction"]._transact(turn, self._leave_notes, links)
        self.env["qbo.pull.fetch"]._fetch_noted(turn)
        turn.plan = []
        return True

    def _leave_notes(self, connection, link_ids):
        links = connection.env["qbo.link"].browse(link_ids).exists()
        notes = [(link.entity, link.qbo_id, "Check", None, None) for link in links]
        connection.env["qbo.remote.change"]._leave(connection, notes)
        links.is_outdated = False
