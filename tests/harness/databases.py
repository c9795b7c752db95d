"""Databases of a test's own, and SQL on them that asks nothing of the product."""

import contextlib
import os
import subprocess
import sys

import psycopg2
import psycopg2.extras


class Database:
    """A PostgreSQL database; the server is the one that PGHOST and PGPORT name."""

    def __init__(self, name):
        self.name = name

    def exists(self):
        """Tell whether the database is there."""
        query = "SELECT count(*) FROM pg_database WHERE datname = %s"
        return bool(Database("postgres").value(query, self.name))

    def copy(self, name):
        """Make a copy under another name (replacing one) and give it."""
        copy = Database(name)
        copy.drop()
        # Nobody may be connected to a database that is copied.
        self._disconnect_all()
        _run("createdb", "-T", self.name, name)
        return copy

    def drop(self):
        """Remove the database if it is there."""
        _run("dropdb", "--if-exists", "--force", self.name)

    def _disconnect_all(self):
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=%s"
        Database("postgres").rows(query, self.name)

    def install(self, *modules):
        """Install add-ons in a process of their own and give its log."""
        options = ["-d", self.name, "-i", ",".join(modules), "--stop-after-init"]
        command = [sys.executable, "-m", "odoo", *options, "--max-cron-threads=0"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stderr

    @contextlib.contextmanager
    def cursor(self):
        """Give a cursor that commits at the end."""
        with contextlib.closing(psycopg2.connect(dbname=self.name)) as connection:
            factory = psycopg2.extras.RealDictCursor
            with connection, connection.cursor(cursor_factory=factory) as cursor:
                yield cursor

    def rows(self, query, *parameters):
        """Give the rows of a query as dictionaries."""
        with self.cursor() as cursor:
            cursor.execute(query, parameters)
            return [dict(row) for row in cursor.fetchall()]

    def value(self, query, *parameters):
        """Give the first value of the first row."""
        return next(iter(self.rows(query, *parameters)[0].values()))

    def dump(self):
        """Give the whole database as SQL text."""
        return _run("pg_dump", self.name)


def _run(*command):
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ
    )
    if answer.returncode:
        raise RuntimeError(answer.stderr.strip())
    return answer.stdout
