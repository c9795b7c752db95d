"""Journal entries, also with a line to what a customer owes."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from ..books.money import ZERO, decimal
from ..books.rows import Body
from ..faults import Refusal, business, missing
from ..sales.lines import TEXT, checked_amount
from .account_types import CLASSES
from .direct import PARTIES, DirectPosting, party_line

if TYPE_CHECKING:
    from ..books.work import Work

DETAIL = "JournalEntryLineDetail"


class JournalEntry(DirectPosting):
    """Know journal entries; the API's void of one answers well and does nothing."""

    entity = "JournalEntry"
    required: ClassVar[tuple[str, ...]] = ("Line",)
    read_only = DirectPosting.read_only | {"TotalAmt"}

    def complete(self, work: "Work", body: Body, before: Body | None) -> None:
        self.date(work, body, before)
        self._currency(work, body)
        body.setdefault("Adjustment", False)
        lines = [line for line in body["Line"] if line.get("DetailType") != TEXT]
        if len(lines) < 2:
            raise missing("Line")
        for line in lines:
            self._line(work, body, line)
        debits, credits = _sum(lines, "Debit"), _sum(lines, "Credit")
        if debits != credits:
            detail = f"Debits {debits} are not equal to credits {credits}"
            raise Refusal("2300", detail, element="")
        body["TotalAmt"] = debits
        self.number_lines(body, before, 0)
        self.number(work, body, before)
        self.check_owed(work, body, before)

    def _currency(self, work: "Work", body: Body) -> None:
        """Take the currency that is sent, else the home currency."""
        code = body.get("CurrencyRef", {}).get("value", work.company.currencies.home)
        party = {"CurrencyRef": {"value": code}}
        work.company.currencies.of_document(work, body, party)

    def _line(self, work: "Work", body: Body, line: Body) -> None:
        detail = line.get(DETAIL)
        if line.get("DetailType") != DETAIL or not detail:
            raise missing(DETAIL)
        for name in ("PostingType", "AccountRef"):
            if not detail.get(name):
                raise missing(name)
        line["Amount"] = checked_amount(line.get("Amount", 0))
        if line["Amount"] < 0:
            raise Refusal("2140", f"Invalid Amount : {line['Amount']}")
        accounts = work.company.accounts
        account = accounts.demand(work, detail["AccountRef"], tuple(CLASSES))
        work.company.dimensions.check_line(work, detail)
        entity = detail.get("Entity", {})
        needed = PARTIES.get(account["AccountType"])
        if needed and entity.get("Type") != needed:
            raise business(f"A line of this account must name a {needed}.")
        party_line(work, body, account, entity.get("EntityRef") or {})


def _sum(lines: list[Body], side: str) -> Decimal:
    found = [line for line in lines if line[DETAIL]["PostingType"] == side]
    return sum((decimal(line["Amount"]) for line in found), ZERO)
