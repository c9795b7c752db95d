"""Attachments: files and notes on other objects."""

from typing import TYPE_CHECKING, Any

from ..books.rows import Body
from ..faults import Refusal, business
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

FIRST_ID = 5000000000000000001
CATEGORIES = (
    "Contact Photo", "Document", "Image", "Other", "Receipt", "Signature", "Sound",
)  # fmt: skip


class Attachable(Handler):
    """Know attachments; linking one raises the token of what it is linked to."""

    entity = "Attachable"
    operations = frozenset({"create", "update", "delete"})
    has_active = False
    read_only = frozenset(
        {
            "FileAccessUri", "TempDownloadUri", "Size",
            "ThumbnailFileAccessUri", "ThumbnailTempDownloadUri",
        }
    )  # fmt: skip

    def new_id(self, work: "Work") -> str:
        store = work.books.store
        return str(store.next(work.books.realm, "Attachable", FIRST_ID))

    def columns(self, body: Body) -> dict[str, Any]:
        return {"name": body.get("FileName"), "num": int(body["Id"]) - FIRST_ID}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        if not body.get("Note") and "FileAccessUri" not in body:
            raise business("You must have at least a note string or file attachment")
        category = body.get("Category")
        if category and category not in CATEGORIES:
            raise Refusal("2170", f"Invalid Enumeration : Category = {category}")
        for ref in body.get("AttachableRef", []):
            self._check(work, ref.get("EntityRef", {}))
            ref.setdefault("IncludeOnSend", False)

    def _check(self, work: "Work", target: Body) -> None:
        from . import HANDLERS

        kind, value = target.get("type", ""), target.get("value", "")
        if kind.lower() not in HANDLERS:
            raise Refusal("6050", f"Unsupported entity reference type {kind}")
        if work.books.get(HANDLERS[kind.lower()].entity, value) is None:
            raise business(
                f"The entity {kind} {value} that you are trying to link does not "
                f"exist. {kind} {value}"
            )

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        old, new = targets(before), targets(body)
        for kind, value in sorted(old ^ new):
            self._touch(work, kind, value)

    def release(self, work: "Work", body: Body) -> None:
        for kind, value in sorted(targets(body)):
            self._touch(work, kind, value)

    def _touch(self, work: "Work", kind: str, value: str) -> None:
        from . import handler_of

        handler = handler_of(kind)
        target = work.books.get(handler.entity, value)
        if target is not None:
            work.save(handler, target)


def targets(body: Body | None) -> set[tuple[str, str]]:
    """Return (type, id) of what an attachment is linked to."""
    refs = [ref.get("EntityRef", {}) for ref in (body or {}).get("AttachableRef", [])]
    return {(ref["type"], ref["value"]) for ref in refs if "value" in ref}
