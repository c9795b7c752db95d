"""Number documents, check classes and locations, complete custom fields."""

from typing import TYPE_CHECKING

from ..faults import Refusal, business
from .rows import Body

if TYPE_CHECKING:
    from .work import Work

FIRST_NUMBER = 1001
# Invoices, credit memos and receipts share one run of numbers.
RUN = "DocNumber"


class Numbers:
    """Give documents their numbers."""

    def next(self, work: "Work", entity: str) -> str:
        """Return the next number that no sales document has."""
        while True:
            number = str(work.books.store.next(work.books.realm, RUN, FIRST_NUMBER))
            if not work.books.count(entity, "AND number = ?", (number,)):
                return number


class Dimensions:
    """Check classes and locations; sent while tracking is off, they are refused."""

    def check_header(self, work: "Work", body: Body) -> None:
        """Check ClassRef and DepartmentRef of a document."""
        if body.get("ClassRef"):
            self._demand(work, "ClassTrackingPerTxn", "Class tracking")
            work.reference("Class", body["ClassRef"])
        if body.get("DepartmentRef"):
            self._demand(work, "TrackDepartments", "Location tracking")
            work.reference("Department", body["DepartmentRef"])

    def check_line(self, work: "Work", detail: Body) -> None:
        """Check ClassRef of a line."""
        if detail.get("ClassRef"):
            self._demand(work, "ClassTrackingPerTxnLine", "Class tracking per line")
            work.reference("Class", detail["ClassRef"])

    def _demand(self, work: "Work", preference: str, name: str) -> None:
        if not work.preference(f"AccountingInfoPrefs.{preference}"):
            raise business(f"{name} is not enabled for this company.")


class CustomFields:
    """Know the up to three text fields of sales forms."""

    def complete(self, work: "Work", body: Body) -> None:
        """Name the fields that are on; drop values for fields that are off."""
        defined = self._defined(work)
        values = {}
        for field in body.pop("CustomField", []):
            key = field.get("DefinitionId")
            if key not in ("1", "2", "3"):
                raise Refusal("3000", f"Invalid Custom Field : DefinitionId {key}")
            values[key] = field.get("StringValue")
        fields = [
            {
                "DefinitionId": key,
                "Name": name,
                "Type": "StringType",
                **({"StringValue": values[key]} if values.get(key) else {}),
            }
            for key, name in defined.items()
        ]
        if fields:
            body["CustomField"] = fields

    def _defined(self, work: "Work") -> dict[str, str]:
        """Return {definition id: name} of the fields that are switched on."""
        groups = work.preference("SalesFormsPrefs.CustomField") or []
        facts = {
            entry["Name"].removeprefix("SalesFormsPrefs."): entry
            for group in groups
            for entry in group.get("CustomField", [])
        }
        return {
            key: facts[f"SalesCustomName{key}"]["StringValue"]
            for key in ("1", "2", "3")
            if facts.get(f"UseSalesCustom{key}", {}).get("BooleanValue")
            and facts.get(f"SalesCustomName{key}", {}).get("StringValue")
        }
