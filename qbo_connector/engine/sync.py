"""The run of a connection: recover, pull, push, each step under the lock."""

import logging
from contextlib import contextmanager
from datetime import timedelta

import psycopg2.errors

from odoo import fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..buttons import BUTTON_TIMEOUT
from ..connection.vault import VaultLocked
from ..qbo import errors
from .figures import conclude
from .trouble import log_once
from .turn import Turn

_logger = logging.getLogger(__name__)

# First half of the advisory lock's key, "QBOS": the second half is the connection.
LOCK_NAMESPACE = 0x51424F53
PULL = "qbo.pull.fetch"
PUSH = "qbo.push.send"
PARTS = ("qbo.push.recover", PULL, "qbo.rescan", PUSH)
BUTTON_WAIT = "5s"
COME_BACK = timedelta(minutes=1)
TOO_OLD = timedelta(days=1)  # since the last poll; then a run asks before it sends


class QboSync(models.AbstractModel):
    """Run a connection.

    Each step holds the connection's lock on a cursor of its own, which reads nothing
    else and closes last; the work is done on cursors opened after the lock is held,
    for an older one would still read what was true before.
    """

    _name = "qbo.sync"
    _inherit = ["qbo.own.transaction"]
    _description = "QuickBooks sync"

    # -- entry points ---------------------------------------------------------

    def _run(self, connection):
        """Run one slice; called by the connection's own cron row, never raises."""
        turn = Turn(connection.id)
        waiting = self._try(self._run_all, turn, connection)[1]
        if "ir_cron_progress_id" in self.env.context:  # a button's caller is not ours
            cron = self.env["ir.cron"]
            if waiting:
                # after some slices Odoo ends the job, and would begin the next at its
                # own beat, up to a minute later
                self.env.cr.postcommit.add(cron._notifydb)
            cron._commit_progress(turn.done, remaining=waiting)

    def _run_all(self, turn, connection):
        """Do all parts of a run; returns how much is left that may run now."""
        self._do(turn, connection, *PARTS)
        if turn.failed_before and turn.client and not turn.failed:
            self._transact(turn, self._note_all_well)
        return self._transact(turn, self._left) if turn.more else 0

    def _push(self, connection):
        """Only send what waits."""
        self._run_parts(connection, PUSH)

    def _pull(self, connection):
        """Only fetch what changed, whatever the schedule says."""
        self._transact(Turn(connection.id), self._make_due)
        self._run_parts(connection, PULL)

    def _make_due(self, connection):
        connection.env["qbo.rule"]._make_due(connection)

    def _open_turn(self, connection):
        """A turn with a client, or without one while QuickBooks is left alone."""
        turn = Turn(connection.id)
        self._ready(turn, connection)
        return turn

    def _run_parts(self, connection, *parts):
        turn = Turn(connection.id)
        self._do(turn, connection, *parts)
        return turn

    def _do(self, turn, connection, *parts):
        """Do some parts of a run, if QuickBooks may be spoken to now."""
        self._ready(turn, connection)
        if turn.client:
            for part in parts:
                if not self._go(turn, self.env[part]._step):
                    break
                if part == PULL and turn.behind and turn.has_time() and not turn.failed:
                    self._transact(turn, self._note_caught_up)
            conclude(self, turn)

    def _run_now(self, connection):
        """Push at once what people asked for; False: somebody else is at it.

        Raises QboError. When the lock is not free within 5 s the marks stay in front
        of the queue.
        """
        turn = Turn(connection.id, front=True)
        if self._transact(turn, self._may_not_send):
            return False
        turn.client = connection._client(timeout=BUTTON_TIMEOUT)
        step = self.env[PUSH]._step
        free = self._go(turn, step, wait=BUTTON_WAIT, loud=True)
        conclude(self, turn)
        return free

    def _ask_push(self, connection, records, run_id=None):
        """Put records in front of the queue, in a transaction of its own.

        The sending transactions see only what is committed before they begin.
        """
        self.env.flush_all()
        self._transact(Turn(connection.id), self._insert_marks, records, run_id)

    def _insert_marks(self, connection, records, run_id):
        rows = records._qbo_push_rows(connection, run_id)
        connection.env["qbo.change"]._insert(rows)
        connection._wake()

    def _ready(self, turn, connection):
        """Open the client, if QuickBooks may be spoken to now."""
        if self._transact(turn, self._standing, turn):
            return
        try:
            turn.client = connection._client()
        except VaultLocked:  # the owner is told where the key is looked after
            _logger.info("The key for connection %s is not there.", connection.id)
        except errors.QboError as error:
            self._trouble(turn, error)

    def _is_held(self, connection):
        return self._standing(connection, Turn(connection.id))

    def _standing(self, connection, turn):
        """Whether QuickBooks is left alone; the turn learns how it stands otherwise."""
        rules = connection.env["qbo.rule"]
        rules._complete(connection)
        throttle = connection.env["qbo.throttle"]._of(connection)
        if throttle._note_restore():
            throttle._fall_behind(rules._pulling(connection))
        turn.failed_before, turn.behind = throttle.failed, throttle.behind
        turn.ahead_since = throttle._ahead_since()
        return throttle._held()

    def _may_not_send(self, connection):
        """Whether a button must wait: for QuickBooks, or for its news."""
        return self._is_held(connection) or self._is_behind(connection)

    def _is_behind(self, connection):
        """Whether QuickBooks must be asked for news before anything is sent."""
        limit = fields.Datetime.now() - TOO_OLD
        rules = connection.env["qbo.rule"]._pulling(connection)
        late = rules.filtered(lambda rule: rule.cursor and rule.cursor < limit)
        return bool(late) or connection.env["qbo.throttle"]._of(connection).behind

    def _note_caught_up(self, connection):
        connection.env["qbo.throttle"]._of(connection).behind = False

    def _left(self, connection):
        """How much may run now; at least 1, as this is only asked when time was up."""
        return 1 + connection.env["qbo.change"].search_count(
            [("connection_id", "=", connection.id)]
        )

    # -- steps ----------------------------------------------------------------

    def _go(self, turn, step, wait=None, loud=False):
        """Repeat a step until it says False or time is up; False: stop the turn."""
        while turn.has_time():
            with self._held(turn, wait) as held:
                if not held:
                    return False
                error, more = self._try(step, turn)
            if isinstance(error, errors.QboError):
                self._trouble(turn, error)
                if loud:
                    raise error
                return False
            if not more:
                return True
        turn.more = True
        return True

    def _try(self, step, turn, *args):
        """Do a step; its error is handed back, so that the lock closes cleanly.

        Nothing else is raised: a fault of one step is noted, and the others go on.
        """
        try:
            return None, step(turn, *args)
        except errors.QboError as error:
            return error, False
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
            _logger.info("Kept colliding with other transactions, later then.")
            turn.more = True
            return error, False
        except Exception as error:  # noqa: BLE001 - a run that raises is switched off
            self._note_failure(turn, error)
            return error, False

    @contextmanager
    def _held(self, turn, wait=None):
        """Hold the connection's lock; yields False when another process has it."""
        with self.env.registry.cursor() as cr:
            yield self._lock(cr, turn.connection_id, wait)

    def _lock(self, cr, connection_id, wait):
        key = (LOCK_NAMESPACE, connection_id)
        if not wait:
            cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", *key))
            return cr.fetchone()[0]
        try:
            cr.execute(SQL("SELECT set_config('lock_timeout', %s, true)", wait))
            cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", *key))
        except psycopg2.errors.LockNotAvailable:
            cr.rollback()
            return False
        return True

    # -- trouble --------------------------------------------------------------

    def _note_failure(self, turn, error):
        """Note a fault of the program itself; says so on the connection."""
        turn.failed = True
        log_once(
            _logger, "A step of a QuickBooks run failed", error, turn.connection_id
        )
        try:
            self._transact(turn, self._note_internal, error)
        except psycopg2.Error as worse:  # then the database itself is in trouble
            log_once(
                _logger,
                "A failed QuickBooks run could not be noted",
                worse,
                turn.connection_id,
            )

    def _note_all_well(self, connection):
        """Close what an earlier run noted about the program."""
        env = connection.env
        env["qbo.throttle"]._of(connection).failed = False
        env["qbo.exception"]._close_remote(connection, ["connection"], ("internal",))

    def _trouble(self, turn, error):
        """Note trouble of the whole connection and when to come back."""
        _logger.info(
            "QuickBooks connection %s: %s %s (trace %s)",
            turn.connection_id,
            type(error).__name__,
            error.code,
            error.trace,
        )
        turn.more = False
        self._transact(turn, self._note_trouble, error)

    def _note_trouble(self, connection, error):
        throttle = connection.env["qbo.throttle"]._of(connection)
        if isinstance(error, errors.QboThrottled):
            throttle._throttle(error)
        elif error.retryable:
            throttle._rest(COME_BACK)
        elif not isinstance(error, errors.QboReconnect):
            connection.env["qbo.exception"]._open_connection(connection, error)
            throttle._rest(COME_BACK * 15)
