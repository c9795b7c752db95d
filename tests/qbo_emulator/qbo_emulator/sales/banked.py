"""Refuse to change money that went on its way: into a deposit, a bank, a card."""

from typing import TYPE_CHECKING

from ..books.rows import Body
from ..faults import Refusal

if TYPE_CHECKING:
    from ..books.work import Work

# Stands for the bank's own statement where a person matched it.
MATCHED = "0"


def refuse_banked(work: "Work", entity: str, body: Body) -> None:
    """Raise 6540 for money that is in a deposit, 6480 where the bank was matched."""
    for holder, _ in work.books.applied(entity, body["Id"]):
        if holder == MATCHED:
            detail = "The transaction is matched to a downloaded bank transaction"
            raise Refusal("6480", detail, element="")
        raise Refusal("6540", f"The transaction is in the deposit {holder}", element="")
    charge = body.get("CreditCardPayment", {}).get("CreditChargeResponse", {})
    if body.get("ProcessPayment") and charge.get("CCTransId") and not work.person:
        raise Refusal("6450", "The card was charged; refund it instead", element="")
