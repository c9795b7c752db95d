"""Answer which objects changed since a moment (change data capture)."""

from datetime import datetime, timedelta, timezone

from ..books.money import loads
from ..books.rows import Body
from ..books.work import Work
from ..entities import HANDLERS
from ..entities.base import Handler
from ..faults import Refusal, missing
from ..query import parser
from ..query.values import moment

LOOK_BACK = timedelta(days=30)
MOST = 1000


def changes(work: Work, entities: str | None, since: str | None) -> Body:
    """Return the answer of ``/cdc``; raise 2020, 2190 or 4001.

    Only a lower bound; at most 1000 objects over all entities; deleted ones
    come after the others of their entity.
    """
    if not entities or not entities.strip():
        raise missing("entities")
    if not since:
        raise missing("changedSince")
    start = moment(work, since)
    oldest = (work.now - LOOK_BACK).timestamp()
    if start < oldest:
        text = "changedSince must be within the last 30 days"
        raise Refusal("2190", f"Invalid Date Range : {text}", element="changedSince")
    answers = []
    left = MOST
    for handler in wanted(entities):
        rows = _rows(work, handler, start, left)
        left -= len(rows)
        answers.append(_answer(handler, rows))
    return {"CDCResponse": [{"QueryResponse": answers}]}


def wanted(entities: str) -> list[Handler]:
    """Return the handlers of a comma-separated list; raise 4001 for others."""
    handlers = []
    for name in dict.fromkeys(part.strip() for part in entities.split(",")):
        handler = HANDLERS.get(name.lower())
        if handler is None or not handler.in_cdc:
            raise parser.invalid(f"invalid context declaration: {name}")
        handlers.append(handler)
    return handlers


def _answer(handler: Handler, rows: list[Body]) -> Body:
    if not rows:
        return {}
    counters = {"startPosition": 1, "maxResults": len(rows)}
    return {handler.entity: rows, **counters, "totalCount": len(rows)}


def _rows(work: Work, handler: Handler, since: float, most: int) -> list[Body]:
    store, key = work.books.store, (work.books.realm, handler.entity, since)
    found = store.rows(
        "SELECT body FROM objects WHERE realm = ? AND entity = ? AND updated >= ? "
        f"ORDER BY updated, num LIMIT {max(most, 0)}",
        key,
    )
    bodies = [handler.present(work, loads(row["body"])) for row in found]
    gone = store.rows(
        "SELECT id, deleted FROM tombstones WHERE realm = ? AND entity = ? "
        f"AND deleted >= ? ORDER BY deleted, num LIMIT {max(most - len(bodies), 0)}",
        key,
    )
    return [*bodies, *(_tombstone(work, row["id"], row["deleted"]) for row in gone)]


def _tombstone(work: Work, qbo_id: str, when: int) -> Body:
    past = Work(work.company, datetime.fromtimestamp(when, timezone.utc))
    return {
        "domain": "QBO",
        "status": "Deleted",
        "Id": qbo_id,
        "MetaData": {"LastUpdatedTime": past.stamp()},
    }
