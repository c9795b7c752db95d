"""Ask several queries in as few calls as possible."""

import uuid

from ..qbo import query
from ..qbo.batch import MOST_ITEMS, BatchItem


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
