"""Value what goes in and out of stock at the average cost of what came in."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..books.money import ZERO, decimal, rounded
from ..books.rows import Body
from . import chart
from .entry import HUNDRED, PARTS, Entry

if TYPE_CHECKING:
    from ..books.work import Work

SHRINKAGE = ("Inventory Shrinkage", "Cost of Goods Sold", "SuppliesMaterialsCogs")


def moved(
    work: "Work", detail: Body, sign: int, known: dict[tuple[str, str], str]
) -> list[Entry]:
    """Return cost and stock of a line; always in home currency."""
    item = work.books.get("Item", detail["ItemRef"]["value"]) or {}
    quantity = decimal(detail.get("Qty"))
    if item.get("Type") != "Inventory" or not quantity:
        return []
    cost = sign * rounded(quantity * unit_cost(work, item))
    home = work.company.currencies.home
    expense = known.get(("cost", item["Id"])) or item["ExpenseAccountRef"]["value"]
    asset = known.get(("stock", item["Id"])) or item["AssetAccountRef"]["value"]
    facts = {"currency": home, "item": item["Id"]}
    return [
        Entry(expense, ZERO, "cost", home=cost, **facts),
        Entry(asset, ZERO, "stock", home=-cost, qty=-sign * quantity, **facts),
    ]


def unit_cost(work: "Work", item: Body) -> Decimal:
    """Return the average cost of what came into stock, else the item's cost."""
    row = work.books.store.row(
        "SELECT sum(home) AS home, sum(qty) AS qty FROM entries WHERE realm = ? "
        "AND entity = 'Item' AND id = ? AND part = 'stock'",
        (work.books.realm, item["Id"]),
    )
    if row is None or not row["qty"] or row["qty"] < 0:
        return decimal(item.get("PurchaseCost"))
    return Decimal(row["home"]) / HUNDRED / (Decimal(row["qty"]) / PARTS)


def on_hand(work: "Work", item: str) -> Decimal:
    """Return how much of an item the ledger has."""
    row = work.books.store.row(
        "SELECT sum(qty) AS qty FROM entries WHERE realm = ? AND item = ? "
        "AND part = 'stock'",
        (work.books.realm, item),
    )
    return Decimal(row["qty"] or 0) / PARTS if row else ZERO


def adjust(work: "Work", item: Body) -> None:
    """Post what was typed as quantity on hand and differs from the ledger.

    The first quantity is opening stock; later ones are adjustments of today.
    """
    if item.get("Type") != "Inventory":
        return
    wanted = decimal(item["QtyOnHand"])
    change = wanted - on_hand(work, item["Id"])
    if not change:
        return
    first = item["SyncToken"] == "0"
    home = work.company.currencies.home
    worth = rounded(change * decimal(item.get("PurchaseCost")))
    facts = {"currency": home, "item": item["Id"]}
    other = chart.opening_equity(work) if first else _shrinkage(work)
    day = item["InvStartDate"] if first else work.today.isoformat()
    asset = item["AssetAccountRef"]["value"]
    entries = [
        Entry(asset, ZERO, "stock", home=worth, qty=change, **facts),
        Entry(other, ZERO, "opening", home=-worth, currency=home),
    ]
    _forget(work, item["Id"], change)
    work.company.ledger.add(work, "Item", item["Id"], day, entries)


def _forget(work: "Work", item: str, change: Decimal) -> None:
    """Take back what was typed: the entries bring it again."""
    work.books.store.execute(
        "UPDATE objects SET body = json_set(body, '$.QtyOnHand', "
        "json_extract(body, '$.QtyOnHand') - ?) "
        "WHERE realm = ? AND entity = 'Item' AND id = ?",
        (float(change), work.books.realm, item),
    )


def _shrinkage(work: "Work") -> str:
    name, kind, subtype = SHRINKAGE
    return chart.named(work, name, kind, subtype)
