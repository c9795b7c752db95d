"""Working so that an interruption at any point leaves nothing half done."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import places
from .report import Problem, say


@contextlib.contextmanager
def alone(name):
    """Hold a lock that all set-up programs on this cache share; wait if it is taken.

    The operating system lets go of it when the holder ends, however that happens.
    """
    with _lock(name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another set-up ({name}) to finish ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def sharing(name):
    """Hold a lock beside others, which says that the thing of this name is in use."""
    with _lock(name).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def is_shared(name):
    """Tell whether anybody holds the lock of this name; forget it if nobody does."""
    with _lock(name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        _lock(name).unlink()
    return False


def _lock(name):
    return places.cache() / f".{name}.lock"


@contextlib.contextmanager
def appearing(folder):
    """Give a working folder that becomes ``folder`` only if the block succeeds."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{folder.name}."
    for leftover in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    draft.chmod(0o755)
    try:
        yield draft
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def command(arguments, failing, **options):
    """Run a program silently; raise Problem(failing) with its last line if it fails."""
    options = {"stdin": subprocess.DEVNULL, **options}
    try:
        answer = subprocess.run(
            [str(argument) for argument in arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **options,
        )
    except FileNotFoundError as error:
        raise Problem(f"{failing}: {error.filename} is not installed.") from error
    if answer.returncode:
        raise Problem(f"{failing}: {last_line(answer.stdout)}")
    return answer.stdout


def last_line(text):
    """Give the last line that says something, for a one-sentence report."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given."


def size(folder):
    """Give the bytes below a folder, as far as they can be counted right now."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total
