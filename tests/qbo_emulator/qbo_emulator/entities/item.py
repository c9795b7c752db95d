"""Products and services."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books import names
from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from ..ledger import stock
from .base import Handler

if TYPE_CHECKING:
    from ..books.work import Work

TYPES = ("Inventory", "Service", "NonInventory", "Category", "Group")
INVENTORY_ONLY = ("AssetAccountRef", "InvStartDate", "QtyOnHand", "ReorderPoint")
INVENTORY_NEEDS = (
    "AssetAccountRef",
    "IncomeAccountRef",
    "ExpenseAccountRef",
    "InvStartDate",
    "QtyOnHand",
)
LARGEST = decimal("99999999999")
COST = ("Cost of Goods Sold", "Expense", "Other Expense")


class Item(Handler):
    """Know items: services, non-inventory and inventory parts, categories."""

    entity = "Item"
    required: ClassVar[tuple[str, ...]] = ("Name", "Type")
    read_only = frozenset(
        {"FullyQualifiedName", "Level", "QtyOnPurchaseOrder", "QtyOnSalesOrder"}
    )
    references: ClassVar = {
        "SalesTaxCodeRef": "TaxCode",
        "PurchaseTaxCodeRef": "TaxCode",
        "PrefVendorRef": "Vendor",
        "ClassRef": "Class",
    }

    def columns(self, body: Body) -> dict[str, Any]:
        name = body["Name"]
        return {
            "name": names.key(name if body["Active"] else names.bare(name)),
            "number": body.get("Sku"),
        }

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        body.setdefault("Active", True)
        self._name(work, body, before)
        self._type(body, before)
        for field in ("UnitPrice", "PurchaseCost"):
            if not -LARGEST <= decimal(body.get(field)) <= LARGEST:
                raise Refusal("2110", f"Invalid Decimal : {field}", element=field)
        if body["Type"] == "Category":
            self._category(body)
            return
        if body["Type"] == "Group":
            self._bundle(work, body)
            return
        self._accounts(work, body, before)
        body.setdefault("Taxable", False)
        body.setdefault("UnitPrice", ZERO)
        body.setdefault("PurchaseCost", ZERO)
        body["TrackQtyOnHand"] = body["Type"] == "Inventory"
        if not body["Active"]:
            self._mark(body)

    def _name(self, work: "Work", body: Body, before: Body | None) -> None:
        gone = before is not None and not before["Active"]
        if gone and body["Name"] == before["Name"]:
            body["Name"] = names.bare(body["Name"])
        body["Name"] = body["Name"].strip()
        names.refuse_characters(body, ("Name",), ":\t\n")
        if body.get("SubItem") and not body.get("ParentRef"):
            raise Refusal("6150", "ParentRef is required if SubItem is true")
        level = names.place(work, "Item", body, "Name")
        self._check_parent(work, body)
        body.pop("Level", None)
        body.pop("SubItem", None)
        if level:
            body.update(SubItem=True, Level=level)
        unique = names.bare(body["Name"])
        names.refuse_duplicate(work, ("Item",), "Item", body, unique)

    def _check_parent(self, work: "Work", body: Body) -> None:
        parent = work.reference("Item", body.get("ParentRef"))
        if parent and parent["Type"] != "Category":
            raise Refusal("700", "Only a category can be the parent of an item")

    def _type(self, body: Body, before: Body | None) -> None:
        if body["Type"] not in TYPES:
            detail = f"Invalid Type : {body['Type']}"
            raise Refusal("2120", detail, element="Type")
        if before is not None and before["Type"] == "Inventory" != body["Type"]:
            raise business("An inventory item cannot change its type.")
        if body["Type"] == "Inventory":
            for field in INVENTORY_NEEDS:
                if field not in body:
                    raise missing(field)
            if body.get("TrackQtyOnHand") is False:
                raise business("TrackQtyOnHand of an inventory item must be true.")
            return
        for field in INVENTORY_ONLY:
            if field in body:
                detail = f"Property Name:{field} is not valid for {body['Type']} items"
                raise Refusal("2010", detail)

    def _category(self, body: Body) -> None:
        if not body["Active"]:
            raise business("A category cannot be made inactive.")

    def _bundle(self, work: "Work", body: Body) -> None:
        """Check the parts of a bundle; only people can make one (stricter)."""
        if not work.person:
            raise business("A bundle can be made in QuickBooks only.")
        parts = body.get("ItemGroupDetail", {}).get("ItemGroupLine", [])
        if not parts:
            raise missing("ItemGroupDetail")
        for part in parts:
            item = work.reference("Item", part.get("ItemRef") or {})
            if item and item["Type"] in ("Group", "Category"):
                raise business("A bundle cannot hold bundles or categories.")
        if not body["Active"]:
            self._mark(body)

    def _accounts(self, work: "Work", body: Body, before: Body | None) -> None:
        if body["Type"] == "Service" and "IncomeAccountRef" not in body:
            raise missing("IncomeAccountRef")
        kinds = {
            "IncomeAccountRef": ("Income", "Other Income"),
            "ExpenseAccountRef": COST,
            "AssetAccountRef": ("Other Current Asset",),
        }
        for field, allowed in kinds.items():
            known = (before or {}).get(field)
            if field in body:
                work.company.accounts.demand(work, body[field], allowed, known)
        if "IncomeAccountRef" not in body and "ExpenseAccountRef" not in body:
            raise missing("IncomeAccountRef")

    def _mark(self, body: Body) -> None:
        for field in ("Name", "FullyQualifiedName"):
            if not body[field].endswith(names.GONE):
                body[field] += names.GONE

    def settle(self, work: "Work", body: Body, before: Body | None) -> None:
        stock.adjust(work, body)
