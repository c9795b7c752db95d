"""Create, update, delete, void and merge objects by the rules of their kind."""

from ..entities import handler_of
from ..entities.base import Handler
from ..faults import Refusal, business, missing, stale, unknown_object, unsupported
from .rows import Body
from .work import Work

SOMEBODY = "another user"


def create(work: Work, entity: str, sent: Body) -> Body:
    """Create an object from what a client sent and return it as stored."""
    handler = allowed(entity, "create")
    sent = handler.opened(sent)
    work.refuse_writes()
    body = handler.new(sent)
    handler.demand(sent, body, updating=False)
    handler.check_references(work, body, None)
    handler.complete(work, body, None)
    work.insert(handler, body)
    handler.settle(work, body, None)
    return stored(work, handler, body["Id"])


def update(work: Work, entity: str, sent: Body) -> Body:
    """Update an object, in full or sparse, and return it as stored."""
    handler = allowed(entity, "update")
    sent = handler.opened(sent)
    work.refuse_writes()
    before = current(work, handler, sent)
    fresh = handler.fresh(sent)
    sparse = fresh.get("sparse") is True
    body = handler.merged(before, sent, fresh, sparse)
    handler.demand(sent, body, updating=True)
    handler.check_references(work, body, before)
    handler.complete(work, body, before)
    if same(before, body) and not handler.is_transaction:
        return before
    work.save(handler, body)
    handler.settle(work, body, before)
    return stored(work, handler, body["Id"])


def same(before: Body, body: Body) -> bool:
    """Tell whether a list row is unchanged: then nothing is written (recorded)."""
    return before == {**body, "sparse": before.get("sparse")}


def delete(work: Work, entity: str, sent: Body) -> Body:
    """Delete a transaction for good and return its answer."""
    handler = allowed(entity, "delete")
    sent = handler.opened(sent)
    work.refuse_writes()
    before = current(work, handler, sent, token=handler.entity != "Attachable")
    handler.release(work, before)
    work.remove(handler, before["Id"])
    return {"domain": "QBO", "status": "Deleted", "Id": before["Id"]}


def void(work: Work, entity: str, sent: Body, way: str = "void") -> Body:
    """Void a transaction; ``way`` is the documented form of the call."""
    handler = allowed(entity, way)
    sent = handler.opened(sent)
    work.refuse_writes()
    before = current(work, handler, sent)
    if is_void(before):
        return before
    handler.void(work, before)  # type: ignore[attr-defined]
    return stored(work, handler, before["Id"])


def is_void(body: Body) -> bool:
    """Tell a voided transaction by its note and its amounts."""
    note = str(body.get("PrivateNote", ""))
    return note.startswith("Voided") and not body.get("TotalAmt")


def allowed(entity: str, operation: str) -> Handler:
    """Return the handler; raise 500 when the API has no such operation."""
    handler = handler_of(entity)
    if operation not in handler.operations:
        raise unsupported(operation)
    return handler


def current(work: Work, handler: Handler, sent: Body, token: bool = True) -> Body:
    """Return the object a change is about; raise 2020, 2030, 610 or 5010."""
    qbo_id = str(sent.get("Id") or "")
    if not qbo_id:
        raise missing("Id")
    refuse_bad_id(qbo_id)
    if token and sent.get("SyncToken") in (None, ""):
        raise missing("SyncToken")
    before = work.find(handler.entity, qbo_id)
    if before is None:
        raise unknown_object()
    if token and str(sent["SyncToken"]) != before["SyncToken"]:
        raise stale(SOMEBODY)
    return before


def refuse_bad_id(qbo_id: str) -> None:
    """Raise 2030 for an id that is no number."""
    if not (qbo_id.isascii() and qbo_id.isdigit()):
        detail = f"Id should be a valid number. Supplied value:{qbo_id}"
        raise Refusal("2030", detail, element="Id")


def read(work: Work, entity: str, qbo_id: str) -> Body:
    """Return an object, active or not; raise 2030 or 610."""
    handler = handler_of(entity)
    if qbo_id not in ("TAX", "NON", "CustomSalesTax"):
        refuse_bad_id(qbo_id)
    body = work.books.get(handler.entity, qbo_id)
    if body is None:
        raise unknown_object()
    return body


def stored(work: Work, handler: Handler, qbo_id: str) -> Body:
    """Return an object again after side effects may have touched it."""
    body = work.books.get(handler.entity, qbo_id)
    assert body is not None
    return body


def merge_names(work: Work, entity: str, keep: str, gone: str) -> Body:
    """Merge two customers, vendors or employees, as a person does.

    The documents of the one that goes become those of the other; it stays as
    an inactive row without a balance and without its name.
    """
    handler = handler_of(entity)
    kept, lost = read(work, entity, keep), read(work, entity, gone)
    if keep == gone or kept.get("CurrencyRef") != lost.get("CurrencyRef"):
        raise business("These two cannot be merged.")
    _hand_over(work, entity, kept, lost)
    work.note(handler.entity, keep, "Merge", gone)
    return stored(work, handler, keep)


def _hand_over(work: Work, entity: str, kept: Body, lost: Body) -> None:
    handler = handler_of(entity)
    for document in owned(work, lost["Id"]) if entity == "Customer" else ():
        owner = handler_of(document[0])
        before = document[1]
        ref = {"value": kept["Id"], "name": kept["DisplayName"]}
        body = renamed(before, lost["Id"], ref)
        work.save(owner, body)
    row = stored(work, handler, lost["Id"])
    row["Active"] = False
    row["DisplayName"] = f"{row['DisplayName']} (merged {lost['Id']}) (deleted)"
    row["FullyQualifiedName"] = row["DisplayName"]
    work.save(handler, row, operation="")


def renamed(body: Body, gone: str, ref: Body) -> Body:
    """Return a document in the name of another customer, in its lines too."""
    if "CustomerRef" in body:
        return {**body, "CustomerRef": ref}
    lines = [dict(line) for line in body["Line"]]
    for line in lines:
        journal = line.get("JournalEntryLineDetail", {})
        if journal.get("Entity", {}).get("EntityRef", {}).get("value") == gone:
            entity = {**journal["Entity"], "EntityRef": ref}
            line["JournalEntryLineDetail"] = {**journal, "Entity": entity}
        deposit = line.get("DepositLineDetail", {})
        if deposit.get("Entity", {}).get("value") == gone:
            entity = {**deposit["Entity"], **ref}
            line["DepositLineDetail"] = {**deposit, "Entity": entity}
    return {**body, "Line": lines}


def owned(work: Work, party: str) -> list[tuple[str, Body]]:
    """Return (entity, body) of the documents of a customer."""
    kinds = (
        "Invoice",
        "CreditMemo",
        "SalesReceipt",
        "RefundReceipt",
        "Payment",
        "Estimate",
        "TimeActivity",
        "ReimburseCharge",
        "JournalEntry",
        "Deposit",
    )
    return [
        (kind, body)
        for kind in kinds
        for body in work.books.select(kind, "AND party = ?", (party,))
    ]
