"""Short words for what the tests of the books send and expect."""

from typing import Any

import requests

SALES = "SalesItemLineDetail"


def line(amount: float = 100, item: str = "1", **detail: Any) -> dict[str, Any]:
    """A sales line of one item."""
    inside = {"ItemRef": {"value": item}, **detail}
    return {"Amount": amount, "DetailType": SALES, SALES: inside}


def sale(customer: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A sales document."""
    return {
        "CustomerRef": {"value": customer},
        "Line": list(lines) or [line()],
        **more,
    }


def payment(customer: str, total: float, **settled: Any) -> dict[str, Any]:
    """A payment; ``invoices`` and ``credits`` are {id: amount}."""
    kinds = (("Invoice", "invoices"), ("CreditMemo", "credits"))
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": qbo_id, "TxnType": kind}]}
        for kind, word in kinds
        for qbo_id, amount in settled.pop(word, {}).items()
    ]
    body = {"CustomerRef": {"value": customer}, "TotalAmt": total, **settled}
    return {**body, "Line": lines} if lines else body


class Books:
    """Speak with the API of one company as a client."""

    def __init__(self, api: Any, emulator: Any, realm: str):
        self.api = api
        self.emulator = emulator
        self.realm = realm
        self.company = emulator.company(realm)

    def post(self, path: str, body: Any = None, **params: Any) -> Any:
        """Send JSON and return the response."""
        return self.api("POST", path, json=body, params=params)

    def create(self, entity: str, body: dict[str, Any], **params: Any) -> Any:
        """Create an object and return it; fail on a fault."""
        answer = self.post(entity.lower(), body, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()[entity]

    update = create

    def read(self, entity: str, qbo_id: str) -> Any:
        """Read an object and return it."""
        answer = self.api("GET", f"{entity.lower()}/{qbo_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()[entity]

    def query(self, text: str) -> Any:
        """Return the value of QueryResponse."""
        answer = self.api("GET", "query", params={"query": text})
        assert answer.status_code == 200, answer.text
        return answer.json()["QueryResponse"]

    def fetch(self, address: str) -> Any:
        """Fetch an address of the emulator without a token."""
        session = requests.Session()
        session.mount("http://localhost/qbo", self.emulator.adapter())
        return session.get(address)

    def customer(self, name: str = "Acme", **more: Any) -> str:
        """Create a customer and return its id."""
        return self.create("Customer", {"DisplayName": name, **more})["Id"]

    def refused(self, path: str, body: Any = None, **params: Any) -> str:
        """Send what must be refused, and return the code of the fault."""
        return code_of(self.post(path, body, **params))


def code_of(answer: Any) -> str:
    """Return the code of a fault; fail when the answer is none."""
    data = answer.json()
    fault = data.get("Fault") or data.get("fault")
    assert fault, answer.text
    error = (fault.get("Error") or fault.get("error"))[0]
    assert error.get("Message") or error.get("message"), answer.text
    return error["code"]
