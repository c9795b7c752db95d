from odoo import fields, models


class QboRule(models.Model):
    """What one connection does with one type of record."""

    _name = "qbo.rule"
    _description = "QuickBooks rule"
    _order = "connection_id, sequence, entity"
    _rec_name = "entity"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    entity = fields.Char(string="Type", required=True, readonly=True)
    model = fields.Char(compute="_compute_model")
    push = fields.Boolean(string="Odoo to QuickBooks", default=True)
    pull = fields.Boolean(string="QuickBooks to Odoo", default=True)
    create_there = fields.Selection(
        [
            ("always", "Always"),
            ("needed", "When a document needs it"),
            ("never", "Only by hand"),
        ],
        string="Create in QuickBooks",
        required=True,
        default="needed",
    )
    create_here = fields.Boolean(string="Create in Odoo", default=True)
    winner = fields.Selection(
        [
            ("odoo", "Odoo"),
            ("quickbooks", "QuickBooks"),
            ("merge", "Keep both where possible"),
            ("ask", "Ask"),
        ],
        string="Both Changed: Who Wins",
        required=True,
        default="merge",
    )
    gone_here = fields.Selection(
        [
            ("unlink", "Keep it in QuickBooks"),
            ("remove", "Remove it from QuickBooks"),
            ("ask", "Ask"),
        ],
        string="Deleted in Odoo",
        required=True,
        default="unlink",
    )
    gone_there = fields.Selection(
        [
            ("unlink", "Keep it in Odoo"),
            ("cancel", "Archive or cancel it"),
            ("recreate", "Create it again in QuickBooks"),
            ("ask", "Ask"),
        ],
        string="Deleted in QuickBooks",
        required=True,
        default="ask",
    )
    reactivate = fields.Selection(
        [("auto", "By itself"), ("ask", "Ask")],
        string="Inactive but Needed",
        required=True,
        default="auto",
        help="A document needs something that is inactive in QuickBooks.",
    )
    interval_minutes = fields.Integer(
        string="Every (minutes)", help="0: as often as the connection."
    )
    domain = fields.Char(string="Only These Records", default="[]")
    paused = fields.Boolean()
    cursor = fields.Datetime(
        readonly=True, copy=False, help="Changes until then are known here (UTC)."
    )
    next_at = fields.Datetime(string="Next Poll", readonly=True, copy=False)
    page_time = fields.Char(
        readonly=True, copy=False, help="Where the first full pull stands."
    )
    page_skip = fields.Integer(readonly=True, copy=False)
    page_since = fields.Datetime(readonly=True, copy=False)

    _one_each = models.UniqueIndex(
        "(connection_id, entity)", "There is one rule per type."
    )
    _positive_interval = models.Constraint(
        "CHECK (interval_minutes >= 0)", "An interval is a number of minutes."
    )

    def _compute_model(self):
        mappers = self.env["qbo.mapper"]
        for rule in self:
            mapper = mappers._for(rule.entity)
            rule.model = mapper._odoo_model if mapper is not None else False
