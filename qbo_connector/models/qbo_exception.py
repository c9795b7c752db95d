from odoo import fields, models


class QboException(models.Model):
    """One open problem, in plain words, with what to do and the button that does it.

    One open row per record (or QuickBooks object) and kind, with a counter; closes
    itself when its cause is gone.
    """

    _name = "qbo.exception"
    _description = "QuickBooks problem"
    _inherit = ["mail.activity.mixin"]
    _order = "last_at desc, id desc"
    _rec_name = "title"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    link_id = fields.Many2one(
        "qbo.link", ondelete="set null", index="btree_not_null", readonly=True
    )
    entity = fields.Char(string="Type", readonly=True)
    kind = fields.Char(required=True, readonly=True)
    subject = fields.Char(
        required=True, readonly=True, help="What it is about, for one row each."
    )
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", readonly=True
    )
    part = fields.Char(readonly=True)
    qbo_id = fields.Char(string="QuickBooks ID", readonly=True)
    record_name = fields.Char(string="Record", readonly=True)
    title = fields.Char(string="Problem", required=True, readonly=True)
    message = fields.Text(string="What QuickBooks Said", readonly=True)
    advice = fields.Text(string="What to Do", readonly=True)
    button = fields.Selection(
        [
            ("retry", "Try again"),
            ("map", "Open mappings"),
            ("choose", "Choose"),
            ("open", "Open record"),
            ("decide", "Decide"),
            ("connect", "Open connection"),
        ],
        readonly=True,
    )
    count = fields.Integer(string="Times", default=1, readonly=True)
    first_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    last_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    closed_at = fields.Datetime(readonly=True, index=True)
    trace = fields.Char(string="Intuit's Trace ID", readonly=True)
    clash_ids = fields.One2many("qbo.clash", "exception_id", readonly=True)

    _one_open = models.UniqueIndex(
        "(connection_id, subject, kind) WHERE closed_at IS NULL",
        "This problem is already open.",
    )
