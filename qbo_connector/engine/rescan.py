"""Compare: a nightly look at everything that is linked, without a single call."""

from datetime import timedelta

import pytz

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

EVERY = timedelta(hours=20)
AT_LATEST = timedelta(hours=40)
NIGHT = range(1, 5)  # hours of the owner's day


class QboRescan(models.AbstractModel):
    """Mark everything once a night, for what no watch can see.

    A renamed payment term or a changed mapping changes payloads without any write on
    their records. A mark costs a payload and, where that is as agreed, nothing more.
    """

    _name = "qbo.rescan"
    _description = "QuickBooks comparison"

    def _step(self, turn):
        """Mark what may be different; never more to do."""
        self.env["qbo.sync"]._transact(turn, self._retry_mapped)
        self.env["qbo.sync"]._transact(turn, self._mark_all)
        return False

    def _retry_mapped(self, connection):
        """Try again what lacked a mapping, once somebody has changed mappings."""
        env = connection.env
        mine = Domain("connection_id", "=", connection.id)
        [[changed]] = env["qbo.mapping"]._read_group(mine, [], ["write_date:max"])
        lacking = Domain("button", "=", "map") & Domain("closed_at", "=", False)
        problems = env["qbo.exception"].search(mine & lacking)
        for problem in problems.filtered(lambda row: changed and row.last_at < changed):
            problem.last_at = changed
            problem._retry()

    def _mark_all(self, connection):
        throttle = connection.env["qbo.throttle"]._of(connection)
        if not self._is_due(connection, throttle):
            return
        throttle.compared_at = fields.Datetime.now()
        this = self.with_env(connection.env)
        this._mark_linked(connection)
        for rule, mapper in connection.env["qbo.push.plan"]._types(connection):
            if rule.push and rule.create_there == "always":
                this._mark_unlinked(connection, rule, mapper)

    def _is_due(self, connection, throttle):
        """Whether it is night, or high time."""
        age = fields.Datetime.now() - throttle.compared_at
        zone = pytz.timezone(connection.owner_id.tz or "UTC")
        hour = pytz.utc.localize(fields.Datetime.now()).astimezone(zone).hour
        return age > AT_LATEST or (age > EVERY and hour in NIGHT)

    def _mark_linked(self, connection):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """INSERT INTO qbo_change (connection_id, entity, res_model, res_id,
                           part, front, needed, attempt, created_at)
                   SELECT connection_id, entity, res_model, res_id, part, false,
                           false, 0, %s
                     FROM qbo_link
                    WHERE connection_id = %s AND state = 'linked' AND res_id > 0""",
                fields.Datetime.now(),
                connection.id,
            )
        )

    def _mark_unlinked(self, connection, rule, mapper):
        linked = self.env["qbo.link"]._search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", mapper._entity),
                ("res_model", "=", mapper._odoo_model),
            ]
        )
        domain = self.env["qbo.push.build"]._scope(connection, rule, mapper)
        domain &= Domain(mapper._creation_domain(connection))
        domain &= Domain("id", "not in", linked.subselect("res_id"))
        records = self.env[mapper._odoo_model].search(domain)
        self.env["qbo.change"]._insert(
            [
                {
                    "connection_id": connection.id,
                    "entity": mapper._entity,
                    "res_model": mapper._odoo_model,
                    "res_id": res_id,
                }
                for res_id in records.ids
            ]
        )
