"""SQL on a database of Odoo that asks nothing of the product."""

import contextlib

import psycopg2
import psycopg2.extras


class Book:
    """One Odoo database, looked at from outside; PGHOST names its server."""

    def __init__(self, name):
        self.name = name

    @contextlib.contextmanager
    def cursor(self):
        """Give a cursor that commits at the end."""
        with contextlib.closing(psycopg2.connect(dbname=self.name)) as connection:
            factory = psycopg2.extras.RealDictCursor
            with connection, connection.cursor(cursor_factory=factory) as cursor:
                yield cursor

    def execute(self, statement, *parameters, **named):
        """Carry out a statement and give the number of rows it touched."""
        with self.cursor() as cursor:
            cursor.execute(statement, parameters or named)
            return cursor.rowcount

    def rows(self, query, *parameters, **named):
        """Give the rows of a query as dictionaries."""
        with self.cursor() as cursor:
            cursor.execute(query, parameters or named)
            return [dict(row) for row in cursor.fetchall()]

    def value(self, query, *parameters, **named):
        """Give the first value of the first row."""
        return next(iter(self.rows(query, *parameters, **named)[0].values()))
