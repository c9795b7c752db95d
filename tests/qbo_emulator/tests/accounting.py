"""Work out from the documents what the ledger must hold, without its own rules."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from books import SALES

ZERO = Decimal(0)
CENT = Decimal("0.01")
Body = dict[str, Any]
Sums = dict[Any, Decimal]
SOLD = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1}


def number(value: Any) -> Decimal:
    """Return a JSON value as an exact number."""
    return Decimal(str(value or 0))


def cents(value: Decimal) -> Decimal:
    """Round to cents, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def some(sums: Sums) -> Sums:
    """Return what is not zero."""
    return {key: value for key, value in sums.items() if value}


class Accountant:
    """Read one company's documents up to a day."""

    def __init__(self, session: Any, as_of: str | None):
        self.session = session
        self.control = session.control
        self.realm = session.realm
        self.as_of = as_of
        self.home = session.company.currencies.home

    def documents(self, entity: str) -> list[Body]:
        """Return the documents of a kind up to the day."""
        rows = self.session.rows(entity)
        return [row for row in rows if row["TxnDate"] <= (self.as_of or "9999")]

    def worth(self, body: Body, amount: Decimal) -> Decimal:
        """Return an amount in home currency."""
        return cents(amount * number(body.get("ExchangeRate", 1)))

    # ---- what must be so

    def check(self) -> None:
        """Compare the ledger with the documents; raise where they differ."""
        self.debits_equal_credits()
        self.receivables()
        self.taxes()
        self.undeposited()
        self.results()
        self.stock()
        self.reports()
        if self.as_of is None:
            self.shown_balances()

    def debits_equal_credits(self) -> None:
        """Every transaction balances, at home and in its currency."""
        rows = self.session.emulator.store.rows(
            "SELECT entity, id, sum(home) AS home, sum(amount) AS amount FROM entries "
            "WHERE realm = ? AND date <= ? GROUP BY entity, id",
            (self.realm, self.as_of or "9999"),
        )
        assert [dict(row) for row in rows if row["home"] or row["amount"]] == []

    def receivables(self) -> None:
        """What customers owe is what is open, by customer and currency."""
        owed: Sums = defaultdict(lambda: ZERO)
        home: Sums = defaultdict(lambda: ZERO)
        for customer, body, amount in self._owed():
            key = customer, body["CurrencyRef"]["value"]
            owed[key] += amount
            home[key] += self.worth(body, amount)
        ledger = self.control.receivables(self.realm, self.as_of)
        held = {(r["customer"], r["currency"]): number(r["amount"]) for r in ledger}
        assert some(self._families(held)) == some(self._families(owed))
        if self.as_of is None:
            worth = {(r["customer"], r["currency"]): number(r["home"]) for r in ledger}
            assert some(worth) == some(home)

    def _families(self, sums: Sums) -> Sums:
        """Put sub-customers to their parents as of an earlier day.

        A parent's payment for a later document of theirs is unapplied till then.
        """
        if self.as_of is None:
            return sums
        above = {
            row["Id"]: row.get("ParentRef", {}).get("value", row["Id"])
            for row in self.session.rows("Customer")
        }
        found: Sums = defaultdict(lambda: ZERO)
        for (customer, currency), amount in sums.items():
            found[above[customer], currency] += amount
        return found

    def _owed(self) -> Any:
        """Yield (customer, document, what is open of it)."""
        paid = self._paid()
        for entity, sign in (("Invoice", 1), ("CreditMemo", -1)):
            for row in self.documents(entity):
                left = number(row["TotalAmt"]) - number(row.get("Deposit"))
                left -= sum(paid[entity, row["Id"]].values())
                if self.as_of is None:
                    assert left == number(row["Balance"]) >= 0
                yield row["CustomerRef"]["value"], row, sign * left
        for entity, sign, customer, row, amount in self._direct():
            left = amount - sum(paid[entity, row["Id"]].values())
            assert self.as_of or left >= 0
            yield customer, row, sign * left
        for row in self.documents("Payment"):
            left = number(row["TotalAmt"])
            for line in row["Line"]:
                link = line["LinkedTxn"][0]
                part = paid[link["TxnType"], link["TxnId"]].get(row["Id"], ZERO)
                left -= self._sign(link) * part if part else ZERO
            if self.as_of is None:
                assert left == number(row["UnappliedAmt"]) >= 0
            yield row["CustomerRef"]["value"], row, -left

    def _paid(self) -> dict[tuple[str, str], Sums]:
        """Return {(kind, id): {payment: amount}} of documents up to the day."""
        kinds = ("Invoice", "CreditMemo", "JournalEntry", "Deposit")
        known = {(kind, row["Id"]) for kind in kinds for row in self.documents(kind)}
        paid: dict[tuple[str, str], Sums] = defaultdict(dict)
        for row in self.documents("Payment"):
            for line in row["Line"]:
                link = line["LinkedTxn"][0]
                key = link["TxnType"], link["TxnId"]
                if key in known:
                    paid[key][row["Id"]] = number(line["Amount"])
        return paid

    def _sign(self, link: Body) -> int:
        if link["TxnType"] == "JournalEntry":
            rows = [d for d in self._direct() if d[3]["Id"] == link["TxnId"]]
            return rows[0][1]
        return 1 if link["TxnType"] == "Invoice" else -1

    def _direct(self) -> list[tuple[str, int, str, Body, Decimal]]:
        """Return (kind, sign, customer, document, amount) of lines to receivables."""
        account = self.session.account("Accounts Receivable (A/R)")["value"]
        found = []
        for row in self.documents("JournalEntry"):
            for line in row["Line"]:
                detail = line["JournalEntryLineDetail"]
                if detail["AccountRef"]["value"] == account:
                    sign = 1 if detail["PostingType"] == "Debit" else -1
                    customer = detail["Entity"]["EntityRef"]["value"]
                    amount = number(line["Amount"])
                    found.append(("JournalEntry", sign, customer, row, amount))
        for row in self.documents("Deposit"):
            for line in row["Line"]:
                detail = line.get("DepositLineDetail", {})
                if detail.get("AccountRef", {}).get("value") == account:
                    customer = detail["Entity"]["value"]
                    found.append(("Deposit", -1, customer, row, number(line["Amount"])))
        return found

    def taxes(self) -> None:
        """Tax payable is the documents' tax, by agency."""
        owed: Sums = defaultdict(lambda: ZERO)
        agencies = {
            row["Id"]: row["AgencyRef"]["value"] for row in self.session.rows("TaxRate")
        }
        for row, sign in self._sold():
            mine: Sums = defaultdict(lambda: ZERO)
            detail = row.get("TxnTaxDetail", {})
            for line in detail.get("TaxLine", []):
                rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
                mine[agencies[rate]] += number(line["Amount"])
            mine[""] += number(detail.get("TotalTax")) - sum(mine.values(), ZERO)
            for agency, amount in mine.items():
                owed[agency] += sign * self.worth(row, amount)
        held = self.control.tax_payable(self.realm, self.as_of)
        assert some({key: number(value) for key, value in held.items()}) == some(owed)

    def _sold(self) -> Any:
        for entity, sign in SOLD.items():
            for row in self.documents(entity):
                yield row, sign

    def undeposited(self) -> None:
        """Undeposited funds are the money that is in no deposit."""
        funds = self.session.account("Undeposited Funds")["value"]
        banked = {
            (link["TxnType"], link["TxnId"])
            for row in self.documents("Deposit")
            for line in row["Line"]
            for link in line.get("LinkedTxn", [])
        }
        held = ZERO
        signs = {"Payment": 1, "SalesReceipt": 1, "RefundReceipt": -1}
        for entity, sign in signs.items():
            for row in self.documents(entity):
                if row["DepositToAccountRef"]["value"] == funds:
                    held += sign * self.worth(row, number(row["TotalAmt"]))
                if (entity, row["Id"]) in banked:
                    held -= sign * self.worth(row, number(row["TotalAmt"]))
        early = self._banked_early(banked)
        for row in self.documents("Invoice"):
            held += self.worth(row, number(row.get("Deposit")))
        assert self._balance("Undeposited Funds") == held - early

    def _banked_early(self, banked: set[tuple[str, str]]) -> Decimal:
        """Return money that was banked before the day it came in."""
        signs = {"Payment": 1, "SalesReceipt": 1, "RefundReceipt": -1}
        return sum(
            (
                sign * self.worth(row, number(row["TotalAmt"]))
                for entity, sign in signs.items()
                for row in self.session.rows(entity)
                if (entity, row["Id"]) in banked
                and row["TxnDate"] > (self.as_of or "9999")
            ),
            ZERO,
        )

    def _balance(self, name: str) -> Decimal:
        account = self.session.account(name)["value"]
        held = self.control.account_balances(self.realm, self.as_of)
        return number(held.get(account))

    def results(self) -> None:
        """Income, discounts and banks are what the documents say (home currency)."""
        if self.session.abroad:
            return
        incomes = {
            row["Id"]: row["IncomeAccountRef"]["value"]
            for row in self.session.rows("Item")
            if "IncomeAccountRef" in row
        }
        sold: Sums = defaultdict(lambda: ZERO)
        off = ZERO
        for row, sign in self._sold():
            for line in row["Line"]:
                amount = sign * number(line["Amount"])
                if SALES in line:
                    sold[incomes[line[SALES]["ItemRef"]["value"]]] -= amount
                if "DiscountLineDetail" in line:
                    off += amount
        held = self.control.account_balances(self.realm, self.as_of)
        found = {key: number(held.get(key)) for key in set(incomes.values())}
        assert some(found) == some(sold)
        assert self._balance("Discounts given") == off
        assert self._balance("Savings") == sum(
            (number(row["Amount"]) for row in self.documents("Transfer")), ZERO
        )

    def stock(self) -> None:
        """What is in stock is what came in less what was sold."""
        account = self.session.account("Inventory Asset")["value"]
        stock = self.control.stock(self.realm, self.as_of).get(self.session.lamp)
        rows = self.control.journal(self.realm, account, self.as_of)
        counted = [row for row in rows if row["entity"] == "Item"]
        quantity = sum((number(row["qty"]) for row in counted), ZERO)
        for row, sign in self._sold():
            for line in row["Line"]:
                detail = line.get(SALES, {})
                if detail.get("ItemRef", {}).get("value") == self.session.lamp:
                    quantity -= sign * number(detail.get("Qty"))
        assert number(stock["quantity"]) == quantity
        # The cost of a lamp never changes, so what is in stock is worth that.
        assert number(stock["worth"]) == cents(quantity * Decimal("3.35"))
        assert self._balance("Inventory Asset") == number(stock["worth"])
        lost = self.session.company.books.named("Account", "inventory shrinkage")
        shrunk = self._balance("Inventory Shrinkage") if lost else ZERO
        opening = -self._balance("Opening Balance Equity")
        spent = self._balance("Cost of Goods Sold")
        assert spent + shrunk == opening - number(stock["worth"])

    # ---- what is shown

    def reports(self) -> None:
        """Reports add up, each in itself and with the others."""
        day = {"end_date": self.as_of} if self.as_of else {}
        day["start_date"] = "2026-01-01"
        totals = {name: self._total(name, day) for name in REPORTS}
        assert totals["TrialBalance"][0] == totals["TrialBalance"][1]
        sheet = self.control.report(self.realm, "BalanceSheet", day)["Rows"]["Row"]
        assets, other = (number(row["Summary"]["ColData"][1]["value"]) for row in sheet)
        assert assets == other
        owed = sum(
            (
                number(r["home"])
                for r in self.control.receivables(self.realm, self.as_of)
            ),
            ZERO,
        )
        assert totals["CustomerBalance"][0] == owed
        if self.as_of is None:
            assert totals["AgedReceivables"][-1] == owed
        held = self.control.account_balances(self.realm, self.as_of)
        kinds = {
            row["Id"]: row["Classification"] for row in self.session.rows("Account")
        }
        result = [
            number(v) for k, v in held.items() if kinds[k] in ("Revenue", "Expense")
        ]
        assert totals["ProfitAndLoss"][0] == -sum(result, ZERO)
        if not self.session.abroad:
            tax = self.control.tax_payable(self.realm, self.as_of).values()
            assert totals["TaxSummary"][-1] == sum(map(number, tax), ZERO)

    def _total(self, name: str, day: Body) -> list[Decimal]:
        report = self.control.report(self.realm, name, day)
        last = report["Rows"]["Row"][-1]
        cells = last["Summary"]["ColData"]
        assert len(cells) == len(report["Columns"]["Column"])
        return [number(cell["value"]) for cell in cells[1:]]

    def shown_balances(self) -> None:
        """Accounts, customers and items show what the ledger holds."""
        held = self.control.account_balances(self.realm)
        for row in self.session.rows("Account"):
            sign = 1 if row["Classification"] == "Asset" else -1
            if row["Classification"] in ("Revenue", "Expense"):
                assert row["CurrentBalance"] == 0
            elif row["CurrencyRef"]["value"] == self.home:
                balance = sign * number(held.get(row["Id"]))
                assert number(row["CurrentBalance"]) == balance
        owed: Sums = defaultdict(lambda: ZERO)
        for row in self.control.receivables(self.realm):
            owed[row["customer"]] += number(row["amount"])
        for row in self.session.rows("Customer"):
            assert number(row["Balance"]) == owed[row["Id"]]
        lamp = self.control.get(self.realm, "Item", self.session.lamp)
        stock = self.control.stock(self.realm)[self.session.lamp]
        assert number(lamp["QtyOnHand"]) == number(stock["quantity"])


REPORTS = (
    "TrialBalance", "BalanceSheet", "ProfitAndLoss", "AgedReceivables",
    "CustomerBalance", "TaxSummary",
)  # fmt: skip
