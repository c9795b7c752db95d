"""Keep everything in one SQLite database, written through at every change.

A change is on disk before its answer leaves, so a killed process loses
nothing (write-ahead log, which survives the death of the process). One lock
and one connection serve all threads: calls are short, and QuickBooks Online
handles the writes of one company one after the other as well.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS companies (
    realm TEXT PRIMARY KEY, profile TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sequences (
    realm TEXT, name TEXT, value INTEGER NOT NULL, PRIMARY KEY (realm, name));
CREATE TABLE IF NOT EXISTS objects (
    realm TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL,
    num INTEGER NOT NULL, active INTEGER NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL,
    name TEXT, number TEXT, date TEXT, party TEXT, body TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS objects_id ON objects (realm, entity, id);
CREATE INDEX IF NOT EXISTS objects_num ON objects (realm, entity, num);
CREATE INDEX IF NOT EXISTS objects_name ON objects (realm, entity, name);
CREATE INDEX IF NOT EXISTS objects_number ON objects (realm, entity, number);
CREATE INDEX IF NOT EXISTS objects_number_nocase
    ON objects (realm, entity, number COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS objects_date ON objects (realm, entity, date);
CREATE INDEX IF NOT EXISTS objects_party ON objects (realm, party, entity);
CREATE INDEX IF NOT EXISTS objects_due ON objects (realm, entity,
    json_extract(body, '$.DueDate'), json_extract(body, '$.Balance'));
CREATE INDEX IF NOT EXISTS objects_updated ON objects (realm, entity, updated);
CREATE TABLE IF NOT EXISTS tombstones (
    realm TEXT, entity TEXT, id TEXT, num INTEGER, deleted INTEGER,
    PRIMARY KEY (realm, entity, id));
CREATE TABLE IF NOT EXISTS links (
    realm TEXT, payment TEXT, entity TEXT, id TEXT, amount TEXT NOT NULL,
    PRIMARY KEY (realm, payment, entity, id));
CREATE INDEX IF NOT EXISTS links_target ON links (realm, entity, id);
CREATE TABLE IF NOT EXISTS replies (
    realm TEXT, request TEXT, digest TEXT, status INTEGER, headers TEXT,
    body BLOB, PRIMARY KEY (realm, request));
CREATE TABLE IF NOT EXISTS files (
    realm TEXT, id TEXT, content BLOB, PRIMARY KEY (realm, id));
"""


class Store:
    """Wrap the SQLite connection; ``path`` None keeps all in memory."""

    def __init__(self, path: str | None = None):
        self.lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.create_function("fold", 1, fold, deterministic=True)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all or nothing; inside another transaction, a part of it."""
        with self.lock:
            mark = f"level_{self._depth}"
            outermost = self._depth == 0
            self.execute("BEGIN IMMEDIATE" if outermost else f"SAVEPOINT {mark}")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                self._undo(outermost, mark)
                raise
            self._depth -= 1
            self.execute("COMMIT" if outermost else f"RELEASE {mark}")

    def _undo(self, outermost: bool, mark: str) -> None:
        if outermost:
            self.execute("ROLLBACK")
            return
        self.execute(f"ROLLBACK TO {mark}")
        self.execute(f"RELEASE {mark}")

    def define(self, script: str) -> None:
        """Create tables of another part (``CREATE TABLE IF NOT EXISTS``)."""
        with self.lock:
            self._connection.executescript(script)

    def execute(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with self.lock:
            return self._connection.execute(sql, tuple(values))

    def rows(self, sql: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with self.lock:
            return self._connection.execute(sql, tuple(values)).fetchall()

    def row(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with self.lock:
            return self._connection.execute(sql, tuple(values)).fetchone()

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value of the general key-value table (JSON data)."""
        row = self.row("SELECT value FROM state WHERE key = ?", (key,))
        return default if row is None else json.loads(row["value"])

    def set(self, key: str, value: Any) -> None:
        """Keep a value in the general key-value table (JSON data)."""
        self.execute(
            "INSERT INTO state VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, json.dumps(value)),
        )

    def next(self, realm: str, name: str, start: int = 1) -> int:
        """Return the next number of a sequence of one company."""
        row = self.row(
            "INSERT INTO sequences VALUES (?, ?, ?) ON CONFLICT (realm, name) "
            "DO UPDATE SET value = value + 1 RETURNING value",
            (realm, name, start),
        )
        assert row is not None
        return int(row["value"])

    def close(self) -> None:
        """Close the database."""
        with self.lock:
            self._connection.close()


def fold(value: Any) -> Any:
    """Return a text as it is compared: without case and outer blanks."""
    return value.strip().casefold() if isinstance(value, str) else value
