"""Carry one change to the books: who does it, when, and what it touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..faults import Refusal, dead_reference, unknown_object
from .rows import Body, Books

if TYPE_CHECKING:
    from ..entities.base import Handler
    from .company import Company

# How QuickBooks calls the table behind a reference in fault 2500.
TABLES = {
    "Account": "Accounts",
    "Customer": "Names",
    "Vendor": "Names",
    "Item": "Items",
}


@dataclass
class Event:
    """Say what happened to one object, for the webhooks."""

    entity: str
    qbo_id: str
    operation: str
    deleted_id: str | None = None


@dataclass
class Work:
    """Change the books of a company at one moment.

    ``person`` is true for what a person does in QuickBooks, which may go
    beyond what the API allows. ``options`` are the flags of the call, such as
    ``allowduplicatedocnum``; ``hidden`` is what other items of the same batch
    made, which must not be seen.
    """

    company: "Company"
    now: datetime
    person: bool = False
    options: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)
    hidden: set[tuple[str, str]] = field(default_factory=set)

    @property
    def books(self) -> Books:
        """Return the books of the company."""
        return self.company.books

    @property
    def today(self) -> date:
        """Return the date in the company's own time zone."""
        return self.now.astimezone(ZoneInfo(self.company.zone)).date()

    def stamp(self) -> str:
        """Return the time as MetaData shows it: company zone, whole seconds."""
        local = self.now.astimezone(ZoneInfo(self.company.zone))
        return local.isoformat(timespec="seconds")

    def note(self, entity: str, qbo_id: str, operation: str, gone: str = "") -> None:
        """Remember an event for the webhooks."""
        self.events.append(Event(entity, qbo_id, operation, gone or None))

    def insert(self, handler: "Handler", body: Body, operation: str = "Create") -> Body:
        """Give a new object its Id, token and stamps, and write it."""
        body["Id"] = body.get("Id") or handler.new_id(self)
        stamp = self.stamp()
        body.update(SyncToken="0", domain="QBO", sparse=False)
        body["MetaData"] = {"CreateTime": stamp, "LastUpdatedTime": stamp}
        self._write(handler, body)
        self.note(handler.entity, body["Id"], operation)
        return body

    def save(
        self, handler: "Handler", body: Body, operation: str = "Update", token: int = 1
    ) -> Body:
        """Write a changed object: token up, new stamp. ``token`` 0 keeps it."""
        body["SyncToken"] = str(int(body["SyncToken"]) + token)
        body["MetaData"] = {**body["MetaData"], "LastUpdatedTime": self.stamp()}
        self._write(handler, body)
        if operation:
            self.note(handler.entity, body["Id"], operation)
        return body

    def _write(self, handler: "Handler", body: Body) -> None:
        moment = int(self.now.timestamp())
        columns = {"created": moment, "updated": moment, **handler.columns(body)}
        self.books.save(handler.entity, body, columns)
        self.company.ledger.post(self, handler.entity, body)

    def remove(self, handler: "Handler", qbo_id: str) -> None:
        """Delete an object for good."""
        self.books.remove(handler.entity, qbo_id, int(self.now.timestamp()))
        self.company.ledger.erase(self, handler.entity, qbo_id)
        self.note(handler.entity, qbo_id, "Delete")

    def find(self, entity: str, qbo_id: str) -> Body | None:
        """Return an object a client can know of, or None."""
        if (entity, qbo_id) in self.hidden:
            return None
        return self.books.get(entity, qbo_id)

    def made(self) -> set[tuple[str, str]]:
        """Return (entity, id) of what this work created."""
        created = (event for event in self.events if event.operation == "Create")
        return {(event.entity, event.qbo_id) for event in created}

    def reference(
        self, entity: str, ref: Body | None, known: Iterable[str] = ()
    ) -> Body | None:
        """Return what a reference names and complete its ``name``.

        ``known`` are ids the object named before: those may be inactive. Raise
        2500 for an id that never was, 610 for an inactive row.
        """
        if ref is None:
            return None
        value = str(ref.get("value", ""))
        target = self.find(entity, value)
        if target is None:
            raise dead_reference(TABLES.get(entity, entity), value)
        if not target.get("Active", True) and value not in known:
            raise unknown_object()
        name = target.get("DisplayName") or target.get("FullyQualifiedName")
        ref["name"] = name or target.get("Name")
        return target

    def preference(self, path: str) -> Any:
        """Return a preference by its dotted path, or None."""
        return self.company.preference(path)

    def refuse_writes(self) -> None:
        """Raise 6190 when the company's subscription has ended."""
        if self.company.subscribed or self.person:
            return
        detail = (
            "Subscription period has ended or canceled, or there was a billing "
            "problem : You can't add data to QuickBooks Online because your trial "
            "or subscription period ended, or there was a billing problem."
        )
        raise Refusal("6190", detail)
