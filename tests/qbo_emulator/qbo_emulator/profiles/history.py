"""Give a company lists as in real life and three months of business.

All goes through the doors a person's work goes through, each document at its own
day, and is the same for the same kind of company. Kinds of documents are made where
the emulator knows them.
"""

import random
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..books import operations
from ..books.company import plain
from ..books.money import rounded
from ..books.rows import Body
from ..entities import HANDLERS
from . import history_lists
from .history_more import MAKERS

if TYPE_CHECKING:
    from ..books.company import Company

DAYS = 90
OFF = "DiscountLineDetail"


class History:
    """Write the history of one company."""

    def __init__(self, company: "Company"):
        self.company = company
        self.profile = company.profile
        self.dice = random.Random(company.profile.key)
        self.now = company.emulator.clock.now()
        self.days = DAYS
        self.lists = history_lists.Lists(self)
        self.codes = usual_codes(company)
        self.banked: set[str] = set()
        self.received = self.credited = 0

    def write(self) -> None:
        """Write lists and documents, oldest first."""
        self.lists.write()
        for days in range(DAYS, -1, -1):
            self.days = days
            self._day(days)
        self.days = 0

    def create(self, entity: str, body: Body) -> Body:
        """Create an object on the day that is being written."""
        with self.company.emulator.store.transaction():
            work = self.company.work(person=True)
            work.now = self.now - timedelta(days=self.days)
            return dict(plain(operations.create(work, entity, body)))

    @property
    def date(self) -> str:
        """Return the day that is being written."""
        return (self.now - timedelta(days=self.days)).date().isoformat()

    def _day(self, days: int) -> None:
        if days % 2 == 0:
            self.sell("Invoice", terms=True)
        if days % 3 == 1:
            self.pay()
        if days % 7 == 2:
            self.sell("SalesReceipt")
        if days % 7 == 5:
            self.credit()
        for every, rest, entity, make in MAKERS:
            if days % every == rest and entity.lower() in HANDLERS:
                make(self)

    # ---- what is sold

    def sell(self, entity: str, terms: bool = False, **more: Any) -> Body:
        """Write a document of sales; what refunds money does so in home currency."""
        customers = self.lists.customers
        if "DepositToAccountRef" in more:
            home = self.profile.currency
            customers = [
                row for row in customers if row["CurrencyRef"]["value"] == home
            ]
        customer = self.dice.choice(customers)
        body: Body = {
            "CustomerRef": {"value": customer["Id"]},
            "TxnDate": self.date,
            "Line": self.lines(),
            **self.taxes(),
            **self.dimensions(),
            **self.rate(customer),
            **more,
        }
        if terms and self.dice.random() < 0.5:
            body["SalesTermRef"] = {"value": self.dice.choice(self.lists.terms)}
        if self.dice.random() < 0.3:
            body["CustomerMemo"] = {"value": "Thank you for your order."}
        return self.create(entity, body)

    def lines(self) -> list[Body]:
        """Return some lines, at times with a text or a discount."""
        count = self.dice.choice((1, 1, 2, 2, 3, 4))
        found = [self.line(item) for item in self.dice.sample(self.lists.items, count)]
        if self.dice.random() < 0.2:
            found.append({"DetailType": "DescriptionOnly", "Description": "As agreed"})
        if self.dice.random() < 0.25:
            inside = {
                "PercentBased": True,
                "DiscountPercent": self.dice.choice((5, 10)),
            }
            found.append({"DetailType": OFF, OFF: inside})
        return found

    def line(self, item: Body) -> Body:
        """Return a line of an item."""
        quantity = self.dice.randint(1, 5)
        price = Decimal(str(item["UnitPrice"]))
        detail: Body = {"ItemRef": {"value": item["Id"]}, "Qty": quantity}
        detail["UnitPrice"] = price
        if self.codes:
            detail["TaxCodeRef"] = {"value": self.dice.choice(self.codes)}
        return {
            "DetailType": "SalesItemLineDetail",
            "Description": item["Name"],
            "Amount": rounded(price * quantity),
            "SalesItemLineDetail": detail,
        }

    def taxes(self) -> Body:
        """Return what a document says of its tax."""
        if self.profile.tax_engine == "manual":
            code = self.dice.choice(("2", "3"))
            return {"TxnTaxDetail": {"TxnTaxCodeRef": {"value": code}}}
        return (
            {"GlobalTaxCalculation": "TaxInclusive"} if self.profile.inclusive else {}
        )

    def dimensions(self) -> Body:
        """Return the class and location of a document."""
        found: Body = {}
        if self.lists.classes:
            found["ClassRef"] = {"value": self.dice.choice(self.lists.classes)}
        if self.lists.locations:
            found["DepartmentRef"] = {"value": self.dice.choice(self.lists.locations)}
        return found

    def rate(self, customer: Body) -> Body:
        """Return the exchange rate for a customer."""
        rates = dict(self.profile.rates_abroad)
        rate = rates.get(customer["CurrencyRef"]["value"])
        return {"ExchangeRate": Decimal(rate)} if rate else {}

    # ---- what is paid

    def open(self) -> list[Body]:
        """Return the invoices that are open, oldest first."""
        rows = self.company.list("Invoice")
        return [row for row in rows if row["Balance"] > 0]

    def pay(self) -> None:
        """Receive money for one or two invoices: in full, in part, too much."""
        invoices = self.open()
        if not invoices:
            return
        first = invoices[0]
        owner = first["CustomerRef"]["value"]
        same = [row for row in invoices if row["CustomerRef"]["value"] == owner][:2]
        self.received += 1
        share = Decimal("0.5") if self.received % 4 == 0 else Decimal(1)
        amounts = {
            row["Id"]: rounded(Decimal(str(row["Balance"])) * share) for row in same
        }
        extra = 25 if self.received % 5 == 0 else 0
        body: Body = {
            "CustomerRef": {"value": owner},
            "TxnDate": self.date,
            "TotalAmt": sum(amounts.values(), Decimal(extra)),
            "PaymentMethodRef": {"value": self.dice.choice(self.lists.methods)},
            "PaymentRefNum": str(self.dice.randint(1000, 9999)),
            "Line": [settling("Invoice", *one) for one in amounts.items() if one[1]],
            **self.rate(first),
        }
        if self.dice.random() < 0.4:
            body["DepositToAccountRef"] = {"value": self.lists.bank}
        self.create("Payment", body)

    def credit(self) -> None:
        """Write a credit memo; apply every other one to an invoice."""
        memo = self.sell("CreditMemo")
        owner = memo["CustomerRef"]["value"]
        same = [row for row in self.open() if row["CustomerRef"]["value"] == owner]
        self.credited += 1
        if not same or self.credited % 3 == 0:
            return
        amount = min(memo["RemainingCredit"], same[0]["Balance"])
        body = {
            "CustomerRef": {"value": owner},
            "TxnDate": self.date,
            "TotalAmt": 0,
            "Line": [
                settling("Invoice", same[0]["Id"], amount),
                settling("CreditMemo", memo["Id"], amount),
            ],
            **self.rate(memo),
        }
        if amount:
            self.create("Payment", body)


def settling(entity: str, qbo_id: str, amount: Any) -> Body:
    """Return a line of a payment."""
    link = {"TxnId": qbo_id, "TxnType": entity}
    return {"Amount": amount, "LinkedTxn": [link]}


def usual_codes(company: "Company") -> list[str]:
    """Return the tax codes of lines that are used most, none in the US."""
    if company.tax_engine != "codes":
        return []
    codes = company.list("TaxCode")
    taxed = [row["Id"] for row in codes if row["SalesTaxRateList"]["TaxRateDetail"]]
    return [company.exempt_code(), *taxed, *taxed]
