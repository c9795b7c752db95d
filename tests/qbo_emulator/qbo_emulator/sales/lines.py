"""Check and complete the lines of sales documents."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from ..faults import Refusal, business, missing
from . import bundles

if TYPE_CHECKING:
    from ..books.work import Work

SALES = "SalesItemLineDetail"
DISCOUNT = "DiscountLineDetail"
SUBTOTAL = "SubTotalLineDetail"
TEXT = "DescriptionOnly"
GROUP = "GroupLineDetail"
ONE = Decimal(1)
LONGEST_TAXABLE = 750
# Ids that stand for a setting instead of a row of the item list.
SPECIAL_ITEMS = {
    "SHIPPING_ITEM_ID": ("SalesFormsPrefs.AllowShipping", "Shipping"),
    "GRATUITY_ITEM_ID": ("SalesFormsPrefs.AllowGratuity", "Gratuity"),
}


def complete(work: "Work", body: Body, before: Body | None) -> None:
    """Apply the rules of lines: details, items, amounts, discount, subtotal."""
    lines = [line for line in body.get("Line", []) if not is_subtotal(line)]
    if not lines:
        raise missing("Line")
    if len(lines) > LONGEST_TAXABLE:
        raise business(f"A transaction can have at most {LONGEST_TAXABLE} lines.")
    known = items_of(before)
    stored = (before or {}).get("Line", [])
    for line in lines:
        if line not in stored:
            _multiply(line)
        CHECKS.get(line.get("DetailType"), _unknown)(work, body, line, known)
    _refuse_no_sale(lines)
    _number(lines, before)
    body["Line"] = lines
    sum_up(body)


def sum_up(body: Body) -> None:
    """Put subtotal and discount, drawn anew, behind the lines (recorded order)."""
    lines = [line for line in body["Line"] if not is_subtotal(line)]
    discounts = [line for line in lines if line["DetailType"] == DISCOUNT]
    others = [line for line in lines if line["DetailType"] != DISCOUNT]
    for line in others:
        bundles.add_up(line)
    subtotal = sum((decimal(line["Amount"]) for line in flat(others)), ZERO)
    _discount(discounts, subtotal)
    body["Line"] = [*others, _subtotal(subtotal), *discounts]


def is_subtotal(line: Body) -> bool:
    """Tell the system line that sums up, which need not be sent."""
    return line.get("DetailType") == SUBTOTAL


def adds(line: Body) -> bool:
    """Tell whether a line counts for the sum before discount."""
    return line["DetailType"] == SALES and "ItemRef" in line[SALES]


def flat(lines: list[Body]) -> list[Body]:
    """Return the lines that count for the sum, those of bundles one by one."""
    found = []
    for line in lines:
        found += flat(line.get(GROUP, {}).get("Line", []))
        found += [line] if adds(line) else []
    return found


def items_of(body: Body | None) -> set[str]:
    """Return the ids of the items a document names."""
    lines = bundles.with_members((body or {}).get("Line", []))
    refs = [line.get(SALES, {}).get("ItemRef", {}) for line in lines]
    return {ref["value"] for ref in refs if ref}


def _unknown(work: "Work", body: Body, line: Body, known: set[str]) -> None:
    if "DetailType" not in line:
        raise missing("DetailType")
    raise business(f"{line['DetailType']} is not supported on this transaction.")


def _sale(work: "Work", body: Body, line: Body, known: set[str]) -> None:
    detail = line.get(SALES)
    if detail is None:
        raise missing(SALES)
    if "Amount" not in line:
        raise missing("Amount")
    line["Amount"] = checked_amount(line["Amount"])
    if "ItemRef" not in detail:
        line["Amount"] = ZERO
        return
    _item(work, body, detail, known)
    work.company.dimensions.check_line(work, detail)


def checked_amount(value: Any) -> Decimal:
    """Return an amount with two decimals; raise 2140 when it has more."""
    amount = decimal(value)
    if amount != rounded(amount):
        raise Refusal("2140", f"Invalid Amount : {value}", element="Amount")
    return rounded(amount)


def _item(work: "Work", body: Body, detail: Body, known: set[str]) -> None:
    special = SPECIAL_ITEMS.get(detail["ItemRef"].get("value", ""))
    if special:
        if not work.preference(special[0]):
            raise business(f"{special[1]} is not enabled for this company.")
        return
    item = work.reference("Item", detail["ItemRef"], known)
    assert item is not None
    if item["Type"] == "Category":
        raise business("A category cannot be used on a transaction.")
    if item["Type"] != "Inventory":
        return
    if "Qty" not in detail:
        text = "The quantity of an inventory item is needed"
        raise Refusal("6520", text, element="Qty")
    start = item.get("InvStartDate", "")
    if body["TxnDate"] < start:
        detail_text = f"Transaction date is before the item's start date {start}"
        raise Refusal("6270", detail_text, element="")


def _multiply(line: Body) -> None:
    """Raise 6070 unless Amount is Qty times UnitPrice, where all are given."""
    detail = line.get(SALES) or {}
    if "Amount" not in line or "ItemRef" not in detail:
        return
    if "Qty" not in detail or "UnitPrice" not in detail:
        return
    product = rounded(decimal(detail["Qty"]) * decimal(detail["UnitPrice"]))
    gross = detail.get("TaxInclusiveAmt", line["Amount"])
    if product not in (decimal(line["Amount"]), rounded(decimal(gross))):
        text = (
            f"Amount calculation incorrect in the request. Amount is not equal to "
            f"UnitPrice * Qty. Supplied value:{line['Amount']}"
        )
        raise Refusal("6070", text, element="Line.Amount")


def _text(work: "Work", body: Body, line: Body, known: set[str]) -> None:
    line["Amount"] = ZERO
    line.setdefault("DescriptionLineDetail", {})


def _discount_line(work: "Work", body: Body, line: Body, known: set[str]) -> None:
    if not work.preference("SalesFormsPrefs.AllowDiscount"):
        raise business("Discount is not enabled for this company.")
    detail = line.setdefault(DISCOUNT, {})
    if detail.get("PercentBased") and "DiscountPercent" not in detail:
        raise Refusal("6090", "A discount amount or percent is required")
    if not detail.get("PercentBased") and "Amount" not in line:
        raise Refusal("6090", "A discount amount or percent is required")
    default = work.preference("SalesFormsPrefs.DefaultDiscountAccount")
    account = detail.setdefault("DiscountAccountRef", {"value": str(default)})
    work.company.accounts.demand(work, account, ("Income", "Expense"))
    for key in ("Id", "LineNum"):
        line.pop(key, None)


def _group(work: "Work", body: Body, line: Body, known: set[str]) -> None:
    """Let a bundle be expanded, and check its lines like all others."""
    for part in bundles.expand(work, line):
        _multiply(part)
        _sale(work, body, part, known)


CHECKS = {SALES: _sale, TEXT: _text, DISCOUNT: _discount_line, GROUP: _group}


def _refuse_no_sale(lines: list[Body]) -> None:
    """Raise 2020 when a document only has texts or a discount."""
    if not any(line["DetailType"] in (SALES, GROUP) for line in lines):
        raise missing("Line.SalesItemLineDetail")


def _discount(found: list[Body], subtotal: Decimal) -> None:
    if len(found) > 1:
        raise business("Only one discount line is allowed on a transaction.")
    for line in found:
        detail = line[DISCOUNT]
        if detail.get("PercentBased"):
            percent = decimal(detail["DiscountPercent"])
            if not 0 <= percent <= 100:
                raise Refusal("2150", f"Invalid Percent : {percent}")
            line["Amount"] = rounded(subtotal * percent / 100)
        line["Amount"] = checked_amount(line["Amount"])
        detail.setdefault("PercentBased", False)


def discount_of(lines: list[Body]) -> Decimal:
    """Return the discount of a document, positive."""
    amounts = [decimal(line["Amount"]) for line in lines if DISCOUNT in line]
    return sum(amounts, ZERO)


def left_of(lines: list[Body]) -> tuple[Decimal, Decimal]:
    """Return how much of a document's discount leaves of how much."""
    for line in lines:
        detail = line.get(DISCOUNT, {})
        if detail.get("PercentBased"):
            return 100 - decimal(detail["DiscountPercent"]), Decimal(100)
    whole = subtotal_of(lines)
    return (whole - discount_of(lines), whole) if whole else (ONE, ONE)


def subtotal_of(lines: list[Body]) -> Decimal:
    """Return the sum of a document before its discount."""
    return sum((decimal(row["Amount"]) for row in lines if is_subtotal(row)), ZERO)


def _number(lines: list[Body], before: Body | None) -> None:
    """Keep the ids of lines that were there; give the others new ones."""
    stored = bundles.with_members((before or {}).get("Line", []))
    used = {line["Id"] for line in stored if "Id" in line}
    last = max((int(key) for key in used), default=0)
    lines = bundles.with_members(lines)
    counted = [line for line in lines if line["DetailType"] != DISCOUNT]
    for position, line in enumerate(counted, 1):
        if line.get("Id") not in used:
            last += 1
            line["Id"] = str(last)
        used.discard(line["Id"])
        line["LineNum"] = position


def _subtotal(amount: Decimal) -> Body:
    return {"Amount": amount, "DetailType": SUBTOTAL, SUBTOTAL: {}}
