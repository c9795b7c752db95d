"""Expand bundles: one line of a group becomes the lines of its parts."""

from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import business, missing

if TYPE_CHECKING:
    from ..books.work import Work

GROUP = "GroupLineDetail"
SALES = "SalesItemLineDetail"


def expand(work: "Work", line: Body) -> list[Body]:
    """Return the lines of a bundle; they are made when none are sent with Ids.

    Lines sent with a new bundle are not taken: QuickBooks expands it by the item.
    """
    detail = line.get(GROUP)
    if detail is None or not detail.get("GroupItemRef"):
        raise missing("GroupItemRef")
    item = work.reference("Item", detail["GroupItemRef"])
    if item is None or item["Type"] != "Group":
        raise business("Only a bundle can be on a group line.")
    quantity = decimal(detail.setdefault("Quantity", 1))
    if "Id" not in line or not detail.get("Line"):
        parts = item["ItemGroupDetail"]["ItemGroupLine"]
        detail["Line"] = [_member(work, part, quantity, detail) for part in parts]
    add_up(line)
    return list(detail["Line"])


def _member(work: "Work", part: Body, quantity: object, group: Body) -> Body:
    item = work.books.get("Item", part["ItemRef"]["value"]) or {}
    number = decimal(part.get("Qty", 1)) * decimal(quantity)
    price = decimal(item.get("UnitPrice"))
    detail: Body = {"ItemRef": {"value": item["Id"]}, "Qty": number, "UnitPrice": price}
    code = item.get("SalesTaxCodeRef")
    if code:
        detail["TaxCodeRef"] = {"value": code["value"]}
    return {
        "DetailType": SALES,
        "Description": item.get("Description", item["Name"]),
        "Amount": rounded(number * price),
        SALES: detail,
    }


def add_up(line: Body) -> None:
    """Set the amount of a bundle to the sum of its lines."""
    members = line.get(GROUP, {}).get("Line")
    if members is not None:
        line["Amount"] = sum((decimal(one.get("Amount")) for one in members), ZERO)


def with_members(lines: list[Body]) -> list[Body]:
    """Return lines, each bundle followed by its own."""
    found = []
    for line in lines:
        found.append(line)
        found += line.get(GROUP, {}).get("Line", [])
    return found
