"""What an update keeps, wipes and refuses."""

import pytest
from books import SALES, Books, line, payment, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


FULL = {
    "DisplayName": "Acme",
    "GivenName": "Ada",
    "Notes": "A note",
    "BillAddr": {"Line1": "1 Main Street", "City": "Tucson"},
    "SalesTermRef": {"value": "4"},
}


def test_a_full_update_wipes_what_it_leaves_out(books):
    made = books.create("Customer", FULL)
    change = {"Id": made["Id"], "SyncToken": "0", "DisplayName": "Acme"}
    after = books.update("Customer", change)
    assert {"GivenName", "Notes", "BillAddr", "SalesTermRef"}.isdisjoint(after)
    assert after["SyncToken"] == "1"
    assert after["CurrencyRef"] == made["CurrencyRef"]
    assert after["MetaData"]["CreateTime"] == made["MetaData"]["CreateTime"]


def test_a_sparse_update_changes_only_what_it_names(books):
    made = books.create("Customer", FULL)
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Notes": "New"}
    after = books.update("Customer", change)
    kept = {"DisplayName", "GivenName", "BillAddr", "SalesTermRef"}
    assert {key: after[key] for key in kept} == {key: made[key] for key in kept}
    assert after["Notes"] == "New"


def test_a_list_row_that_does_not_change_keeps_its_token(books):
    made = books.create("Customer", FULL)
    after = books.update("Customer", {**made, "sparse": True})
    assert after == made


def test_lines_are_replaced_as_a_whole(books):
    customer = books.customer()
    first = line(10, Qty=2, UnitPrice=5)
    first["Description"] = "Two of them"
    made = books.create("Invoice", sale(customer, first, line(5)))
    kept = {"Id": made["Line"][0]["Id"], **line(10)}
    change = {
        "Id": made["Id"],
        "SyncToken": "0",
        "sparse": True,
        "CustomerRef": {"value": customer},
        "Line": [kept],
    }
    after = books.update("Invoice", change)
    assert [row["Amount"] for row in after["Line"]] == [10, 10]
    assert after["Line"][0]["Id"] == made["Line"][0]["Id"]
    assert "Description" not in after["Line"][0]
    assert "Qty" not in after["Line"][0][SALES]
    assert after["TotalAmt"] == 10


def test_a_sparse_update_without_lines_keeps_them(books):
    customer = books.customer()
    made = books.create("Invoice", sale(customer, line(10), line(5)))
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    assert books.refused("invoice", change) == "2020"
    change["CustomerRef"] = {"value": customer}
    after = books.update("Invoice", {**change, "PrivateNote": "Hello"})
    assert after["Line"] == made["Line"]
    assert after["TotalAmt"] == 15


def test_a_full_update_of_an_invoice_wipes_texts_but_not_its_number(books):
    customer = books.customer()
    more = {"PrivateNote": "Note", "CustomerMemo": {"value": "Thanks"}}
    made = books.create("Invoice", sale(customer, **more))
    change = {**sale(customer), "Id": made["Id"], "SyncToken": "0"}
    after = books.update("Invoice", change)
    assert "PrivateNote" not in after
    assert "CustomerMemo" not in after
    assert after["DocNumber"] == made["DocNumber"]


def test_what_is_read_only_is_ignored(books):
    body = {**FULL, "FullyQualifiedName": "Nonsense", "BalanceWithJobs": 5}
    made = books.create("Customer", body)
    assert made["FullyQualifiedName"] == "Acme"
    assert made["BalanceWithJobs"] == 0
    made = books.create("Invoice", sale(made["Id"], TotalAmt=9, Balance=9))
    assert (made["TotalAmt"], made["Balance"]) == (100, 100)


def test_a_payment_raises_the_token_of_its_invoice(books):
    customer = books.customer()
    invoice = books.create("Invoice", sale(customer))
    books.create("Payment", payment(customer, 40, invoices={invoice["Id"]: 40}))
    after = books.read("Invoice", invoice["Id"])
    assert (after["SyncToken"], after["Balance"]) == ("1", 60)
    assert after["LinkedTxn"] == [{"TxnId": "2", "TxnType": "Payment"}]
    late = {**sale(customer), "Id": invoice["Id"], "SyncToken": "0"}
    assert books.refused("invoice", late) == "5010"


def test_a_balance_moves_the_customers_time_but_not_its_token(books):
    customer = books.customer()
    before = books.read("Customer", customer)
    books.emulator.clock.advance(60)
    books.create("Invoice", sale(customer))
    after = books.read("Customer", customer)
    assert after["SyncToken"] == before["SyncToken"]
    moved = after["MetaData"]["LastUpdatedTime"]
    assert moved > before["MetaData"]["LastUpdatedTime"]
    assert after["Balance"] == 100


def test_the_balance_of_a_sub_customer_counts_above_as_well(books):
    top = books.customer("Top")
    below = {"Job": True, "ParentRef": {"value": top}}
    job = books.create("Customer", {"DisplayName": "Job", **below})
    assert (job["FullyQualifiedName"], job["Level"]) == ("Top:Job", 1)
    invoice = books.create("Invoice", sale(job["Id"]))
    parent = books.read("Customer", top)
    assert (parent["Balance"], parent["BalanceWithJobs"]) == (0, 100)
    books.create("Payment", payment(top, 100, invoices={invoice["Id"]: 100}))
    assert books.read("Invoice", invoice["Id"])["Balance"] == 0


def test_an_inactive_name_gets_its_suffix_and_loses_it_again(books):
    customer = books.customer()
    change = {"Id": customer, "sparse": True}
    off = books.update("Customer", {**change, "SyncToken": "0", "Active": False})
    assert off["DisplayName"] == off["FullyQualifiedName"] == "Acme (deleted)"
    assert books.query("select * from Customer") == {}
    found = books.query("select * from Customer where Active in (true, false)")
    assert [row["Id"] for row in found["Customer"]] == [customer]
    on = books.update("Customer", {**change, "SyncToken": "1", "Active": True})
    assert on["DisplayName"] == on["FullyQualifiedName"] == "Acme"


def test_closing_a_customer_with_a_balance_posts_a_credit_memo(books):
    customer = books.customer()
    books.create("Invoice", sale(customer))
    row = books.read("Customer", customer)
    change = {"Id": customer, "SyncToken": row["SyncToken"], "sparse": True}
    books.update("Customer", {**change, "Active": False})
    memos = books.query("select * from CreditMemo")["CreditMemo"]
    assert [memo["TotalAmt"] for memo in memos] == [100]
    assert books.read("Customer", customer)["Balance"] == 0


def test_an_opening_balance_becomes_an_invoice(books):
    customer = books.create("Customer", {"DisplayName": "Old", "Balance": 75.5})
    assert customer["Balance"] == 75.5
    invoice = books.query("select * from Invoice")["Invoice"][0]
    assert (invoice["Balance"], invoice["CustomerRef"]["name"]) == (75.5, "Old")


def test_tax_numbers_are_masked_on_read(books):
    made = books.create("Vendor", {"DisplayName": "V", "TaxIdentifier": "12-3456789"})
    assert made["TaxIdentifier"] == "XXXXXX6789"
    found = books.query("select * from Vendor")["Vendor"][0]
    assert found["TaxIdentifier"] == "XXXXXX6789"


def test_the_name_is_put_together_from_its_parts(books):
    parts = {"GivenName": "Ada", "FamilyName": "Byron", "Title": "Dr"}
    made = books.create("Customer", parts)
    assert made["DisplayName"] == "Dr Ada Byron"
    assert made["PrintOnCheckName"] == "Dr Ada Byron"


def test_an_address_keeps_its_id_until_it_changes(books):
    made = books.create("Customer", FULL)
    sent = {"Id": made["Id"], "sparse": True, "BillAddr": FULL["BillAddr"]}
    same = books.update("Customer", {**sent, "SyncToken": "0", "Notes": "x"})
    assert same["BillAddr"] == made["BillAddr"]
    sent["BillAddr"] = {"Line1": "2 Main Street"}
    other = books.update("Customer", {**sent, "SyncToken": "1"})
    assert other["BillAddr"]["Id"] != made["BillAddr"]["Id"]
    assert "City" not in other["BillAddr"]


def test_a_trace_id_comes_with_every_answer(books):
    good = books.api("GET", "preferences")
    bad = books.api("GET", "customer/99")
    assert good.headers["intuit_tid"] != bad.headers["intuit_tid"]
