"""Give addresses what QuickBooks adds to them: an Id and coordinates."""

from typing import TYPE_CHECKING

from .rows import Body

if TYPE_CHECKING:
    from .work import Work

ADDED = ("Id", "Lat", "Long")
UNKNOWN = {"Lat": "INVALID", "Long": "INVALID"}


def complete(
    work: "Work", body: Body, before: Body | None, names: tuple[str, ...]
) -> None:
    """Complete the addresses of an object.

    An address that did not change keeps its Id, whether it was sent or not;
    coordinates are never found.
    """
    for name in names:
        address = body.get(name)
        if not address:
            body.pop(name, None)
            continue
        old = (before or {}).get(name, {})
        if written(address) != written(old):
            old = {**UNKNOWN, "Id": new_id(work)}
        body[name] = {**written(address), **{key: old[key] for key in ADDED}}


def written(address: Body) -> Body:
    """Return the part of an address that people write."""
    return {key: value for key, value in address.items() if key not in ADDED}


def new_id(work: "Work") -> str:
    """Return the next Id of an address in this company."""
    return str(work.books.store.next(work.books.realm, "Address"))
