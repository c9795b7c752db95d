"""Each fault code of the documentation that the books can give is given."""

import pytest
from books import Books, code_of, line, payment, sale

LONG = "x" * 600


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.fixture
def invoice(books):
    return books.create("Invoice", sale(books.customer(), DocNumber="A1"))


CUSTOMERS = [
    ("2010", {"DisplayName": "A", "Shoe": 1}),
    ("2010", {"DisplayName": {"a": 1}}),
    ("2010", {"DisplayName": "A", "BillAddr": "Main Street"}),
    ("2040", {"DisplayName": "A:B"}),
    ("2040", {"DisplayName": "A\tB"}),
    ("2040", {"DisplayName": "Smile \U0001f600"}),
    ("2050", {"DisplayName": LONG}),
    ("2050", {"DisplayName": "A", "GivenName": "g" * 101}),
    ("2050", {"DisplayName": "A", "PrimaryPhone": {"FreeFormNumber": "1" * 31}}),
    ("2110", {"DisplayName": "A", "Balance": "much"}),
    ("2170", {"DisplayName": "A", "PreferredDeliveryMethod": "Pigeon"}),
    ("2210", {"DisplayName": "A", "PrimaryEmailAddr": {"Address": "nobody"}}),
    ("2220", {"DisplayName": "A", "CurrencyRef": {"value": "XXX"}}),
    ("2230", {"DisplayName": "A", "Taxable": "perhaps"}),
    ("2240", {"DisplayName": "A", "TaxExemptionReasonId": "99"}),
    ("2500", {"DisplayName": "A", "SalesTermRef": {"value": "999"}}),
    ("6000", {"DisplayName": "A", "CurrencyRef": {"value": "EUR"}}),
    ("6080", {"CompanyName": "A"}),
    ("6150", {"DisplayName": "A", "Job": True}),
]


@pytest.mark.parametrize(("code", "body"), CUSTOMERS)
def test_a_bad_customer_is_refused_and_not_kept(books, code, body):
    assert books.refused("customer", body) == code
    assert books.query("select count(*) from Customer") == {"totalCount": 0}


PERCENT = {"DetailType": "DiscountLineDetail"}
TOO_MUCH = {"PercentBased": True, "DiscountPercent": 101}
INVOICES = [
    ("2010", {"Line": {"Amount": 1}}),
    ("2020", {"Line": []}),
    ("2020", {"CustomerRef": None}),
    ("2020", {"EmailStatus": "NeedToSend"}),
    ("2050", {"DocNumber": "n" * 22}),
    ("2050", {"PrivateNote": "n" * 4001}),
    ("2050", {"CustomerMemo": {"value": "n" * 1001}}),
    ("2060", {"TxnDate": "yesterday"}),
    ("2070", {"TxnDate": "2026-02-31"}),
    ("2140", {"Line": [line(1.005)]}),
    ("2170", {"PrintStatus": "Maybe"}),
    ("2500", {"CustomerRef": {"value": "999"}}),
    ("2500", {"Line": [line(item="999")]}),
    ("3000", {"CustomField": [{"DefinitionId": "9", "StringValue": "x"}]}),
    ("6000", {"Line": [line(-5)]}),
    ("6000", {"ClassRef": {"value": "1"}}),
    ("6000", {"DepartmentRef": {"value": "1"}}),
    ("6000", {"CurrencyRef": {"value": "EUR"}}),
    ("6000", {"Deposit": 10}),
    ("6070", {"Line": [line(100, Qty=3, UnitPrice=30)]}),
    ("6090", {"Line": [line(), {"DetailType": "DiscountLineDetail"}]}),
    ("2150", {"Line": [line(), {**PERCENT, "DiscountLineDetail": TOO_MUCH}]}),
    ("6100", {"Line": [line(TaxCodeRef={"value": "2"})]}),
    ("6140", {"DocNumber": "A1"}),
    ("6160", {"TxnTaxDetail": {"TxnTaxCodeRef": {"value": "CustomSalesTax"}}}),
    ("6000", {"TxnTaxDetail": {"TotalTax": -5}}),
]


@pytest.mark.parametrize(("code", "change"), INVOICES)
def test_a_bad_invoice_is_refused_and_not_kept(books, invoice, code, change):
    body = {**sale(invoice["CustomerRef"]["value"]), **change}
    assert books.refused("invoice", body) == code
    assert books.query("select count(*) from Invoice") == {"totalCount": 1}


ITEMS = [
    ("2010", {"Name": "A", "Type": "Service", "QtyOnHand": 1}),
    ("2020", {"Type": "Service"}),
    ("2020", {"Name": "A", "Type": "Service"}),
    ("2020", {"Name": "A", "Type": "Inventory", "IncomeAccountRef": {"value": "15"}}),
    ("2040", {"Name": "A:B", "Type": "Service", "IncomeAccountRef": {"value": "15"}}),
    ("2050", {"Name": "a" * 101, "Type": "Service"}),
    ("2120", {"Name": "A", "Type": "Assembly", "IncomeAccountRef": {"value": "15"}}),
    ("2500", {"Name": "A", "Type": "Service", "IncomeAccountRef": {"value": "99"}}),
    ("2110", {"Name": "A", "Type": "Service", "UnitPrice": 10**12}),
    ("6150", {"Name": "A", "Type": "Service", "SubItem": True}),
    ("6240", {"Name": "goods", "Type": "Service", "IncomeAccountRef": {"value": "15"}}),
    ("6430", {"Name": "A", "Type": "Service", "IncomeAccountRef": {"value": "6"}}),
]


@pytest.mark.parametrize(("code", "body"), ITEMS)
def test_a_bad_item_is_refused(books, code, body):
    assert books.refused("item", body) == code


GONE = {"type": "Invoice", "value": "99"}
SHOE = {"type": "Shoe", "value": "1"}
LISTS = [
    ("account", "2020", {"AccountType": "Bank"}),
    ("account", "2040", {"Name": 'A "B"', "AccountType": "Bank"}),
    ("account", "2050", {"Name": "A", "AccountType": "Bank", "AcctNum": "1" * 21}),
    ("account", "2170", {"Name": "A", "AccountType": "Sock"}),
    ("account", "6010", {"Name": "A"}),
    ("account", "6240", {"Name": "Checking", "AccountType": "Bank"}),
    (
        "account",
        "6060",
        {"Name": "A", "AccountType": "Bank", "OpeningBalance": 5},
    ),
    ("class", "5030", {"Name": "A"}),
    ("department", "5030", {"Name": "A"}),
    ("term", "2050", {"Name": "t" * 32}),
    ("term", "2090", {"Name": "A", "DueDays": 1.5}),
    ("term", "2240", {"Name": "A", "DueDays": 1000}),
    ("term", "6240", {"Name": "net 30"}),
    ("paymentmethod", "2050", {"Name": "m" * 16}),
    ("companycurrency", "5030", {"Code": "EUR"}),
    ("attachable", "6000", {"FileName": "a.txt"}),
    ("attachable", "6000", {"Note": "n", "AttachableRef": [{"EntityRef": GONE}]}),
    ("attachable", "6050", {"Note": "n", "AttachableRef": [{"EntityRef": SHOE}]}),
    ("attachable", "2170", {"Note": "n", "Category": "Shoe"}),
    ("taxcode", "500", {"Name": "A"}),
    ("taxrate", "500", {"Name": "A"}),
    ("vendor", "2050", {"DisplayName": "A", "AcctNum": "1" * 101}),
    ("exchangerate", "2020", {"SourceCurrencyCode": "EUR"}),
    ("taxservice/taxcode", "2020", {"TaxCode": "A"}),
    ("nothing", "500", {"Name": "A"}),
]


@pytest.mark.parametrize(("path", "code", "body"), LISTS)
def test_a_bad_list_row_is_refused(books, path, code, body):
    assert books.refused(path, body) == code


def test_names_are_unique_over_people_whatever_the_case(books):
    books.customer("Acme")
    vendor = books.create("Vendor", {"DisplayName": "Supply"})
    assert books.refused("vendor", {"DisplayName": " ACME "}) == "6240"
    assert books.refused("employee", {"GivenName": "supply"}) == "6240"
    books.company.edit("Vendor", vendor["Id"], {"Active": False})
    assert books.refused("customer", {"DisplayName": "Supply"}) == "6240"


def test_an_inactive_row_cannot_be_used_anew(books):
    customer = books.customer()
    made = books.create("Invoice", sale(customer))
    books.company.edit("Item", "1", {"Active": False})
    assert books.refused("invoice", sale(customer)) == "610"
    change = {**sale(customer), "Id": made["Id"], "SyncToken": made["SyncToken"]}
    assert books.post("invoice", change).status_code == 200


def test_a_vendor_is_no_customer(books):
    vendor = books.create("Vendor", {"DisplayName": "Supply"})
    assert books.refused("invoice", sale(vendor["Id"])) == "6250"


def test_an_id_must_be_a_number_and_exist(books):
    assert code_of(books.api("GET", "customer/1.5")) == "2030"
    assert code_of(books.api("GET", "customer/77")) == "610"
    assert books.refused("customer", {"Id": "77", "SyncToken": "0"}) == "610"
    assert books.refused("customer", {"Id": "x", "SyncToken": "0"}) == "2030"


def test_a_change_needs_the_last_token(books):
    customer = books.customer()
    change = {"Id": customer, "DisplayName": "Acme 2", "sparse": True}
    assert books.refused("customer", change) == "2020"
    assert books.refused("customer", {**change, "SyncToken": "7"}) == "5010"
    assert books.post("customer", {**change, "SyncToken": "0"}).status_code == 200
    assert books.refused("customer", {**change, "SyncToken": "0"}) == "5010"


def test_a_number_is_used_once_unless_duplicates_are_allowed(books, invoice):
    body = sale(invoice["CustomerRef"]["value"], DocNumber="A1")
    assert books.refused("invoice", body) == "6140"
    made = books.create("Invoice", body, include="allowduplicatedocnum")
    assert made["DocNumber"] == "A1"


def test_closed_books_refuse_old_and_new_dates(books, invoice):
    books.company.close_books("2099-01-01")
    customer = invoice["CustomerRef"]["value"]
    assert books.refused("invoice", sale(customer)) == "6200"
    gone = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}
    assert books.refused("invoice", gone, operation="delete") == "6200"
    assert books.refused("invoice", gone, operation="void") == "6200"
    books.company.close_books("2099-01-01", password=True)
    assert books.refused("invoice", sale(customer)) == "6210"


def test_an_ended_subscription_stops_writing_but_not_reading(books, invoice):
    books.company.set_subscription(False)
    assert books.refused("customer", {"DisplayName": "B"}) == "6190"
    assert books.read("Invoice", invoice["Id"])["DocNumber"] == "A1"


def test_what_is_linked_must_be_open_and_the_payers(books, invoice):
    customer = invoice["CustomerRef"]["value"]
    other = books.customer("Other")
    number = invoice["Id"]
    assert books.refused("payment", payment(other, 9, invoices={number: 9})) == "620"
    assert books.refused("payment", payment(customer, 9, invoices={"99": 9})) == "620"
    books.create("Payment", payment(customer, 100, invoices={number: 100}))
    paid = payment(customer, 9, invoices={number: 9})
    assert books.refused("payment", paid) == "620"


def test_a_payment_goes_to_a_bank_and_is_not_negative(books):
    customer = books.customer()
    to_sales = payment(customer, 9, DepositToAccountRef={"value": "15"})
    assert books.refused("payment", to_sales) == "6430"
    assert books.refused("payment", payment(customer, -9)) == "6000"
    assert books.refused("payment", {"TotalAmt": 9}) == "2020"
    over = payment(customer, 5, PaymentRefNum="p" * 22)
    assert books.refused("payment", over) == "2050"


def test_a_vendor_with_a_balance_is_not_closed(books):
    vendor = books.create("Vendor", {"DisplayName": "Supply", "Balance": 12})
    change = {"Id": vendor["Id"], "SyncToken": "0", "sparse": True, "Active": False}
    assert books.refused("vendor", change) == "6220"


def test_an_upload_must_be_a_form_with_a_file(books):
    assert code_of(books.api("POST", "upload", data=b"x")) == "1050"
    facts = [("file_metadata_01", (None, "{}", "application/json"))]
    assert code_of(books.api("POST", "upload", files=facts)) == "6041"


def test_levels_and_circles_are_limited(books):
    parents = [books.customer("Level 0")]
    for level in range(1, 5):
        below = {"Job": True, "ParentRef": {"value": parents[-1]}}
        parents.append(books.customer(f"Level {level}", **below))
    deep = {"DisplayName": "Level 5", "ParentRef": {"value": parents[-1]}, "Job": True}
    assert books.refused("customer", deep) == "6180"
    circle = {"Id": parents[0], "SyncToken": "0", "DisplayName": "Level 0"}
    circle["ParentRef"] = {"value": parents[0]}
    assert books.refused("customer", circle) == "900"
    goods = {"Name": "Below", "Type": "Service", "ParentRef": {"value": "1"}}
    goods["IncomeAccountRef"] = {"value": "15"}
    assert books.refused("item", goods) == "700"


def test_an_inventory_item_is_not_sold_before_it_started(books):
    item = {
        "Name": "Lamp",
        "Type": "Inventory",
        "IncomeAccountRef": {"value": "16"},
        "ExpenseAccountRef": {"value": "22"},
        "AssetAccountRef": {"value": "4"},
        "InvStartDate": "2026-06-01",
        "QtyOnHand": 5,
        "TrackQtyOnHand": True,
    }
    lamp = books.create("Item", item)["Id"]
    early = sale(books.customer(), line(item=lamp, Qty=1), TxnDate="2026-05-31")
    assert books.refused("invoice", early) == "6270"
    uncounted = sale("1", line(item=lamp), TxnDate="2026-06-02")
    assert books.refused("invoice", uncounted) == "6520"


def test_an_operation_the_entity_does_not_know_is_unsupported(books, invoice):
    gone = {"Id": "1", "SyncToken": "0"}
    assert books.refused("customer", gone, operation="delete") == "500"
    assert books.refused("payment", gone, operation="void") == "500"
    assert books.refused("creditmemo", gone, operation="void") == "500"
    assert books.refused("invoice", gone, operation="paint") == "500"
    assert code_of(books.api("GET", "customer/1/5")) == "500"
    assert code_of(books.api("GET", "widget/1")) == "500"


def test_a_body_that_is_no_json_is_refused(books):
    assert code_of(books.api("POST", "customer", data=b"{")) == "2010"
    assert code_of(books.api("POST", "customer", data=b"[]")) == "2010"
    assert code_of(books.api("POST", "customer", data=b'{"Notes": NaN}')) == "2010"
    assert code_of(books.api("POST", "customer", data=b'{"a": "\xff"}')) == "500"


def test_a_query_is_parsed_strictly(books):
    def refused(text):
        return code_of(books.api("GET", "query", params={"query": text}))

    for text in (
        "select", "select * from Customer where", "select * from Customer where (a=1)",
        "select * from Customer where A = 1 or B = 2", "selct * from Customer",
        "select * from Customer where DisplayName = 'O'Neil'",
        "select * from Customer where DisplayName <> 'A'",
        "select * from Customer where DisplayName = '\u2019'", "",
        "select * from Customer maxresults 5 maxresults 6",
    ):  # fmt: skip
        assert refused(text) == "4000", text
    for text in (
        "select * from Custmoer", "select * from Customer where Shoe = '1'",
        "select * from Invoice where PrivateNote = '1'",
        "select * from Customer startposition 0",
        "select * from Customer maxresults 1001",
        "select * from Customer where Active = 5",
        "select * from Customer where MetaData.CreateTime > 'soon'",
        "select * from Customer where Id > '5'",
        "select * from Customer orderby Notes", "select Shoe from Customer",
    ):  # fmt: skip
        assert refused(text) == "4001", text


def test_change_data_capture_is_strict(books):
    def refused(**params):
        return code_of(books.api("GET", "cdc", params=params))

    now = books.emulator.clock.now().isoformat()
    assert refused(changedSince=now) == "2020"
    assert refused(entities="Customer") == "2020"
    assert refused(entities="Shoe", changedSince=now) == "4001"
    assert refused(entities="TaxCode", changedSince=now) == "4001"
    assert refused(entities="Customer", changedSince="2001-01-01") == "2190"


def test_a_batch_is_limited(books):
    items = [
        {"bId": str(i), "operation": "create", "Vendor": {"DisplayName": f"V{i}"}}
        for i in range(31)
    ]
    assert books.refused("batch", {"BatchItemRequest": items}) == "1040"
    assert books.refused("batch", {"BatchItemRequest": []}) == "2020"
    assert books.refused("batch", {"Shoe": []}) == "2010"
    assert books.refused("batch", {"BatchItemRequest": [items[0]] * 2}) == "6000"


def test_request_ids_have_a_form_and_one_use(books):
    def refused(request_id, body, path="customer"):
        return books.refused(path, body, requestid=request_id)

    item = {"bId": "b" * 11, "operation": "create", "Vendor": {"DisplayName": "V"}}
    assert refused("r" * 51, {"DisplayName": "A"}) == "2130"
    assert refused("a b", {"DisplayName": "A"}) == "2130"
    assert refused("r" * 37, {"BatchItemRequest": [item]}, "batch") == "2130"
    assert refused("r", {"BatchItemRequest": [item]}, "batch") == "2130"
    books.create("Customer", {"DisplayName": "A"}, requestid="once")
    assert refused("once", {"DisplayName": "B"}) == "600"


def test_sending_needs_an_address(books, invoice):
    path = f"invoice/{invoice['Id']}/send"
    assert code_of(books.api("POST", path)) == "6420"
    assert code_of(books.api("POST", path, params={"sendTo": "nobody"})) == "2210"
    assert code_of(books.api("POST", "customer/1/send")) == "500"


def test_a_deactivated_category_and_a_password_are_business_rules(books):
    category = books.create("Item", {"Name": "Kitchen", "Type": "Category"})
    change = {**category, "Active": False}
    assert books.refused("item", change) == "6000"
    sold = sale(books.customer(), line(item=category["Id"]))
    assert books.refused("invoice", sold) == "6000"


def test_outside_the_us_each_line_needs_its_code(emulator, books):
    realm = emulator.add_company("uk")
    customer = realm.create("Customer", {"DisplayName": "A"})["Id"]
    work = Refusals(realm)
    assert work.code("Invoice", sale(customer)) == "6000"
    coded = line(TaxCodeRef={"value": "3"})
    untaxed = sale(customer, coded, GlobalTaxCalculation="NotApplicable")
    assert work.code("Invoice", {**untaxed, "TxnTaxDetail": {"TotalTax": 1}}) == "6170"
    wrong = {"TaxLine": [_tax_line("4")]}
    assert work.code("Invoice", sale(customer, coded, TxnTaxDetail=wrong)) == "6470"


def _tax_line(rate):
    detail = {"TaxRateRef": {"value": rate}}
    return {"Amount": 1, "DetailType": "TaxLineDetail", "TaxLineDetail": detail}


class Refusals:
    """Read the codes a company gives to a person."""

    def __init__(self, company):
        self.company = company

    def code(self, entity, body):
        from qbo_emulator.faults import Refusal

        with pytest.raises(Refusal) as caught:
            self.company.create(entity, body)
        return caught.value.errors[0]["code"]
