"""Work on many records at once, so that a bad one among them fails alone."""

import logging

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..qbo.errors import QboError, QboServerError
from .trouble import concerns_connection, log_once

_logger = logging.getLogger(__name__)

PATIENCE = 25  # more refusals in a row than halving a thousand down to one brings


def halved(sync, turn, work, entries, fail):
    """Do ``work(connection, entries)`` in one transaction; return a list of outcomes.

    Where it raises, each half is done by itself, down to the single entry that is
    bad: it goes to ``fail(connection, entry, error)`` in a transaction of its own.
    Collisions with other transactions are not the entries' fault and are raised.
    """
    if not entries:
        return []
    error = None
    try:
        return [sync._transact(turn, work, entries)]
    except (QboError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
        raise
    except Exception as trouble:  # noqa: BLE001 - one bad record must not stop others
        error = trouble
    # Outside of "except", or each half's error would carry all those before it along.
    if len(entries) == 1:
        _fail(sync, turn, entries[0], error, fail)
        return []
    middle = len(entries) // 2
    first = halved(sync, turn, work, entries[:middle], fail)
    return first + halved(sync, turn, work, entries[middle:], fail)


def _fail(sync, turn, entry, error, fail):
    """Hand a bad entry over; where even that fails the connection says so."""
    turn.figures["failed"] += 1
    try:
        sync._transact(turn, fail, entry, error)
        return
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        raise
    except Exception as worse:  # noqa: BLE001 - a problem that can't be told stops none
        trouble = worse
    log_once(_logger, "A problem could not be noted", trouble, turn.connection_id)
    sync._transact(turn, sync._note_internal, error)


def halved_call(ask, entries, refuse):
    """Return what ``ask(entries)`` reads from QuickBooks, list by list.

    Where QuickBooks refuses the reading itself, each half is read by itself, down to
    the single entry: that one goes to ``refuse(entry, error)``. Raises QboError for
    trouble of the whole connection, and where nothing can be read at all.
    """
    calls = _Calls()
    answers = calls.made(ask, list(entries))
    for _entry, error in calls.refused:
        if not answers and isinstance(error, QboServerError):
            raise error
    for entry, error in calls.refused:
        refuse(entry, error)
    return answers


class _Calls:
    """The calls of one reading: what was refused, and how many in a row."""

    def __init__(self):
        self.refused = []
        self.in_a_row = 0

    def made(self, ask, entries):
        if not entries:
            return []
        error = None
        try:
            answer = [ask(entries)]
            self.in_a_row = 0
            return answer
        except QboError as trouble:
            if concerns_connection(trouble) or self.in_a_row >= PATIENCE:
                raise
            error = trouble
        self.in_a_row += 1
        if len(entries) == 1:
            self.refused.append((entries[0], error))
            return []
        middle = len(entries) // 2
        return self.made(ask, entries[:middle]) + self.made(ask, entries[middle:])
