"""Decide in which currency a party, an account or a document is."""

from typing import TYPE_CHECKING

from ..faults import Refusal, business
from .currencies import CURRENCIES
from .money import decimal, rounded
from .rows import Body

if TYPE_CHECKING:
    from .work import Work


class Currencies:
    """Apply the rules of one company: its home currency, multicurrency or not."""

    def __init__(self, home: str):
        self.home = home

    def of_party(self, work: "Work", body: Body) -> None:
        """Complete CurrencyRef of a customer, vendor or account.

        A foreign currency needs multicurrency, else 6000; a new one is added to
        the company's list.
        """
        code = body.get("CurrencyRef", {}).get("value", self.home)
        body["CurrencyRef"] = self.ref(code)
        if code != self.home:
            self._demand_multicurrency(work)
            self._list(work, code)

    def ref(self, code: str) -> Body:
        """Return a reference to a currency; raise 2220 for an unknown code."""
        if code not in CURRENCIES:
            raise Refusal("2220", f"Invalid Currency Type : {code}")
        return {"value": code, "name": CURRENCIES[code]}

    def of_document(self, work: "Work", body: Body, party: Body | None) -> None:
        """Complete CurrencyRef and ExchangeRate of a document.

        Left out, the currency is the party's (asserted by python-quickbooks' tests);
        another one is refused (6000), and so is a foreign one while multicurrency is
        off. The receivables of a currency appear with its first document.
        """
        needed = party["CurrencyRef"]["value"] if party else self.home
        sent = body.get("CurrencyRef", {}).get("value")
        body["CurrencyRef"] = self.ref(sent or needed)
        if body["CurrencyRef"]["value"] != self.home:
            self._demand_multicurrency(work)
        if body["CurrencyRef"]["value"] != needed:
            raise business(
                "You can only use one foreign currency per transaction, and it "
                "must be the currency of the customer."
            )
        self._rate(work, body)
        if body["CurrencyRef"]["value"] != self.home:
            work.company.accounts.receivable(work, body["CurrencyRef"]["value"])

    def _rate(self, work: "Work", body: Body) -> None:
        """Complete ExchangeRate: 1 where none is sent, whatever rate is known.

        That books wrongly, as it does in QuickBooks.
        """
        code = body["CurrencyRef"]["value"]
        if not self._multicurrency(work):
            # Zero is what python-quickbooks sends when no rate was set.
            if decimal(body.get("ExchangeRate") or 1) != 1:
                raise business("Multicurrency is not enabled for this company.")
            body.pop("ExchangeRate", None)
            return
        if code == self.home or not body.get("ExchangeRate"):
            body["ExchangeRate"] = 1
        if decimal(body["ExchangeRate"]) <= 0:
            raise Refusal("2110", "Invalid Decimal : ExchangeRate")

    def home_amount(self, body: Body, amount: object) -> object:
        """Return an amount of a document in home currency."""
        return rounded(decimal(amount) * decimal(body.get("ExchangeRate", 1)))

    def _multicurrency(self, work: "Work") -> bool:
        return bool(work.preference("CurrencyPrefs.MultiCurrencyEnabled"))

    def _demand_multicurrency(self, work: "Work") -> None:
        if not self._multicurrency(work):
            raise business("Multicurrency is not enabled for this company.")

    def _list(self, work: "Work", code: str) -> None:
        """Add a currency to the company's list if it is not there."""
        from ..entities import handler_of

        handler = handler_of("CompanyCurrency")
        if not work.books.named("CompanyCurrency", code.casefold()):
            body = {"Code": code, "Name": CURRENCIES[code], "Active": True}
            work.insert(handler, body)
