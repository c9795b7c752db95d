"""Compare: a nightly look at everything that is linked, without a single call."""

import logging
from datetime import timedelta

import pytz

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .halving import halved
from .trouble import log_once

_logger = logging.getLogger(__name__)

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
        sync = self.env["qbo.own.transaction"]
        types = sync._transact(turn, self._look)
        halved(sync, turn, self._mark_types, types, self._not_marked)
        return False

    def _look(self, connection):
        self._retry_mapped(connection)
        return self._mark_all(connection)

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
        """Mark all that is linked when it is time; types to look for new ones of."""
        throttle = connection.env["qbo.throttle"]._of(connection)
        if not self._is_due(connection, throttle):
            return []
        throttle.compared_at = fields.Datetime.now()
        self.with_env(connection.env)._mark_linked(connection)
        return [
            mapper._entity
            for rule, mapper in connection.env["qbo.push.plan"]._types(connection)
            if rule.push and rule.create_there == "always"
        ]

    def _mark_types(self, connection, types):
        """Mark what is in scope and not linked, of some types."""
        this = self.with_env(connection.env)
        for rule, mapper in connection.env["qbo.push.plan"]._types(connection):
            if mapper._entity in types:
                this._mark_unlinked(connection, rule, mapper)

    def _not_marked(self, connection, entity, error):
        log_once(
            _logger,
            f"Unlinked records of {entity} cannot be found",
            error,
            connection.id,
        )
        connection.env["qbo.own.transaction"]._note_internal(connection, error)

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
        linked = self.env["qbo.link"]._records_domain(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", mapper._entity),
                ("res_model", "=", mapper._odoo_model),
                # one NULL in the list, and NOT IN finds nothing any more
                ("res_id", "!=", False),
            ]
        )
        domain = rule._scope(connection, mapper)
        domain &= Domain(mapper._creation_domain(connection))
        domain &= ~linked
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
