"""Remember which calls were made, what they cost and which ran side by side.

Kept in memory: it is what a test or a person asks about the last minutes.
"""

import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .injection import Target
from .messages import Request, Response

if TYPE_CHECKING:
    from ..emulator import Emulator

READS = {"read", "query", "cdc", "pdf", "download", "reports", "oauth"}
LOG_LENGTH = 5000


@dataclass
class Call:
    """Describe one HTTP call; ``metered`` counts CorePlus items (reads)."""

    number: int
    time: str
    realm: str
    method: str
    path: str
    query: dict[str, str]
    entity: str
    operation: str
    client: str
    items: list[str] = field(default_factory=list)
    status: int = 0
    metered: int = 0
    writes: int = 0
    seconds: float = 0.0
    began: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Describe the call for the control API."""
        hidden = {"began"}
        return {key: value for key, value in vars(self).items() if key not in hidden}


class Calls:
    """Count calls and notice when two clients serve one realm at once."""

    def __init__(self, emulator: "Emulator"):
        self.emulator = emulator
        self._lock = threading.Lock()
        self._number = 0
        self.reset()

    def reset(self) -> None:
        """Forget all calls made so far; those under way are still noticed."""
        with self._lock:
            self._log: deque[Call] = deque(maxlen=LOG_LENGTH)
            self._counts: dict[str, Counter[str]] = {}
            self._types: dict[str, Counter[str]] = {}
            self._open: dict[int, Call] = getattr(self, "_open", {})
            self._overlaps: list[dict[str, Any]] = []

    def begin(self, request: Request, target: Target) -> Call:
        """Note that a call has come in."""
        with self._lock:
            self._number += 1
            call = self._describe(request, target)
            self._note_overlaps(call)
            self._open[call.number] = call
            self._log.append(call)
        return call

    def _describe(self, request: Request, target: Target) -> Call:
        call = Call(
            number=self._number,
            time=self.emulator.clock.now().isoformat(),
            realm=target.realm,
            method=target.method,
            path=target.path,
            query=dict(request.query),
            entity=target.entity,
            operation=target.operation,
            client=client_of(request),
            began=time.monotonic(),
        )
        if target.operation == "batch":
            call.items = batch_items(request)
        return call

    def _note_overlaps(self, call: Call) -> None:
        for other in self._open.values():
            if call.realm and other.realm == call.realm:
                pair = {"first": other.as_json(), "second": call.as_json()}
                self._overlaps.append({"realm": call.realm, **pair})

    def end(self, call: Call, response: Response) -> None:
        """Note what a call was answered and what it cost."""
        metered = response.headers.pop("X-Emulator-Metered", None)
        with self._lock:
            self._open.pop(call.number, None)
            call.status = 0 if response.cut else response.status
            call.seconds = round(time.monotonic() - call.began, 6)
            call.writes = writes_of(call)
            call.metered = metered_of(call) if metered is None else int(metered)
            self._count(call)

    def _count(self, call: Call) -> None:
        counts = self._counts.setdefault(call.realm, Counter())
        counts["total"] += 1
        counts["writes"] += call.writes
        counts["metered"] += call.metered
        counts["batches"] += call.operation == "batch"
        self._types.setdefault(call.realm, Counter())[call.operation] += 1

    def report(self, realm: str | None = None) -> dict[str, Any]:
        """Sum up the calls of one realm or of all.

        ``writes`` and ``metered`` count the items of a batch one by one;
        ``by_type`` counts HTTP calls per operation. Calls for tokens belong to
        no realm.
        """
        with self._lock:
            chosen = [key for key in self._counts if realm in (None, key)]
            counts = sum((self._counts[key] for key in chosen), Counter())
            types = sum((self._types[key] for key in chosen), Counter())
            log = [call.as_json() for call in self._log if realm in (None, call.realm)]
        names = ("total", "writes", "metered", "batches")
        figures = {name: counts[name] for name in names}
        return {**figures, "by_type": dict(types), "log": log}

    def overlaps(self, realm: str) -> list[dict[str, Any]]:
        """List pairs of calls to one realm that were under way together."""
        with self._lock:
            return [pair for pair in self._overlaps if pair["realm"] == realm]


def client_of(request: Request) -> str:
    """Name the client: what it calls itself, else its connection."""
    headers = request.headers
    return headers.get("X-Client") or headers.get("X-Emulator-Peer") or ""


def batch_items(request: Request) -> list[str]:
    """Name what each item of a batch asks for, or nothing if it is malformed."""
    try:
        items = request.json()["BatchItemRequest"]
        return [_item_operation(item) for item in items]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _item_operation(item: dict[str, Any]) -> str:
    if "Query" in item or "CDCQuery" in item:
        return "query" if "Query" in item else "cdc"
    if item.get("optionsData") == "void":
        return "void"
    return str(item.get("operation", ""))


def writes_of(call: Call) -> int:
    """Count the objects a call asked to have written."""
    if call.operation == "batch":
        return sum(item not in READS for item in call.items)
    return int(call.operation not in READS)


def metered_of(call: Call) -> int:
    """Count the reads of a call that Intuit would meter; failed calls are free."""
    if call.status != 200 or not call.realm:
        return 0
    if call.operation == "batch":
        return sum(item in READS for item in call.items)
    return int(call.operation in READS)
