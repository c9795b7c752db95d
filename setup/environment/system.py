"""What only the machine's own package manager has: a browser, a PDF printer."""

import os
import shutil
import time

from . import debian, places, work
from .report import Problem, say, step

AGAIN = 3600
# program -> (Debian package, what is lost without it)
WANTED = {
    "wkhtmltopdf": ("wkhtmltopdf", "Odoo prints no PDF"),
    "chromium": ("chromium", "no browser tests and no screenshots"),
}


def ensure():
    """Install the wanted programs where root and apt allow; else name the loss.

    What the package manager refused is asked for again an hour later at the earliest:
    the next run must be fast.
    """
    missing = _missing()
    if not missing:
        return
    refused = places.cache() / "system-refused"
    if os.geteuid() == 0 and debian.present() and not _is_fresh(refused):
        with work.alone("system"):
            _install([WANTED[name][0] for name in missing])
        if _missing():
            refused.touch()
    for name in _missing():
        say(f"Not here: {name} ({WANTED[name][1]}).")


def _missing():
    return [name for name in WANTED if not shutil.which(name)]


def _is_fresh(stamp):
    return stamp.exists() and time.time() - stamp.stat().st_mtime < AGAIN


def _install(packages):
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    names = " and ".join(packages)
    arguments = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    try:
        with step(f"Installing {names} with apt"):
            work.command(["apt-get", "update"], "apt-get update failed", env=quiet)
            work.command(arguments, f"apt did not install {names}", env=quiet)
    except Problem as problem:
        say(str(problem))
