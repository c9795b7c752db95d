"""Do business in a company over the API: any act, in any order, at any date."""

import json
import random
from datetime import date, datetime, timedelta, timezone
from typing import Any

from books import SALES

from qbo_emulator import Emulator
from qbo_emulator.profiles import PROFILES
from qbo_emulator.wire.messages import Request

START = datetime(2026, 5, 20, 18, 0, tzinfo=timezone.utc)
TODAY = date(2026, 5, 20)
DAYS = 70
KINDS = sorted(PROFILES)
RATES = ("1.1", "0.9137", "1.25", "1")
JOURNAL = "JournalEntryLineDetail"
Body = dict[str, Any]


class Session:
    """Hold a company and act in it; what is refused must leave no trace."""

    def __init__(self, kind: str):
        self.emulator = Emulator()
        self.emulator.clock.freeze()
        self.emulator.clock.set(START)
        self.emulator.settings["throttles"] = False
        self.control = self.emulator.control
        self.realm = self.control.add_company(kind, history=False)["realm_id"]
        self.company = self.emulator.company(self.realm)
        app = self.emulator.add_app(name="App", redirect_uris=["https://a.example"])
        token = self.control.grant(self.realm, app.client_id)["access_token"]
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
        }
        self.answers: list[tuple[str, str, int, Body]] = []
        self.dice = random.Random(0)
        self.country = self.company.country
        self.abroad = bool(
            self.company.preference("CurrencyPrefs.MultiCurrencyEnabled")
        )
        self._lists()

    # ---- speaking

    def call(self, method: str, path: str, body: Any = None, **asked: str) -> Body:
        """Call the API and keep the answer."""
        request = Request(
            method,
            f"/v3/company/{self.realm}/{path}",
            asked,
            self.headers,
            json.dumps(body).encode() if body is not None else b"",
        )
        answer = self.emulator.handle(request)
        found = answer.json()
        self.answers.append((method, path, answer.status, found))
        return found

    def create(self, entity: str, body: Body, **asked: str) -> Body:
        """Post an object; return it, or an empty object when it is refused."""
        found = self.call("POST", entity.lower(), body, **asked)
        return found.get(entity, {})

    def rows(self, entity: str) -> list[Body]:
        """Return all objects of an entity."""
        return self.control.list(self.realm, entity)

    def pick(self, entity: str) -> Body:
        """Return any object of an entity."""
        found = self.rows(entity)
        return self.dice.choice(found) if found else {}

    def account(self, name: str) -> Body:
        """Return a reference to an account."""
        rows = self.company.books.named("Account", name.casefold())
        return {"value": rows[0]["Id"]}

    # ---- lists

    def _lists(self) -> None:
        names = ["Oak", "Pine", "Elm"]
        self.customers = [self.create("Customer", {"DisplayName": n}) for n in names]
        below = {"DisplayName": "Oak Two", "ParentRef": {"value": "1"}, "Job": True}
        self.customers.append(self.create("Customer", below))
        if self.abroad:
            facts = {"DisplayName": "Fir", "CurrencyRef": {"value": "EUR"}}
            self.customers.append(self.create("Customer", facts))
        service, goods = self.rows("Item")[0], self.rows("Item")[2]
        stock = {
            "Name": "Lamp",
            "Type": "Inventory",
            "Taxable": True,
            "TrackQtyOnHand": True,
            "QtyOnHand": 50,
            "InvStartDate": (TODAY - timedelta(days=DAYS + 5)).isoformat(),
            "PurchaseCost": 3.35,
            "AssetAccountRef": self.account("Inventory Asset"),
            "IncomeAccountRef": self.account("Sales"),
            "ExpenseAccountRef": self.account("Cost of Goods Sold"),
        }
        lamp = self.create("Item", stock)
        self.items = [service["Id"], goods["Id"], lamp["Id"]]
        self.lamp = lamp["Id"]
        worker = {"GivenName": "Ada", "FamilyName": "Ash"}
        self.worker = self.create("Employee", worker)["Id"]
        found = self.rows("TaxCode")
        self.codes = [row["Id"] for row in found if row.get("SalesTaxRateList")]
        if self.country == "US":
            self.codes = ["TAX", "NON"]

    def day(self) -> str:
        """Return a day of the last weeks."""
        return (TODAY - timedelta(days=self.dice.randrange(DAYS))).isoformat()

    def cents(self, most: int = 20000) -> float:
        """Return an amount."""
        return self.dice.randint(1, most) / 100

    # ---- sales

    def line(self) -> Body:
        """Return a line of an item."""
        item, quantity = self.dice.choice(self.items), self.dice.randint(1, 4)
        price = self.dice.randint(1, 9000)
        detail = {
            "ItemRef": {"value": item},
            "Qty": quantity,
            "UnitPrice": price / 100,
            "TaxCodeRef": {"value": self.dice.choice(self.codes)},
        }
        amount = price * quantity / 100
        return {"DetailType": "SalesItemLineDetail", "Amount": amount, SALES: detail}

    def sale(self, customer: Body | None = None) -> Body:
        """Return a document of sales."""
        customer = customer or self.dice.choice(self.customers)
        body: Body = {
            "CustomerRef": {"value": customer["Id"]},
            "TxnDate": self.day(),
            "Line": [self.line() for _ in range(self.dice.randint(1, 3))],
            **self.rate(customer),
        }
        if self.dice.random() < 0.3:
            inside = {
                "PercentBased": True,
                "DiscountPercent": self.dice.choice((5, 12.5)),
            }
            kind = "DiscountLineDetail"
            body["Line"].append({"DetailType": kind, kind: inside})
        if self.company.tax_engine == "manual" and self.dice.random() < 0.7:
            body["TxnTaxDetail"] = {"TxnTaxCodeRef": {"value": self.dice.choice("23")}}
        if self.company.tax_engine == "codes" and self.dice.random() < 0.4:
            body["GlobalTaxCalculation"] = "TaxInclusive"
        return body

    def rate(self, customer: Body) -> Body:
        """Return an exchange rate for a customer abroad."""
        if customer["CurrencyRef"]["value"] == self.company.currencies.home:
            return {}
        return {"ExchangeRate": float(self.dice.choice(RATES))}

    def invoice(self) -> None:
        """Write an invoice, at times with money received at once."""
        body = self.sale()
        if self.dice.random() < 0.15:
            self.control.set_preferences(
                self.realm, {"SalesFormsPrefs": {"AllowDeposit": True}}
            )
            body["Deposit"] = 0.5
        self.create("Invoice", body)

    def credit_memo(self) -> None:
        """Write a credit memo."""
        self.create("CreditMemo", self.sale())

    def sales_receipt(self) -> None:
        """Sell for money at once."""
        self.create("SalesReceipt", self.sale())

    def refund(self) -> None:
        """Give money back."""
        name = self.dice.choice(("Checking", "Undeposited Funds"))
        to = {"DepositToAccountRef": self.account(name)}
        self.create("RefundReceipt", {**self.sale(), **to})

    def estimate(self) -> None:
        """Estimate, and invoice a line of it."""
        made = self.create("Estimate", self.sale())
        if not made or self.dice.random() < 0.5:
            return
        link = {"TxnId": made["Id"], "TxnType": "Estimate"}
        body = self.sale({**made, "Id": made["CustomerRef"]["value"]})
        body["Line"][0]["LinkedTxn"] = [{**link, "TxnLineId": "1"}]
        self.create("Invoice", body)

    def bill_time(self) -> None:
        """Work, and bill it."""
        customer = self.dice.choice(self.customers)
        facts = {
            "NameOf": "Employee",
            "EmployeeRef": {"value": self.worker},
            "CustomerRef": {"value": customer["Id"]},
            "BillableStatus": "Billable",
            "HourlyRate": 40,
            "Hours": 1,
        }
        time = self.create("TimeActivity", facts)
        body = self.sale(customer)
        link = {"TxnId": time.get("Id", "0"), "TxnType": "TimeActivity"}
        body["Line"][0]["LinkedTxn"] = [link]
        self.create("Invoice", body)

    def change_sale(self) -> None:
        """Replace the lines of a document, or its date."""
        entity = self.dice.choice(("Invoice", "CreditMemo", "SalesReceipt"))
        row = self.pick(entity)
        if not row:
            return
        facts = self.sale({**row, "Id": row["CustomerRef"]["value"]})
        self.create(entity, {**facts, **self.key(row)})

    def key(self, row: Body) -> Body:
        """Return what names an object in a sparse change."""
        return {"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": True}

    # ---- money

    def settled(self, row: Body, amount: float | None = None) -> Body:
        """Return a line of a payment."""
        link = {"TxnId": row["id"], "TxnType": row["entity"]}
        return {"Amount": amount or abs(row["open"]), "LinkedTxn": [link]}

    def open(self, sign: int, customer: str | None = None) -> list[Body]:
        """Return debts (1) or credits (-1) that are open."""
        found = self.control.open_documents(self.realm)
        return [
            row
            for row in found
            if row["open"] * sign > 0
            and row["entity"] != "Payment"
            and customer in (None, row["customer"])
        ]

    def pay(self) -> None:
        """Receive money for one or two debts: all, a part, or too much."""
        debts = self.open(1)
        if not debts:
            return
        first = self.dice.choice(debts)
        same = self.open(1, first["customer"])[:2]
        payer = self.payer(first["customer"])
        share = self.dice.choice((1, 1, 0.5, 0.3333))
        lines = [self.settled(row, round(row["open"] * share, 2)) for row in same]
        extra = self.dice.choice((0, 0, 17.5))
        body = self.payment(payer, sum(x["Amount"] for x in lines) + extra)
        self.create("Payment", {**body, "Line": lines})

    def payer(self, customer: str) -> str:
        """Return a customer, or at times the one above it."""
        row = self.control.get(self.realm, "Customer", customer)
        above = row.get("ParentRef", {}).get("value")
        return above if above and self.dice.random() < 0.5 else customer

    def payment(self, customer: str, total: float) -> Body:
        """Return a payment without lines."""
        owner = self.control.get(self.realm, "Customer", customer)
        body = {
            "CustomerRef": {"value": customer},
            "TotalAmt": round(total, 2),
            "TxnDate": self.day(),
            **self.rate(owner),
        }
        home = owner["CurrencyRef"]["value"] == self.company.currencies.home
        if home and self.dice.random() < 0.3:
            body["DepositToAccountRef"] = self.account("Checking")
        return body

    def apply_credit(self) -> None:
        """Settle a debt with a credit."""
        credits = self.open(-1)
        if not credits:
            return
        credit = self.dice.choice(credits)
        debts = self.open(1, credit["customer"])
        if not debts:
            return
        amount = min(-credit["open"], debts[0]["open"])
        body = self.payment(credit["customer"], 0)
        lines = [self.settled(debts[0], amount), self.settled(credit, amount)]
        self.create("Payment", {**body, "Line": lines})

    def change_payment(self) -> None:
        """Change what a payment brings and settles."""
        row = self.pick("Payment")
        if row:
            body = self.payment(row["CustomerRef"]["value"], self.cents())
            keep = row["Line"] if self.dice.random() < 0.5 else []
            self.create("Payment", {**body, "Line": keep, **self.key(row)})

    def deposit(self) -> None:
        """Bring money to the bank, less a fee, and some straight to an account."""
        lines = []
        for entity in ("Payment", "SalesReceipt", "RefundReceipt"):
            row = self.pick(entity)
            if row and self.dice.random() < 0.7:
                link = {"TxnId": row["Id"], "TxnType": entity, "TxnLineId": "0"}
                lines.append({"LinkedTxn": [link]})
        if self.dice.random() < 0.4:
            lines.append(self.direct("Bank Charges", -0.25))
        if self.dice.random() < 0.4:
            customer = self.customers[self.dice.randrange(2)]["Id"]
            name = "Accounts Receivable (A/R)"
            lines.append(self.direct(name, self.cents(), customer))
        body = {"DepositToAccountRef": self.account("Checking"), "TxnDate": self.day()}
        self.create("Deposit", {**body, "Line": lines})

    def direct(self, name: str, amount: float, customer: str = "") -> Body:
        """Return a line of a deposit to an account."""
        detail: Body = {"AccountRef": self.account(name)}
        if customer:
            detail["Entity"] = {"value": customer, "type": "Customer"}
        kind = "DepositLineDetail"
        return {"Amount": amount, "DetailType": kind, kind: detail}

    def journal(self) -> None:
        """Post a journal entry, at times on what a customer owes."""
        amount = self.cents()
        sides = ["Debit", "Credit"]
        self.dice.shuffle(sides)
        first: Body = {"PostingType": sides[0], "AccountRef": self.account("Checking")}
        if self.dice.random() < 0.6:
            customer = self.customers[self.dice.randrange(2)]["Id"]
            first["AccountRef"] = self.account("Accounts Receivable (A/R)")
            first["Entity"] = {"Type": "Customer", "EntityRef": {"value": customer}}
        second = {"PostingType": sides[1], "AccountRef": self.account("Travel")}
        lines = [
            {"Amount": amount, "DetailType": JOURNAL, JOURNAL: detail}
            for detail in (first, second)
        ]
        self.create("JournalEntry", {"Line": lines, "TxnDate": self.day()})

    def transfer(self) -> None:
        """Move money between banks."""
        body = {
            "FromAccountRef": self.account("Checking"),
            "ToAccountRef": self.account("Savings"),
            "Amount": self.cents(),
            "TxnDate": self.day(),
        }
        self.create("Transfer", body)

    # ---- undoing and reading

    def undo(self) -> None:
        """Delete or void any document."""
        kinds = (
            "Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt", "Payment",
            "Deposit", "JournalEntry", "Transfer", "Estimate",
        )  # fmt: skip
        entity = self.dice.choice(kinds)
        row = self.pick(entity)
        if not row:
            return
        if entity == "Invoice" and self.dice.random() < 0.5:
            self.create(entity, self.key(row), operation="void")
        elif entity in ("Payment", "SalesReceipt") and self.dice.random() < 0.5:
            self.create(entity, self.key(row), operation="update", include="void")
        else:
            self.create(entity, self.key(row), operation="delete")

    def adjust_stock(self) -> None:
        """Count the lamps."""
        row = self.control.get(self.realm, "Item", self.lamp)
        body = {**self.key(row), "QtyOnHand": self.dice.randint(0, 60)}
        full = {**row, **body}
        full.pop("MetaData")
        self.create("Item", full)

    def merge(self) -> None:
        """Merge two customers of the home currency, seldom."""
        if self.dice.random() < 0.2 and len(self.customers) > 3 - (not self.abroad):
            keep, gone = self.customers[:2]
            self.control.merge(self.realm, "Customer", keep["Id"], gone["Id"])
            self.customers.remove(gone)

    def act(self, name: str, seed: int) -> None:
        """Do one thing, the same for the same seed."""
        self.dice = random.Random(seed)
        getattr(self, name)()

    def close(self) -> None:
        """Close the books for good."""
        self.emulator.close()


ACTS = (
    "invoice", "invoice", "credit_memo", "sales_receipt", "refund", "estimate",
    "bill_time", "change_sale", "pay", "pay", "apply_credit", "change_payment",
    "deposit", "deposit", "journal", "transfer", "undo", "adjust_stock", "merge",
)  # fmt: skip
