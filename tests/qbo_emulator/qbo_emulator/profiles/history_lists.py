"""Write the lists of a company's history: people, items, dimensions."""

from typing import TYPE_CHECKING

from ..books.rows import Body
from . import samples

if TYPE_CHECKING:
    from .history import History


class Lists:
    """Write lists, and keep what documents choose from."""

    def __init__(self, history: "History"):
        self.history = history
        self.company = history.company
        self.country = history.profile.country
        self.customers: list[Body] = []
        self.items: list[Body] = []
        self.classes: list[str] = []
        self.locations: list[str] = []
        self.vendors: list[str] = []
        self.employees: list[str] = []

    def write(self) -> None:
        """Write all lists."""
        self.terms = [row["Id"] for row in self.company.list("Term")]
        self.methods = [row["Id"] for row in self.company.list("PaymentMethod")]
        self.bank = self.account("Checking")
        self._firms()
        self._families()
        self._others()
        self._goods()
        self._dimensions()

    def account(self, name: str) -> str:
        """Return the id of an account."""
        return str(self.company.books.named("Account", name.casefold())[0]["Id"])

    def create(self, entity: str, body: Body) -> Body:
        """Create a row."""
        return self.history.create(entity, body)

    def _firms(self) -> None:
        abroad = [code for code, _rate in self.history.profile.rates_abroad]
        for at, name in enumerate(samples.FIRMS):
            body: Body = {"DisplayName": name, "CompanyName": name}
            body.update(samples.contacts(self.country, name, at))
            body["SalesTermRef"] = {"value": self.terms[at % len(self.terms)]}
            if abroad and at % 3 == 2:
                body["CurrencyRef"] = {"value": abroad[at // 3 % len(abroad)]}
            if self.country == "US" and "School" in name:
                body["TaxExemptionReasonId"] = "5"
            self.customers.append(self.create("Customer", body))

    def _families(self) -> None:
        """Add persons, a branch with its own address, a project, one that left."""
        for at, (given, family) in enumerate(samples.PERSONS):
            name = f"{given} {family}"
            body = {"GivenName": given, "FamilyName": family}
            body.update(samples.contacts(self.country, name, at + 30))
            self.customers.append(self.create("Customer", body))
        parent = {"ParentRef": {"value": self.customers[0]["Id"]}, "Job": True}
        place = {"BillAddr": samples.address(self.country, 3)}
        branch = {"DisplayName": "Amber Lane Bakery, Market Hall", **parent, **place}
        self.customers.append(self.create("Customer", branch))
        project = {"DisplayName": "Amber Lane, new oven", **parent, "IsProject": True}
        self.customers.append(self.create("Customer", project))
        gone = self.create("Customer", {"DisplayName": "Willow Books"})
        self.company.edit("Customer", gone["Id"], {"Active": False})

    def _others(self) -> None:
        for at, name in enumerate(samples.SUPPLIERS):
            body = {"DisplayName": name, "CompanyName": name}
            body.update(samples.contacts(self.country, name, at + 50))
            self.vendors.append(self.create("Vendor", body)["Id"])
        for given, family in samples.WORKERS:
            body = {"GivenName": given, "FamilyName": family}
            self.employees.append(self.create("Employee", body)["Id"])

    def _goods(self) -> None:
        parent = self.create("Item", {"Name": "Garden", "Type": "Category"})
        for name, kind, price, cost, taxed in samples.GOODS:
            body: Body = {"Name": name, "Type": kind, "UnitPrice": price}
            body["Taxable"] = taxed
            body["IncomeAccountRef"] = {"value": self._income(kind)}
            if kind != "Service":
                body["PurchaseCost"] = cost
                cogs = self.account("Cost of Goods Sold")
                body["ExpenseAccountRef"] = {"value": cogs}
                body.update(SubItem=True, ParentRef={"value": parent["Id"]})
            if kind == "Inventory":
                body.update(self._stock())
            self.items.append(self.create("Item", body))

    def _income(self, kind: str) -> str:
        name = "Services" if kind == "Service" else "Sales of Product Income"
        return self.account(name)

    def _stock(self) -> Body:
        return {
            "AssetAccountRef": {"value": self.account("Inventory Asset")},
            "InvStartDate": self.history.date,
            "QtyOnHand": 400,
            "TrackQtyOnHand": True,
        }

    def _dimensions(self) -> None:
        prefers = self.company.preference
        if prefers("AccountingInfoPrefs.ClassTrackingPerTxn"):
            for name in samples.CLASSES:
                self.classes.append(self.create("Class", {"Name": name})["Id"])
        if prefers("AccountingInfoPrefs.TrackDepartments"):
            for name in samples.LOCATIONS:
                self.locations.append(self.create("Department", {"Name": name})["Id"])
