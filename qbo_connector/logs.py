"""Say a trouble once, not each time it comes back."""

import threading
import time

HOUR = 3600.0
MOST = 500  # causes that are remembered

_told = {}
_lock = threading.Lock()


def tell(logger, message, *args, error):
    """Log a trouble: with its traceback once for a cause and hour, else in one line.

    ``message`` and ``args`` as for a logger. A cause is the kind of the error and the
    place that raised it, whatever record it met.
    """
    if _is_news(logger.name, message, error):
        error.__suppress_context__ = True  # halving raises it again inside itself
        logger.warning(message, *args, exc_info=error)
    else:
        logger.info(message, *args)  # what it was has been said


def _is_news(name, message, error):
    cause = (name, message, type(error), _place(error))
    now = time.monotonic()
    with _lock:
        told = _told.get(cause)
        if told is not None and now - told < HOUR:
            return False
        if len(_told) >= MOST:
            _told.clear()
        _told[cause] = now
    return True


def _place(error):
    """File and line where an error was raised."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last and (last.tb_frame.f_code.co_filename, last.tb_lineno)
