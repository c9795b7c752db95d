"""Bad input is answered with a documented fault and changes nothing.

The number of requests comes from QBO_EMULATOR_FUZZ (500 by default).
"""

import copy
import json
import os
import random

import pytest
from books import code_of, line, payment, sale

from qbo_emulator.books.schema import table
from qbo_emulator.faults import MESSAGES

COUNT = int(os.environ.get("QBO_EMULATOR_FUZZ", "500"))
SEED = int(os.environ.get("QBO_EMULATOR_FUZZ_SEED", "7"))
DOCUMENTED = set(MESSAGES) - {"10000"}
JUNK = [
    None, True, False, 0, -1, 1e308, 10**400, "", " ", "x" * 5000, "\u0000", "\ud800",
    "\U0001f4a5", "'; DROP TABLE objects; --", [], {}, [[]], [None], {"value": None},
    {"value": {}}, {"value": "999"}, {"x": 1}, "2026-13-45", "1e9", float("1e-30"),
    "NaN", [{"Id": "1"}], {"value": "1", "name": 5}, -0.0, "../../etc/passwd", "%",
]  # fmt: skip
SAMPLES = {
    "customer": {
        "DisplayName": "Fuzz",
        "PrimaryEmailAddr": {"Address": "a@b.example"},
        "BillAddr": {"Line1": "Street 1"},
        "SalesTermRef": {"value": "1"},
    },
    "vendor": {"DisplayName": "Fuzz", "AcctNum": "1", "TermRef": {"value": "1"}},
    "item": {
        "Name": "Fuzz",
        "Type": "Service",
        "UnitPrice": 5,
        "IncomeAccountRef": {"value": "15"},
    },
    "account": {"Name": "Fuzz", "AccountType": "Bank", "AcctNum": "12"},
    "term": {"Name": "Fuzz", "DueDays": 3},
    "invoice": sale("1", line(10, Qty=2, UnitPrice=5), TxnDate="2026-02-03"),
    "creditmemo": sale("1", line(10), DocNumber="F1"),
    "salesreceipt": sale("1", line(10), DepositToAccountRef={"value": "6"}),
    "payment": payment("1", 10, invoices={"1": 5}),
    "attachable": {
        "Note": "Fuzz",
        "AttachableRef": [{"EntityRef": {"type": "Invoice", "value": "1"}}],
    },
    "exchangerate": {"SourceCurrencyCode": "EUR", "Rate": 1, "AsOfDate": "2026-01-01"},
    "preferences": {"Id": "1", "SyncToken": "0", "TaxPrefs": {"UsingSalesTax": True}},
    "taxservice/taxcode": {"TaxCode": "Fuzz", "TaxRateDetails": [{"TaxRateId": "1"}]},
}
SIGNS = ["", "'", "(", "\\", "\u2019", "\x00", "9", ";"]
STATEMENTS = [
    "select * from Customer where DisplayName = 'A' and Active in (true, false)",
    "select count(*) from Invoice where TxnDate >= '2026-01-01' orderby Id desc",
    "select *, Sku from Item startposition 1 maxresults 10",
]


class Fuzzer:
    """Spoil requests that were good."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.words = sorted({word for t in table()["types"].values() for word in t})

    def spoiled(self, data):
        """Return the data with one place changed for junk."""
        data = json.loads(json.dumps(data))
        for _ in range(self.dice.randint(1, 2)):
            self._spoil(data)
        return data

    def _spoil(self, data):
        place, key = self.dice.choice(list(places(data)) or [({}, "")])
        act = self.dice.randrange(4)
        if act == 0 and isinstance(place, dict):
            place[self.dice.choice([*self.words, "Shoe", ""])] = self.junk()
        elif act == 1 and isinstance(place, dict):
            place.pop(key, None)
        else:
            place[key] = self.junk()

    def junk(self):
        return copy.deepcopy(self.dice.choice(JUNK))

    def text(self, text):
        """Return a text with some signs changed, lost or doubled."""
        signs = list(text)
        for _ in range(self.dice.randint(1, 4)):
            at = self.dice.randrange(len(signs))
            signs[at] = self.dice.choice(SIGNS)
        return "".join(signs)

    def request(self):
        """Return (method, path, options) of one request that is likely bad."""
        saving = (self.save, self.save, self.save, self.batch, self.change)
        return self.dice.choice((*saving, self.query, self.raw, self.path))()

    def request_id(self):
        """Return a request id, one in ten a bad one."""
        name = f"r{self.dice.random()}"[:30]
        return self.text(name) if self.dice.random() < 0.1 else name

    def save(self):
        path = self.dice.choice(sorted(SAMPLES))
        params = {"requestid": self.request_id()}
        data = dumped(self.spoiled(SAMPLES[path]))
        return "POST", path, {"data": data, "params": params}

    def change(self):
        path = self.dice.choice(["customer", "invoice", "payment", "item"])
        body = {**SAMPLES[path], "Id": "1", "SyncToken": self.junk()}
        params = {
            "operation": self.dice.choice(["update", "delete", "void", "shine", ""]),
            "include": self.dice.choice(["", "void", "shoe"]),
        }
        return "POST", path, {"data": dumped(self.spoiled(body)), "params": params}

    def batch(self):
        path = self.dice.choice(["customer", "invoice", "payment", "item"])
        names = {"creditmemo": "CreditMemo"}
        entity = names.get(path, path.capitalize())
        item = {"bId": "1", "operation": "create", entity: SAMPLES[path]}
        body = {"BatchItemRequest": [item, {"bId": "2", "Query": STATEMENTS[0]}]}
        params = {"requestid": self.request_id()}
        return "POST", "batch", {"data": dumped(self.spoiled(body)), "params": params}

    def query(self):
        statement = self.text(self.dice.choice(STATEMENTS))
        if self.dice.random() < 0.5:
            return "GET", "query", {"params": {"query": statement}}
        data = statement.encode(errors="surrogatepass")
        return "POST", "query", {"data": data}

    def raw(self):
        path = self.dice.choice([*SAMPLES, "batch", "upload", "taxservice/shoe"])
        length = self.dice.randrange(60)
        noise = bytes(self.dice.randrange(256) for _ in range(length))
        return "POST", path, {"data": self.dice.choice([noise, b"[" * 9000, b'"'])}

    def path(self):
        parts = ["customer", "invoice", "1", "x", "pdf", "send", "%00", "cdc", "void"]
        path = "/".join(self.dice.choices(parts, k=self.dice.randint(1, 4)))
        since = self.text("2026-01-01T00:00:00Z")
        params = {"changedSince": since, "entities": "Customer,Shoe"}
        return self.dice.choice(["GET", "POST"]), path, {"params": params}


def dumped(data):
    """Return JSON, with what JSON has no words for written anyway."""
    return json.dumps(data).encode(errors="surrogatepass")


def places(data):
    """Yield (container, key) of every value."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(pairs):
        yield data, key
        if isinstance(value, (dict, list)) and value:
            yield from places(value)


def state_of(emulator):
    """Return everything the books hold."""
    tables = ("objects", "links", "tombstones", "files", "companies", "replies")
    return [
        [tuple(row) for row in emulator.store.rows(f"SELECT * FROM {name}")]
        for name in tables
    ]


@pytest.fixture
def prepared(emulator, realm):
    company = emulator.company(realm)
    company.create("Customer", {"DisplayName": "Acme"})
    company.create("Invoice", sale("1"))
    return emulator


def test_malformed_requests_get_a_documented_fault_and_change_nothing(prepared, api):
    fuzzer = Fuzzer(SEED)
    refused = 0
    before = state_of(prepared)
    while refused < COUNT:
        method, path, options = fuzzer.request()
        answer = api(method, path, **options)
        if answer.status_code == 200:
            before = state_of(prepared)
            continue
        refused += 1
        about = (method, path, options, answer.text[:300])
        assert 400 <= answer.status_code < 500, about
        assert code_of(answer) in DOCUMENTED, about
        assert state_of(prepared) == before, about
