"""Small lists: classes, locations, terms, payment methods."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books import names
from ..books.rows import Body
from ..faults import Refusal
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work


class Named(Handler):
    """Share the rules of lists whose rows have a unique Name."""

    required = ("Name",)
    read_only = frozenset({"FullyQualifiedName"})
    forbidden: ClassVar[str] = ":\t\n"

    def columns(self, body: Body) -> dict[str, Any]:
        name = body.get("FullyQualifiedName") or body["Name"]
        return {"name": names.key(name if body["Active"] else names.bare(name))}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        body.setdefault("Active", True)
        body["Name"] = body["Name"].strip()
        gone = before is not None and not before["Active"]
        if gone and body["Name"] == before["Name"]:
            body["Name"] = names.bare(body["Name"])
        names.refuse_characters(body, ("Name",), self.forbidden)
        self.place(work, body)
        unique = names.bare(body.get("FullyQualifiedName") or body["Name"])
        names.refuse_duplicate(work, (self.entity,), self.entity, body, unique)
        if not body["Active"]:
            self._mark(body)

    def place(self, work: "Work", body: Body) -> None:
        """Set what depends on the place in the hierarchy."""

    def _mark(self, body: Body) -> None:
        for field in ("Name", "FullyQualifiedName"):
            if field in body and not body[field].endswith(names.GONE):
                body[field] += names.GONE


class Tree(Named):
    """Share the rules of lists with parents."""

    flag: ClassVar[str]
    feature: ClassVar[tuple[str, ...]] = ()

    def place(self, work: "Work", body: Body) -> None:
        if not any(work.preference(path) for path in self.feature):
            detail = f"Feature Not Supported Error : {self.entity} tracking is off"
            raise Refusal("5030", detail)
        level = names.place(work, self.entity, body, "Name")
        body[self.flag] = level > 0


class Class(Tree):
    """Know classes; tracking must be on."""

    entity = "Class"
    flag = "SubClass"
    read_only = Named.read_only | {"SubClass"}
    feature = (
        "AccountingInfoPrefs.ClassTrackingPerTxn",
        "AccountingInfoPrefs.ClassTrackingPerTxnLine",
    )


class Department(Tree):
    """Know locations; tracking must be on."""

    entity = "Department"
    flag = "SubDepartment"
    read_only = Named.read_only | {"SubDepartment"}
    feature = ("AccountingInfoPrefs.TrackDepartments",)


class Term(Named):
    """Know payment terms: days after the invoice, or a day of the month."""

    entity = "Term"
    read_only = Named.read_only | {"Type"}
    limits: ClassVar = {
        "DueDays": (0, 999),
        "DayOfMonthDue": (1, 31),
        "DueNextMonthDays": (0, 999),
        "DiscountDays": (0, 999),
        "DiscountDayOfMonth": (1, 31),
        "DiscountPercent": (0, 100),
    }

    def place(self, work: "Work", body: Body) -> None:
        for field, (low, high) in self.limits.items():
            if field in body and not low <= body[field] <= high:
                detail = f"{field} must be from {low} to {high}"
                raise Refusal("2240", detail, element=field)
        driven = "DayOfMonthDue" in body
        body["Type"] = "DATE_DRIVEN" if driven else "STANDARD"
        if not driven:
            body.setdefault("DueDays", 0)
            body.setdefault("DiscountPercent", 0)
            body.setdefault("DiscountDays", 0)


class PaymentMethod(Named):
    """Know payment methods."""

    entity = "PaymentMethod"

    def place(self, work: "Work", body: Body) -> None:
        body.setdefault("Type", "NON_CREDIT_CARD")
        if body["Type"] not in ("CREDIT_CARD", "NON_CREDIT_CARD"):
            raise Refusal("2170", f"Type = {body['Type']}", element="Type")
