from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.turn import OVER

MOST_ATTEMPTS = 5
LATER = timedelta(minutes=1)
ASKED = ("Stale", "Check")  # left by ourselves: to be fetched whatever is known


class QboRemoteChange(models.Model):
    """Note: this QuickBooks object changed; fetch it in the next run.

    Left by webhooks, by answers that said "someone else saved first" and by buttons.
    Insert-only, so floods and replays are harmless.
    """

    _name = "qbo.remote.change"
    _description = "QuickBooks change notice"
    _order = "id"
    _log_access = False

    connection_id = fields.Many2one("qbo.connection", required=True, ondelete="cascade")
    entity = fields.Char(required=True)
    qbo_id = fields.Char(required=True)
    operation = fields.Char(help="As QuickBooks says it: Create, Update, Merge...")
    gone_id = fields.Char(help="After a merge: the object that was merged into this.")
    happened_at = fields.Datetime()
    attempts = fields.Integer(help="Times it could not be read.")
    due_at = fields.Datetime(help="Not read again before.")
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
                    """INSERT INTO qbo_remote_change (connection_id, entity, qbo_id,
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

    def _postpone(self):
        """Let what cannot be read wait; returns what was tried often enough."""
        over = self.filtered(lambda noted: noted.attempts >= MOST_ATTEMPTS)
        for noted in self - over:
            noted.attempts += 1
            noted.due_at = fields.Datetime.now() + LATER * noted.attempts
            noted.connection_id._wake(at=noted.due_at)
        return over

    @api.model
    def _ask_again(self, connection, spoilt):
        """Ask once more for objects that came in a shape nobody can rely on.

        One without an id is among what its type's pages show.
        """
        notes = connection.env["qbo.remote.change"]
        for entity, ids in spoilt.items():
            known = [(entity, each, "Check", None, None) for each in ids if each]
            notes._leave(connection, known)
            if not all(ids):
                rule = connection.env["qbo.rule"]._of(connection, entity)
                rule._start_paging(rule._since())

    @api.model
    def _worth_fetching(self, connection, notices):
        """The notices that tell something new; our own writes come back too."""
        pulling = self.env["qbo.rule"]._pulling(connection).mapped("entity")
        worth = self.browse()
        for entity, some in notices.grouped("entity").items():
            links = self.env["qbo.link"]._by_qbo_id(
                connection, entity, some.mapped("qbo_id")
            )
            for notice in some:
                link = links.get(notice.qbo_id)
                if notice._is_news(link, entity in pulling):
                    worth |= notice
        return worth

    def _is_news(self, link, pulled):
        if self.operation in ASKED:
            return True
        if not pulled or (link and link.state in OVER):
            return False
        seen = link and link.remote_time
        return not (seen and self.happened_at and self.happened_at <= seen)
