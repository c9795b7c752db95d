"""Speak to one QuickBooks company: plain dicts in, plain dicts out.

The only importer of ``quickbooks`` (python-quickbooks). Of that library the request
envelope is used (addresses, headers); its objects are not, for they send empty
strings for all that was not set. Its traps are closed here:
no AuthClient is given (its constructor would refresh a token in silence), the
session is ours (time limit, typed errors, headers kept), bodies are bytes, amounts
are Decimal both ways, and ``requestid`` stands in the address of every write.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from quickbooks.client import QuickBooks

from . import answers, entities, shape
from . import batch as batches
from .batch import BatchAnswer, BatchItem
from .calls import LONGEST_BATCH_REQUEST_ID, Call, Pace, Task, checked
from .changes import Changes, read_changes
from .entities import VOID_BY_OPERATION
from .errors import (
    QboError,
    QboServerError,
    QboUnauthorized,
    QboUnreadable,
    as_meant,
)
from .exact import dumps
from .moments import format_moment
from .query import PAGE, both, entity_of, is_active, select
from .session import TIMEOUT, QboSession
from .shape import Misfit, Payload

MINOR_VERSION = 75

Result = TypeVar("Result")


class QboClient:
    """Read and write the objects of one company; every method raises QboError.

    ``base_url`` is the address before ``/v3``. ``renew`` is asked for a new access
    token after a 401, once per call, and the call is made again. ``on_call`` hears of
    every HTTP call after it ended, refused or not. ``pace`` lets each call wait until
    it may go, or raises QboThrottled where that takes too long.
    """

    def __init__(
        self,
        base_url: str,
        realm_id: str,
        access_token: str,
        *,
        timeout: float = TIMEOUT,
        on_call: Callable[[Call], None] | None = None,
        renew: Callable[[], str] | None = None,
        pace: Pace | None = None,
    ):
        self.realm_id = realm_id
        self.session = QboSession(access_token, timeout)
        self._on_call = on_call
        self._renew = renew
        self._pace = pace
        # Any: the library is untyped, and what could be guessed from it is wrong.
        self._wire: Any = QuickBooks(
            company_id=realm_id, minorversion=MINOR_VERSION, use_decimal=True
        )
        self._wire.api_url_v3 = base_url.rstrip("/") + "/v3"
        self._wire.session = self.session

    # READING

    def read(self, entity: str, qbo_id: str) -> Payload:
        """Return one object, an inactive one too; raises QboNotFound."""
        return self._ask(
            Task("read", entity),
            "GET",
            self._url(entities.get(entity).path, qbo_id),
            check=partial(answers.read, entity, qbo_id),
        )

    def company_info(self) -> Payload:
        """Return what the company says of itself: name, country, flags."""
        return self.read("CompanyInfo", self.realm_id)

    def preferences(self) -> Payload:
        """Return the company's preferences."""
        task = Task("read", "Preferences")
        check = partial(answers.object_of, "Preferences")
        return self._ask(task, "GET", self._url("preferences"), check=check)

    def query(
        self,
        entity: str,
        where: str = "",
        *,
        order_by: str = "Id",
        active: bool | None = True,
    ) -> Iterator[Payload]:
        """Yield every matching object once, in pages of 1000.

        ``active`` None asks for inactive rows too, False for these alone (list types
        only; the others have no such field). ``order_by`` must be unique.

        A row deleted between two pages moves the later ones up, and the one that
        slips over the border would never be seen. So each page starts on the last row
        of the page before; if that is not there, the page before is asked for again.
        """
        where = both(where, is_active(entity, active))
        columns = entities.get(entity).columns
        page = partial(
            select, entity, where, columns=columns, order_by=order_by, limit=PAGE
        )
        seen: set[str] = set()
        start = 1
        while True:
            rows = self.query_page(page(start=start))
            if start > 1 and (not rows or rows[0]["Id"] not in seen):
                start = max(1, start - PAGE + 1)
                continue
            yield from (row for row in rows if row["Id"] not in seen)
            seen.update(row["Id"] for row in rows)
            if len(rows) < PAGE:
                return
            start += PAGE - 1

    def query_page(
        self, statement: str, spoilt: list[str] | None = None
    ) -> list[Payload]:
        """Return the rows of one statement, at most 1000; see ``query.select``.

        Rows in a shape that nobody can rely on raise QboUnreadable; with a list as
        ``spoilt`` they are left out and their ids put there ("" for one without).
        """

        check = partial(answers.rows, statement, spoilt)
        return self._queried("query", statement, check)

    def count(self, entity: str, where: str = "", *, active: bool | None = True) -> int:
        """Return how many objects match; ``active`` as in ``query``."""
        where = both(where, is_active(entity, active))
        statement = select(entity, where, columns="count(*)")
        return self._queried("count", statement, answers.count)

    def changes_since(self, types: Iterable[str], since: datetime) -> Changes:
        """Return what was changed or deleted since a moment (aware), in one call.

        QuickBooks looks back 30 days at most. Raises ValueError for a type that CDC
        does not cover, for which the whole call would be refused.
        """
        names = list(types)
        missing = [name for name in names if not entities.get(name).in_cdc]
        if missing or not names:
            raise ValueError(f"not in change data capture: {', '.join(missing)}")
        params = {"entities": ",".join(names), "changedSince": format_moment(since)}
        task = Task("cdc", ",".join(names))
        url, check = self._url("cdc"), partial(self._changes, names)
        return self._ask(task, "GET", url, params=params, check=check)

    def pdf(self, entity: str, qbo_id: str) -> bytes:
        """Return a document as QuickBooks prints it."""
        url = self._url(entities.get(entity).path, qbo_id, "pdf")
        headers = {"Accept": "application/pdf"}
        params = {"minorversion": MINOR_VERSION}

        def fetch() -> bytes:
            content = self._wire.process_request(
                "GET", url, headers=headers, params=params
            ).content
            if not content.startswith(b"%PDF"):
                raise Misfit("no PDF")
            return content

        return self._call(Task("pdf", entity), fetch)

    # WRITING

    def save(self, entity: str, payload: Mapping[str, Any], request_id: str) -> Payload:
        """Create an object, or update it when the payload has an ``Id``.

        An update is sparse unless the payload says otherwise: without that QuickBooks
        empties every field that is left out. ``Line`` is replaced as a whole even so.
        Returns the object as saved; the same request id returns the first answer.
        """
        if not payload.get("Id"):
            return self._write("create", entity, payload, request_id)
        return self._write("update", entity, {"sparse": True, **payload}, request_id)

    def delete(
        self, entity: str, qbo_id: str, sync_token: str, request_id: str
    ) -> Payload:
        """Delete a document for good; raises QboNotFound when it is gone already."""
        if not entities.get(entity).can_delete:
            raise ValueError(f"QuickBooks cannot delete a {entity}")
        body = {"Id": qbo_id, "SyncToken": sync_token}
        params = {"operation": "delete"}
        return self._write("delete", entity, body, request_id, params)

    def void(
        self, entity: str, qbo_id: str, sync_token: str, request_id: str
    ) -> Payload:
        """Set a document to zero, keeping it and its number.

        Raises ValueError for types that QuickBooks cannot void; for some of them it
        would answer 200 and do nothing.
        """
        way = entities.get(entity).void
        if not way:
            raise ValueError(f"QuickBooks cannot void a {entity}")
        body = {"Id": qbo_id, "SyncToken": sync_token, "sparse": True}
        params = {"operation": "update", "include": "void"}
        if way == VOID_BY_OPERATION:
            params = {"operation": "void"}
        return self._write("void", entity, body, request_id, params)

    def send(self, entity: str, qbo_id: str, email: str, request_id: str) -> Payload:
        """Let QuickBooks mail a document; it stores the address as ``BillEmail``."""
        return self._ask(
            Task("send", entity),
            "POST",
            self._url(entities.get(entity).path, qbo_id, "send"),
            params={"sendTo": email} if email else {},
            request_id=checked(request_id),
            content_type="application/octet-stream",
            check=partial(answers.written, "send", entity, {"Id": qbo_id}),
        )

    def upload(
        self, metadata: Mapping[str, Any], content: bytes, request_id: str
    ) -> Payload:
        """Store a file, attached to what ``metadata`` names; returns the Attachable.

        ``metadata`` is an Attachable with ``FileName``, ``ContentType`` and
        ``AttachableRef``. Linking a file raises the SyncToken of its document.
        """
        name, content_type = metadata["FileName"], metadata["ContentType"]
        parts = {
            "file_metadata_01": ("metadata.json", dumps(metadata), "application/json"),
            "file_content_01": (name, content, content_type),
        }
        params = {"minorversion": MINOR_VERSION, "requestid": checked(request_id)}

        def post() -> Payload:
            token = self.session.access_token
            headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
            answer = self.session.request(
                "POST", self._url("upload"), params=params, headers=headers, files=parts
            )
            session = self.session
            said = shape.decoded(answer.content)
            return answers.uploaded(said, session.status, session.trace)

        return self._call(Task("upload", "Attachable"), post)

    def batch(
        self, items: Sequence[BatchItem], request_id: str
    ) -> dict[str, BatchAnswer]:
        """Send up to 30 items in one call; returns an answer for each bid.

        Items are independent: some may fail. One request id covers them all.
        """
        batches.check(items)
        checked(request_id, LONGEST_BATCH_REQUEST_ID)
        task = Task("batch", "", items)
        body = dumps({"BatchItemRequest": [item.request() for item in items]})

        def post() -> dict[str, BatchAnswer]:
            url = self._url("batch")
            answer = self._exchange("POST", url, body, {}, request_id)
            found = batches.answers(items, answer, self.session.trace)
            task.queries_done = batches.queries_done(items, found)
            return found

        return self._call(task, post)

    def hold(self, items: int) -> str:
        """Take the room for the next write of some items before it is written down.

        Returns "batch" or "write": as what it may go; few items go one by one while
        batches are scarce. Raises QboThrottled.
        """
        kind = "batch" if items > 1 else "write"
        return self._pace.hold(kind, items) if self._pace else kind

    # ONE CALL

    def _url(self, *segments: str) -> str:
        return "/".join((self._wire.api_url, "company", self.realm_id, *segments))

    def _queried(
        self, operation: str, statement: str, check: Callable[[Payload], Result]
    ) -> Result:
        return self._ask(
            Task(operation, entity_of(statement)),
            "POST",
            self._url("query"),
            statement,
            content_type="application/text",
            check=check,
        )

    def _write(
        self,
        operation: str,
        entity: str,
        body: Mapping[str, Any],
        request_id: str,
        params: Mapping[str, str] | None = None,
    ) -> Payload:
        return self._ask(
            Task(operation, entity),
            "POST",
            self._url(entities.get(entity).path),
            dumps(body),
            params=params,
            request_id=checked(request_id),
            check=partial(answers.written, operation, entity, body),
        )

    def _ask(
        self,
        task: Task,
        method: str,
        url: str,
        body: str = "",
        *,
        check: Callable[[Payload], Result],
        params: Mapping[str, str] | None = None,
        request_id: str = "",
        content_type: str = "application/json",
    ) -> Result:
        """Make one call; ``check`` gives what the answer holds, or raises Misfit."""

        asked = (method, url, body, params or {}, request_id, content_type)
        return self._call(task, lambda: check(self._exchange(*asked)))

    def _exchange(
        self,
        method: str,
        url: str,
        body: str,
        params: Mapping[str, str],
        request_id: str = "",
        content_type: str = "application/json",
    ) -> Payload:
        """Send and read one request; the library reads no answer, for it trusts all."""
        params = {**params, "minorversion": str(MINOR_VERSION)}
        if request_id:
            params["requestid"] = request_id
        headers = {"Content-Type": content_type, "Accept": "application/json"}
        answer = self._wire.process_request(
            method, url, headers=headers, params=params, data=body.encode()
        )
        return shape.decoded(answer.content)

    def _changes(self, names: list[str], answer: Payload) -> Changes:
        return read_changes(names, answer, self.session.trace)

    def _call(self, task: Task, send: Callable[[], Result]) -> Result:
        """Send, and once more with a new token after a 401."""
        try:
            return self._timed(task, send)
        except QboUnauthorized:
            if self._renew is None:
                raise
        self.session.access_token = self._renew()
        return self._timed(task, send)

    def _timed(self, task: Task, send: Callable[[], Result]) -> Result:
        if self._pace:
            self._pace.begin(task.kind)
        started = time.monotonic()
        code = ""
        try:
            return send()
        except (QboError, Misfit) as problem:
            known = isinstance(problem, QboError)
            error = as_meant(
                problem if known else self._unreadable(problem), task.meaning
            )
            # what nobody can read is counted with the other failures of the server
            kind = type(error) if known else QboServerError
            code = error.code or kind.__name__
            raise error from None
        finally:
            if self._pace:
                self._pace.end()
            if self._on_call is not None:
                session, seconds = self.session, time.monotonic() - started
                self._on_call(task.ended(session.status, code, session.trace, seconds))

    def _unreadable(self, misfit: Misfit) -> QboUnreadable:
        status, trace = self.session.status, self.session.trace
        sentence = "QuickBooks' answer cannot be read."
        return QboUnreadable(sentence, detail=str(misfit), status=status, trace=trace)
