"""Write webhook events in Intuit's two shapes.

Which entity announces what: qbo-api.md 9.4.
"""

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

CHANGES = ("Create", "Update")
LISTS = (*CHANGES, "Delete", "Merge")
DELETABLE = (*CHANGES, "Delete")
VOIDABLE = (*DELETABLE, "Void")
ANNOUNCED = {
    "Account": LISTS,
    "Bill": DELETABLE,
    "BillPayment": VOIDABLE,
    "Class": LISTS,
    "CompanyCurrency": DELETABLE,
    "CreditMemo": (*VOIDABLE, "Emailed"),
    "Customer": LISTS,
    "Department": (*CHANGES, "Merge"),
    "Deposit": DELETABLE,
    "Employee": LISTS,
    "Estimate": (*DELETABLE, "Emailed"),
    "Invoice": (*VOIDABLE, "Emailed"),
    "Item": LISTS,
    "JournalEntry": DELETABLE,
    "Payment": (*VOIDABLE, "Emailed"),
    "PaymentMethod": (*CHANGES, "Merge"),
    "Preferences": ("Update",),
    "Purchase": VOIDABLE,
    "RefundReceipt": (*VOIDABLE, "Emailed"),
    "SalesReceipt": (*VOIDABLE, "Emailed"),
    "TaxAgency": CHANGES,
    "Term": CHANGES,
    "TimeActivity": DELETABLE,
    "Transfer": VOIDABLE,
    "Vendor": LISTS,
    "VendorCredit": DELETABLE,
}
CLOUD_OPERATIONS = {
    "Create": "created",
    "Update": "updated",
    "Delete": "deleted",
    "Merge": "merged",
    "Void": "void",
    "Emailed": "emailed",
}


@dataclass
class Event:
    """Hold one event; ``moment`` is seconds since 1970."""

    realm: str
    entity: str
    qbo_id: str
    operation: str
    moment: float
    deleted_id: str | None = None
    uid: str = field(default_factory=lambda: str(uuid.uuid4()))

    def dump(self) -> str:
        """Return the event as text for the store."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "Event":
        """Read what ``dump`` wrote."""
        return cls(**json.loads(text))

    def time(self) -> str:
        """Return the time as Intuit writes it: UTC, milliseconds, Z."""
        moment = datetime.fromtimestamp(self.moment, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_announced(entity: str, operation: str) -> bool:
    """Tell whether Intuit sends a webhook for this at all."""
    return operation in ANNOUNCED.get(entity, ())


def cloudevents(events: list[Event]) -> list[dict[str, Any]]:
    """Return the array of CloudEvents."""
    return [_cloudevent(event) for event in events]


def _cloudevent(event: Event) -> dict[str, Any]:
    operation = CLOUD_OPERATIONS[event.operation]
    return {
        "specversion": "1.0",
        "id": event.uid,
        "source": "intuit.emulator",
        "type": f"qbo.{event.entity.lower()}.{operation}.v1",
        "datacontenttype": "application/json",
        "time": event.time(),
        "intuitentityid": event.qbo_id,
        "intuitaccountid": event.realm,
        "data": {},
    }


def legacy(events: list[Event]) -> dict[str, Any]:
    """Return the older shape: one entry per company."""
    by_realm: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        by_realm.setdefault(event.realm, []).append(_entity(event))
    return {
        "eventNotifications": [
            {"realmId": realm, "dataChangeEvent": {"entities": entities}}
            for realm, entities in by_realm.items()
        ]
    }


def _entity(event: Event) -> dict[str, Any]:
    entity = {
        "name": event.entity,
        "id": event.qbo_id,
        "operation": event.operation,
        "lastUpdated": event.time(),
    }
    if event.deleted_id:
        entity["deletedId"] = event.deleted_id
    return entity


SHAPES = {"cloudevents": cloudevents, "legacy": legacy}
