"""What an intent notes of its items: their errors, and how to ask for them again."""

from ..qbo import errors
from .turn import ACTS


def noted(error):
    """An error as an intent keeps it."""
    return {
        "kind": type(error).__name__,
        "message": error.message,
        "code": error.code,
        "detail": error.detail,
        "trace": error.trace,
        "names": list(error.names),
        "ids": list(error.ids),
    }


def denoted(note):
    """The error again."""
    kind = getattr(errors, note["kind"], errors.QboError)
    error = kind(
        note["message"], code=note["code"], detail=note["detail"], trace=note["trace"]
    )
    error.names, error.ids = tuple(note["names"]), tuple(note["ids"])
    return error


def mark_again(connection, entries, more=0):
    """Mark the records of an intent's items again; ``more``: attempts to count."""
    connection.env["qbo.change"]._insert(
        [
            {
                "connection_id": connection.id,
                "entity": entry["entity"],
                "res_model": entry["model"],
                "res_id": entry["res_id"],
                "part": entry["part"],
                "needed": True,
                "attempt": entry["attempt"] + more,
                "run_id": next(iter(entry["jobs"]), None),
                **_wish_of(entry),
            }
            for entry in entries
        ]
    )


def _wish_of(entry):
    """What a mark must say beyond "may differ" so that the same is done again."""
    if entry["operation"] in ACTS:
        return {"operation": entry["operation"], "details": entry["details"]}
    return {"operation": "remove"} if entry.get("removal") else {}
