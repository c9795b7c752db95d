"""Databases with our add-ons installed, one per source state, and a clean log."""

import contextlib
import os
import re
from pathlib import Path

from environment import Problem, places, work
from environment.databases import Databases

from . import sources

COPY = re.compile(r"_p(\d+)_")
KEPT = 3


class UncleanInstall(Exception):
    """Installing left warnings or errors in Odoo's log; the text is these lines."""


@contextlib.contextmanager
def ready(environment, part):
    """Give the name of a database to copy, with the part's add-ons installed.

    It stays for the length of the block, whatever other runs do. Raises UncleanInstall
    with the lines of Odoo's log that are not clean.
    """
    databases = Databases(environment)
    family = f"qbo_with_{_nickname(part)}_"
    name = f"{family}{sources.state(part.addons)}"
    with contextlib.ExitStack() as use:
        with work.alone(family):
            use.enter_context(work.sharing(name))
            if name not in databases.names():
                _install(databases, part, name)
                _forget(databases, family)
        yield name


def copy_name(name, part):
    """Give the name of the copy that this process makes of a template for a part."""
    return f"{name}_p{os.getpid()}_{part.name}"


def _nickname(part):
    """Parts that need the same database share it."""
    return places.digest(*part.addons, "", *part.modules, str(part.demo))[:6]


def _forget(databases, family):
    """Drop old source states, and what killed runs left behind."""
    ours = [name for name in databases.names() if name.startswith(family)]
    copies = {name: COPY.search(name) for name in ours}
    templates = [name for name, copy in copies.items() if not copy]
    abandoned = [name for name, copy in copies.items() if copy and not _lives(copy[1])]
    unused = [name for name in templates[:-KEPT] if not work.is_shared(name)]
    for name in (*unused, *abandoned):
        databases.drop(name)


def _lives(process):
    return Path("/proc", process).exists()


def _install(databases, part, name):
    draft = f"{name}_p{os.getpid()}_draft"
    databases.copy(databases.base(part.modules, demo=part.demo), draft)
    try:
        lines = databases.install(draft, part.addons)
    except Problem as problem:
        raise UncleanInstall(str(problem)) from problem
    if lines:
        raise UncleanInstall("\n".join(lines))
    databases.rename(draft, name)
