import logging
from datetime import datetime, timezone
from functools import partial

from odoo import api, fields, models

from ..qbo.errors import QboError
from . import waker

_logger = logging.getLogger(__name__)


class QboConnectionCron(models.AbstractModel):
    """The part of a connection that runs by itself, by a scheduled action of its own.

    So Odoo spreads connections over its workers, and a slow company holds up no other.
    """

    _name = "qbo.connection.cron"
    _description = "QuickBooks schedule"

    cron_id = fields.Many2one(
        "ir.cron",
        string="Scheduled action",
        copy=False,
        readonly=True,
        groups="base.group_system",
    )
    interval_minutes = fields.Integer(
        string="Every (minutes)",
        default=15,
        help="How often changes are exchanged. A message from QuickBooks or a click "
        "starts a run at once.",
    )

    _positive_interval = models.Constraint(
        "CHECK (interval_minutes >= 1)", "Exchange changes every minute at most."
    )

    def _cron_values(self):
        return {
            "model_id": self.env["ir.model"]._get_id(self._name),
            "state": "code",
            "code": f"model.browse({self.id})._cron_run()",
            "user_id": self.env.ref("base.user_root").id,
            "interval_type": "minutes",
            **self._schedule_values(),
        }

    def _schedule_values(self):
        return {
            "name": self.env._("QuickBooks: %(connection)s", connection=self.name),
            "interval_number": self.interval_minutes,
            "active": self.active,
        }

    # --- Runs --------------------------------------------------------------------

    def _cron_run(self):
        """Exchange what changed; called by this connection's own scheduled action."""
        connection = self.exists()
        if not connection or connection._note_copy() or connection._hold_reason():
            return
        connection._check_budget()
        self.env["qbo.sync"]._run(connection.with_company(connection.company_id))

    def _wake(self, at=None):
        """Start a run after this transaction, or at ``at`` (naive UTC)."""
        for cron_sudo in self.sudo().cron_id:
            cron_sudo._trigger(at)
        if at and self:
            seconds = (
                at - datetime.now(timezone.utc).replace(tzinfo=None)
            ).total_seconds()
            self.env.cr.postcommit.add(partial(waker.wake, self.env.cr.dbname, seconds))

    @api.model
    def _cron_keep_alive(self):
        """Keep connections alive that nobody uses, and warn before one ends."""
        self._each_connected(lambda connection: connection._keep_alive())

    @api.model
    def _cron_update_lists(self):
        """Mirror the lists of QuickBooks once a day."""
        self._each_connected(lambda connection: connection._update_lists())

    def _each_connected(self, work):
        """Do ``work`` for each connection, each in a transaction of its own."""
        connections = self.search([("state", "=", "connected")])
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=len(connections))
        for connection in connections:
            work(connection)
            if not commit_progress(1):
                break

    def _update_lists(self):
        if self._hold_reason() or not self._polling_pace():
            return
        try:
            self.env["qbo.reference"]._refresh(self)
        except QboError as error:
            # The next run tells people; one company must not stop the others.
            _logger.info("Lists of %s were not read: %s", self, error.code)
