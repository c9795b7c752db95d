"""Read an answer of change data capture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .batch import Payload
from .errors import error_from_fault
from .fault import fault_in
from .moments import parse_moment

CAP = 1000  # objects in one answer, shared by all its types


@dataclass(frozen=True)
class Changes:
    """Hold what changed since a moment; ``time`` (UTC) is the next cursor.

    ``deleted`` holds ids; confirm one by a read before anything is cancelled.
    ``cut``: the answer was full, so there may be more. No page follows: ask for fewer
    types or query instead, and do not move the cursor.
    """

    time: datetime
    objects: dict[str, list[Payload]] = field(default_factory=dict)
    deleted: dict[str, list[str]] = field(default_factory=dict)
    cut: bool = False


def read_changes(names: Iterable[str], body: Mapping[str, Any], trace: str) -> Changes:
    """Sort an answer by type, tombstones apart; raises QboError for a fault in it."""
    found: dict[str, list[Payload]] = {name: [] for name in names}
    for response in body.get("CDCResponse") or []:
        for part in (response, *(response.get("QueryResponse") or [])):
            _take(part, found, trace)
    changes = Changes(parse_moment(body["time"]), cut=_full(found))
    for name, rows in found.items():
        changes.objects[name] = [row for row in rows if not _is_tombstone(row)]
        changes.deleted[name] = [row["Id"] for row in rows if _is_tombstone(row)]
    return changes


def _take(part: Mapping[str, Any], found: dict[str, list[Payload]], trace: str) -> None:
    fault = fault_in(part)
    if fault is not None:
        raise error_from_fault(fault, trace=trace)
    for name, rows in part.items():
        if name in found:
            found[name] += rows


def _full(found: Mapping[str, list[Payload]]) -> bool:
    return sum(map(len, found.values())) >= CAP


def _is_tombstone(row: Payload) -> bool:
    return row.get("status") == "Deleted"
