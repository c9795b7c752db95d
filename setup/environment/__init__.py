"""What makes a bare machine run Odoo 19 with these add-ons.

``prepare()`` makes whatever is missing and gives an :class:`Environment`; the
programs in setup/ (run, test, demo, bench) begin with it or with ``enter()``.
Only Python's standard library is used here: this code runs before anything else is
installed.
"""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from . import configuration, odoo, places, postgres, python, system
from .report import Problem, say, sentences, step

__all__ = ["Environment", "Problem", "enter", "prepare", "say", "sentences", "step"]


@dataclass
class Environment:
    """A machine that is ready: the folders, and the variables for child processes."""

    folder: Path
    odoo: odoo.Odoo
    postgres: dict
    variables: dict = field(default_factory=dict)

    @property
    def python(self):
        """Give the interpreter that has everything."""
        return str(self.folder / "bin" / "python")


def prepare():
    """Make the environment where it is missing, start PostgreSQL, give both.

    Raises Problem, with one sentence, where something cannot be had.
    """
    folder = python.ensure()
    source = odoo.ensure()
    system.ensure()
    server = postgres.ensure(folder)
    environment = Environment(folder, source, server)
    environment.variables = configuration.variables(environment)
    return environment


def enter(script):
    """Go on with the script inside the environment; return there, once inside.

    For entry programs: the first call replaces this process by the environment's
    Python running the same script with the same arguments.
    """
    mark = str(python.folder()) if _supported() else ""
    if os.environ.get("QBO_ENVIRONMENT") == mark and mark:
        return
    with sentences():
        environment = prepare()
    arguments = [environment.python, str(script), *sys.argv[1:]]
    os.execve(environment.python, arguments, environment.variables)


def _supported():
    lowest, highest = python.SUPPORTED
    return lowest <= sys.version_info[:2] <= highest


def find_program(name):
    """Give the path of a program of the machine, or None."""
    return shutil.which(name)


REPOSITORY = places.REPOSITORY
