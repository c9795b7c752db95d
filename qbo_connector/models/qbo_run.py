from odoo import fields, models

FIGURES = ("created", "updated", "imported", "applied", "linked", "skipped", "failed")


class QboRun(models.Model):
    """What one run, or one job somebody started, has done."""

    _name = "qbo.run"
    _description = "QuickBooks run"
    _order = "id desc"
    _inherit = ["bus.listener.mixin"]

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("schedule", "Scheduled"), ("job", "Started by a person")],
        required=True,
        default="schedule",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Started By", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("stopped", "Stopped")],
        required=True,
        default="running",
        index=True,
        readonly=True,
    )
    started_at = fields.Datetime(
        required=True, default=fields.Datetime.now, readonly=True
    )
    ended_at = fields.Datetime(readonly=True)
    total = fields.Integer(string="Records", readonly=True)
    done = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    created = fields.Integer(string="Created in QuickBooks", readonly=True)
    updated = fields.Integer(string="Updated in QuickBooks", readonly=True)
    imported = fields.Integer(string="Created in Odoo", readonly=True)
    applied = fields.Integer(string="Updated in Odoo", readonly=True)
    linked = fields.Integer(string="Linked to Existing", readonly=True)
    skipped = fields.Integer(string="Already in Step", readonly=True)
    failed = fields.Integer(string="Needs Attention", readonly=True)
    link_ids = fields.One2many("qbo.link", "run_id", readonly=True)

    def _compute_progress(self):
        for run in self:
            whole = run.total or run.done
            run.progress = 100.0 * run.done / whole if whole else 0.0
