"""Write statements of QuickBooks' query language.

Only AND exists; literals stand in single quotes; an apostrophe is escaped by a
backslash, so a backslash is escaped first. Typographic quotes in a literal are a
lexical error even though names may hold them: ``name_is_like`` goes round them.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from . import entities
from .moments import format_moment

PAGE = 1000  # the most that one answer holds
IDS_AT_ONCE = 100  # keeps a statement with IN well below any limit

Literal = str | bool | int | Decimal | date

_UNSPEAKABLE = re.compile("[\u2018-\u201f\u2032-\u2037\x00-\x1f\x7f]")
_WILD = re.compile(r"[%_]")
BOTH = "Active IN (true, false)"


def literal(value: Literal) -> str:
    """Return a value as it stands in a statement.

    Raises ValueError for text that no literal can hold (typographic quotes,
    control characters); see ``name_is_like``.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"'{format_moment(value)}'"
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if _UNSPEAKABLE.search(text):
        raise ValueError("this text cannot stand in a query")
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def can_be_asked(text: str) -> bool:
    """Tell whether ``literal`` can hold the text."""
    return not _UNSPEAKABLE.search(text)


def equals(field: str, value: Literal) -> str:
    """Return the clause ``field = value``."""
    return f"{field} = {literal(value)}"


def in_list(field: str, values: Iterable[str]) -> list[str]:
    """Return clauses that together find all the values, 100 to a clause.

    A value that no literal can hold gets a clause of its own, which may find others
    too (see ``name_is_like``); one of which nothing can be asked gets none.
    """
    known = list(dict.fromkeys(values))
    plain = [literal(value) for value in known if can_be_asked(value)]
    clauses = [
        f"{field} IN ({', '.join(plain[start : start + IDS_AT_ONCE])})"
        for start in range(0, len(plain), IDS_AT_ONCE)
    ]
    odd = (name_is_like(field, value) for value in known if not can_be_asked(value))
    return clauses + [clause for clause in dict.fromkeys(odd) if clause]


def name_is_like(field: str, name: str) -> str:
    """Return a clause that finds the name, if need be together with some others.

    Where a literal cannot hold it, the longest part that can is looked for; compare
    what comes back with ``names.comparable``. "" when nothing of it can be asked.
    """
    if can_be_asked(name):
        return equals(field, name)
    parts = [part for piece in _UNSPEAKABLE.split(name) for part in _WILD.split(piece)]
    longest = max(parts, key=len).strip()
    return f"{field} LIKE {literal(f'%{longest}%')}" if longest else ""


def both(*clauses: str) -> str:
    """Join the clauses that are not empty with AND."""
    return " AND ".join(clause for clause in clauses if clause)


def select(
    entity: str,
    where: str = "",
    *,
    order_by: str = "",
    start: int = 0,
    limit: int = 0,
    columns: str = "*",
) -> str:
    """Return a whole statement; ``start`` counts from 1, 0 leaves a part out."""
    parts = [f"SELECT {columns} FROM {entity}"]
    parts += [f"WHERE {where}"] if where else []
    parts += [f"ORDERBY {order_by}"] if order_by else []
    parts += [f"STARTPOSITION {start}"] if start else []
    parts += [f"MAXRESULTS {limit}"] if limit else []
    return " ".join(parts)


def entity_of(statement: str) -> str:
    """Return the type that a statement asks for."""
    return statement.partition(" FROM ")[2].partition(" ")[0]


def asks_for_all(statement: str) -> bool:
    """Tell whether whole objects are asked for, not some of their columns."""
    return statement.startswith("SELECT *")


def orders_by_time(statement: str) -> bool:
    """Tell whether whoever asks goes on from the time of the last row."""
    is_ordered = "LastUpdatedTime" in statement.partition(" ORDERBY ")[2]
    return is_ordered and asks_for_all(statement)


def is_active(entity: str, active: bool | None) -> str:
    """Return the clause for active, inactive or (None) both kinds of rows.

    "" for types without the field, and for True: QuickBooks hides inactive rows
    unless asked.
    """
    if active is True or not entities.get(entity).has_active:
        return ""
    return BOTH if active is None else "Active = false"
