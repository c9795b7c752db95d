"""What each side has changed since both agreed: pure functions over payloads.

A link keeps two things: ``agreed``, what QuickBooks held when both were last in
step, and ``ours``, where our own payload read otherwise and still counted as equal
(QuickBooks trims, reformats, adds a suffix). Without the second a record would be sent
again for ever. Paths are dotted, as in ``merge``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from . import merge, rules
from .merge import Payload

Paths: TypeAlias = dict[str, Any]


@dataclass
class Outcome:
    """What comes of a comparison.

    ``take``: paths to write here, with QuickBooks' value (None: to empty).
    ``send``: paths whose value here differs from QuickBooks' and shall go there.
    ``disputed``: paths a person must decide, with both values: {path: (ours, theirs)}.
    """

    take: Paths = field(default_factory=dict)
    send: Paths = field(default_factory=dict)
    disputed: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def equal(one: Any, other: Any) -> bool:
    """Whether two values say the same; absent, None and empty do."""
    return merge.equal(one, other)


def moved(local: Payload, agreed: Payload | None, ours: Paths | None) -> Paths:
    """Our payload since the last agreement: {path: value now, None when emptied}."""
    now, before = merge.paths(local), last_local(agreed, ours)
    return {
        path: now.get(path)
        for path in dict.fromkeys([*now, *before])
        if not equal(now.get(path), before.get(path))
    }


def last_local(agreed: Payload | None, ours: Paths | None) -> Paths:
    """What our payload read at the last agreement, as paths."""
    before = {**merge.paths(agreed or {}), **(ours or {})}
    return {path: value for path, value in before.items() if value is not None}


def reads_otherwise(local: Payload, remote: Payload, but: Iterable[str] = ()) -> Paths:
    """Where two payloads that count as equal differ: {path: our value or None}."""
    here, there = merge.paths(local), merge.paths(remote)
    return {
        path: here.get(path)
        for path in dict.fromkeys([*here, *there])
        if path not in but and not equal(here.get(path), there.get(path))
    }


def compare(
    local: Payload,
    remote: Payload,
    agreed: Payload | None,
    ours: Paths | None,
    winner: str,
) -> Outcome:
    """Outcome of our payload and QuickBooks' newest one; ``agreed`` None: never met.

    At the first meeting a merge fills what is empty on one side.
    """
    theirs, base = merge.paths(remote), merge.paths(agreed or {})
    changed_here = moved(local, agreed, ours)
    outcome = Outcome()
    for path in dict.fromkeys([*theirs, *base, *changed_here]):
        there = theirs.get(path)
        if path not in changed_here:
            if not equal(there, base.get(path)):
                outcome.take[path] = there
        elif not equal(changed_here[path], there):
            _both(outcome, path, changed_here[path], there, base.get(path), winner)
    if not agreed and winner == "merge":
        # Two that had lives of their own before they met: neither changed anything,
        # so nothing is overwritten, and what each side says stays until it is edited.
        outcome.disputed.clear()
    return outcome


def _both(
    outcome: Outcome, path: str, here: Any, there: Any, base: Any, winner: str
) -> None:
    """Sort one path that we changed and that reads otherwise in QuickBooks."""
    clash = not equal(there, base)
    if clash and winner == "merge" and (rules.is_empty(here) or rules.is_empty(there)):
        winner = "quickbooks" if rules.is_empty(here) else "odoo"
    if not clash or winner == "odoo":
        outcome.send[path] = here
    elif winner == "quickbooks":
        outcome.take[path] = there
    else:
        outcome.disputed[path] = (here, there)


def part_of(payload: Payload, mapped: Iterable[str], take: Paths) -> Paths:
    """The payload with those mapped keys only that are to be taken over.

    What is not mapped stays, as hooks may read it. An emptied path is an explicit None.
    """
    mapped_tops = {path.split(".")[0] for path in mapped}
    kept = {key: value for key, value in payload.items() if key not in mapped_tops}
    for path, value in take.items():
        planted(kept, path, rules.dig(payload, path) if value is not None else None)
    return kept


def body_of(payload: Payload, emptied: Paths) -> Paths:
    """The payload with the emptied paths said explicitly: absent means untouched."""
    body = dict(payload)
    for path, before in emptied.items():
        blank = dict.fromkeys(before, "") if isinstance(before, dict) else ""
        planted(body, path, blank)
    return body


def without(payload: Payload, paths: Iterable[str]) -> Paths:
    """The payload without some paths."""
    kept: Paths = {}
    for path, value in merge.paths(payload).items():
        if path not in paths:
            planted(kept, path, value)
    return kept


def keeping(payload: Payload, old: Payload, kept_paths: Iterable[str]) -> Paths:
    """The payload, but with the old value (or none) on some paths."""
    before = merge.paths(old)
    kept = without(payload, kept_paths)
    for path in kept_paths:
        if path in before:
            planted(kept, path, before[path])
    return kept


def planted(payload: Paths, path: str, value: Any) -> Paths:
    """Put a value, even an empty one, at a dotted path of the payload; returns it."""
    whole = payload
    *parents, last = path.split(".")
    for part in parents:
        inner = payload.get(part)
        payload[part] = dict(inner) if isinstance(inner, dict) else {}
        payload = payload[part]
    payload[last] = value
    return whole
