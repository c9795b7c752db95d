"""Take out of one answer what was asked for; raises Misfit for what does not fit."""

from collections.abc import Mapping
from typing import Any

from . import fitting, shape
from .batch import ONLY_ONE, rows_of
from .errors import error_from_fault
from .fault import fault_in
from .query import orders_by_time
from .shape import Misfit, Payload


def object_of(entity: str, answer: Payload) -> Payload:
    """Return the one object of an answer."""
    return shape.row(entity, answer.get(entity))


def read(entity: str, qbo_id: str, answer: Payload) -> Payload:
    """Return the object that was asked for by its id."""
    found = object_of(entity, answer)
    if entity not in ONLY_ONE and found.get("Id") != qbo_id:
        raise Misfit(f"{entity}: another object")
    return found


def written(
    operation: str, entity: str, sent: Mapping[str, Any], answer: Payload
) -> Payload:
    """Return the object that a write came to."""
    found = object_of(entity, answer)
    fitting.check(operation, entity, sent, found)
    return found


def rows(statement: str, spoilt: list[str] | None, answer: Payload) -> list[Payload]:
    """Return the rows that a statement found; see ``batch.rows_of``."""
    found = rows_of(answer.get("QueryResponse"), statement, spoilt)
    if orders_by_time(statement):
        for row in found:
            _expect_time(row)
    return found


def count(answer: Payload) -> int:
    """Return how many a statement counted."""
    return shape.count(answer.get("QueryResponse"))


def _expect_time(row: Payload) -> None:
    if not row.get("MetaData", {}).get("LastUpdatedTime"):
        raise Misfit("a row without its time")


def uploaded(answer: Payload, status: int, trace: str) -> Payload:
    """Return the Attachable that an upload came to; raises QboError for a refusal."""
    listed = answer.get("AttachableResponse")
    first = listed[0] if isinstance(listed, list) and listed else None
    if not isinstance(first, dict):
        raise Misfit("no answer to an upload")
    if first.get("Fault", first.get("fault")) is not None:
        raise error_from_fault(fault_in(first) or {}, status, trace)
    return shape.row("Attachable", first.get("Attachable"))
