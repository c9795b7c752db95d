"""Ask several queries in as few calls as possible."""

import uuid
from datetime import timedelta, timezone

from odoo import fields
from odoo.tools import split_every

from ..qbo import entities, query
from ..qbo.batch import MOST_ITEMS, BatchItem

OLDEST = timedelta(days=29)  # QuickBooks looks back 30
FETCH_AT_ONCE = 9  # hundreds of objects: an answer holds 1000


def ask(client, statements, at_once=MOST_ITEMS):
    """Rows of each statement, in their order. Raises QboError.

    Up to ``at_once`` go in one call. The whole answer of a call holds 1000 objects at
    most: where it is full, the statements are asked again one by one.
    """
    rows = []
    for start in range(0, len(statements), at_once):
        rows += _ask_some(client, statements[start : start + at_once])
    return rows


def _ask_some(client, statements):
    if len(statements) == 1:
        return [client.query_page(statements[0])]
    items = [
        BatchItem(str(number), "query", statement=statement)
        for number, statement in enumerate(statements)
    ]
    answers = client.batch(items, uuid.uuid4().hex)
    for answer in answers.values():
        if answer.error is not None:
            raise answer.error
    rows = [list(answers[item.bid].rows) for item in items]
    if sum(map(len, rows)) < query.PAGE:
        return rows
    return [client.query_page(statement) for statement in statements]


def newest(client, ids):
    """Newest objects by id, inactive ones too: {entity: objects}."""
    asked = [
        (entity, _by_ids(entity, list(some)))
        for entity, all_ids in ids.items()
        for some in split_every(query.IDS_AT_ONCE, all_ids, list)
    ]
    answers = ask(client, [each for _entity, each in asked], FETCH_AT_ONCE)
    found = {entity: [] for entity in ids}
    for (entity, _statement), rows in zip(asked, answers, strict=True):
        found[entity] += rows
    return found


def newest_of(client, items):
    """Newest objects of items: {(entity, id): object}; what is gone is not there."""
    ids = {}
    for item in items:
        ids.setdefault(item.entity, []).append(item.qbo_id)
    found = newest(client, ids)
    return {(entity, row["Id"]): row for entity, rows in found.items() for row in rows}


def _by_ids(entity, ids):
    facts = entities.get(entity)
    [clause] = query.in_list("Id", ids)
    where = query.both(query.is_active(entity, None), clause)
    return query.select(entity, where, limit=query.PAGE, columns=facts.columns)


def recent(client, types, since):
    """Objects changed and ids deleted since a moment (naive UTC), by type."""
    moment = since.replace(tzinfo=timezone.utc)
    in_cdc = [each for each in types if entities.get(each).in_cdc]
    if in_cdc == types and since > fields.Datetime.now() - OLDEST:
        changes = client.changes_since(types, moment)
        if not changes.cut:
            return changes.objects, changes.deleted
    where = f"MetaData.LastUpdatedTime >= {query.literal(moment)}"
    objects = {each: list(client.query(each, where, active=None)) for each in types}
    return objects, {}
