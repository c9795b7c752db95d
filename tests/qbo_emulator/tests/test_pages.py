"""The web page shows the books and lets a person act on them."""

import re

import pytest

ROOT = "http://localhost/qbo"


@pytest.fixture
def browser(session, realm):
    """A function that opens a page of the company and returns its text."""

    def show(path="", base=f"/books/{realm}", **query):
        answer = session.get(ROOT + base + path, params=query)
        assert answer.status_code == 200, answer.text
        assert "text/html" in answer.headers["Content-Type"]
        return answer.text

    return show


@pytest.fixture
def act(session, realm):
    """A function that posts a form and returns the page shown after it."""

    def post(path, act, base=f"/books/{realm}", **form):
        return session.post(f"{ROOT}{base}{path}/do/{act}", data=form).text

    return post


@pytest.fixture
def invoice(emulator, realm):
    """An invoice of one line over 120."""
    people = emulator.control
    customer = people.create(realm, "Customer", {"DisplayName": "Lilac <Lark> & Co"})
    item = next(row for row in people.list(realm, "Item") if row["Type"] == "Service")
    line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": 120,
        "Description": "Three hours of advice",
        "SalesItemLineDetail": {
            "ItemRef": {"value": item["Id"]},
            "Qty": 3,
            "UnitPrice": 40,
        },
    }
    payload = {
        "CustomerRef": {"value": customer["Id"]},
        "DocNumber": "A-77",
        "Line": [line],
    }
    return people.create(realm, "Invoice", payload)


def test_front_page_leads_to_the_companies(emulator, browser, realm):
    other = emulator.add_company("uk", name="Harbour Books").realm_id
    page = browser("", base="/")
    assert f"{ROOT}/books/{realm}" in page
    assert f"{ROOT}/books/{other}" in page
    assert "Harbour Books" in page


def test_company_page_counts_its_lists(browser, invoice):
    page = browser()
    assert re.search(r"/Invoice\">Invoice</a><td class=\"num\">1<", page)
    assert "Close the books" in page


def test_invoice_looks_like_a_document(browser, invoice):
    page = browser(f"/Invoice/{invoice['Id']}")
    assert "A-77" in page
    assert "Lilac &lt;Lark&gt; &amp; Co" in page
    assert "Three hours of advice" in page
    assert re.search(r"Total<td class=\"num\">120\.00", page)
    assert re.search(r"Balance due<td class=\"num\">120\.00", page)
    assert "&quot;DocNumber&quot;: &quot;A-77&quot;" in page


def test_list_is_searched_and_paged(emulator, browser, realm):
    for at in range(60):
        emulator.control.create(realm, "Customer", {"DisplayName": f"Moss {at:02}"})
    first, second = browser("/Customer"), browser("/Customer", page=2)
    assert "Moss 59" in first and "Moss 00" not in first
    assert "Moss 00" in second and "Moss 59" not in second
    found = browser("/Customer", q="Moss 07")
    assert "Moss 07" in found and "Moss 08" not in found
    assert "1 found" in found


def test_person_edits_a_customer(emulator, realm, invoice, act):
    customer = invoice["CustomerRef"]["value"]
    page = act(f"/Customer/{customer}", "edit", DisplayName="Lilac Lark")
    assert "Saved" in page
    stored = emulator.control.get(realm, "Customer", customer)
    assert stored["DisplayName"] == "Lilac Lark"
    act(f"/Customer/{customer}", "edit", json='{"Notes": "by hand"}')
    assert emulator.control.get(realm, "Customer", customer)["Notes"] == "by hand"
    act(f"/Customer/{customer}", "edit", json='{"Notes": ""}', DisplayName="ignored")
    assert "Notes" not in emulator.control.get(realm, "Customer", customer)


def test_person_creates_a_vendor(emulator, realm, act, browser):
    assert f"/books/{realm}/Vendor/do/create" in browser("/Vendor")
    page = act("/Vendor", "create", json='{"DisplayName": "Flint Crane Supply"}')
    assert "Flint Crane Supply" in page
    names = [row["DisplayName"] for row in emulator.control.list(realm, "Vendor")]
    assert names == ["Flint Crane Supply"]


def test_person_receives_a_payment(emulator, realm, invoice, act, browser):
    page = act(f"/Invoice/{invoice['Id']}", "pay", amount="70")
    assert re.search(r"Balance due<td class=\"num\">50\.00", page)
    (payment,) = emulator.control.list(realm, "Payment")
    assert payment["TotalAmt"] == 70
    there = f"{ROOT}/books/{realm}"
    assert f'"{there}/Payment/{payment["Id"]}"' in page
    paper = browser(f"/Payment/{payment['Id']}")
    assert f'"{there}/Invoice/{invoice["Id"]}"' in paper and "Applied to" in paper


def test_person_deletes_a_payment_without_lines(emulator, realm, invoice, act, browser):
    customer = invoice["CustomerRef"]["value"]
    made = emulator.control.receive_payment(realm, customer, 30, {})
    page = browser(f"/Payment/{made['Id']}")
    assert re.search(r"Unapplied<td class=\"num\">30\.00", page)
    assert f"/Payment/{made['Id']}/do/delete" in page
    act(f"/Payment/{made['Id']}", "delete")
    assert emulator.control.list(realm, "Payment") == []


def test_person_voids_and_deletes(emulator, realm, invoice, act):
    page = act(f"/Invoice/{invoice['Id']}", "void")
    assert "voided" in page
    page = act(f"/Invoice/{invoice['Id']}", "delete")
    assert f"Invoice {invoice['Id']} deleted" in page
    assert emulator.control.list(realm, "Invoice") == []


def test_person_merges_customers(emulator, realm, invoice, act, browser):
    keep = emulator.control.create(realm, "Customer", {"DisplayName": "Keep me"})["Id"]
    gone = invoice["CustomerRef"]["value"]
    assert "Keep me" in browser(f"/Customer/{gone}")
    act(f"/Customer/{gone}", "merge", keep=keep)
    moved = emulator.control.get(realm, "Invoice", invoice["Id"])
    assert moved["CustomerRef"]["value"] == keep


def test_person_closes_the_books_and_ends_the_subscription(emulator, realm, act):
    page = act("", "close-books", date="2026-03-31")
    assert 'value="2026-03-31"' in page
    assert ">ended<" in act("", "subscription", active="false")
    assert emulator.control.company(realm)["subscribed"] is False
    act("", "subscription", active="true")
    assert emulator.control.company(realm)["subscribed"] is True


def test_person_changes_preferences(emulator, realm, act):
    act("", "preferences", json='{"SalesFormsPrefs": {"CustomTxnNumbers": true}}')
    (preferences,) = emulator.control.list(realm, "Preferences")
    assert preferences["SalesFormsPrefs"]["CustomTxnNumbers"] is True


def test_person_disconnects_an_app(emulator, realm, api, browser, act, client_app):
    assert api("GET", f"companyinfo/{realm}").status_code == 200
    assert client_app.name in browser()
    act("", "disconnect", client_id=client_app.client_id)
    assert api("GET", f"companyinfo/{realm}").status_code == 401
    assert client_app.name not in browser()


def test_mistake_is_shown_on_the_page(emulator, realm, invoice, act):
    customer = invoice["CustomerRef"]["value"]
    page = act(f"/Customer/{customer}", "edit", DisplayName="colon: inside")
    assert 'class="card problem"' in page
    page = act(f"/Customer/{customer}", "edit", json="{not json")
    assert 'class="card problem"' in page


def test_faults_are_injected_from_the_page(session, act, api, realm):
    page = act("", "inject", base="/faults", fault="status_500", times="1", nth="2")
    assert "status_500" in page
    statuses = [api("GET", f"companyinfo/{realm}").status_code for _call in range(3)]
    assert statuses == [200, 500, 200]
    act("", "inject", base="/faults", fault="throttle")
    act("", "clear", base="/faults")
    assert api("GET", f"companyinfo/{realm}").status_code == 200


def test_calls_are_shown(api, browser, realm):
    api("GET", "query", params={"query": "select * from Term"})
    page = browser("/calls", base="")
    assert "select * from Term" in page


@pytest.mark.parametrize(
    "path", ["/books/1", "/nowhere", "/books", "/books/{realm}/Invoice/99/x/y"]
)
def test_addresses_that_lead_nowhere(server, session, realm, path):
    answer = session.get(server.url + path.format(realm=realm))
    assert answer.status_code == 404


def test_missing_object_is_a_plain_page(session, realm):
    for path in ("/Invoice/99", "/Nonsense", "/Nonsense/1"):
        answer = session.get(f"{ROOT}/books/{realm}{path}")
        assert answer.status_code == 404
        assert "text/html" in answer.headers["Content-Type"]


def test_the_ledger_is_shown_as_of_a_day(browser, emulator, realm, invoice):
    shown = browser("/ledger")
    assert "Accounts Receivable (A/R)" in shown
    assert "Lilac &lt;Lark&gt; &amp; Co" in shown
    assert shown.count("120.00") >= 4
    assert "120.00" not in browser("/ledger", as_of="2020-01-01")
    account = next(
        row["account"]
        for row in emulator.control.trial_balance(realm)
        if row["type"] == "Accounts Receivable"
    )
    assert f"Invoice/{invoice['Id']}" in browser(f"/ledger/{account}")
    assert "/ledger" in browser()
