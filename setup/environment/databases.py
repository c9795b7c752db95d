"""Databases: made from templates in a second, dropped when done.

A template is built once under a draft name and renamed when it is whole, so an
interrupted one is never taken for a good one. Templates keep their attachments in
the database, not in a file store: a copy made by ``createdb -T`` is then complete.
"""

import contextlib
import re
import subprocess

from . import places, work
from .report import Problem, step

TROUBLE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
KEEP_IN_DATABASE = """
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env.cr.commit()
"""


class Databases:
    """The databases of an environment's server; ``environment`` from prepare()."""

    def __init__(self, environment):
        self.environment = environment

    def names(self):
        """Give the names of all databases, the oldest first."""
        return self._sql("SELECT datname FROM pg_database ORDER BY oid").split()

    def copy(self, source, name):
        """Make ``name`` anew as a copy of ``source``, which nobody may have open."""
        self.drop(name)
        self._run("createdb", "-T", source, name)

    def create(self, name):
        """Make an empty database, anew if it exists."""
        self.drop(name)
        self._run("createdb", "-T", "template0", "-E", "UTF8", name)

    def drop(self, name):
        """Drop the database, cutting open connections; fine if it does not exist."""
        self._run("dropdb", "--if-exists", "--force", name)

    def guests(self, name):
        """Give how many connections a database has open."""
        query = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"
        return int(self._sql(query))

    def rename(self, old, new):
        """Give a database that nobody has open another name."""
        self._sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    @contextlib.contextmanager
    def temporary(self, source, name):
        """Give a copy of ``source`` for the length of the block."""
        self.copy(source, name)
        try:
            yield name
        finally:
            self.drop(name)

    def install(self, name, modules, *, demo=False):
        """Install modules into a database; give the troubled lines of Odoo's log.

        An empty list means a clean log. Raises Problem where Odoo itself failed.
        """
        options = ["--with-demo"] if demo else []
        log = self._odoo("-d", name, "-i", ",".join(modules), *options)
        return [line for line in log.splitlines() if TROUBLE.match(line)]

    def update(self, name, modules):
        """Bring installed modules of a database up to date with their sources."""
        self._odoo("-d", name, "-u", ",".join(modules))

    def base(self, modules, *, demo=True):
        """Give a template with these modules of Odoo, built if it is not there.

        Demo data is what Odoo ships: companies, partners, posted invoices.
        """
        state = (self.environment.odoo.version, str(self.environment.odoo.path))
        key = places.digest(*state, *sorted(modules), str(demo))
        name = f"qbo_base_{key}"
        with work.alone(name):
            if name not in self.names():
                self._build(name, modules, demo)
        return name

    def _build(self, name, modules, demo):
        draft = f"{name}_draft"
        with step(f"Installing Odoo's {', '.join(modules)} into a template"):
            self.create(draft)
            self.install(draft, modules, demo=demo)
            self._odoo("shell", "-d", draft, "--no-http", text=KEEP_IN_DATABASE)
            self.rename(draft, name)

    def _odoo(self, *arguments, text=""):
        command = [self.environment.python, "-m", "odoo", *arguments]
        if "shell" not in arguments:
            command += ["--stop-after-init", "--no-http"]
        answer = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            env=self.environment.variables,
            check=False,
        )
        log = answer.stdout + answer.stderr
        if answer.returncode:
            said = [line for line in log.splitlines() if " INFO " not in line]
            raise Problem(f"Odoo failed: {work.last_line(chr(10).join(said))}")
        return log

    def _sql(self, query):
        return self._run("psql", "-d", "postgres", "-XAtqc", query)

    def _run(self, *arguments):
        failing = f"{arguments[0]} failed"
        return work.command(arguments, failing, env=self.environment.variables)
