"""Read and write the objects of one company in the store."""

from collections.abc import Iterable
from typing import Any

from .money import dumps, loads
from .store import Store

Body = dict[str, Any]
COLUMNS = (
    "realm", "entity", "id", "num", "active", "created", "updated",
    "name", "number", "date", "party", "body",
)  # fmt: skip
SAVE = """
INSERT INTO objects (realm, entity, id, num, active, created, updated,
                     name, number, date, party, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (realm, entity, id) DO UPDATE SET
    active = excluded.active, updated = excluded.updated, name = excluded.name,
    number = excluded.number, date = excluded.date, party = excluded.party,
    body = excluded.body
"""


class Books:
    """Give the objects of one realm as plain data (amounts are Decimal)."""

    def __init__(self, store: Store, realm: str):
        self.store = store
        self.realm = realm

    def get(self, entity: str, qbo_id: str) -> Body | None:
        """Return an object, active or not, or None."""
        row = self.store.row(
            "SELECT body FROM objects WHERE realm = ? AND entity = ? AND id = ?",
            (self.realm, entity, qbo_id),
        )
        return None if row is None else loads(row["body"])

    def select(
        self,
        entity: str,
        where: str = "",
        values: Iterable[Any] = (),
        rest: str = "ORDER BY +num",
    ) -> list[Body]:
        """Return objects by a condition on the columns of the table.

        The plus keeps SQLite from walking all rows in the order of ``num``
        where another index finds the few that are wanted.
        """
        rows = self.store.rows(
            f"SELECT body FROM objects WHERE realm = ? AND entity = ? {where} {rest}",
            (self.realm, entity, *values),
        )
        return [loads(row["body"]) for row in rows]

    def count(self, entity: str, where: str = "", values: Iterable[Any] = ()) -> int:
        """Count objects by a condition on the columns of the table."""
        row = self.store.row(
            f"SELECT count(*) AS n FROM objects WHERE realm = ? AND entity = ? {where}",
            (self.realm, entity, *values),
        )
        return int(row["n"]) if row else 0

    def named(self, entity: str, name: str) -> list[Body]:
        """Return the objects with a name key (see ``names.key``)."""
        return self.select(entity, "AND name = ?", (name,))

    def holders(self, entities: tuple[str, ...], name: str) -> list[tuple[str, str]]:
        """Return (entity, id) of the rows of these entities with a name key."""
        marks = ", ".join("?" * len(entities))
        rows = self.store.rows(
            f"SELECT entity, id FROM objects WHERE realm = ? AND entity IN ({marks}) "
            "AND name = ?",
            (self.realm, *entities, name),
        )
        return [(row["entity"], row["id"]) for row in rows]

    def save(self, entity: str, body: Body, columns: dict[str, Any]) -> None:
        """Write an object; ``columns`` are the indexed values of the row."""
        values = {
            "realm": self.realm,
            "entity": entity,
            "id": body["Id"],
            "num": int(body["Id"]) if body["Id"].isdigit() else 0,
            "active": int(body.get("Active", True)),
            "body": dumps(body),
            **columns,
        }
        self.store.execute(SAVE, values_of(values))

    def remove(self, entity: str, qbo_id: str, when: int) -> None:
        """Delete an object for good, leaving a tombstone for CDC."""
        key = (self.realm, entity, qbo_id)
        self.store.execute(
            "DELETE FROM objects WHERE realm = ? AND entity = ? AND id = ?", key
        )
        self.store.execute(
            "INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?, ?, ?)",
            (*key, int(qbo_id), when),
        )

    def applied(self, entity: str, qbo_id: str) -> list[tuple[str, str]]:
        """Return (payment id, amount) of what is applied to a document."""
        rows = self.store.rows(
            "SELECT payment, amount FROM links WHERE realm = ? AND entity = ? "
            "AND id = ? ORDER BY CAST(payment AS INTEGER)",
            (self.realm, entity, qbo_id),
        )
        return [(row["payment"], row["amount"]) for row in rows]

    def allocations(self, payment: str) -> dict[tuple[str, str], str]:
        """Return {(entity, id): amount} of one payment."""
        rows = self.store.rows(
            "SELECT entity, id, amount FROM links WHERE realm = ? AND payment = ?",
            (self.realm, payment),
        )
        return {(row["entity"], row["id"]): row["amount"] for row in rows}

    def allocate(self, payment: str, entity: str, qbo_id: str, amount: str) -> None:
        """Keep what a payment settles of one document."""
        self.store.execute(
            "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?)",
            (self.realm, payment, entity, qbo_id, amount),
        )

    def deallocate(self, payment: str) -> None:
        """Forget all allocations of a payment."""
        self.store.execute(
            "DELETE FROM links WHERE realm = ? AND payment = ?", (self.realm, payment)
        )


def values_of(values: dict[str, Any]) -> Any:
    """Return named values in the order of the SAVE statement."""
    return [values.get(name) for name in COLUMNS]
