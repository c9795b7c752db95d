from datetime import timedelta

from odoo import api, fields, models

from ..qbo import exact

KEPT = timedelta(days=30)


class QboIntent(models.Model):
    """What is about to be said to QuickBooks, committed before it is said.

    Written by the sync only, and outlives the records it speaks of: whatever crashes
    afterwards, it tells what may have happened and lets the same be said again.
    """

    _name = "qbo.intent"
    _description = "QuickBooks intent"
    _order = "id"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    run_id = fields.Many2one("qbo.run", ondelete="set null", index="btree_not_null")
    request_id = fields.Char(
        required=True, help="Random; the same one again never does it twice."
    )
    body = fields.Text(required=True, help="The exact items as JSON, in their order.")
    items = fields.Json(
        required=True, help="By item: link, record, operation, what was mapped."
    )
    sent_at = fields.Datetime(required=True, help="When it was last sent.")
    first_sent_at = fields.Datetime(required=True)
    attempts = fields.Integer(default=1)
    answer = fields.Json(help="By item: the object as it came back.")
    state = fields.Selection(
        [
            ("open", "Outcome unknown"),
            ("answered", "Answered"),
            ("settled", "Settled"),
        ],
        required=True,
        default="open",
    )

    _unique_request = models.UniqueIndex(
        "(connection_id, request_id)", "This request was already made."
    )
    _unsettled = models.Index("(connection_id, id) WHERE state != 'settled'")

    def _body(self):
        """The exact items that were or will be said."""
        return exact.loads(self.body)

    # -- what may have happened -------------------------------------------------

    @api.model
    def _busy(self, connection):
        """(type, model, record id) of everything whose outcome is still open."""
        intents = connection.env["qbo.intent"].search(
            [("connection_id", "=", connection.id), ("state", "!=", "settled")]
        )
        return {
            (entry["entity"], entry["model"], entry["res_id"])
            for intent in intents
            for entry in intent.items.values()
            if entry["state"] == "open"
        }

    @api.model
    def _said(self, connection, mapper):
        """Bodies of the objects that open intents may have made: {key: bodies}."""
        said = {}
        intents = connection.env["qbo.intent"].search(
            [("connection_id", "=", connection.id), ("state", "=", "open")]
        )
        for intent in intents:
            for each in intent._body():
                entry = intent.items[each["bid"]]
                whose = (each["entity"], entry["model"], entry["state"])
                mine = whose == (mapper._entity, mapper._odoo_model, "open")
                if mine and each["operation"] == "create":
                    key = mapper._key_of(each["payload"])
                    said.setdefault(key, []).append(each["payload"])
        return said

    @api.autovacuum
    def _gc_settled(self):
        """Forget what was said a month ago and is settled."""
        limit = fields.Datetime.now() - KEPT
        self.search([("state", "=", "settled"), ("sent_at", "<", limit)]).unlink()
