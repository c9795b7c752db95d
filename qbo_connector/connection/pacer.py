"""Keep one client's calls within what the connection may use."""

import time

from ..qbo import errors

LONGEST_SLEEP = 1.0  # seconds
LONGEST_WAIT = 1.5  # seconds; what takes longer is waited for by trigger
SLEEPS = 5


class Pacer:
    """Ask the connection's bucket before each call of a client.

    ``front``: a person waits for it, so it may use what schedules leave.
    """

    def __init__(self, connection, front):
        self._bucket = connection.env["qbo.bucket"].sudo()
        self._connection = connection
        self._front = front
        self._held = ""
        self._start = None

    def hold(self, kind, items):
        """Take the room for the next call now; returns what it may go as.

        Raises QboThrottled when that takes longer than a second.
        """
        if self._held != kind:
            self._held = self._take(kind, items)
        return self._held

    def begin(self, kind):
        """Wait for the room of a call, unless it was taken before."""
        if self._held != kind:
            if self._held:  # fewer were left to say than had been planned
                self.end()
            self._take(kind)
        self._held = ""

    def end(self):
        """Say that the call has ended."""
        self._bucket._release(self._connection, self._start)

    def _take(self, kind, items=0):
        wait = 0.0
        for _slept in range(SLEEPS):
            wait, start, granted = self._bucket._reserve(
                self._connection, kind, self._front, items
            )
            if not wait:
                self._start = start
                return granted
            if wait > LONGEST_WAIT:
                break
            time.sleep(min(wait, LONGEST_SLEEP))
        raise self._full(wait)

    def _full(self, wait):
        error = errors.QboThrottled(
            self._connection.env._("QuickBooks takes no more calls for the moment.")
        )
        error.wait = wait
        return error
