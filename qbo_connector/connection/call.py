from odoo import api, fields, models
from odoo.tools import SQL

DETAILED_DAYS = 2


class QboCall(models.Model):
    """Requests to QuickBooks, counted.

    One row per request while it is young, one per day and kind afterwards. Rows are
    written in transactions of their own: Intuit counts what was rolled back too.
    """

    _name = "qbo.call"
    _description = "QuickBooks calls"
    _order = "day desc, id desc"
    _log_access = False

    connection_id = fields.Many2one(
        "qbo.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id")
    environment = fields.Selection(
        [("sandbox", "Sandbox"), ("production", "Production")], readonly=True
    )
    day = fields.Date(required=True, index=True, readonly=True)
    kind = fields.Char(readonly=True)
    operation = fields.Char(readonly=True)
    entity = fields.Char(string="Type", readonly=True)
    outcome = fields.Selection(
        [("done", "Done"), ("refused", "Refused"), ("unknown", "No answer")],
        readonly=True,
    )
    calls = fields.Integer(readonly=True)
    metered = fields.Integer(
        string="Metered reads", readonly=True, help="What Intuit counts."
    )
    cost = fields.Selection(
        [("metered", "Metered reads"), ("free", "Free")],
        readonly=True,
        help="Intuit counts reads; writes and refused requests are free.",
    )
    items = fields.Integer(readonly=True)
    seconds = fields.Float(readonly=True)

    @api.model
    def _note(self, connection, call):
        """Count one finished request; to be called on a cursor of its own."""
        self.sudo().create(
            {
                "connection_id": connection.id,
                "environment": connection.environment,
                "day": fields.Date.today(),
                "kind": call.kind,
                "operation": call.operation,
                "entity": call.entity,
                "outcome": self._outcome(call),
                "calls": 1,
                "metered": call.metered,
                "cost": "metered" if call.metered else "free",
                "items": call.items,
                "seconds": call.seconds,
            }
        )

    @api.model
    def _outcome(self, call):
        if not call.status:
            return "unknown"
        return "refused" if call.code or call.status >= 400 else "done"

    @api.autovacuum
    def _gc_details(self):
        """Add up the rows of days gone by: one for each day, kind, type and outcome."""
        self.flush_model()
        before = fields.Date.subtract(fields.Date.today(), days=DETAILED_DAYS)
        self.env.execute_query(
            SQL(
                """
                WITH old AS (
                    DELETE FROM qbo_call WHERE day < %s RETURNING *
                )
                INSERT INTO qbo_call (connection_id, environment, day, kind,
                    operation, entity, cost, outcome, calls, metered, items, seconds)
                SELECT connection_id, environment, day, kind, operation, entity,
                    cost, outcome, sum(calls), sum(metered), sum(items), sum(seconds)
                FROM old
                GROUP BY connection_id, environment, day, kind, operation, entity,
                    cost, outcome
                RETURNING id
                """,
                before,
            )
        )
        self.invalidate_model()
