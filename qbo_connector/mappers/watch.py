"""What a mapper watches, and how a mapper says that a person has to act."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watch:
    """Changes of one Odoo model that may change what QuickBooks should hold.

    ``fields`` are the written names that matter; empty: only creation and deletion.
    ``path`` leads from the written record to the mapper's own records: "" is the
    record itself, "move_id" or "line_ids.move_id" are followed as by ``mapped()``,
    and the name of a mapper method (it starts with "_") is called with the records.
    The watched model must inherit ``qbo.change.mixin`` or ``qbo.sync.mixin``.
    """

    model: str
    fields: tuple[str, ...] = ()
    path: str = ""


class MappingProblem(Exception):
    """A record cannot be sent, or taken over, before a person acts.

    Raised by mappers while they translate; becomes one open problem of the record.
    ``message`` names records, not ids; ``advice`` says what to do; ``button`` is one
    of "retry", "map", "choose", "open"; ``kind`` keeps problems of one record apart.
    """

    def __init__(self, message, *, advice="", button="retry", kind="mapping"):
        super().__init__(message)
        self.message, self.advice = message, advice
        self.button, self.kind = button, kind
