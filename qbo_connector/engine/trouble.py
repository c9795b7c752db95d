"""Whose trouble an error is, and how often it is logged."""

import time
import traceback

from ..qbo import errors

EVERY = 3600  # seconds between two lines about one cause
MOST = 500  # causes that are kept in mind

# What concerns every call, not what was said in one.
WHOLE = (
    errors.QboThrottled,
    errors.QboUnavailable,
    errors.QboUnreachable,
    errors.QboUnauthorized,
    errors.QboReconnect,
    errors.QboForbidden,
    errors.QboSubscription,
)
_logged = {}  # (connection, message, class, place) -> when; per process


def concerns_connection(error):
    """Tell whether a refused reading is trouble of the whole connection.

    What QuickBooks refuses by its content, or answers so that nobody can read it,
    may be the fault of one object among many; a server in trouble is not.
    """
    if isinstance(error, errors.QboServerError):
        return error.status != 200
    return isinstance(error, WHOLE)


def log_once(logger, message, error, connection_id):
    """Log an error with its traceback, one line per connection, cause and hour.

    The cause is the error's class and the place it came from; nothing of a
    customer's is in the message. What QuickBooks refuses is no fault of the program
    and has no traceback.
    """
    cause = (connection_id, message, type(error).__name__, _place(error))
    now = time.monotonic()
    if now - _logged.get(cause, -EVERY) < EVERY:
        return
    if len(_logged) >= MOST:
        _logged.clear()
    _logged[cause] = now
    if isinstance(error, errors.QboError):
        logger.info("%s: %s %s", message, type(error).__name__, error.code)
    else:
        logger.warning("%s: %s", message, type(error).__name__, exc_info=error)


def _place(error):
    """Return file and line where an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return (frames[-1].filename, frames[-1].lineno) if frames else ()
