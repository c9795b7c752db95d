"""What only the machine's own package manager has: a browser, a PDF printer."""

import os
import shutil

from . import debian, places, work
from .report import Problem, say, step

# program -> (Debian package, what is lost without it)
WANTED = {
    "wkhtmltopdf": ("wkhtmltopdf", "Odoo prints no PDF"),
    "chromium": ("chromium", "no browser tests and no screenshots"),
}


def ensure():
    """Install the wanted programs where root and apt allow; else name the loss.

    A refusal of the package manager is not asked for again before the cache of this
    machine is cleared: the second run must be fast.
    """
    missing = [name for name in WANTED if not shutil.which(name)]
    if not missing:
        return
    refused = places.cache() / "system-refused"
    if not refused.exists() and os.geteuid() == 0 and debian.present():
        with work.alone("system"):
            _install([WANTED[name][0] for name in missing], refused)
    for name in missing:
        if not shutil.which(name):
            say(f"Not here: {name} ({WANTED[name][1]}).")


def _install(packages, refused):
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    names = " and ".join(packages)
    arguments = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    try:
        with step(f"Installing {names} with apt"):
            work.command(["apt-get", "update"], "apt-get update failed", env=quiet)
            work.command(arguments, f"apt did not install {names}", env=quiet)
    except Problem as problem:
        say(str(problem))
        refused.touch()
