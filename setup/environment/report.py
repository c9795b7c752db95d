"""What the person at the terminal reads: a line per step, a sentence per failure."""

import contextlib
import sys
import threading
import time

TICK = 0.3
QUIET_TICK = 10


class Problem(Exception):
    """Something that the person can repair; the text is one clear sentence."""


def say(text):
    """Print one line on stderr, so that what a command prints stays its own."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(text, measure=None):
    """Announce a step, show how far it is while it works, and say how long it took.

    ``measure()`` returns a short text ("41 of 132 MB"); without a terminal it is
    printed every ten seconds instead of being redrawn.
    """
    started = time.monotonic()
    say(f"{text} ...")
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(done, measure), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    say(f"    done in {time.monotonic() - started:.0f} s")


def _watch(done, measure):
    if measure is None:
        return
    live = sys.stderr.isatty()
    while not done.wait(TICK if live else QUIET_TICK):
        line = f"    {measure()}"
        if live:
            print(f"\r{line}\033[K", end="", file=sys.stderr, flush=True)
        else:
            say(line)
    if live:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def sentences():
    """End the program with one sentence where a Problem or Ctrl-C comes out."""
    try:
        yield
    except Problem as problem:
        sys.exit(f"setup: {problem}")
    except OSError as error:
        sys.exit(f"setup: {error.strerror or error} ({error.filename or 'no file'}).")
    except KeyboardInterrupt:
        say("")
        say("setup: interrupted; the next run goes on from here.")
        sys.exit(130)
