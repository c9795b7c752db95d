from odoo import api, fields, models


class QboLog(models.Model):
    """Each request to QuickBooks, with the id that Intuit's support asks for."""

    _name = "qbo.log"
    _description = "QuickBooks log"
    _inherit = ["qbo.about.mixin"]
    _order = "id desc"
    _rec_name = "operation"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id")
    kind = fields.Char(readonly=True)
    operation = fields.Char(readonly=True)
    entity = fields.Char(string="Type", readonly=True)
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    outcome = fields.Selection(
        [("done", "Done"), ("refused", "Refused"), ("unknown", "No answer")],
        readonly=True,
    )
    status = fields.Integer(string="HTTP status", readonly=True)
    code = fields.Char(string="Fault code", readonly=True)
    trace = fields.Char(string="Trace ID", index="btree_not_null", readonly=True)
    seconds = fields.Float(string="Duration (s)", readonly=True, aggregator="avg")
    items = fields.Integer(readonly=True)
    body = fields.Text(
        readonly=True,
        groups="qbo_connector.qbo_group_manager",
        help="Only at the debug level, with personal data masked.",
    )

    @api.model
    def _note(self, connection, call, record=None, body=False):
        """Keep one finished request; to be called on a cursor of its own."""
        self.sudo().create(
            {
                "connection_id": connection.id,
                "kind": call.kind,
                "operation": call.operation,
                "entity": call.entity,
                "res_model": record._name if record else False,
                "res_id": record.id if record else False,
                "outcome": self.env["qbo.call"]._outcome(call),
                "status": call.status,
                "code": call.code,
                "trace": call.trace,
                "seconds": call.seconds,
                "items": call.items,
                "body": body,
            }
        )

    @api.autovacuum
    def _gc_old(self):
        """Drop what is older than each connection wants to keep."""
        connections = self.env["qbo.connection"].with_context(active_test=False)
        for connection in connections.search([("log_days", ">", 0)]):
            before = fields.Datetime.subtract(
                fields.Datetime.now(), days=connection.log_days
            )
            self.search(
                [("connection_id", "=", connection.id), ("create_date", "<", before)]
            ).unlink()
