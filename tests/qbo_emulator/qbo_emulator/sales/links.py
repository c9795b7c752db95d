"""Link invoices to what they bill: estimates, time, charges.

A line may name what it bills, down to a line of an estimate; the document names all.
When lines are replaced, links that no new line repeats are gone, unless the document
names them itself. An estimate is closed when all of it is invoiced.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal, missing

if TYPE_CHECKING:
    from ..books.work import Work

KINDS = ("Estimate", "TimeActivity", "ReimburseCharge")
Wanted = dict[tuple[str, str], Decimal]


def complete(work: "Work", body: Body, before: Body | None) -> None:
    """Check the links of an invoice; raise 620 for what cannot be billed."""
    sent = body.get("LinkedTxn", [])
    whole = [link for link in sent if link.get("TxnType") in KINDS]
    wanted = _of_lines(body["Line"])
    for link in whole:
        wanted.setdefault(_key(link), ZERO)
    held = set() if before is None else set(work.books.allocations(before["Id"]))
    for key in wanted:
        _demand(work, body, key, key in held)
    for line in body["Line"]:
        for link in line.get("LinkedTxn", []):
            _demand_line(work, link)
    body["LinkedTxn"] = [{"TxnId": key[1], "TxnType": key[0]} for key in wanted]


def _key(link: Body) -> tuple[str, str]:
    return str(link.get("TxnType", "")), str(link.get("TxnId", ""))


def _of_lines(lines: list[Body]) -> Wanted:
    wanted: Wanted = {}
    for line in lines:
        for link in line.get("LinkedTxn", []):
            if link.get("TxnType") not in KINDS:
                raise unbillable(*_key(link))
            amount = decimal(line.get("Amount"))
            wanted[_key(link)] = wanted.get(_key(link), ZERO) + amount
    return wanted


def _demand(work: "Work", body: Body, key: tuple[str, str], held: bool) -> None:
    document = work.find(*key)
    if document is None:
        raise unbillable(*key)
    if document.get("CustomerRef", {}).get("value") != body["CustomerRef"]["value"]:
        raise unbillable(*key)
    if not held and not billable(key[0], document):
        raise unbillable(*key)


def billable(entity: str, document: Body) -> bool:
    """Tell whether something waits to be invoiced."""
    if entity == "Estimate":
        return document["TxnStatus"] in ("Pending", "Accepted")
    if entity == "TimeActivity":
        return document["BillableStatus"] == "Billable"
    return not document["HasBeenInvoiced"]


def _demand_line(work: "Work", link: Body) -> None:
    if link["TxnType"] != "Estimate":
        return
    if not link.get("TxnLineId"):
        raise missing("TxnLineId")
    estimate = work.find("Estimate", link["TxnId"]) or {}
    if all(line.get("Id") != link["TxnLineId"] for line in estimate.get("Line", [])):
        raise unbillable("Estimate", link["TxnId"])


def unbillable(entity: str, qbo_id: str) -> Refusal:
    """Refuse to bill what is unknown, another's or billed already."""
    detail = f"The Txn ID {qbo_id} ({entity}) you're trying to use can't be linked."
    return Refusal("620", detail, element="LinkedTxn")


def settle(work: "Work", body: Body) -> None:
    """Write what an invoice bills and mark it, there and back."""
    old = set(work.books.allocations(body["Id"]))
    work.books.deallocate(body["Id"])
    amounts = _of_lines(body["Line"])
    links = [link for link in body.get("LinkedTxn", []) if link["TxnType"] in KINDS]
    for link in links:
        key = _key(link)
        document = work.books.get(*key) or {}
        whole = decimal(document.get("TotalAmt", document.get("Amount")))
        work.books.allocate(body["Id"], *key, str(amounts.get(key, whole)))
    for key in sorted(old | {_key(link) for link in links}):
        mark(work, *key)


def mark(work: "Work", entity: str, qbo_id: str) -> None:
    """Bring the state of what is billed in line with the invoices that bill it."""
    from ..entities import handler_of

    before = work.books.get(entity, qbo_id)
    if before is None:
        return
    body = dict(before)
    billed = work.books.applied(entity, qbo_id)
    if entity == "Estimate":
        note(work, body)
    elif entity == "TimeActivity":
        body["BillableStatus"] = "HasBeenBilled" if billed else "Billable"
    else:
        body["HasBeenInvoiced"] = bool(billed)
    if body != before:
        work.save(handler_of(entity), body)


def note(work: "Work", body: Body) -> None:
    """Set the invoices of an estimate, and its state by how much they bill."""
    billed = work.books.applied("Estimate", body["Id"])
    body.pop("LinkedTxn", None)
    if billed:
        found = [{"TxnId": invoice, "TxnType": "Invoice"} for invoice, _ in billed]
        body["LinkedTxn"] = found
    sums = sum((decimal(amount) for _, amount in billed), ZERO)
    net = decimal(body["TotalAmt"]) - decimal(
        body.get("TxnTaxDetail", {}).get("TotalTax")
    )
    if billed and sums >= net:
        body["TxnStatus"] = "Closed"
    elif body["TxnStatus"] == "Closed":
        accepted = body.get("AcceptedDate") or body.get("AcceptedBy")
        body["TxnStatus"] = "Accepted" if accepted else "Pending"


def release(work: "Work", invoice: str) -> None:
    """Let go of what an invoice billed."""
    old = sorted(key for key in work.books.allocations(invoice) if key[0] in KINDS)
    work.books.deallocate(invoice)
    for key in old:
        mark(work, *key)


def forget(work: "Work", entity: str, qbo_id: str) -> None:
    """Take the links to something that is deleted off the invoices."""
    from ..entities import handler_of

    for invoice, _ in work.books.applied(entity, qbo_id):
        body = work.books.get("Invoice", invoice)
        if body is None:
            continue
        body["LinkedTxn"] = _without(body.get("LinkedTxn", []), entity, qbo_id)
        for line in body["Line"]:
            if "LinkedTxn" in line:
                line["LinkedTxn"] = _without(line["LinkedTxn"], entity, qbo_id)
        work.save(handler_of("Invoice"), body)
        settle(work, body)


def _without(links: list[Body], entity: str, qbo_id: str) -> list[Body]:
    return [link for link in links if _key(link) != (entity, qbo_id)]
