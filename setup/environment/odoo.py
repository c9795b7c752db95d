"""A real Odoo 19: the user's own where there is one, else Debian's package, unpacked.

In this order: ``$ODOO_HOME`` (a source tree), an importable ``odoo`` 19, the archive
of Debian that this machine already uses.
"""

import importlib.util
import os
import re
import shutil
from pathlib import Path

from . import debian, places, work
from .report import Problem, step

SERIES = "19"
PACKAGE = "odoo-19"
VERSION = "19.0.0+dfsg-1"
# Odoo's package holds relative links into these; without jquery the log-in page fails.
SAME_SUITE = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
)
# In the later suites the files have other names than those that Odoo links to.
OWN_SUITE = ("fonts-font-awesome", "fonts-inconsolata")
MEGABYTE = 1_000_000
DOWNLOAD = 132 * MEGABYTE
UNPACKED = 1200 * MEGABYTE
ELSEWHERE = (
    "Set ODOO_HOME to a source tree of Odoo 19.0 (the branch 19.0 of "
    "github.com/odoo/odoo) and run this again."
)


class Odoo:
    """Where Odoo is: ``path`` for PYTHONPATH, ``version``, its own ``addons``."""

    def __init__(self, path):
        self.path = Path(path)
        self.version = _version(self.path / "odoo" / "release.py")

    @property
    def addons(self):
        """Give the folders of Odoo's own add-ons, for ``addons_path``."""
        candidates = (self.path / "odoo" / "addons", self.path / "addons")
        folders = [folder for folder in candidates if folder.is_dir()]
        return [folder for folder in folders if any(folder.glob("*/__manifest__.py"))]


def ensure():
    """Give an Odoo 19, fetched and unpacked if the machine has none of its own."""
    home = os.environ.get("ODOO_HOME")
    if home:
        return _given(Path(home).absolute())
    installed = _importable()
    if installed:
        return _linked(installed)
    place = places.cache() / f"{PACKAGE}_{VERSION}"
    if not (place / ".complete").exists():
        with work.alone("odoo"):
            if not (place / ".complete").exists():
                _fetch(place)
    return Odoo(place / "usr" / "lib" / "python3" / "dist-packages")


def _given(home):
    release = home / "odoo" / "release.py"
    if not release.is_file():
        raise Problem(f"ODOO_HOME is {home}, but no Odoo is there (odoo/release.py).")
    if not _version(release).startswith(SERIES):
        found = _version(release)
        raise Problem(f"ODOO_HOME holds Odoo {found}; Odoo {SERIES}.0 is needed.")
    return Odoo(home)


def _version(release):
    """Read the version without running Odoo's code."""
    found = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    return ".".join(found.groups()) if found else "of an unknown version"


def _importable():
    """Give the folder `odoo` of the running Python's Odoo 19, if it has one."""
    if importlib.util.find_spec("odoo") is None:
        return None
    spec = importlib.util.find_spec("odoo.release")
    if spec is None or not _version(Path(spec.origin)).startswith(SERIES):
        return None
    return Path(spec.origin).parent


def _linked(installed):
    """Give that Odoo alone: its neighbours must not hide the pinned packages."""
    if installed.parent.name not in ("dist-packages", "site-packages"):
        return Odoo(installed.parent)
    place = places.cache() / "importable" / places.digest(str(installed))
    place.mkdir(parents=True, exist_ok=True)
    link = place / "odoo"
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(installed)
    return Odoo(place)


def _fetch(place):
    if not debian.present():
        raise Problem(f"Odoo 19 is not here, and this is no Debian. {ELSEWHERE}")
    with work.appearing(place) as draft:
        packages = draft / "packages"
        packages.mkdir()
        try:
            _download(packages)
        except Problem as problem:
            raise Problem(f"{str(problem).rstrip('.')}. {ELSEWHERE}") from problem
        _unpack(packages, draft)
        _check(draft)
        shutil.rmtree(packages)
        (draft / ".complete").touch()


def _download(packages):
    def fetched():
        return f"{work.size(packages) // MEGABYTE} of {DOWNLOAD // MEGABYTE} MB"

    with step("Fetching Odoo 19 from Debian's archive", fetched):
        own = debian.Archive(debian.own_suite())
        own.download(OWN_SUITE, packages)
        sid = debian.Archive("sid")
        sid.download((f"{PACKAGE}={VERSION}", *SAME_SUITE), packages)


def _unpack(packages, draft):
    def unpacked():
        done = work.size(draft / "usr") if (draft / "usr").exists() else 0
        return f"{done // MEGABYTE} of about {UNPACKED // MEGABYTE} MB"

    with step("Unpacking Odoo 19", unpacked):
        for package in sorted(packages.glob("*.deb")):
            failing = f"{package.name} could not be unpacked (is the disk full?)"
            work.command(["dpkg-deb", "-x", package, draft], failing)


def _check(draft):
    """Refuse an Odoo with dangling links: its pages would fail one by one, later."""
    dangling = [
        path for path in draft.rglob("*") if path.is_symlink() and not path.exists()
    ]
    if dangling:
        names = ", ".join(sorted(path.name for path in dangling[:3]))
        raise Problem(f"The unpacked Odoo lacks files that it links to: {names}.")
