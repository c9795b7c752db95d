"""Transfers between accounts of the company."""

from typing import TYPE_CHECKING, Any, ClassVar

from ..books.rows import Body
from ..faults import Refusal, business
from ..sales.lines import checked_amount
from .account_types import CLASSES
from .transaction import Transaction

if TYPE_CHECKING:
    from ..books.work import Work

KINDS = tuple(
    kind
    for kind, side in CLASSES.items()
    if side in ("Asset", "Liability", "Equity") and not kind.startswith("Accounts ")
)


class Transfer(Transaction):
    """Know transfers; both accounts are in the home currency (stricter reading)."""

    entity = "Transfer"
    required: ClassVar[tuple[str, ...]] = ("FromAccountRef", "ToAccountRef", "Amount")

    def columns(self, body: Body) -> dict[str, Any]:
        return {"date": body["TxnDate"]}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        self.date(work, body, before)
        home = work.company.currencies.home
        for name in ("FromAccountRef", "ToAccountRef"):
            old = (before or {}).get(name)
            account = work.company.accounts.demand(work, body[name], KINDS, old)
            if account["CurrencyRef"]["value"] != home:
                raise business("Only accounts in the home currency can be used.")
        if body["FromAccountRef"]["value"] == body["ToAccountRef"]["value"]:
            raise business("The two accounts of a transfer must differ.")
        body["Amount"] = checked_amount(body["Amount"])
        if body["Amount"] <= 0:
            raise Refusal("2140", f"Invalid Amount : {body['Amount']}")
        work.company.currencies.of_document(work, body, None)

    def release(self, work: "Work", body: Body) -> None:
        self.refuse_closed(work, body["TxnDate"])
