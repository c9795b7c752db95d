"""Recurring transactions: templates of documents, with a schedule.

A template goes in and out under the name of its kind: ``{"Invoice": {...}}``. It is
checked as the document it will become, which is then taken back.
"""

from typing import TYPE_CHECKING, Any

from ..books import schema
from ..books.rows import Body
from ..faults import Refusal, missing, unsupported
from .base import Handler
from .schedule import check, first_date

if TYPE_CHECKING:
    from ..books.work import Work

KINDS = ("Invoice", "SalesReceipt", "CreditMemo", "Estimate", "RefundReceipt")
# What only a real document has.
OWN = (
    "Id", "SyncToken", "MetaData", "DocNumber", "TxnDate", "DueDate", "Balance",
    "LinkedTxn", "domain", "sparse", "HomeBalance", "InvoiceLink",
)  # fmt: skip


class Tried(Exception):
    """Carry the document of a template out of a transaction that is undone."""

    def __init__(self, body: Body):
        super().__init__("tried")
        self.body = body


class RecurringTransaction(Handler):
    """Know templates; ``Type`` is the kind of document they become."""

    entity = "RecurringTransaction"
    operations = frozenset({"create", "update", "delete"})
    has_active = False
    in_cdc = False

    def opened(self, sent: Body) -> Body:
        kind = kind_of(sent)
        inner = sent[kind]
        schema.check(kind, inner)
        facts = ("Id", "SyncToken", "sparse")
        return {kind: inner, **{key: inner[key] for key in facts if key in inner}}

    def fresh(self, sent: Body) -> Body:
        return dict(sent)

    def id_of(self, sent: Body) -> str:
        return str(sent[kind_of(sent)].get("Id") or "")

    def columns(self, body: Body) -> dict[str, Any]:
        return {"name": body["Name"].casefold(), "date": body["NextDate"]}

    def new(self, sent: Body) -> Body:
        kind = kind_of(sent)
        return {"Type": kind, "Template": schema.cleaned(kind, sent[kind])}

    def merged(self, before: Body, sent: Body, fresh: Body, sparse: bool) -> Body:
        body = self.new(sent)
        if body["Type"] != before["Type"]:
            raise unsupported("update of the type")
        kept = before["Template"] if sparse else {}
        template = {**kept, **body["Template"]}
        return {**before, **body, "Template": template}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        template = body["Template"]
        info = template.get("RecurringInfo") or {}
        if not info.get("Name"):
            raise missing("RecurringInfo.Name")
        check(info)
        same = work.books.named(self.entity, info["Name"].casefold())
        if any(row["Id"] != body.get("Id") for row in same):
            raise Refusal("6240", "Another template is already using this name.")
        shown = self._tried(work, body["Type"], template)
        body["Template"] = {**shown, "RecurringInfo": info}
        body["Name"] = info["Name"]
        body["NextDate"] = first_date(info, work.today)

    def _tried(self, work: "Work", kind: str, template: Body) -> Body:
        """Return the document of a template; the books stay untouched."""
        from ..books import operations

        sent = {key: template[key] for key in template if key not in OWN}
        sent.pop("RecurringInfo", None)
        told = len(work.events)
        try:
            with work.books.store.transaction():
                raise Tried(operations.create(work, kind, sent))
        except Tried as tried:
            made = tried.body
        del work.events[told:]
        return {key: made[key] for key in made if key not in OWN}

    def present(self, work: "Work", body: Body) -> Body:
        facts = {
            key: body[key] for key in ("Id", "SyncToken", "MetaData") if key in body
        }
        template = dict(body["Template"])
        info = dict(template["RecurringInfo"])
        schedule = info.get("ScheduleInfo")
        if schedule:
            info["ScheduleInfo"] = {**schedule, "NextDate": body["NextDate"]}
        template["RecurringInfo"] = info
        data = {"RecurDataRef": {"value": body["Id"]}, "domain": "QBO", "sparse": False}
        return {body["Type"]: {**template, **facts, **data}}


def kind_of(sent: Body) -> str:
    """Return the kind of document a template is for; raise 2010 for none."""
    found = [kind for kind in KINDS if isinstance(sent.get(kind), dict)]
    if len(found) != 1:
        raise schema.malformed("One kind of transaction is needed")
    return found[0]
