import json

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ..engine.turn import subject

ROWS_AT_ONCE = 1000


class QboChange(models.Model):
    """Mark: this record may differ from QuickBooks now.

    Insert-only for users' transactions; the sync deletes marks by id once the
    payload is built, so a mark set meanwhile stays.
    """

    _name = "qbo.change"
    _description = "QuickBooks change mark"
    _order = "front desc, id"
    _log_access = False

    connection_id = fields.Many2one("qbo.connection", required=True, ondelete="cascade")
    entity = fields.Char(required=True)
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    part = fields.Char(help="Empty text: the record; unset: all its parts.")
    front = fields.Boolean(help="Somebody waits for it.")
    needed = fields.Boolean(help="A document needs it, or a person asked for it.")
    attempt = fields.Integer(
        help="Times it was sent and found changed there meanwhile."
    )
    operation = fields.Char(help="Empty: keep in step. Else an act: send, upload.")
    details = fields.Json()
    run_id = fields.Many2one("qbo.run", ondelete="set null", index="btree_not_null")
    created_at = fields.Datetime()

    _by_connection = models.Index("(connection_id, entity, front DESC, id)")
    _by_record = models.Index("(res_model, res_id)")

    @api.model
    def _note(self, touched):
        """Mark records for the connections of their companies, and wake these.

        ``touched``: list of (entity, model, {id: root company, or None for all}).
        """
        if not any(ids for _entity, _model, ids in touched):
            return
        connections_sudo = self._connections()
        rows = [
            {
                "connection_id": connection.id,
                "entity": entity,
                "res_model": model,
                "res_id": res_id,
            }
            for connection in connections_sudo
            for entity, model, ids in touched
            for res_id, company_id in ids.items()
            if not company_id or company_id == connection.company_id.id
        ]
        self._insert(rows)
        woken = {row["connection_id"] for row in rows}
        self._wake_once(connections_sudo.filtered(lambda each: each.id in woken))

    @api.model
    def _waiting(self, connection):
        """What waits: set of (type, model, whether any of it is to be taken back)."""
        self.env.cr.execute(
            SQL(
                """SELECT DISTINCT entity, res_model,
                          operation IS NOT DISTINCT FROM 'remove'
                     FROM qbo_change WHERE connection_id = %s""",
                connection.id,
            )
        )
        return set(self.env.cr.fetchall())

    @api.model
    def _drop(self, mark_ids):
        """Delete marks that are dealt with.

        Plain SQL: nothing hangs on a mark, and the ORM would look through all that
        might.
        """
        if mark_ids:
            marks = self.browse(mark_ids)
            marks.invalidate_recordset(flush=False)
            self.env.cr.execute(
                SQL("DELETE FROM qbo_change WHERE id IN %s", tuple(mark_ids))
            )

    def _call_off(self):
        """Delete marks, and the links of what now nobody wants to be sent."""
        domain = Domain("connection_id", "in", self.connection_id.ids)
        domain &= Domain("res_id", "in", self.mapped("res_id"))
        waiting = Domain("state", "=", "waiting") & Domain("qbo_id", "=", False)
        called_off = {mark._key() for mark in self}
        self.unlink()
        wanted = {mark._key() for mark in self.search(domain)}
        links = self.env["qbo.link"].search(domain & waiting)
        links.filtered(lambda link: link._key() in called_off - wanted).unlink()

    def _key(self):
        """The subject of the mark's record."""
        return subject(self.entity, self.res_model, self.res_id, self.part)

    @api.autovacuum
    def _gc_strangers(self):
        """Forget marks of types that no add-on maps any more: it was uninstalled.

        Whoever installs it again loses nothing: all its records are compared then.
        """
        known = [mapper._entity for mapper in self.env["qbo.mapper"]._all()]
        self.search([("entity", "not in", known)]).unlink()

    def _connections(self):
        """Connections that marks are for: work is kept while one must reconnect."""
        # a user who saves a contact need not see any connection
        connections_sudo = self.env["qbo.connection"].sudo()
        return connections_sudo.browse(self.env.company.sudo().qbo_kept_up)

    def _wake_once(self, connections_sudo):
        """Start runs after this transaction, one trigger however much is saved."""
        woken = self.env.cr.precommit.data.setdefault("qbo_woken", set())
        for connection in connections_sudo:
            if connection.id not in woken:
                woken.add(connection.id)
                connection._wake()

    @api.model
    def _insert(self, rows):
        """Insert marks: dicts of connection_id, entity, res_model, res_id, options.

        Options: part, front, needed, attempt, operation, details, run_id. Plain SQL,
        as a user's saving of thousands of records must not pay for the ORM.
        """
        now = fields.Datetime.now()
        for some in split_every(ROWS_AT_ONCE, rows):
            values = SQL(", ").join(self._values(row, now) for row in some)
            self.env.cr.execute(
                SQL(
                    """INSERT INTO qbo_change (connection_id, entity, res_model,
                           res_id, part, front, needed, attempt, operation, details,
                           run_id, created_at)
                       VALUES %s""",
                    values,
                )
            )

    def _values(self, row, now):
        return SQL(
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)",
            row["connection_id"],
            row["entity"],
            row["res_model"],
            row["res_id"],
            row.get("part"),
            row.get("front", False),
            row.get("needed", False),
            row.get("attempt", 0),
            row.get("operation"),
            json.dumps(row["details"]) if row.get("details") else None,
            row.get("run_id"),
            now,
        )
