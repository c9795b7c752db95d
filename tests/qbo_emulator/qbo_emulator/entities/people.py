"""Customers, vendors and employees: one name space, balances, deactivation."""

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ..books import addresses, names
from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
NAMES = (*PARTS, "DisplayName", "PrintOnCheckName")
ADDRESSES = ("BillAddr", "ShipAddr", "PrimaryAddr")
FORBIDDEN = ":\t\n"
# RFC 822 without its rarities: a mailbox in angle brackets, quotes, comments.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
EMAIL = re.compile(rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+")
MASKED_TAIL = 4


class Person(Handler):
    """Share the rules of names over customers, vendors and employees."""

    sequence = "Name"
    suffixed: ClassVar[tuple[str, ...]] = ("DisplayName",)
    masked: ClassVar[tuple[str, ...]] = ()
    read_only = frozenset({"FullyQualifiedName", "V4IDPseudonym", "IntuitId"})

    def columns(self, body: Body) -> dict[str, Any]:
        name = body["DisplayName"]
        return {"name": names.key(name if body["Active"] else names.bare(name))}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        body.setdefault("Active", True)
        self._name(body, before)
        names.refuse_characters(body, NAMES, FORBIDDEN)
        self._check_contacts(body)
        addresses.complete(work, body, before, ADDRESSES)
        self.place(work, body, before)
        plain = names.bare(body["DisplayName"])
        names.refuse_duplicate(work, names.PEOPLE, self.entity, body, plain)
        body.setdefault("PrintOnCheckName", plain[:110])
        self._mark(work, body, before)

    def _name(self, body: Body, before: Body | None) -> None:
        built = " ".join(body[part].strip() for part in PARTS if body.get(part))
        name = body.get("DisplayName", "").strip() or built.strip()
        if not name:
            detail = (
                "At least one of Title, GivenName, MiddleName, FamilyName, "
                "DisplayName, Suffix must be provided"
            )
            raise Refusal("6080", detail)
        body["DisplayName"] = name
        gone = before is not None and not before["Active"]
        if gone and name == before["DisplayName"]:
            body["DisplayName"] = names.bare(name)

    def _check_contacts(self, body: Body) -> None:
        refuse_bad_emails(body.get("PrimaryEmailAddr", {}).get("Address", ""))

    def place(self, work: "Work", body: Body, before: Body | None) -> None:
        """Set what depends on the place in the hierarchy and the currency."""

    def _mark(self, work: "Work", body: Body, before: Body | None) -> None:
        """Put the mark of inactive rows behind the name, or take it away."""
        if body["Active"]:
            return
        for field in self.suffixed:
            if not body[field].endswith(names.GONE):
                body[field] += names.GONE

    def present(self, work: "Work", body: Body) -> Body:
        hidden = {key: masked(body[key]) for key in self.masked if body.get(key)}
        return {**body, **hidden} if hidden else body


class Customer(Person):
    """Know customers, with sub-customers and the balance of their documents."""

    entity = "Customer"
    suffixed = ("DisplayName", "FullyQualifiedName")
    masked = ("PrimaryTaxIdentifier", "SecondaryTaxIdentifier", "BusinessNumber")
    read_only = Person.read_only | {"BalanceWithJobs", "Level"}
    fixed = frozenset({"CurrencyRef", "Balance", "OpenBalanceDate", "IsProject"})
    kept = frozenset({"DefaultTaxCodeRef"})
    references: ClassVar = {
        "SalesTermRef": "Term",
        "PaymentMethodRef": "PaymentMethod",
        "ParentRef": "Customer",
    }

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        super().complete(work, body, before)
        body.setdefault("Job", False)
        body.setdefault("BillWithParent", False)
        body.setdefault("PreferredDeliveryMethod", "Print")
        method = body["PreferredDeliveryMethod"]
        if method not in ("Print", "Email", "None"):
            raise Refusal("2170", f"PreferredDeliveryMethod = {method}")
        self._tax(work, body)

    def place(self, work: "Work", body: Body, before: Body | None) -> None:
        work.company.currencies.of_party(work, body)
        if before is None:
            body["BalanceWithJobs"] = body.setdefault("Balance", ZERO)
        if not work.person and before is None:
            body.pop("IsProject", None)  # only people make projects
        below = body.get("Job") or body.get("IsProject")
        if below and not body.get("ParentRef"):
            raise Refusal("6150", "ParentRef is required if Job is true")
        body["Job"] = bool(body.get("ParentRef"))
        level = names.place(work, "Customer", body, "DisplayName")
        body.pop("Level", None)
        if level:
            body["Level"] = level

    def _tax(self, work: "Work", body: Body) -> None:
        if body.get("TaxExemptionReasonId"):
            reason = body["TaxExemptionReasonId"]
            if not reason.isdigit() or not 1 <= int(reason) <= 15:
                raise Refusal("2240", f"TaxExemptionReasonId = {reason}")
            body["Taxable"] = False
        body.setdefault("Taxable", True)
        code = body.get("DefaultTaxCodeRef")
        if code and body["Taxable"]:
            work.reference("TaxCode", code, (code["value"],))

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        opening = decimal(body["Balance"]) if before is None else ZERO
        if opening:
            work.company.balances.open_balance(work, body, opening)
        closing = before is not None and before["Active"] and not body["Active"]
        if closing and decimal(body["Balance"]):
            work.company.balances.write_off(work, body)


class Vendor(Person):
    """Know vendors; their documents are outside the emulator's present scope."""

    entity = "Vendor"
    masked = ("TaxIdentifier", "BusinessNumber")
    fixed = frozenset({"CurrencyRef", "Balance", "OpenBalanceDate"})
    references: ClassVar = {"TermRef": "Term", "APAccountRef": "Account"}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        super().complete(work, body, before)
        closing = before is not None and before["Active"] and not body["Active"]
        if closing and decimal(body["Balance"]):
            detail = f"{body['DisplayName']} has a balance and cannot be deleted"
            raise Refusal("6220", detail, element="")

    def place(self, work: "Work", body: Body, before: Body | None) -> None:
        work.company.currencies.of_party(work, body)
        body.setdefault("Balance", ZERO)
        body.setdefault("Vendor1099", False)


class Employee(Person):
    """Know employees, by name only."""

    entity = "Employee"

    def place(self, work: "Work", body: Body, before: Body | None) -> None:
        body.setdefault("BillableTime", False)


def masked(value: str) -> str:
    """Hide all but the last characters of a tax identifier."""
    shown = value[-MASKED_TAIL:]
    return "X" * max(len(value) - len(shown), 0) + shown


def refuse_bad_emails(addresses: str) -> None:
    """Raise 2210 unless all is addresses with commas between them."""
    for address in addresses.split(",") if addresses else ():
        if not EMAIL.fullmatch(address.strip()):
            detail = f"Email Address is not valid. Supplied value:{addresses}"
            raise Refusal("2210", detail, element="Address")
