"""The virtual environment with the pinned packages."""

import os
import shutil
import subprocess
import sys

from . import places, work
from .report import Problem, step

REQUIREMENTS = places.SETUP / "requirements.txt"


def folder():
    """Give the place of the environment for this Python and these pins."""
    version = ".".join(map(str, sys.version_info[:2]))
    key = places.digest(REQUIREMENTS.read_text(), os.path.realpath(sys.base_prefix))
    return places.cache() / f"python-{version}-{key}"


def ensure():
    """Make the environment if it is not complete, and give its folder.

    A virtual environment cannot be moved, so it is built in place and a stamp says
    that it is whole; one without a stamp is an interrupted one and is made anew.
    """
    place = folder()
    stamp = place / ".complete"
    if stamp.exists():
        return place
    with work.alone("python"):
        if not stamp.exists():
            _build(place)
            stamp.touch()
    return place


def _build(place):
    shutil.rmtree(place, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    failing = "The virtual environment could not be made (on Debian: python3-venv)"
    work.command([base, "-m", "venv", place], failing)
    pins = len([line for line in REQUIREMENTS.read_text().splitlines() if "==" in line])
    log = places.cache() / "python.log"
    fetched = _Count(log, ("Collecting ", "Installing collected"))
    with step(f"Installing {pins} Python packages", lambda: fetched.of(pins)):
        _install(place, log)


def _install(place, log):
    arguments = [place / "bin" / "python", "-m", "pip", "install"]
    arguments += ["--disable-pip-version-check", "--progress-bar", "off"]
    arguments += ["--no-input", "-r", REQUIREMENTS]
    with log.open("w") as output:
        code = subprocess.run(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        ).returncode
    if code:
        reason = work.last_line(log.read_text())
        raise Problem(f"The Python packages could not be installed: {reason}")


class _Count:
    """How many of the pins pip has reached, read from its log."""

    def __init__(self, log, marks):
        self.log = log
        self.marks = marks

    def of(self, total):
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        if any(line.startswith(self.marks[1]) for line in lines):
            return f"{total} of {total} fetched, installing"
        fetched = sum(line.startswith(self.marks[0]) for line in lines)
        return f"{fetched} of {total} fetched"
