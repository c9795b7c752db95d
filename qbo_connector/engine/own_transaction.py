"""Work in transactions of its own, apart from that of whoever asks for it."""

import logging
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

TRIES = 4


class QboOwnTransaction(models.AbstractModel):
    """Do one piece of work of a turn, committed by itself."""

    _name = "qbo.own.transaction"
    _description = "QuickBooks work in a transaction of its own"

    @contextmanager
    def _transaction(self, turn):
        """Yield the connection in a transaction of its own, committed at the end."""
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            connection = env["qbo.connection"].browse(turn.connection_id)
            if turn.context is None:
                turn.context = {
                    "allowed_company_ids": connection.company_id.ids,
                    "lang": connection.owner_id.lang or "en_US",
                }
            yield connection.with_context(**turn.context)

    def _transact(self, turn, work, *args):
        """Return ``work(connection, ...)`` done in one transaction.

        Repeated when it collides with a user's; so it must not talk to QuickBooks.
        """
        for _tried in range(TRIES):
            try:
                return self._transact_once(turn, work, *args)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                _logger.info("Collided with another transaction, once more.")
        return self._transact_once(turn, work, *args)

    def _transact_once(self, turn, work, *args):
        with self._transaction(turn) as connection:
            return work(connection, *args)

    def _note_internal(self, connection, error):
        connection.env["qbo.throttle"]._of(connection).failed = True
        connection.env["qbo.exception"]._open_internal(connection, error)
