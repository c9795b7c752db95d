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

    @api.autovacuum
    def _gc_settled(self):
        """Forget what was said a month ago and is settled."""
        limit = fields.Datetime.now() - KEPT
        self.search([("state", "=", "settled"), ("sent_at", "<", limit)]).unlink()
