"""Whatever is done in whatever order, the books keep their promises."""

from datetime import datetime, timezone
from decimal import Decimal

from books import line, payment, sale
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qbo_emulator import Emulator
from qbo_emulator.faults import Refusal
from qbo_emulator.sales.balances import open_amount
from qbo_emulator.wire.messages import Request

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
NAMES = st.sampled_from(["Ash", "Birch", "ash ", "Cedar", "Elm", "Fir"])
PEOPLE = ("Customer", "Vendor", "Employee")
DOCUMENTS = ("Invoice", "CreditMemo", "Payment", "SalesReceipt")
AMOUNTS = st.integers(1, 30000).map(lambda cents: cents / 100)
PICK = st.integers(0, 10**6)


class Books(RuleBasedStateMachine):
    """Do random things to a company and look at everything in between."""

    def __init__(self):
        super().__init__()
        self.emulator = Emulator()
        self.emulator.clock.freeze()
        self.emulator.clock.set(START)
        self.emulator.settings["throttles"] = False
        self.company = self.emulator.add_company("us-manual")
        self.app = self.emulator.add_app(
            name="App", redirect_uris=["https://a.example"]
        )
        realm = self.company.realm_id
        grant = self.emulator.control.grant(realm, self.app.client_id)
        self.headers = {
            "Authorization": f"Bearer {grant['access_token']}",
            "Accept": "application/json",
        }
        self.tokens: dict[tuple[str, str], int] = {}
        self.seen: dict[tuple[str, str], str] = {}

    def teardown(self):
        self.emulator.close()

    # ---- what is done

    @initialize()
    def open_with_customers(self):
        for name in ("Oak", "Pine"):
            self.company.create("Customer", {"DisplayName": name})
        self.remember()

    def attempt(self, act, *values):
        """Do something; a refusal must leave no trace."""
        before = self.everything()
        try:
            act(*values)
        except Refusal:
            assert self.everything() == before

    def pick(self, entity, number):
        rows = self.company.list(entity)
        return rows[number % len(rows)] if rows else None

    @rule(entity=st.sampled_from(PEOPLE), name=NAMES)
    def add_name(self, entity, name):
        self.attempt(self.company.create, entity, {"DisplayName": name})

    @rule(entity=st.sampled_from(PEOPLE), at=PICK, name=NAMES, active=st.booleans())
    def change_name(self, entity, at, name, active):
        row = self.pick(entity, at)
        if row:
            change = {"DisplayName": name, "Active": active}
            self.attempt(self.company.edit, entity, row["Id"], change)

    @rule(entity=st.sampled_from(DOCUMENTS[:2]), at=PICK, amount=AMOUNTS)
    def sell(self, entity, at, amount):
        customer = self.pick("Customer", at)
        body = sale(customer["Id"], line(amount))
        self.attempt(self.company.create, entity, body)

    @rule(at=PICK, amount=AMOUNTS)
    def change_amount(self, at, amount):
        row = self.pick("Invoice", at)
        if row:
            change = {"Line": [line(amount)]}
            self.attempt(self.company.edit, "Invoice", row["Id"], change)

    @rule(at=PICK, total=AMOUNTS, part=AMOUNTS)
    def pay(self, at, total, part):
        row = self.pick("Invoice", at)
        if row:
            settled = {row["Id"]: part}
            body = payment(row["CustomerRef"]["value"], total, invoices=settled)
            self.attempt(self.company.create, "Payment", body)

    @rule(at=PICK, by=PICK, amount=AMOUNTS)
    def apply_credit(self, at, by, amount):
        invoice, credit = self.pick("Invoice", at), self.pick("CreditMemo", by)
        if invoice and credit:
            both = {
                "invoices": {invoice["Id"]: amount},
                "credits": {credit["Id"]: amount},
            }
            body = payment(invoice["CustomerRef"]["value"], 0, **both)
            self.attempt(self.company.create, "Payment", body)

    @rule(at=PICK, by=PICK, total=AMOUNTS, part=AMOUNTS)
    def change_payment(self, at, by, total, part):
        row, invoice = self.pick("Payment", at), self.pick("Invoice", by)
        if row and invoice:
            customer = row["CustomerRef"]["value"]
            body = payment(customer, total, invoices={invoice["Id"]: part})
            self.attempt(self.company.edit, "Payment", row["Id"], body)

    @rule(entity=st.sampled_from(DOCUMENTS), at=PICK, void=st.booleans())
    def undo(self, entity, at, void):
        row = self.pick(entity, at)
        if row:
            act = self.company.void if void else self.company.delete
            self.attempt(act, entity, row["Id"])

    @rule(at=PICK, by=PICK)
    def merge(self, at, by):
        keep, gone = self.pick("Customer", at), self.pick("Customer", by)
        if keep["Active"] and gone["Active"]:
            merge = self.company.merge
            self.attempt(merge, "Customer", keep["Id"], gone["Id"])

    # ---- what must hold

    def everything(self):
        rows = self.emulator.store.rows(
            "SELECT entity, id, body FROM objects WHERE realm = ?",
            (self.company.realm_id,),
        )
        return {(row["entity"], row["id"]): row["body"] for row in rows}

    def remember(self):
        self.seen = self.everything()
        self.emulator.clock.advance(1)
        self.since = self.emulator.clock.now()

    def cdc(self):
        entities = ",".join((*PEOPLE, *DOCUMENTS))
        asked = {"entities": entities, "changedSince": self.since.isoformat()}
        path = f"/v3/company/{self.company.realm_id}/cdc"
        answer = self.emulator.handle(Request("GET", path, asked, self.headers))
        changed = {}
        for part in answer.json()["CDCResponse"][0]["QueryResponse"]:
            for entity, rows in part.items():
                if isinstance(rows, list):
                    changed.update({(entity, r["Id"]): r.get("status") for r in rows})
        return changed

    @invariant()
    def changes_are_told(self):
        if not self.seen:
            return
        now = self.everything()
        kinds = (*PEOPLE, *DOCUMENTS)
        changed = {
            key for key in now if key[0] in kinds and now[key] != self.seen.get(key)
        }
        gone = self.seen.keys() - now.keys()
        told = self.cdc()
        fresh = {key for key, status in told.items() if status is None}
        assert fresh == changed
        assert {key for key, status in told.items() if status == "Deleted"} == gone
        self.remember()

    @invariant()
    def tokens_never_fall(self):
        for entity in (*PEOPLE, *DOCUMENTS):
            for row in self.company.list(entity):
                key, token = (entity, row["Id"]), int(row["SyncToken"])
                assert token >= self.tokens.get(key, 0)
                self.tokens[key] = token

    @invariant()
    def names_are_unique(self):
        names = [
            row["DisplayName"].removesuffix(" (deleted)").strip().lower()
            for entity in PEOPLE
            for row in self.company.list(entity)
        ]
        assert len(names) == len(set(names))

    @invariant()
    def customers_owe_what_is_open(self):
        owed: dict[str, Decimal] = {}
        for entity in DOCUMENTS:
            for row in self.company.books.select(entity):
                key = row["CustomerRef"]["value"]
                owed[key] = owed.get(key, Decimal(0)) + open_amount(entity, row)
        for customer in self.company.books.select("Customer"):
            assert Decimal(str(customer["Balance"])) == owed.get(customer["Id"], 0)

    @invariant()
    def documents_settle_exactly(self):
        for row in self.company.books.select("Invoice"):
            applied = self.company.books.applied("Invoice", row["Id"])
            settled = sum((Decimal(amount) for _, amount in applied), Decimal(0))
            assert row["Balance"] == row["TotalAmt"] - settled >= 0
        for row in self.company.books.select("Payment"):
            assert row["UnappliedAmt"] >= 0


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
