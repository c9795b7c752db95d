"""A real Odoo 19: the user's own where there is one, else Debian's package, unpacked.

In this order: ``$ODOO_HOME`` (a source tree), an importable ``odoo`` 19, the archive
of Debian that this machine already uses, Odoo's own repository by git.
"""

import importlib.util
import os
import re
import shutil
from pathlib import Path

from . import debian, places, work
from .report import Problem, say, step

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
SOURCE = "https://github.com/odoo/odoo"
BRANCH = "19.0"
ELSEWHERE = "Set ODOO_HOME to a source tree of Odoo 19.0 and run this again."


class Unavailable(Problem):
    """Debian's package is not to be had here; there is another way."""


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
    return _fetched() or _fetch()


def _fetched():
    """Give the Odoo in the cache, if there is a whole one."""
    for place, inside in _places():
        if (place / ".complete").exists():
            return Odoo(place / inside)
    return None


def _places():
    packaged = Path("usr", "lib", "python3", "dist-packages")
    yield places.cache() / f"{PACKAGE}_{VERSION}", packaged
    yield places.cache() / f"odoo-{BRANCH}-source", Path("odoo")


def _fetch():
    (package, _), (source, _) = _places()
    with work.alone("odoo"):
        if not _fetched():
            try:
                _by_package(package)
            except Unavailable as reason:
                say(f"Debian's package of Odoo cannot be had: {reason}")
                _by_git(source)
    return _fetched()


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


def _by_package(place):
    """Unpack Debian's package; raises Unavailable where it is not to be had."""
    if not debian.present():
        raise Unavailable("this is no Debian.")
    with work.appearing(place) as draft:
        packages = draft / "packages"
        packages.mkdir()
        _download(packages)
        _unpack(packages, draft)
        _check(draft)
        shutil.rmtree(packages)
        (draft / ".complete").touch()


def _by_git(place):
    """Clone Odoo's own repository, the newest state of the branch alone."""
    with work.appearing(place) as draft:
        arguments = ["git", "clone", "--depth=1", f"--branch={BRANCH}", SOURCE, "odoo"]
        with step(f"Cloning Odoo from {SOURCE}", lambda: megabytes(work.size(draft))):
            try:
                work.command(arguments, "git clone failed", cwd=draft)
            except Problem as problem:
                raise Problem(f"Odoo 19 cannot be had: {problem} {ELSEWHERE}") from None
        (draft / ".complete").touch()


def megabytes(size, total=0):
    """Give a size in words: 41 of 132 MB."""
    of = f" of {total // MEGABYTE}" if total else ""
    return f"{size // MEGABYTE}{of} MB"


def _download(packages):
    def fetched():
        return megabytes(work.size(packages), DOWNLOAD)

    with step("Fetching Odoo 19 from Debian's archive", fetched):
        try:
            own = debian.Archive(debian.own_suite())
            own.download(OWN_SUITE, packages)
            sid = debian.Archive("sid")
            sid.download((f"{PACKAGE}={VERSION}", *SAME_SUITE), packages)
        except Problem as problem:
            raise Unavailable(str(problem)) from problem


def _unpack(packages, draft):
    def unpacked():
        return megabytes(work.size(draft / "usr"), UNPACKED)

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
