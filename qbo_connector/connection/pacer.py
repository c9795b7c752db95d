"""Keep one client's calls within what the connection may use."""

import time

from ..qbo import errors, pace

LONGEST_SLEEP = 1.0  # seconds; what takes longer is waited for by trigger
SLEEPS = 3


class Pacer:
    """Ask the connection's bucket before each call of a client.

    ``front``: a person waits for it, so it may use what schedules leave.
    """

    def __init__(self, connection, front):
        self._bucket = connection.env["qbo.bucket"].sudo()
        self._connection = connection
        self._front = front
        self._held = ""
        self._took = None
        self._began = 0.0

    def hold(self, kind, items=1):
        """Take the room for the next call now; returns what it may go as.

        Raises QboThrottled when that takes longer than a second.
        """
        if self._held != kind:
            self._held = self._take(kind, items)
        return self._held

    def begin(self, kind):
        """Wait for the room of a call, unless it was taken before."""
        if self._held != kind:
            self._take(kind)
        self._held = ""
        self._began = time.monotonic()

    def end(self):
        """Remember how long it took."""
        self._took = time.monotonic() - self._began

    def _take(self, kind, items=1):
        wait = 0.0
        for _slept in range(SLEEPS):
            wait, granted = self._bucket._reserve(
                self._connection, kind, self._front, items, self._took
            )
            if not wait:
                return granted
            if wait > max(LONGEST_SLEEP, pace.QUICK):
                break
            time.sleep(min(wait, LONGEST_SLEEP))  # pylint: disable=time-sleep
        raise self._full(wait)

    def _full(self, wait):
        error = errors.QboThrottled(
            self._connection.env._("QuickBooks takes no more calls for the moment.")
        )
        error.wait = wait
        return error
