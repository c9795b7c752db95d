"""State what all entities have in common; each one refines it."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books import schema
from ..books.rows import Body
from ..faults import missing

if TYPE_CHECKING:
    from ..books.work import Work

SYSTEM = {"domain", "sparse", "Id", "SyncToken", "MetaData", "status"}


class Handler:
    """Know one entity: what is allowed, required, computed, referred to.

    ``operations`` are what the API permits. ``required`` must be sent at
    create and be there after an update; ``again`` must be sent even in a sparse
    update. ``read_only`` is dropped from what clients send; ``fixed`` can only
    be set at create. ``kept`` survives a full update that omits it.
    ``references`` maps a top-level property to the entity it points to.
    """

    entity: ClassVar[str]
    operations: ClassVar[frozenset[str]] = frozenset({"create", "update"})
    required: ClassVar[tuple[str, ...]] = ()
    again: ClassVar[tuple[str, ...]] = ()
    read_only: ClassVar[frozenset[str]] = frozenset()
    fixed: ClassVar[frozenset[str]] = frozenset()
    kept: ClassVar[frozenset[str]] = frozenset()
    references: ClassVar[dict[str, str]] = {}
    sequence: ClassVar[str] = ""
    in_cdc: ClassVar[bool] = True
    has_active: ClassVar[bool] = True
    is_transaction: ClassVar[bool] = False
    queryable: ClassVar[frozenset[str]] = frozenset()

    def opened(self, sent: Body) -> Body:
        """Return what a client sent, checked against the table of types."""
        schema.check(self.entity, sent)
        return sent

    def fresh(self, sent: Body) -> Body:
        """Return checked values in their stored form."""
        return schema.cleaned(self.entity, sent)

    def id_of(self, sent: Body) -> str:
        """Return the Id of what a client wants to change, empty for a new object."""
        return str(sent.get("Id") or "")

    def new_id(self, work: "Work") -> str:
        """Return the next Id of the entity in this company."""
        name = self.sequence or self.entity
        return str(work.books.store.next(work.books.realm, name))

    def columns(self, body: Body) -> dict[str, Any]:
        """Return the indexed values of the row."""
        return {}

    def merged(self, before: Body, sent: Body, fresh: Body, sparse: bool) -> Body:
        """Return the object after an update, before its rules are applied."""
        protected = SYSTEM | self.read_only | self.fixed
        changes = {key: fresh[key] for key in fresh if key not in protected}
        if not sparse:
            stays = protected | self.kept
            return {**{key: before[key] for key in before if key in stays}, **changes}
        cleared = {key for key in sent if key not in fresh and key not in protected}
        stays = {key: before[key] for key in before if key not in cleared}
        return {**stays, **changes}

    def new(self, sent: Body) -> Body:
        """Return a new object from what was sent, before its rules are applied."""
        protected = SYSTEM | self.read_only
        fresh = self.fresh(sent)
        return {key: fresh[key] for key in fresh if key not in protected}

    def demand(self, sent: Body, body: Body, updating: bool) -> None:
        """Raise 2020 when something required is missing."""
        for name in self.required:
            if body.get(name) in (None, "", [], {}):
                raise missing(name)
        for name in self.again if updating else ():
            if not sent.get(name):
                raise missing(name)

    def check_references(self, work: "Work", body: Body, before: Body | None) -> None:
        """Raise 2500 or 610 for a reference that leads nowhere."""
        for name, entity in self.references.items():
            known = (before or {}).get(name) or {}
            work.reference(entity, body.get(name), (known.get("value", ""),))

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        """Apply the entity's rules and defaults to an object about to be written."""

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        """Carry what was written to other objects."""

    def release(self, work: "Work", body: Body) -> None:
        """Carry a deletion to other objects."""

    def present(self, work: "Work", body: Body) -> Body:
        """Return an object as clients see it."""
        return body
