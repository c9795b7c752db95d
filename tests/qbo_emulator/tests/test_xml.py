"""Whoever does not ask for JSON gets XML, as from the service."""

from xml.etree import ElementTree

import pytest
from books import Books, line, sale

SPACE = "{http://schema.intuit.com/finance/v3}"


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.fixture
def ask(api):
    """A function that calls the API and returns the status and the parsed XML."""

    def call(method, path, **options):
        headers = {"Accept": "*/*", **options.pop("headers", {})}
        answer = api(method, path, headers=headers, **options)
        assert answer.headers["Content-Type"].startswith("application/xml")
        assert "intuit_tid" in answer.headers
        return answer.status_code, ElementTree.fromstring(answer.content)

    return call


def inside(element, path):
    return element.find("/".join(SPACE + part for part in path.split("/")))


def test_an_object_is_one_element(books, ask):
    customer = books.customer("Rook & Co", Notes="a < b")
    made = books.create("Invoice", sale(customer, line(12.5), line(30)))
    status, root = ask("GET", f"invoice/{made['Id']}")
    assert (status, root.tag) == (200, f"{SPACE}IntuitResponse")
    assert root.get("time")
    invoice = inside(root, "Invoice")
    assert (invoice.get("domain"), invoice.get("sparse")) == ("QBO", "false")
    party = inside(invoice, "CustomerRef")
    assert (party.text, party.get("name")) == (customer, "Rook & Co")
    assert len(invoice.findall(f"{SPACE}Line")) == 3
    assert inside(invoice, "TotalAmt").text == "42.5"


def test_a_query_counts_in_attributes(books, ask):
    books.customer("A")
    books.customer("B")
    _status, root = ask("GET", "query", params={"query": "select * from Customer"})
    answer = inside(root, "QueryResponse")
    assert (answer.get("startPosition"), answer.get("maxResults")) == ("1", "2")
    names = [inside(row, "DisplayName").text for row in answer]
    assert names == ["A", "B"]


def test_faults_are_xml_too(ask):
    status, root = ask("POST", "customer", json={"CompanyName": "A"})
    error = inside(root, "Fault/Error")
    assert (status, error.get("code")) == (400, "6080")
    assert inside(error, "Message").text == "No Name Provided"
    status, root = ask("POST", "customer", json={"Shoe\x01": 1})
    assert "Shoe" in inside(root, "Fault/Error/Detail").text
    bad = {"Authorization": "Bearer x"}
    status, root = ask("GET", "preferences", headers=bad)
    assert inside(root, "Fault").get("type") == "AUTHENTICATION"
    assert (status, inside(root, "Fault/Error").get("code")) == (401, "3200")


def test_a_write_counts_once_whatever_its_format(books, ask):
    body = {"DisplayName": "Acme"}
    _status, root = ask("POST", "customer", json=body, params={"requestid": "r1"})
    again = books.post("customer", body, requestid="r1").json()
    assert inside(root, "Customer/Id").text == again["Customer"]["Id"]


def test_a_refused_pdf_is_told_in_json(api):
    answer = api("GET", "invoice/99/pdf", headers={"Accept": "application/pdf"})
    assert answer.json()["Fault"]["Error"][0]["code"] == "610"
