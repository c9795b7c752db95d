"""Believe a webhook only when it is signed, and read both of its shapes.

The old shape is an object with ``eventNotifications``, the new one an array of
CloudEvents. Either may speak of several companies, repeat itself and come out of
order: a notice is a hint to look, never news in itself.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .entities import by_path
from .moments import parse_moment

_OPERATIONS = {
    "create": "create",
    "created": "create",
    "update": "update",
    "updated": "update",
    "delete": "delete",
    "deleted": "delete",
    "merge": "merge",
    "merged": "merge",
    "void": "void",
    "voided": "void",
    "email": "email",
    "emailed": "email",
}


@dataclass(frozen=True)
class Notice:
    """Say that something happened to one object of one company.

    ``operation`` is create, update, delete, merge, void or email. ``time`` is aware
    UTC. ``deleted_id`` is the object that a merge swallowed, if told.
    """

    realm_id: str
    entity: str
    qbo_id: str
    operation: str
    time: datetime
    deleted_id: str = ""


def is_genuine(body: bytes, signature: str, secret: str) -> bool:
    """Tell whether Intuit signed these raw bytes with our verifier token.

    False without a secret: a door without a lock stays shut.
    """
    if not secret or not signature:
        return False
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(digest), signature.strip().encode())


def parse(body: bytes) -> tuple[Notice, ...]:
    """Return the notices of a body in either shape, repeated ones once.

    Events of unknown types or operations are left out. Raises ValueError for a body
    that is not a webhook at all.
    """
    content = json.loads(body)
    if isinstance(content, list):
        found = map(_from_cloud_event, content)
    elif isinstance(content, dict) and "eventNotifications" in content:
        found = map(_notice, _legacy(content))
    else:
        raise ValueError("this is not a webhook of QuickBooks")
    return tuple(dict.fromkeys(notice for notice in found if notice))


def _legacy(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for company in content["eventNotifications"]:
        events = (company.get("dataChangeEvent") or {}).get("entities") or []
        for event in events:
            yield {
                "realm_id": company.get("realmId"),
                "entity": event.get("name"),
                "qbo_id": event.get("id"),
                "operation": event.get("operation"),
                "time": event.get("lastUpdated"),
                "deleted_id": event.get("deletedId"),
            }


def _from_cloud_event(event: Any) -> Notice | None:
    if not isinstance(event, dict):
        return None
    parts = str(event.get("type") or "").split(".")
    if len(parts) < 3 or parts[0] != "qbo":
        return None
    data = event.get("data")
    swallowed = data.get("deletedId") if isinstance(data, dict) else None
    return _notice(
        {
            "realm_id": event.get("intuitaccountid"),
            "entity": parts[1],
            "qbo_id": event.get("intuitentityid"),
            "operation": parts[2],
            "time": event.get("time"),
            "deleted_id": swallowed,
        }
    )


def _notice(found: dict[str, Any]) -> Notice | None:
    entity = by_path(str(found["entity"] or ""))
    operation = _OPERATIONS.get(str(found["operation"] or "").lower())
    if not (entity and operation and found["realm_id"] and found["qbo_id"]):
        return None
    return Notice(
        str(found["realm_id"]),
        entity,
        str(found["qbo_id"]),
        operation,
        _moment(found["time"]),
        str(found["deleted_id"] or ""),
    )


def _moment(text: Any) -> datetime:
    try:
        return parse_moment(str(text))
    except ValueError:
        return datetime.now(timezone.utc)  # the time only sorts; the id matters
