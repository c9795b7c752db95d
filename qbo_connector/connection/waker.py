"""Wake Odoo's scheduler at a moment.

Odoo's own trigger in the future wakes nobody: it is found at the scheduler's next
beat, up to a minute later. The trigger stays the one that counts, so nothing is lost
when this process ends before.
"""

import logging
import threading
import time

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

_logger = logging.getLogger(__name__)

LONGEST = 900  # seconds; beyond that the scheduler's own beat is near enough
ECHO = 2  # seconds: said once more, as the clock of the database may be behind
CLOSE = 0.2  # seconds between two calls that one stands for
_pending = {}  # moments by database
_lock = threading.Lock()


def wake(dbname, seconds):
    """Wake the scheduler of a database in some seconds, if that is not far away."""
    if seconds > LONGEST:
        return
    for later in (0, ECHO):
        _start(dbname, time.monotonic() + max(seconds, 0) + later)


def _start(dbname, moment):
    with _lock:
        moments = _pending.setdefault(dbname, set())
        if any(abs(other - moment) < CLOSE for other in moments):
            return
        moments.add(moment)
    timer = threading.Timer(moment - time.monotonic(), _notify, (dbname, moment))
    timer.daemon = True
    timer.start()


def _notify(dbname, moment):
    with _lock:
        _pending[dbname].discard(moment)
    try:
        with Registry(dbname).cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["ir.cron"]._notifydb()
    except psycopg2.Error as error:
        # the scheduler's own beat finds the trigger a little later
        _logger.info("The scheduler was not woken: %s", type(error).__name__)
