"""Patience with an end."""

import time


def wait_for(condition, seconds=60):
    """Wait until something is true; raise AssertionError if it does not happen."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("It did not happen in time.")
        time.sleep(0.05)
