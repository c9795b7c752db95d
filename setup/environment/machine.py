"""The machine made ready, part by part, and what child processes need to know."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from . import configuration, odoo, postgres, python, system
from .report import sentences


@dataclass
class Environment:
    """A machine that is ready: its parts, and the variables for child processes."""

    folder: Path
    odoo: odoo.Odoo
    postgres: dict
    variables: dict = field(default_factory=dict)

    @property
    def python(self):
        """Give the interpreter that has everything."""
        return str(self.folder / "bin" / "python")


def prepare():
    """Make what is missing, start PostgreSQL, and give the environment.

    Raises Problem, with one sentence, where something cannot be had.
    """
    folder = python.ensure()
    source = odoo.ensure()
    system.ensure()
    environment = Environment(folder, source, postgres.ensure(folder))
    environment.variables = configuration.variables(environment)
    return environment


def enter(script):
    """Go on with the script inside the environment; return there, once inside.

    For entry programs that need the installed packages: the first call replaces this
    process by the environment's Python, running the same script with its arguments.
    """
    if os.environ.get("QBO_ENVIRONMENT") == sys.prefix:
        return
    with sentences():
        environment = prepare()
    arguments = [environment.python, str(script), *sys.argv[1:]]
    os.execve(environment.python, arguments, environment.variables)


def stop():
    """Stop the embedded PostgreSQL, if it runs; its data stays."""
    postgres.Server(python.folder()).stop()
