"""Objects look, and are refused, as recorded ones of real companies do."""

import pytest
from books import Books, line, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


def account(books, **facts):
    return books.create("Account", {"Name": "New", **facts})


# ---- accounts


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Checking", "Bank"),
        ("SalesTaxPayable", "Other Current Liability"),
        ("SuppliesMaterialsCogs", "Cost of Goods Sold"),
        ("OtherMiscellaneousExpense", "Other Expense"),
        ("Utilities", "Expense"),
    ],
)
def test_a_sub_type_alone_names_its_type(books, subtype, kind):
    assert account(books, AccountSubType=subtype)["AccountType"] == kind


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "6010"),
        ({"AccountSubType": "Piggybank"}, "2170"),
        ({"AccountType": "Bank", "AccountSubType": "Piggybank"}, "2170"),
        ({"AccountType": "Bank", "AccountSubType": "Inventory"}, "6010"),
        ({"AccountType": "Income", "AccountSubType": "InterestEarned"}, "6010"),
        ({"AccountType": "Purse"}, "2170"),
    ],
)
def test_a_sub_type_must_exist_and_fit(books, facts, code):
    assert books.refused("account", {"Name": "New", **facts}) == code


def test_an_account_is_of_the_type_of_its_parent(books):
    parent = {"value": account(books, AccountType="Bank")["Id"]}
    child = {"Name": "Till", "ParentRef": parent}
    wrong = {**child, "AccountType": "Expense"}
    assert books.refused("account", wrong) == "6000"
    made = books.create("Account", {**child, "AccountType": "Bank"})
    assert made["FullyQualifiedName"] == "New:Till"


# ---- documents


def test_an_invoice_of_texts_alone_is_refused(books):
    customer = books.customer()
    text = {"DetailType": "DescriptionOnly", "Description": "Hello"}
    assert books.refused("invoice", sale(customer, text)) == "2020"
    off = {"DetailType": "DiscountLineDetail", "Amount": 0}
    assert books.refused("invoice", sale(customer, text, off)) == "2020"
    assert books.create("Invoice", sale(customer, text, line()))["TotalAmt"] == 100


def test_a_kind_of_line_that_is_none_cannot_be_read(books):
    wrong = {**line(), "DetailType": "SalesLine"}
    answer = books.post("invoice", sale(books.customer(), wrong))
    (error,) = answer.json()["Fault"]["Error"]
    assert error["code"] == "2010"
    assert "LineDetailTypeEnum" in error["Detail"]


def test_other_words_outside_their_list_are_named(books):
    assert books.refused("invoice", sale("1", PrintStatus="Perhaps")) == "2170"


# ---- e-mail


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example; c@d.example",
        "a..b@c.example",
        ".a@c.example",
        "a@c.example,",
        "Ann <a@c.example>",
        "a@c",
        "a@-c.example",
        "a b@c.example",
        "a@c..example",
        "@c.example",
    ],
)
def test_an_address_that_rfc_822_does_not_know_is_refused(books, address):
    mail = {"Address": address}
    person = {"DisplayName": "A", "PrimaryEmailAddr": mail}
    assert books.refused("customer", person) == "2210"
    customer = books.customer()
    assert books.refused("invoice", sale(customer, BillEmail=mail)) == "2210"
    made = books.create("Invoice", sale(customer))
    sent = books.post(f"invoice/{made['Id']}/send", sendTo=address)
    assert sent.json()["Fault"]["Error"][0]["code"] == "2210"


@pytest.mark.parametrize(
    "address", ["a@b.example, c@d.example", "o'neil+tag@x-y.example", "a@b.c.example"]
)
def test_several_addresses_stand_in_one_field(books, address):
    customer = books.customer(PrimaryEmailAddr={"Address": address})
    assert books.read("Customer", customer)["PrimaryEmailAddr"]["Address"] == address


# ---- shapes


def test_addresses_of_the_company_have_ids(books):
    info = books.read("CompanyInfo", "1")
    places = ("CompanyAddr", "CustomerCommunicationAddr", "LegalAddr")
    ids = [info[place]["Id"] for place in places]
    assert len(set(ids)) == 3
    assert info["CompanyAddr"]["Lat"] == "INVALID"


def test_rates_of_codes_are_named(books):
    code = books.read("TaxCode", "3")
    rates = code["SalesTaxRateList"]["TaxRateDetail"]
    names = [row["TaxRateRef"]["name"] for row in rates]
    assert names == ["AZ State tax", "Tucson City"]
    detail = {"TaxRateName": "City", "RateValue": "2", "TaxAgencyId": "1"}
    body = {"TaxCode": "City", "TaxRateDetails": [detail]}
    made = books.post("taxservice/taxcode", body).json()["TaxCodeId"]
    rates = books.read("TaxCode", made)["SalesTaxRateList"]["TaxRateDetail"]
    assert rates[0]["TaxRateRef"]["name"] == "City"


def test_preferences_have_the_keys_of_recorded_companies(books):
    shown = books.api("GET", "preferences").json()["Preferences"]
    keys = {
        "AccountingInfoPrefs": {"TaxForm", "CustomerTerminology", "TaxYearMonth"},
        "SalesFormsPrefs": {"EmailCopyToCompany", "ETransactionAttachPDF"},
        "VendorAndPurchasesPrefs": {"POCustomField"},
        "ReportPrefs": {"ReportBasis", "CalcAgingReportFromTxnDate"},
    }
    for part, wanted in keys.items():
        assert wanted <= shown[part].keys()
    others = {row["Name"] for row in shown["OtherPrefs"]["NameValue"]}
    assert {"SFCEnabled", "Vendor1099Enabled", "TimeTrackingFeatureEnabled"} <= others


def test_only_people_make_projects(books):
    parent = {"value": books.customer()}
    facts = {"ParentRef": parent, "Job": True, "IsProject": True}
    made = books.create("Customer", {"DisplayName": "By app", **facts})
    assert "IsProject" not in made
    project = books.company.create("Customer", {"DisplayName": "By hand", **facts})
    assert project["IsProject"] is True
    change = {"Id": project["Id"], "SyncToken": "0", "IsProject": False}
    change.update(DisplayName="By hand", ParentRef=parent, Job=True)
    assert books.update("Customer", change)["IsProject"] is True
