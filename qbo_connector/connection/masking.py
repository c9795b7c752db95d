"""Blank out personal data in what was said to QuickBooks, for the debug log.

What is kept is listed, so that a property nobody thought of stays hidden.
"""

import json

KEPT = frozenset(
    {
        "Active",
        "AccountSubType",
        "AccountType",
        "ApplyTaxAfterDiscount",
        "Code",
        "CreateTime",
        "DetailType",
        "DueDate",
        "EmailStatus",
        "GlobalTaxCalculation",
        "Id",
        "LastUpdatedTime",
        "LineNum",
        "Message",
        "Query",
        "SyncToken",
        "TxnDate",
        "TxnId",
        "TxnType",
        "Type",
        "bId",
        "code",
        "domain",
        "element",
        "operation",
        "optionsData",
        "sparse",
        "status",
        "time",
        "type",
        "value",
    }
)
MASK = "•••"
LONGEST = 20000  # characters


def mask(body):
    """Return a JSON body (bytes or text) as text, with names and the like hidden."""
    if not body:
        return ""
    try:
        content = json.loads(body)
    except ValueError:
        return MASK
    return json.dumps(_masked(content, ""), indent=1, ensure_ascii=False)[:LONGEST]


def _masked(content, key):
    if isinstance(content, dict):
        return {name: _masked(value, name) for name, value in content.items()}
    if isinstance(content, list):
        return [_masked(value, key) for value in content]
    if isinstance(content, str) and key not in KEPT:
        return MASK
    return content
