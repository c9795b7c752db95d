"""Know QuickBooks' rules for names: characters, uniqueness, hierarchy."""

from typing import TYPE_CHECKING

from ..faults import Refusal, unknown_object
from .rows import Body

if TYPE_CHECKING:
    from .work import Work

GONE = " (deleted)"
LEVELS = 5
PEOPLE = ("Customer", "Vendor", "Employee")


def key(name: str | None) -> str | None:
    """Return what names are compared by: no case, no outer blanks."""
    return None if name is None else name.strip().casefold()


def bare(name: str) -> str:
    """Return a name without the mark of inactive rows."""
    return name.removesuffix(GONE)


def refuse_characters(body: Body, fields: tuple[str, ...], forbidden: str) -> None:
    """Raise 2040 when a name holds a character it must not."""
    for field in fields:
        bad = [sign for sign in forbidden if sign in str(body.get(field, ""))]
        if bad:
            detail = f"Property Name:{field} contains invalid characters"
            raise Refusal("2040", detail, element=field)


def refuse_duplicate(
    work: "Work", entities: tuple[str, ...], entity: str, body: Body, name: str
) -> None:
    """Raise 6240 when another row of these entities has the name already."""
    own = (entity, body.get("Id"))
    for holder in work.books.holders(entities, key(name) or ""):
        if holder != own:
            raise duplicate(entities, holder[1])


def duplicate(entities: tuple[str, ...], holder: str) -> Refusal:
    """Refuse a name that is taken; the detail names the holder."""
    what = "customer, vendor or employee" if "Customer" in entities else "row"
    detail = (
        f"The name supplied already exists. : Another {what} is already using "
        f"this name. Please use a different name. Id={holder}"
    )
    return Refusal("6240", detail, element="")


def place(work: "Work", entity: str, body: Body, own: str) -> int:
    """Set FullyQualifiedName below the parent; return the level (0 at the top).

    Raise 2500 or 610 for a bad parent, 900 for a circle, 6180 below 5 levels.
    """
    parents = []
    ref = body.get("ParentRef")
    while ref:
        if ref["value"] == body.get("Id"):
            raise Refusal("900", "Parent cannot be child")
        parent = _parent(work, entity, ref, first=not parents)
        parents.append(bare(parent.get("Name") or parent["DisplayName"]))
        ref = parent.get("ParentRef")
        if len(parents) >= LEVELS:
            raise Refusal("6180", f"You can nest up to {LEVELS} levels")
    body["FullyQualifiedName"] = ":".join([*reversed(parents), body[own]])
    return len(parents)


def _parent(work: "Work", entity: str, ref: Body, first: bool) -> Body:
    if first:
        parent = work.reference(entity, ref)
    else:
        parent = work.books.get(entity, ref["value"])
    if parent is None:
        raise unknown_object()
    return parent
