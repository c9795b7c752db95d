"""Describe single HTTP calls: what they are while under way, and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .batch import BatchItem
from .errors import READS

LONGEST_REQUEST_ID = 50
LONGEST_BATCH_REQUEST_ID = 36  # QuickBooks joins each item's bid to it


@dataclass(frozen=True)
class Call:
    """Tell of one HTTP call after it ended, for metering and the log.

    ``kind`` is read, write or batch. ``entity`` is "" for a batch of several types.
    ``metered`` counts what Intuit bills as data-out: a successful read, in a batch
    each successful query. ``status`` 0: no answer came. ``code`` is the fault's, ""
    for a success. ``items`` are those of a batch, else 1.
    """

    kind: str
    operation: str
    entity: str
    metered: int
    status: int
    code: str
    trace: str
    seconds: float
    items: int


@dataclass
class Task:
    """Describe one call while it is under way."""

    operation: str
    entity: str
    items: Sequence[BatchItem] = ()
    queries_done: int = 0

    @property
    def kind(self) -> str:
        """Return read, write or batch."""
        if self.operation == "batch":
            return "batch"
        return "read" if self.operation in READS else "write"

    @property
    def meaning(self) -> str:
        """Return the operation that errors are read by: queries together only read."""
        only_asks = self.items and all(item.operation == "query" for item in self.items)
        return "query" if only_asks else self.operation

    def ended(self, status: int, code: str, trace: str, seconds: float) -> Call:
        """Return what is told of it; a refused call is not metered."""
        metered = self.queries_done if self.items else int(self.operation in READS)
        refused = bool(code) or status != 200
        names = {item.entity for item in self.items}
        return Call(
            self.kind,
            self.operation,
            self.entity or (names.pop() if len(names) == 1 else ""),
            0 if refused else metered,
            status,
            code,
            trace,
            seconds,
            len(self.items) or 1,
        )


class Pace(Protocol):
    """Keep calls (kind: read, write or batch) within QuickBooks' limits."""

    def hold(self, kind: str, items: int) -> str: ...

    def begin(self, kind: str) -> None: ...

    def end(self) -> None: ...


def checked(request_id: str, limit: int = LONGEST_REQUEST_ID) -> str:
    """Return the request id; raises ValueError for none or one that is too long."""
    if not 0 < len(request_id) <= limit:
        raise ValueError(f"a request id has 1 to {limit} characters")
    return request_id
