"""Compare what came back for a write with what was sent: is it the answer to it?

An answer under the wrong ``bId`` would link two records crosswise, and each later
change would go to the wrong one. Only what QuickBooks keeps as it was given is
compared; totals, which it computes, are compared where the document is settled.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from . import entities
from .names import comparable
from .shape import Misfit, Payload

# What QuickBooks keeps: references by their id, days, and what was paid.
_KEPT = ("CustomerRef", "VendorRef", "CurrencyRef", "TxnDate")
_PAID = ("Payment", "BillPayment")


def check(operation: str, entity: str, sent: Mapping[str, Any], found: Payload) -> None:
    """Raise Misfit for an answer that cannot be the one to a write."""
    gone = found.get("status") == "Deleted"
    if gone != (operation == "delete"):
        raise Misfit(f"{entity}: deleted")
    if operation != "create":
        if found["Id"] != str(sent.get("Id")):
            raise Misfit(f"{entity}: the Id of another object")
        return
    for key in _different(entity, sent, found):
        raise Misfit(f"{entity}: {key} of another object")


def _different(entity: str, sent: Mapping[str, Any], found: Payload) -> list[str]:
    """Return the keys in which a new object is not what was asked for."""
    keys = [key for key in _KEPT if sent.get(key) and found.get(key)]
    other = [key for key in keys if _plain(sent[key]) != _plain(found[key])]
    name_key = entities.get(entity).name_key
    if name_key and sent.get(name_key):
        name = comparable(str(found.get(name_key) or ""))
        other += [name_key] if name != comparable(str(sent[name_key])) else []
    if entity in _PAID and "TotalAmt" in sent and "TotalAmt" in found:
        same = Decimal(str(sent["TotalAmt"])) == Decimal(str(found["TotalAmt"]))
        other += [] if same else ["TotalAmt"]
    return other


def _plain(value: Any) -> str:
    return str(value.get("value") if isinstance(value, Mapping) else value)[:50]
