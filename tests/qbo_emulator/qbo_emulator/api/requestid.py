"""Remember first answers, so that a call sent again is not done twice."""

import hashlib
import re
from typing import TYPE_CHECKING

from ..faults import Refusal

if TYPE_CHECKING:
    from ..books.store import Store

LONGEST = 50
LONGEST_BATCH = 36
LONGEST_ITEM = 10
FORM = re.compile(r"[\x21-\x7e]+")


def check(request_id: str, longest: int = LONGEST) -> None:
    """Raise 2130 for an id that is too long or has blanks or other signs."""
    if len(request_id) > longest or not FORM.fullmatch(request_id):
        detail = f"Request id can have at most {longest} plain characters"
        raise Refusal("2130", detail, element="requestid")


def digest(*parts: str | bytes) -> str:
    """Return a fingerprint of what was asked."""
    made = hashlib.sha256()
    for part in parts:
        made.update(part if isinstance(part, bytes) else part.encode(errors="replace"))
        made.update(b"\0")
    return made.hexdigest()


class Replies:
    """Keep the answers of successful writes by company and request id.

    How long QuickBooks remembers is not documented; here it is for ever, also
    after the object was deleted.
    """

    def __init__(self, store: "Store"):
        self._store = store

    def find(self, realm: str, request_id: str, fingerprint: str) -> bytes | None:
        """Return the first answer, or None; raise 600 if the call is another."""
        row = self._store.row(
            "SELECT digest, body FROM replies WHERE realm = ? AND request = ?",
            (realm, request_id),
        )
        if row is None:
            return None
        if row["digest"] != fingerprint:
            detail = f"Duplicate Request ID : {request_id} was used for another call"
            raise Refusal("600", detail, element="requestid")
        return bytes(row["body"])

    def keep(self, realm: str, request_id: str, fingerprint: str, body: bytes) -> None:
        """Keep a first answer."""
        self._store.execute(
            "INSERT OR IGNORE INTO replies VALUES (?, ?, ?, 200, '', ?)",
            (realm, request_id, fingerprint, body),
        )
