"""What may be said to QuickBooks now, shared by all processes and servers."""

import json
import logging
from dataclasses import replace

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..qbo import pace
from ..qbo.pace import Ledger, Used

_logger = logging.getLogger(__name__)

TRIES = 100
PARAMETER = "qbo_connector.pace"  # "0": calls are not paced


class QboBucket(models.Model):
    """The calls of one connection in the last minute.

    Touched only in transactions of its own, which do nothing else: nobody waits for
    one longer than it takes to count. Apart from the other rows of the connection,
    so that it collides with no user and with no run.
    """

    _name = "qbo.bucket"
    _description = "QuickBooks limits"
    _log_access = False

    connection_id = fields.Many2one(
        "qbo.connection", required=True, ondelete="cascade", readonly=True
    )
    calls = fields.Json(
        readonly=True, help="For each call: start, end in seconds, whether a batch."
    )
    others_at = fields.Float(readonly=True, help="When others were seen last.")

    _one_each = models.UniqueIndex("(connection_id)", "One bucket per connection.")

    @api.model
    def _is_on(self):
        return self.env["ir.config_parameter"].sudo().get_param(PARAMETER) != "0"

    @api.model
    def _reserve(self, connection, kind, front, items=0):
        """Take the room for one call: (seconds to wait, start, what it may go as).

        With seconds to wait nothing is taken. ``items``: of a batch, which may go one
        by one while batches are scarce.
        """

        def take(ledger, now):
            granted = pace.goes_as(ledger, now, kind, items)
            wait = pace.seconds_to_wait(ledger, now, granted, front)
            ledger = None if wait else ledger.used(now, granted)
            return ledger, (wait, now, granted)

        return self._change(connection, take)

    @api.model
    def _release(self, connection, start):
        """Say that the call that began then has ended."""
        self._change(connection, lambda ledger, now: (ledger.ended(start, now), None))

    @api.model
    def _rest(self, connection, told=None):
        """How many seconds to rest after QuickBooks refused a call for its number."""

        def note(ledger, now):
            seconds, is_others = pace.rest(ledger, now, told)
            if is_others and told is None:
                return replace(ledger, others_at=now), seconds
            return None, seconds

        return self._change(connection, note)

    # -- transactions -----------------------------------------------------------

    def _change(self, connection, decide):
        """Let ``decide(ledger, now)`` give a new ledger and what to return."""
        for _tried in range(TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    return self._change_once(cr, connection.id, decide)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                _logger.debug("Counted at the same time, once more.")
        with self.env.registry.cursor() as cr:
            return self._change_once(cr, connection.id, decide)

    def _change_once(self, cr, connection_id, decide):
        ledger, now = self._locked(cr, connection_id)
        ledger, result = decide(ledger.since(now), now)
        if ledger:
            calls = [[call.start, call.end, call.is_batch] for call in ledger.calls]
            cr.execute(
                SQL(
                    """UPDATE qbo_bucket SET calls = %s, others_at = %s
                        WHERE connection_id = %s""",
                    json.dumps(calls),
                    ledger.others_at,
                    connection_id,
                )
            )
        return result

    def _locked(self, cr, connection_id):
        """The ledger of a connection, locked, and the time of the database."""
        query = SQL(
            """SELECT calls, others_at, extract(epoch FROM clock_timestamp())::float
                 FROM qbo_bucket WHERE connection_id = %s FOR UPDATE""",
            connection_id,
        )
        cr.execute(query, log_exceptions=False)
        found = cr.fetchone()
        if not found:
            cr.execute(
                SQL(
                    """INSERT INTO qbo_bucket (connection_id, others_at)
                       VALUES (%s, 0) ON CONFLICT DO NOTHING""",
                    connection_id,
                )
            )
            cr.execute(query)
            found = cr.fetchone()
        calls, others_at, now = found
        used = tuple(Used(start, end, batch) for start, end, batch in calls or ())
        return Ledger(used, others_at), now
