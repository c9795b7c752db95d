"""Fill a company with made-up records, the same for the same seed.

Names come from word lists put together by rule; no person or firm is meant.
Everything goes through the same doors as a person's work in QuickBooks, so
generated books obey the same rules as all others.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..verbs import ControlError
from .words import COLOURS, GOODS, SUPPLIES, THINGS, TOWNS, TRADES, WORKS

if TYPE_CHECKING:
    from ..emulator import Emulator

# What can be made, in the order in which it is needed.
ORDER = ("Customer", "Vendor", "Item", "Invoice", "Payment")
SPAN_DAYS = 540
CHUNK = 200

Body = dict[str, Any]


class Generator:
    """Make records of one company, in the order in which they need each other."""

    def __init__(self, emulator: "Emulator", realm: str, seed: int):
        self.people = emulator.control
        self.store = emulator.store
        self.realm = realm
        self.dice = random.Random(seed)
        self.today = emulator.clock.now().date()
        self.tax_code = tax_code(emulator, realm)
        self.taken: dict[str, set[str]] = {}

    def make(self, entity: str, count: int) -> int:
        """Make ``count`` records of one kind, in transactions of some hundreds."""
        makers = {
            "Customer": self._customer,
            "Vendor": self._vendor,
            "Item": self._item,
            "Invoice": self._invoice,
            "Payment": self._payment,
        }
        if entity not in makers:
            raise ControlError(f"Can't make {entity}; known are {sorted(makers)}")
        self._prepare(entity)
        made = 0
        for start in range(0, count, CHUNK):
            with self.store.transaction():
                for at in range(start, min(start + CHUNK, count)):
                    made += makers[entity](at)
        return made

    def _prepare(self, entity: str) -> None:
        """Look up what records of a kind refer to."""
        if entity == "Item":
            self.income = self._account("Income")
        if entity == "Invoice":
            self.customers = self._ids("Customer")
            self.items = [item for item in self._list("Item") if item.get("UnitPrice")]
        if entity == "Payment":
            invoices = self._list("Invoice")
            self.open = [row for row in invoices if row.get("Balance", 0) > 0]
            self.dice.shuffle(self.open)

    def _list(self, entity: str) -> list[Body]:
        rows = self.people.list(self.realm, entity)
        return [row for row in rows if row.get("Active", True)]

    def _ids(self, entity: str) -> list[str]:
        return [row["Id"] for row in self._list(entity)]

    def _account(self, kind: str) -> str:
        accounts = self._list("Account")
        return next(row["Id"] for row in accounts if row["AccountType"] == kind)

    def _create(self, entity: str, body: Body) -> int:
        self.people.create(self.realm, entity, body)
        return 1

    # ---- names

    def _name(self, at: int, endings: tuple[str, ...]) -> str:
        """Return a name no other number of the same list has."""
        rest, colour = divmod(at, len(COLOURS))
        round_, step = divmod(rest, len(THINGS))
        thing = THINGS[(3 * colour + step) % len(THINGS)]
        ending = endings[(at + rest) % len(endings)]
        name = f"{COLOURS[colour]} {thing} {ending}"
        return f"{name} {round_ + 1}" if round_ else name

    def _free(self, entity: str, at: int, endings: Any) -> str:
        """Return a generated name, numbered on when the company has it already."""
        taken = self._taken(entity)
        name = self._name(at, endings)
        while name in taken:
            at += len(COLOURS) * len(THINGS)
            name = self._name(at, endings)
        taken.add(name)
        return name

    def _taken(self, entity: str) -> set[str]:
        if entity not in self.taken:
            rows = self.people.list(self.realm, entity)
            names = {row.get("DisplayName") or row.get("Name", "") for row in rows}
            self.taken[entity] = names
        return self.taken[entity]

    def _contact(self, name: str) -> Body:
        street = f"{self.dice.randint(1, 980)} {self.dice.choice(THINGS)} Street"
        address = {
            "Line1": street,
            "City": self.dice.choice(TOWNS),
            "PostalCode": f"{self.dice.randint(10000, 99999)}",
        }
        mail = "".join(filter(str.isalnum, name.lower()))
        return {
            "CompanyName": name[:100],
            "BillAddr": address,
            "PrimaryEmailAddr": {"Address": f"office@{mail}.example"},
            "PrimaryPhone": {"FreeFormNumber": f"555-01{self.dice.randint(10, 99)}"},
        }

    # ---- records

    def _customer(self, at: int) -> int:
        name = self._free("Customer", at, TRADES)
        return self._create("Customer", {"DisplayName": name, **self._contact(name)})

    def _vendor(self, at: int) -> int:
        name = self._free("Vendor", at, SUPPLIES)
        return self._create("Vendor", {"DisplayName": name, **self._contact(name)})

    def _item(self, at: int) -> int:
        service = at % 4 == 0
        name = self._free("Item", at, WORKS if service else GOODS)
        body = {
            "Name": name,
            "Type": "Service" if service else "NonInventory",
            "UnitPrice": self.dice.randint(500, 90000) / 100,
            "IncomeAccountRef": {"value": self.income},
            "Taxable": True,
            "Description": f"{name}, standard",
        }
        return self._create("Item", body)

    def _invoice(self, at: int) -> int:
        day = self.today - timedelta(days=self.dice.randrange(SPAN_DAYS))
        count = self.dice.choice((1, 1, 2, 2, 3, 4))
        body = {
            "CustomerRef": {"value": self.dice.choice(self.customers)},
            "TxnDate": day.isoformat(),
            "DueDate": (day + timedelta(days=30)).isoformat(),
            "Line": [self._line() for _line in range(count)],
        }
        return self._create("Invoice", body)

    def _line(self) -> Body:
        item = self.dice.choice(self.items)
        quantity = self.dice.randint(1, 12)
        price = Decimal(str(item["UnitPrice"]))
        detail = {
            "ItemRef": {"value": item["Id"]},
            "Qty": quantity,
            "UnitPrice": item["UnitPrice"],
        }
        if self.tax_code:
            detail["TaxCodeRef"] = {"value": self.tax_code}
        return {
            "DetailType": "SalesItemLineDetail",
            "Amount": float(price * quantity),
            "Description": item.get("Description", item["Name"]),
            "SalesItemLineDetail": detail,
        }

    def _payment(self, at: int) -> int:
        """Pay one open invoice, three times out of four in full."""
        if not self.open:
            return 0
        invoice = self.open.pop()
        balance = Decimal(str(invoice["Balance"]))
        share = Decimal(1) if self.dice.random() < 0.75 else Decimal("0.5")
        total = (balance * share).quantize(Decimal("0.01")) or balance
        day = date.fromisoformat(invoice["TxnDate"]) + timedelta(days=12)
        link = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
        body = {
            "CustomerRef": {"value": invoice["CustomerRef"]["value"]},
            "TotalAmt": float(total),
            "TxnDate": min(day, self.today).isoformat(),
            "Line": [{"Amount": float(total), "LinkedTxn": [link]}],
        }
        return self._create("Payment", body)


def tax_code(emulator: "Emulator", realm: str) -> str:
    """Return the code for lines: none in the US, else the first for sales."""
    if emulator.control.company(realm)["country"] == "US":
        return ""
    codes = emulator.control.list(realm, "TaxCode")
    usable = [row["Id"] for row in codes if row.get("SalesTaxRateList")]
    return usable[0] if usable else codes[0]["Id"] if codes else ""


def seed_company(
    emulator: "Emulator", realm: str, counts: dict[str, int], seed: int
) -> dict[str, int]:
    """Make records by ``counts`` ({"Customer": 50, ...}); return how many."""
    generator = Generator(emulator, realm, seed)
    unknown = set(counts) - set(ORDER)
    if unknown:
        raise ControlError(f"Can't make {sorted(unknown)}; known are {list(ORDER)}")
    return {
        entity: generator.make(entity, int(counts[entity]))
        for entity in ORDER
        if counts.get(entity)
    }
