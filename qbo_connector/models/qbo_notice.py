from odoo import api, fields, models
from odoo.tools import SQL


class QboNotice(models.Model):
    """Note: this QuickBooks object changed; fetch it in the next run.

    Left by webhooks, by answers that said "someone else saved first" and by buttons.
    Insert-only, so floods and replays are harmless.
    """

    _name = "qbo.notice"
    _description = "QuickBooks change notice"
    _order = "id"
    _log_access = False

    connection_id = fields.Many2one("qbo.connection", required=True, ondelete="cascade")
    entity = fields.Char(required=True)
    qbo_id = fields.Char(required=True)
    operation = fields.Char(help="As QuickBooks says it: Create, Update, Merge...")
    gone_id = fields.Char(help="After a merge: the object that was merged into this.")
    happened_at = fields.Datetime()
    run_id = fields.Many2one("qbo.run", ondelete="set null", index="btree_not_null")

    _by_connection = models.Index("(connection_id, entity, qbo_id)")

    @api.model
    def _leave(self, connection, notes):
        """Leave notes: (entity, qbo_id, operation, happened_at or None, gone_id).

        Times are naive UTC. The caller wakes the connection.
        """
        for entity, qbo_id, operation, happened_at, gone_id in notes:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO qbo_notice (connection_id, entity, qbo_id,
                           operation, happened_at, gone_id)
                       VALUES (%s, %s, %s, %s, %s, %s)""",
                    connection.id,
                    entity,
                    str(qbo_id),
                    operation,
                    happened_at,
                    gone_id or None,
                )
            )
