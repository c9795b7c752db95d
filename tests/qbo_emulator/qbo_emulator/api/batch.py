"""Carry out the items of a batch, each for itself."""

import random
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .. import query
from ..books.money import dumps, loads
from ..books.rows import Body
from ..books.schema import malformed as malformed_item
from ..entities import HANDLERS
from ..faults import Refusal, business, missing
from . import cdc, requestid

if TYPE_CHECKING:
    from .dispatch import Api, Call

MOST_ITEMS = 30
MOST_OBJECTS = 1000
KEYS = {"bId", "operation", "optionsData", "Query", "CDCQuery"}
OPTIONS = {
    "": "",
    "void": "void",
    "allowduplicatedocnum": "allowduplicatedocnum",
    "allowduplicatedocnumber": "allowduplicatedocnum",
}


def items_of(body: Body) -> list[Body]:
    """Return the items; raise 2010, 2020 or 1040."""
    items = body.get("BatchItemRequest")
    unknown = [key for key in body if key != "BatchItemRequest"]
    if unknown:
        raise malformed_item(f"Unrecognized field {unknown[0]}")
    if items is None:
        raise missing("BatchItemRequest")
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise malformed_item("BatchItemRequest must be a list of items")
    if not items:
        raise missing("BatchItemRequest")
    if len(items) > MOST_ITEMS:
        detail = f"Batch size exceeds allowed limit : {MOST_ITEMS}"
        raise Refusal("1040", detail)
    _check_ids(items)
    return items


def _check_ids(items: list[Body]) -> None:
    ids = [item.get("bId") for item in items]
    for one in ids:
        if not isinstance(one, str) or not one:
            raise missing("bId")
    if len(set(ids)) != len(ids):
        raise business("The bId of each batch item must be unique.")


def run(api: "Api", call: "Call") -> Body:
    """Answer a batch: one entry per item, faults beside successes."""
    items = items_of(call.body())
    if call.request_id:
        for item in items:
            requestid.check(item["bId"], requestid.LONGEST_ITEM)
    order = list(items)
    if api.emulator.settings["random_batch"]:
        random.shuffle(order)
    answers = _carried_out(api, call, order)
    call.failed = {bid for bid, answer in answers.items() if "Fault" in answer}
    _cap(list(answers.values()))
    return {"BatchItemResponse": [answers[item["bId"]] for item in order]}


def _carried_out(api: "Api", call: "Call", order: list[Body]) -> dict[str, Body]:
    """Answer the items; none sees what another of the same batch made."""
    hidden: set[tuple[str, str]] = set()
    answers = {}
    for item in sorted(order, key=lambda item: "operation" in item):
        answers[item["bId"]] = Item(api, call, item, hidden).answer()
    return answers


def _cap(answers: list[Body]) -> None:
    """Cut query answers so that the whole batch holds at most 1000 objects."""
    left = MOST_OBJECTS
    for answer in answers:
        rows = answer.get("QueryResponse", {})
        for key in [key for key in rows if isinstance(rows[key], list)]:
            rows[key] = rows[key][:left]
            rows["maxResults"] = len(rows[key])
            left -= len(rows[key])


class Item:
    """Carry out one item in a transaction of its own."""

    def __init__(
        self, api: "Api", call: "Call", item: Body, hidden: set[tuple[str, str]]
    ):
        self.hidden = hidden
        self.api = api
        self.call = call
        self.item = item
        self.bid = item["bId"]
        self.company = call.company

    def answer(self) -> Body:
        """Return the item's answer, with its bId."""
        fault, done_first = self._injected()
        if fault is not None and not done_first:
            return {"Fault": fault, "bId": self.bid}
        try:
            answer = self._once()
        except Refusal as refusal:
            self.company.forget_preferences()
            answer = {"Fault": refusal.fault()}
        if fault is not None:
            answer = {"Fault": fault}
        return {**answer, "bId": self.bid}

    def _injected(self) -> tuple[Body | None, bool]:
        entity = next((key for key in self.item if key not in KEYS), "")
        operation = str(self.item.get("operation", "query"))
        if self.item.get("optionsData") == "void":
            operation = "void"
        return self.api.emulator.injector.item(self.call.request, operation, entity)

    def _once(self) -> Body:
        """Carry the item out, or give the answer it got the first time."""
        if not self.call.request_id or "operation" not in self.item:
            return self._carried_out()
        key = f"{self.call.request_id}{self.bid}"
        fingerprint = requestid.digest("batch", dumps(self.item))
        realm = self.company.realm_id
        known = self.api.replies.find(realm, key, fingerprint)
        if known is not None:
            return self._repeated(key, known)
        answer = self._carried_out()
        self.api.replies.keep(realm, key, fingerprint, dumps(answer).encode())
        return answer

    def _repeated(self, key: str, known: bytes) -> Body:
        mode = self.api.emulator.settings["repeated_batch"]
        if mode == "fault" or (mode == "half" and crc32(key.encode()) % 2):
            raise business(
                "An unexpected error has occurred accessing or saving your data. "
                "Please wait a few minutes and try again."
            )
        return dict(loads(known))

    def _carried_out(self) -> Body:
        with self.api.emulator.store.transaction():
            work = self.company.work(options=self._options())
            work.hidden = self.hidden
            answer = self._done(work)
            self.company.announce(work)
        self.hidden |= work.made()
        return answer

    def _options(self) -> list[str]:
        flags = str(self.item.get("optionsData", "")).split(",")
        unknown = [flag for flag in flags if flag.strip() not in OPTIONS]
        if unknown:
            raise malformed_item(f"optionsData {unknown[0]}")
        return [OPTIONS[flag.strip()] for flag in flags if flag.strip()]

    def _done(self, work: Any) -> Body:
        if "Query" in self.item:
            return {"QueryResponse": query.run(work, str(self.item["Query"]))}
        if "CDCQuery" in self.item:
            return self._cdc(work)
        entity = self._entity()
        return self._changed(work, entity)

    def _cdc(self, work: Any) -> Body:
        asked = self.item["CDCQuery"]
        if not isinstance(asked, dict):
            raise malformed_item("CDCQuery must be an object")
        return cdc.changes(work, asked.get("Entities"), asked.get("ChangedSince"))

    def _entity(self) -> str:
        names = [key for key in self.item if key not in KEYS]
        if len(names) != 1 or names[0].lower() not in HANDLERS:
            raise malformed_item(f"Unrecognized field {names[:1]}")
        return names[0]

    def _changed(self, work: Any, entity: str) -> Body:
        from .dispatch import change

        operation = self.item.get("operation")
        if operation not in ("create", "update", "delete"):
            raise Refusal("500", f"Operation {operation} is not supported.")
        handler = HANDLERS[entity.lower()]
        sent = self.item[entity]
        if not isinstance(sent, dict):
            raise malformed_item(f"{entity} must be an object")
        if "void" in work.options:
            body = self._void(work, handler, sent)
        else:
            body = change(work, handler.entity, sent, operation, work.options)
        if operation == "delete":
            return {handler.entity: body}
        return {handler.entity: handler.present(work, body)}

    def _void(self, work: Any, handler: Any, sent: Body) -> Body:
        from ..books.operations import void

        way = "void" if "void" in handler.operations else "include_void"
        return void(work, handler.entity, sent, way)
