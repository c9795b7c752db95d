"""Share what journal entries and deposits have in common: lines to any account."""

from typing import TYPE_CHECKING, Any

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import business, missing
from ..ledger.parties import party_of
from ..ledger.rules import owed
from .transaction import Transaction

if TYPE_CHECKING:
    from ..books.work import Work

PARTIES = {"Accounts Receivable": "Customer", "Accounts Payable": "Vendor"}


class DirectPosting(Transaction):
    """Guard what such a document puts on receivables, which payments may settle."""

    def columns(self, body: Body) -> dict[str, Any]:
        return {**super().columns(body), "party": party_of(body)}

    def check_owed(self, work: "Work", body: Body, before: Body | None) -> None:
        """Allow one line to receivables, and never less than is settled of it."""
        found = [line for line in body["Line"] if on_receivables(work, line)]
        if len(found) > 1:
            raise business("A transaction can have only one A/R or A/P line.")
        if before is None:
            return
        applied = self.applied(work, before)
        amount = decimal(owed(work, self.entity, body))
        old = decimal(owed(work, self.entity, before))
        turned = (amount < 0) != (old < 0) or party_of(body) != party_of(before)
        if applied and (turned or abs(amount) < applied):
            raise business("What payments settle of the transaction cannot be changed.")

    def number_lines(self, body: Body, before: Body | None, first: int) -> None:
        """Keep the ids lines had; give others new ones."""
        used = {line.get("Id") for line in (before or {}).get("Line", [])}
        last = max((int(key) for key in used if key), default=first - 1)
        for position, line in enumerate(body["Line"], 1):
            if line.get("Id") not in used:
                last += 1
                line["Id"] = str(last)
            used.discard(line["Id"])
            line["LineNum"] = position

    def release(self, work: "Work", body: Body) -> None:
        self.refuse_closed(work, body["TxnDate"])
        work.company.balances.detach(work, self.entity, body["Id"], ZERO)


def on_receivables(work: "Work", line: Body) -> bool:
    """Tell a line that posts to receivables or payables."""
    for name in ("JournalEntryLineDetail", "DepositLineDetail"):
        ref = line.get(name, {}).get("AccountRef")
        if ref:
            row = work.books.get("Account", ref["value"]) or {}
            return row.get("AccountType") in PARTIES
    return False


def party_line(work: "Work", body: Body, account: Body, entity: Body) -> None:
    """Check the party of a line: receivables need a customer, payables a vendor."""
    needed = PARTIES.get(account["AccountType"])
    currency = body["CurrencyRef"]["value"]
    if account["CurrencyRef"]["value"] not in (
        currency,
        work.company.currencies.home,
    ):
        raise business("The account is in another currency than the transaction.")
    if not needed:
        return
    if not entity.get("value"):
        raise missing("Entity")
    party = work.reference(needed, entity)
    if party is None or party["CurrencyRef"]["value"] != currency:
        raise business("The party of a line must be in the transaction's currency.")
    if account["CurrencyRef"]["value"] != currency:
        raise business("Receivables of this currency have another account.")
