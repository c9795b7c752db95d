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
from .moments import OutOfTime, parse_moment

_LONGEST = 100  # characters; ids and words are far shorter
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
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

    Events of unknown types or operations are left out. Raises ValueError, before
    anything is returned, if any part has not the shape of a webhook.
    """
    try:
        content = json.loads(body)
    except RecursionError:
        raise ValueError("nested without end") from None
    if isinstance(content, list):
        found = map(_from_cloud_event, content)
    else:
        found = map(_notice, _legacy(_dict(content)))
    return tuple(dict.fromkeys(notice for notice in found if notice))


def _legacy(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "eventNotifications" not in content:
        raise ValueError("this is not a webhook of QuickBooks")
    for company in map(_dict, _list(content["eventNotifications"])):
        change = _dict(company.get("dataChangeEvent") or {})
        for event in map(_dict, _list(change.get("entities") or [])):
            yield {
                "realm_id": company.get("realmId"),
                "entity": event.get("name"),
                "qbo_id": event.get("id"),
                "operation": event.get("operation"),
                "time": event.get("lastUpdated"),
                "deleted_id": event.get("deletedId"),
            }


def _from_cloud_event(event: Any) -> Notice | None:
    event = _dict(event)
    parts = _text(event.get("type")).split(".")
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
    told = {name: _text(value) for name, value in found.items()}
    moment = _moment(told["time"])
    entity = by_path(told["entity"])
    operation = _OPERATIONS.get(told["operation"].lower())
    if not (entity and operation and told["realm_id"] and told["qbo_id"]):
        return None
    return Notice(
        told["realm_id"], entity, told["qbo_id"], operation, moment, told["deleted_id"]
    )


def _moment(text: str) -> datetime:
    """Return when it happened; what can't be read is now, as the time only sorts."""
    try:
        moment = parse_moment(text)
    except OutOfTime:
        raise
    except ValueError:
        return datetime.now(timezone.utc)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("a time before or after QuickBooks")
    return moment


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"an object was expected, not {type(value).__name__}")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"a list was expected, not {type(value).__name__}")
    return value


def _text(value: Any) -> str:
    """Return an id or a word that a table can keep; empty if not told."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"a text was expected, not {type(value).__name__}")
    text = str(value)
    if len(text) > _LONGEST or not text.isprintable():
        raise ValueError("a text that is no id and no word")
    return text
