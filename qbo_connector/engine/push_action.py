"""Acts: things QuickBooks is asked to do with a document, not to hold.

Sending by e-mail and attaching a file cannot be taken back and are not idempotent by
nature, so they are written ahead like everything else: a mark asks for them, an intent
of their own is committed, and a lost answer is looked up before it is said again.
"""

from datetime import timedelta, timezone

from odoo import api, models

from ..qbo import query
from ..qbo.moments import parse_moment
from .turn import PushItem

SKEW = timedelta(minutes=2)  # between QuickBooks' clock and ours


class QboPushAction(models.AbstractModel):
    """Plan, say and recognise acts."""

    _name = "qbo.push.action"
    _description = "QuickBooks act"

    @api.model
    def _ask(self, connection, record, mapper, operation, details, part=""):
        """Ask for an act on a record, after whatever else waits for it.

        ``details``: for "send" {"email"}; for "upload" {"attachment", "IncludeOnSend"}
        with the id of an ir.attachment. The caller wakes the connection.
        """
        self.env["qbo.change"]._insert(
            [
                {
                    "connection_id": connection.id,
                    "entity": mapper._entity,
                    "res_model": record._name,
                    "res_id": record.id,
                    "part": part,
                    "front": True,
                    "needed": True,
                    "operation": operation,
                    "details": details,
                }
            ]
        )

    @api.model
    def _items(self, connection, mapper, marks, links, items):
        """Items of the acts asked for; they come after what their records need first.

        A record that is not in QuickBooks and not on its way there is told.
        """
        on_the_way = {item.link_id for item in items}
        acts = []
        for mark in marks:
            link = links.get((mark.res_id, mark.part or ""))
            if link and (link.qbo_id or link.id in on_the_way):
                acts.append(self._item(mapper, mark, link))
            elif link:
                self.env["qbo.exception"]._open_act(link, mark.operation)
        return acts

    def _item(self, mapper, mark, link):
        return PushItem(
            mapper._entity,
            mapper._odoo_model,
            mark.res_id,
            mark.part or "",
            link.id,
            mark.operation,
            mark.details or {},
            {},
            marks=(mark.id,),
            attempt=mark.attempt,
        )

    # -- say ------------------------------------------------------------------

    @api.model
    def _say(self, turn, item, request_id):
        """Do one act; returns what QuickBooks answered. Raises QboError."""
        payload = item.payload
        if item.operation == "send":
            email = payload.get("email") or ""
            return turn.client.send(item.entity, payload["Id"], email, request_id)
        found = self.env["qbo.own.transaction"]._transact(turn, self._file, item)
        return turn.client.upload(*found, request_id)

    def _file(self, connection, item):
        """What describes a file, and its content."""
        attachment = connection.env["ir.attachment"].browse(item.payload["attachment"])
        reference = {
            "EntityRef": {"type": item.entity, "value": item.payload["Id"]},
            "IncludeOnSend": bool(item.payload.get("IncludeOnSend")),
        }
        metadata = {
            "FileName": attachment.name,
            "ContentType": attachment.mimetype,
            "AttachableRef": [reference],
        }
        return metadata, attachment.raw

    # -- settle ---------------------------------------------------------------

    @api.model
    def _settled(self, link, entry, answer):
        """Take in what an act came to; the mapper adds what people see of it."""
        if entry["operation"] == "send":
            link.write(link._saw(answer))
        else:  # linking a file raised the token of the document
            note = (link.entity, link.qbo_id, "Check", None, None)
            self.env["qbo.remote.change"]._leave(link.connection_id, [note])
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        mapper._acted(link, entry["operation"], answer)

    # -- recover --------------------------------------------------------------

    @api.model
    def _found(self, client, connection, entry, body, since):
        """What shows that an act whose answer was lost has been done, or None.

        ``since`` (naive UTC): when it was first said.
        """
        if entry["operation"] == "upload":
            name = connection.env["ir.attachment"].browse(body["attachment"]).name
            return self._found_file(client, entry["entity"], body["Id"], name)
        newest = client.read(entry["entity"], body["Id"])
        told = (newest.get("DeliveryInfo") or {}).get("DeliveryTime")
        first = since.replace(tzinfo=timezone.utc) - SKEW
        return newest if told and parse_moment(told) >= first else None

    def _found_file(self, client, entity, qbo_id, name):
        where = query.both(
            query.equals("AttachableRef.EntityRef.Type", entity),
            query.equals("AttachableRef.EntityRef.value", qbo_id),
        )
        rows = client.query("Attachable", where)
        return next((row for row in rows if row.get("FileName") == name), None)
