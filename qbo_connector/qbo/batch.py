"""Say what goes into a batch and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import entities
from .errors import READS, QboError, QboServerError, as_meant, error_from_fault
from .fault import fault_in

MOST_ITEMS = 30
LONGEST_BID = 10  # QuickBooks joins it to the request id: 50 together, less one
_OPERATIONS = ("create", "update", "delete", "void", "query")

Payload = dict[str, Any]


@dataclass(frozen=True)
class BatchItem:
    """Ask for one thing in a batch.

    ``operation`` is create, update, delete, void or query; a query has a
    ``statement``, everything else an ``entity`` and a ``payload`` (delete and void
    need ``Id`` and ``SyncToken`` in it).
    """

    bid: str
    operation: str
    entity: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    statement: str = ""

    def request(self) -> Payload:
        """Return the item as it stands in ``BatchItemRequest``."""
        if self.operation == "query":
            return {"bId": self.bid, "Query": self.statement}
        payload = dict(self.payload)
        if self.operation == "update":
            payload.setdefault("sparse", True)
        if self.operation == "void":
            payload["sparse"] = True
            voided = {"operation": "update", "optionsData": "void"}
            return {"bId": self.bid, **voided, self.entity: payload}
        return {"bId": self.bid, "operation": self.operation, self.entity: payload}


@dataclass(frozen=True)
class BatchAnswer:
    """Hold what one item came to: the object, the rows of a query, or an error."""

    object: Payload = field(default_factory=dict)
    rows: tuple[Payload, ...] = ()
    error: QboError | None = None


def check(items: Sequence[BatchItem]) -> None:
    """Raise ValueError for a batch that QuickBooks would refuse or mix up."""
    bids = {item.bid for item in items}
    if not 0 < len(items) <= MOST_ITEMS:
        raise ValueError(f"a batch holds 1 to {MOST_ITEMS} items, not {len(items)}")
    if len(bids) != len(items) or any(not 0 < len(b) <= LONGEST_BID for b in bids):
        raise ValueError("each item of a batch needs a short bid of its own")
    for item in items:
        if item.operation not in _OPERATIONS:
            raise ValueError(f"no such operation in a batch: {item.operation}")
        if item.operation == "void" and not entities.get(item.entity).void:
            raise ValueError(f"QuickBooks cannot void a {item.entity}")


def answers(
    items: Sequence[BatchItem], body: Mapping[str, Any], trace: str
) -> dict[str, BatchAnswer]:
    """Match the answer of a batch to its items, by bid.

    An item that QuickBooks left out has an unknown outcome: it may have been done.
    """
    listed = body.get("BatchItemResponse") or []
    found = {str(entry.get("bId")): entry for entry in listed}
    return {item.bid: _answer(item, found.get(item.bid), trace) for item in items}


def _answer(item: BatchItem, entry: Payload | None, trace: str) -> BatchAnswer:
    if entry is None:
        return BatchAnswer(error=_unanswered(item, trace))
    fault = fault_in(entry)
    if fault is not None:
        error = error_from_fault(fault, trace=trace)
        return BatchAnswer(error=as_meant(error, item.operation))
    if item.operation == "query":
        return BatchAnswer(rows=tuple(rows_of(entry.get("QueryResponse") or {})))
    if item.entity not in entry:
        return BatchAnswer(error=_unanswered(item, trace))
    return BatchAnswer(object=entry[item.entity])


def _unanswered(item: BatchItem, trace: str) -> QboError:
    error = QboServerError(
        "QuickBooks left this part of the request unanswered.", trace=trace, status=200
    )
    error.outcome_unknown = item.operation not in READS
    return error


def rows_of(response: Mapping[str, Any]) -> list[Payload]:
    """Return the rows of a ``QueryResponse``; an empty one has no key at all."""
    for value in response.values():
        if isinstance(value, list):
            return value
    return []


def queries_done(items: Sequence[BatchItem], found: Mapping[str, BatchAnswer]) -> int:
    """Count the queries that were answered: these are metered."""
    queries = (item for item in items if item.operation == "query")
    return sum(found[item.bid].error is None for item in queries)
