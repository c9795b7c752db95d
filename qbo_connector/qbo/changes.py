"""Read an answer of change data capture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import shape
from .errors import error_from_fault
from .fault import fault_in
from .moments import parse_moment
from .shape import Misfit, Payload

CAP = 1000  # objects in one answer, shared by all its types


@dataclass(frozen=True)
class Changes:
    """Hold what changed since a moment; ``time`` (UTC) is the next cursor.

    ``deleted`` holds ids; confirm one by a read before anything is cancelled.
    ``cut``: the answer was full, so there may be more. No page follows: ask for fewer
    types or query instead, and do not move the cursor. ``spoilt`` holds the ids of
    objects that came in a shape nobody can rely on ("" for one without): they are in
    neither of the other two, and must be asked for again.
    """

    time: datetime
    objects: dict[str, list[Payload]] = field(default_factory=dict)
    deleted: dict[str, list[str]] = field(default_factory=dict)
    cut: bool = False
    spoilt: dict[str, list[str]] = field(default_factory=dict)


def read_changes(names: Iterable[str], body: Mapping[str, Any], trace: str) -> Changes:
    """Sort an answer by type, tombstones apart.

    Raises QboError for a fault in it, Misfit for a shape that hides what is missing.
    """
    found: dict[str, list[Any]] = {name: [] for name in names}
    for response in _list(body.get("CDCResponse")):
        _take(response, found, trace)
        for part in _list(response.get("QueryResponse") or []):
            _take(part, found, trace)
    changes = Changes(_time(body.get("time")), cut=_full(found))
    for name, values in found.items():
        _sort(changes, name, values)
    return changes


def _list(value: Any) -> list[Payload]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Misfit("no list of changes")
    return value


def _time(value: Any) -> datetime:
    try:
        return parse_moment(value)
    except (ValueError, AttributeError):
        raise Misfit("time") from None


def _take(part: Mapping[str, Any], found: dict[str, list[Any]], trace: str) -> None:
    if part.get("Fault", part.get("fault")) is not None:
        raise error_from_fault(fault_in(part) or {}, trace=trace)
    for name, rows in part.items():
        if name in found:
            if not isinstance(rows, list):
                raise Misfit(f"{name}: no list")
            found[name] += rows


def _sort(changes: Changes, name: str, values: list[Any]) -> None:
    """Put each object of a type where it belongs; of a repeated one the newest."""
    newest: dict[str, Payload] = {}
    spoilt: list[str] = []
    for value in values:
        try:
            row = shape.row(name, value)
        except Misfit:
            spoilt.append(shape.id_in(name, value))
            continue
        before = newest.get(row["Id"])
        if before is None or _version(row) >= _version(before):
            newest[row["Id"]] = row
    rows = newest.values()
    changes.objects[name] = [row for row in rows if not _is_tombstone(row)]
    changes.deleted[name] = [row["Id"] for row in rows if _is_tombstone(row)]
    if spoilt:
        changes.spoilt[name] = spoilt


def _version(row: Payload) -> tuple[bool, int]:
    return _is_tombstone(row), int(row.get("SyncToken") or 0)


def _full(found: Mapping[str, list[Any]]) -> bool:
    return sum(map(len, found.values())) >= CAP


def _is_tombstone(row: Payload) -> bool:
    return row.get("status") == "Deleted"
