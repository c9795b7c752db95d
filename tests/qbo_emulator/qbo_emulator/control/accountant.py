"""Ask the ledger: the verbs of an accountant, as of any day."""

from __future__ import annotations

from typing import Any

from ..books.company import plain
from ..faults import Refusal
from ..ledger.figures import Figures
from ..reports import report
from ..sales.banked import MATCHED
from .people import People, told

Data = dict[str, Any]


class Accountant(People):
    """Read what the company's ledger holds; ``as_of`` is a date, None for all."""

    def _figures(self, realm: str, as_of: str | None) -> Figures:
        return Figures(self._company(realm), as_of)

    def trial_balance(self, realm: str, as_of: str | None = None) -> list[Data]:
        """List the accounts with a balance: account, name, type, debit, credit."""
        return plain(self._figures(realm, as_of).trial_balance())

    def account_balances(self, realm: str, as_of: str | None = None) -> Data:
        """Return {account id: balance in home currency}, debits positive."""
        return plain(self._figures(realm, as_of).accounts())

    def receivables(self, realm: str, as_of: str | None = None) -> list[Data]:
        """List what each customer owes: customer, currency, amount, home."""
        return plain(self._figures(realm, as_of).receivables())

    def open_documents(self, realm: str, as_of: str | None = None) -> list[Data]:
        """List open documents: entity, id, customer, currency, total, open (signed)."""
        return plain(self._figures(realm, as_of).open_documents())

    def tax_payable(self, realm: str, as_of: str | None = None) -> Data:
        """Return {agency id: tax owed in home currency}; "" is tax no rate explains."""
        return plain(self._figures(realm, as_of).taxes())

    def stock(self, realm: str, as_of: str | None = None) -> Data:
        """Return {item id: {quantity, worth}}."""
        return plain(self._figures(realm, as_of).stock())

    def entries(self, realm: str, entity: str, qbo_id: str) -> list[Data]:
        """List what a transaction posted; debits are positive."""
        return plain(self._figures(realm, None).entries(entity, str(qbo_id)))

    def journal(
        self, realm: str, account_id: str, as_of: str | None = None
    ) -> list[Data]:
        """List what was posted to an account, oldest first."""
        return plain(self._figures(realm, as_of).journal(str(account_id)))

    def match_bank(self, realm: str, entity: str, qbo_id: str) -> None:
        """Match a payment or receipt to the bank's statement: 6480 from then on."""
        company = self._company(realm)
        with told():
            if entity not in ("Payment", "SalesReceipt", "RefundReceipt"):
                raise Refusal("500", f"{entity} cannot be matched.")
            company.get(entity, str(qbo_id))
            with self.emulator.store.transaction():
                company.books.allocate(MATCHED, entity, str(qbo_id), "0")

    def report(self, realm: str, name: str, params: Data | None = None) -> Data:
        """Return a report in the shape of the API."""
        with told():
            work = self._company(realm).work(person=True)
            return plain(report(work, name, params or {}))
