"""Decide who moved since both sides agreed, and bring what moved together.

Payloads restricted to mapped keys are compared, never clocks.

===========  ============  =========
local        remote        decision
===========  ============  =========
as remote    as local      NOTHING
changed      as base       PUSH
as base      changed       PULL
changed      changed       CLASH (``merge`` says whether a field really clashes)
gone         as base       LOCAL_GONE
as base      gone          REMOTE_GONE
gone         changed       LOCAL_GONE_REMOTE_CHANGED
changed      gone          REMOTE_GONE_LOCAL_CHANGED
gone         gone          NOTHING
never agreed (base None):  one side only: PUSH or PULL; both, different: CLASH
===========  ============  =========

A gone side is None. Absent, None and empty are the same, since QuickBooks leaves out
what is empty. Numbers are equal by value, whether Decimal, int or a stored float.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, TypeAlias

from .rules import is_empty, plant

Payload: TypeAlias = Mapping[str, Any]
Winner: TypeAlias = Literal["odoo", "quickbooks", "ask"]

# Compared and taken as a whole: half of one address and half of another is a third
# one, and QuickBooks replaces lines only all together. Lists are whole anyway.
WHOLE = frozenset({"BillAddr", "ShipAddr", "ShipFromAddr", "TxnTaxDetail"})


class Decision(Enum):
    """Say which side moved."""

    NOTHING = "nothing"
    PUSH = "push"
    PULL = "pull"
    CLASH = "clash"
    LOCAL_GONE = "local_gone"
    REMOTE_GONE = "remote_gone"
    LOCAL_GONE_REMOTE_CHANGED = "local_gone_remote_changed"
    REMOTE_GONE_LOCAL_CHANGED = "remote_gone_local_changed"


def decide(
    local: Payload | None, remote: Payload | None, base: Payload | None
) -> Decision:
    """Return which side moved since ``base``, the payload both sides agreed on."""
    if local is None or remote is None:
        return _decide_gone(local, remote, base)
    if same(local, remote):
        return Decision.NOTHING
    if base is not None and same(remote, base):
        return Decision.PUSH
    if base is not None and same(local, base):
        return Decision.PULL
    return Decision.CLASH


def _decide_gone(
    local: Payload | None, remote: Payload | None, base: Payload | None
) -> Decision:
    if local is None and remote is None:
        return Decision.NOTHING
    if base is None:
        return Decision.PUSH if remote is None else Decision.PULL
    if local is None:
        unchanged = same(remote, base)
        gone = Decision.LOCAL_GONE
        return gone if unchanged else Decision.LOCAL_GONE_REMOTE_CHANGED
    unchanged = same(local, base)
    return Decision.REMOTE_GONE if unchanged else Decision.REMOTE_GONE_LOCAL_CHANGED


def clashes(local: Payload, remote: Payload, base: Payload | None) -> tuple[str, ...]:
    """Return the paths that both sides changed, and differently.

    Empty means: merge, do not ask. Without a base, two filled fields that differ
    clash, a filled one and an empty one do not.
    """
    ours, theirs, agreed = paths(local), paths(remote), paths(base or {})
    return tuple(
        key
        for key in dict.fromkeys([*ours, *theirs])
        if not _equal(ours.get(key), theirs.get(key))
        and not _equal(ours.get(key), agreed.get(key))
        and not _equal(theirs.get(key), agreed.get(key))
    )


def merge(
    local: Payload, remote: Payload, base: Payload | None, winner: Winner
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the payload in which what either side changed survives, and the clashes.

    A clashing field comes from the winner; with ``ask`` it is left out, so that
    writing the result touches it on neither side. A field that one side emptied is
    absent from the result: what must be emptied is ``emptied(side, merged)``.
    """
    ours, theirs, agreed = paths(local), paths(remote), paths(base or {})
    clashing = clashes(local, remote, base)
    merged: dict[str, Any] = {}
    for key in dict.fromkeys([*theirs, *ours]):
        if key not in clashing:
            theirs_moved = not _equal(theirs.get(key), agreed.get(key))
            plant(merged, key, (theirs if theirs_moved else ours).get(key))
        elif winner != "ask":
            plant(merged, key, (ours if winner == "odoo" else theirs).get(key))
    return merged, clashing


def emptied(side: Payload, merged: Payload, clashing: tuple[str, ...]) -> list[str]:
    """Return the paths that a side still fills but the merged payload does not.

    Give the clashes that were left out (``ask``), for these are not to be touched.
    """
    kept = paths(merged)
    return [key for key in paths(side) if key not in kept and key not in clashing]


def same(one: Payload | None, other: Payload | None) -> bool:
    """Tell whether two payloads say the same."""
    return _equal(one or {}, other or {})


def paths(payload: Payload) -> dict[str, Any]:
    """Return a payload as dotted paths with their values, empty ones left out.

    References, lists and what is named in ``WHOLE`` are single values.
    """
    return dict(_walk(payload, ""))


def _walk(payload: Payload, prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in payload.items():
        whole = key in WHOLE or key.endswith("Ref")
        if isinstance(value, Mapping) and not whole:
            yield from _walk(value, f"{prefix}{key}.")
        elif not is_empty(value):
            yield prefix + key, value


def _equal(one: Any, other: Any) -> bool:
    return _canonical(one) == _canonical(other)


def _canonical(value: Any) -> Any:
    """Return a value in the one form in which equal things are equal."""
    if isinstance(value, bool):
        return ("flag", value)
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, Mapping):
        inner = ((key, _canonical(item)) for key, item in value.items())
        return {key: item for key, item in inner if item is not None} or None
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value] or None
    return value if value != "" else None
