from odoo import api, fields, models


class QboLink(models.Model):
    """One Odoo record and one QuickBooks object that stand for the same thing.

    Written by the sync and by buttons only: users' savings insert marks instead
    (``qbo.change``), so the two never collide.
    """

    _name = "qbo.link"
    _description = "QuickBooks link"
    _order = "id desc"
    _rec_name = "record_name"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(string="Type", required=True)
    qbo_id = fields.Char(string="QuickBooks ID")
    part = fields.Char(
        required=True, default="", help="Tells apart several objects of one record."
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model")
    record_name = fields.Char(
        string="Record", compute="_compute_record_name", compute_sudo=True
    )
    qbo_name = fields.Char(string="Name in QuickBooks")
    agreed = fields.Json(help="Mapped keys as QuickBooks last held them.")
    ours = fields.Json(help="Mapped keys that read otherwise here, yet count as equal.")
    disputed = fields.Json(help="QuickBooks' values of keys a person has to decide.")
    sync_token = fields.Char()
    remote_time = fields.Datetime(help="QuickBooks' own time of that version.")
    origin = fields.Selection(
        [
            ("created", "Created in QuickBooks"),
            ("adopted", "Recognised after a lost answer"),
            ("matched", "Matched with an existing one"),
            ("imported", "Taken over from QuickBooks"),
        ],
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("linked", "In step"),
            ("mismatch", "Totals differ"),
            ("error", "Needs attention"),
            ("ignored", "Left alone"),
            ("gone", "Gone in QuickBooks"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    problem = fields.Char()
    waits_for = fields.Char(
        index="btree_not_null", help="Key of the record that must be linked first."
    )
    run_id = fields.Many2one("qbo.run", ondelete="set null", index="btree_not_null")
    synced_at = fields.Datetime(string="Last In Step")

    _unique_object = models.UniqueIndex(
        "(connection_id, entity, qbo_id, part) WHERE qbo_id IS NOT NULL",
        "This QuickBooks object is already linked.",
    )
    _unique_record = models.UniqueIndex(
        "(connection_id, entity, res_model, res_id, part) WHERE res_id > 0",
        "This record is already linked.",
    )
    _by_record = models.Index("(res_model, res_id)")

    @api.depends("res_model", "res_id", "qbo_name")
    def _compute_record_name(self):
        for model, links in self.grouped("res_model").items():
            known = self.env[model] if model in self.env else None
            ids = [link.res_id for link in links if link.res_id]
            names = {}
            if known is not None:
                names = {each.id: each.display_name for each in known.browse(ids).exists()}
            for link in links:
                link.record_name = names.get(link.res_id) or link.qbo_name or link.qbo_id
