"""Say what goes into a batch and what comes out of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import entities, fitting, shape
from .errors import READS, QboError, QboUnreadable, as_meant, error_from_fault
from .fault import fault_in
from .query import PAGE, asks_for_all, entity_of
from .shape import Misfit, Payload

MOST_ITEMS = 30
LONGEST_BID = 10  # QuickBooks joins it to the request id: 50 together, less one
_OPERATIONS = ("create", "update", "delete", "void", "query")
# What tells two new objects apart that are alike else.
_OWN = ("DocNumber", "PaymentRefNum", "PrivateNote")
ONLY_ONE = ("CompanyInfo", "Preferences")  # each company has just one


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
    """Match the answer of a batch to its items, by bid; raises Misfit.

    An item that QuickBooks left out has an unknown outcome: it may have been done.
    So has one whose answer cannot be the one to it.
    """
    listed = body.get("BatchItemResponse")
    if not isinstance(listed, list):
        raise Misfit("no list of answers")
    found: dict[str, list[Any]] = {}
    for entry in listed:
        if isinstance(entry, dict):
            found.setdefault(str(entry.get("bId")), []).append(entry)
    read = {item.bid: _answer(item, found.get(item.bid), trace) for item in items}
    return _without_crossed(items, read, trace)


def _answer(item: BatchItem, entries: list[Any] | None, trace: str) -> BatchAnswer:
    if not entries or len(entries) > 1:
        return BatchAnswer(error=_unanswered(item, trace))
    [entry] = entries
    if entry.get("Fault", entry.get("fault")) is not None:
        error = error_from_fault(fault_in(entry) or {}, trace=trace)
        return BatchAnswer(error=as_meant(error, item.operation))
    try:
        if item.operation == "query":
            return BatchAnswer(rows=tuple(_rows(item, entry)))
        found = shape.row(item.entity, entry.get(item.entity))
        fitting.check(item.operation, item.entity, item.payload, found)
    except Misfit:
        return BatchAnswer(error=_unanswered(item, trace))
    return BatchAnswer(object=found)


def _rows(item: BatchItem, entry: Payload) -> list[Payload]:
    entity = entity_of(item.statement)
    rows = rows_of(entry.get("QueryResponse"), item.statement)
    if not rows and entity in ONLY_ONE:
        raise Misfit(f"{entity}: none")
    return rows


def _without_crossed(
    items: Sequence[BatchItem], read: dict[str, BatchAnswer], trace: str
) -> dict[str, BatchAnswer]:
    """Doubt the answers that belong to another item of the same batch."""
    made = [item for item in items if item.operation == "create"]
    pairs = [(item, read[item.bid].object) for item in made if read[item.bid].object]
    ids = Counter((item.entity, found["Id"]) for item, found in pairs)
    said: dict[tuple[str, str], set[str]] = {}
    for item in made:
        for key in _OWN:
            if item.payload.get(key):
                said.setdefault((item.entity, key), set()).add(str(item.payload[key]))
    for item, found in pairs:
        crossed = any(
            item.payload.get(key)
            and str(found.get(key)) != str(item.payload[key])
            and str(found.get(key)) in said.get((item.entity, key), ())
            for key in _OWN
        )
        if crossed or ids[item.entity, found["Id"]] > 1:
            read[item.bid] = BatchAnswer(error=_unanswered(item, trace))
    return read


def _unanswered(item: BatchItem, trace: str) -> QboError:
    error = QboUnreadable(
        "QuickBooks left this part of the request unanswered.", trace=trace, status=200
    )
    error.outcome_unknown = item.operation not in READS
    return error


def rows_of(
    response: Any, statement: str, spoilt: list[str] | None = None
) -> list[Payload]:
    """Return the checked rows of the answer to a query, each object once.

    Raises Misfit for a row that does not fit. With a list as ``spoilt`` such rows are
    left out, and their ids put there ("" for one without).
    """
    entity, whole = entity_of(statement), asks_for_all(statement)
    rows = shape.rows(response, entity)
    found = list(_fitting(rows, entity, whole, spoilt))
    unique = {row.get("Id", number): row for number, row in enumerate(found)}
    if len(unique) < len(found) and len(rows) >= PAGE:
        raise Misfit(f"{entity}: repeated rows")  # or a full page would seem the last
    return list(unique.values())


def _fitting(
    rows: Sequence[Any], entity: str, whole: bool, spoilt: list[str] | None
) -> Iterator[Payload]:
    for row in rows:
        try:
            yield shape.row(entity, row, whole=whole)
        except Misfit:
            if spoilt is None:
                raise
            spoilt.append(shape.id_in(entity, row))


def queries_done(items: Sequence[BatchItem], found: Mapping[str, BatchAnswer]) -> int:
    """Count the queries that were answered: these are metered."""
    queries = (item for item in items if item.operation == "query")
    return sum(found[item.bid].error is None for item in queries)
