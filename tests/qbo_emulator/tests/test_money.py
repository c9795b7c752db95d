"""Payments, credits, taxes and currencies add up."""

import pytest
from books import SALES, Books, line, payment, sale

from qbo_emulator.faults import Refusal


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


def refused(act, *values):
    """Return the code of the refusal a person gets."""
    with pytest.raises(Refusal) as caught:
        act(*values)
    return caught.value.errors[0]["code"]


# ---- payments


@pytest.fixture
def customer(books) -> str:
    return books.customer()


def owed(books, customer):
    return books.read("Customer", customer)["Balance"]


def test_one_payment_settles_several_invoices_and_keeps_the_rest(books, customer):
    one, two = (books.create("Invoice", sale(customer))["Id"] for _ in range(2))
    body = payment(customer, 250, invoices={one: 100, two: 60})
    paid = books.create("Payment", body)
    assert paid["UnappliedAmt"] == 90
    assert books.read("Invoice", one)["Balance"] == 0
    assert books.read("Invoice", two)["Balance"] == 40
    assert owed(books, customer) == -50


def test_more_than_is_open_is_taken_down_to_it(books, customer):
    invoice = books.create("Invoice", sale(customer, line(55)))["Id"]
    paid = books.create("Payment", payment(customer, 65, invoices={invoice: 65}))
    assert (paid["Line"][0]["Amount"], paid["UnappliedAmt"]) == (55, 10)


def test_more_than_was_received_is_refused(books, customer):
    invoice = books.create("Invoice", sale(customer))["Id"]
    body = payment(customer, 50, invoices={invoice: 60})
    assert books.refused("payment", body) == "6000"


def test_a_credit_memo_is_applied_by_a_payment_of_zero(books, customer):
    invoice = books.create("Invoice", sale(customer))["Id"]
    memo = books.create("CreditMemo", sale(customer, line(30)))
    assert (memo["RemainingCredit"], owed(books, customer)) == (30, 70)
    both = {"invoices": {invoice: 30}, "credits": {memo["Id"]: 30}}
    paid = books.create("Payment", payment(customer, 0, **both))
    assert (paid["TotalAmt"], paid["UnappliedAmt"]) == (0, 0)
    assert books.read("CreditMemo", memo["Id"])["RemainingCredit"] == 0
    assert books.read("Invoice", invoice)["Balance"] == 70
    assert owed(books, customer) == 70


def test_cash_and_credit_pay_together(books, customer):
    invoice = books.create("Invoice", sale(customer))["Id"]
    memo = books.create("CreditMemo", sale(customer, line(30)))["Id"]
    both = {"invoices": {invoice: 100}, "credits": {memo: 30}}
    paid = books.create("Payment", payment(customer, 70, **both))
    assert paid["UnappliedAmt"] == 0
    assert owed(books, customer) == 0


def test_credit_alone_or_in_excess_is_refused(books, customer):
    memo = books.create("CreditMemo", sale(customer, line(30)))["Id"]
    alone = payment(customer, 0, credits={memo: 30})
    assert books.refused("payment", alone) == "6000"
    invoice = books.create("Invoice", sale(customer))["Id"]
    both = {"invoices": {invoice: 40}, "credits": {memo: 40}}
    assert books.refused("payment", payment(customer, 0, **both)) == "6000"


@pytest.mark.parametrize("act", ["void", "delete"])
def test_without_the_payment_everything_is_open_again(books, customer, act):
    invoice = books.create("Invoice", sale(customer))["Id"]
    memo = books.create("CreditMemo", sale(customer, line(30)))["Id"]
    both = {"invoices": {invoice: 100}, "credits": {memo: 30}}
    paid = books.create("Payment", payment(customer, 70, **both))
    gone = {"Id": paid["Id"], "SyncToken": "0", "sparse": True}
    how = {"operation": "update", "include": "void"}
    books.update("Payment", gone, **(how if act == "void" else {"operation": act}))
    after = books.read("Invoice", invoice)
    assert (after["Balance"], after["LinkedTxn"]) == (100, [])
    assert books.read("CreditMemo", memo)["RemainingCredit"] == 30
    assert owed(books, customer) == 70


def test_a_voided_payment_shows_nothing_but_itself(books, customer):
    paid = books.create("Payment", payment(customer, 70))
    gone = {"Id": paid["Id"], "SyncToken": "0", "sparse": True}
    after = books.update("Payment", gone, operation="update", include="void")
    assert (after["TotalAmt"], after["UnappliedAmt"], after["Line"]) == (0, 0, [])
    assert after["PrivateNote"] == "Voided"


def test_changing_a_payment_moves_what_it_settles(books, customer):
    one, two = (books.create("Invoice", sale(customer))["Id"] for _ in range(2))
    paid = books.create("Payment", payment(customer, 80, invoices={one: 80}))
    change = {**payment(customer, 80, invoices={two: 30}), "Id": paid["Id"]}
    after = books.update("Payment", {**change, "SyncToken": "0"})
    assert after["UnappliedAmt"] == 50
    assert books.read("Invoice", one)["Balance"] == 100
    assert books.read("Invoice", two)["Balance"] == 70
    empty = {"Id": paid["Id"], "SyncToken": "1", "sparse": True, "Line": []}
    empty["CustomerRef"] = {"value": customer}
    assert books.update("Payment", empty)["UnappliedAmt"] == 80


def test_an_invoice_made_smaller_frees_money(books, customer):
    invoice = books.create("Invoice", sale(customer))["Id"]
    paid = books.create("Payment", payment(customer, 100, invoices={invoice: 100}))
    token = books.read("Invoice", invoice)["SyncToken"]
    change = {**sale(customer, line(60)), "Id": invoice, "SyncToken": token}
    assert books.update("Invoice", change)["Balance"] == 0
    assert books.read("Payment", paid["Id"])["UnappliedAmt"] == 40
    assert owed(books, customer) == -40


def test_the_latest_payment_gives_way_first(books, customer):
    invoice = books.create("Invoice", sale(customer))["Id"]
    body = payment(customer, 50, invoices={invoice: 50})
    first, second = (books.create("Payment", body)["Id"] for _ in range(2))
    books.company.edit("Invoice", invoice, {"Line": [line(30)]})
    left = [books.read("Payment", key)["UnappliedAmt"] for key in (first, second)]
    assert left == [20, 50]
    assert books.read("Invoice", invoice)["Balance"] == 0
    assert owed(books, customer) == -70


def test_a_deposit_on_the_invoice_needs_its_preference(books, customer):
    books.company.set_preferences({"SalesFormsPrefs": {"AllowDeposit": True}})
    made = books.create("Invoice", sale(customer, Deposit=30))
    assert (made["TotalAmt"], made["Balance"]) == (100, 70)


def test_new_credit_is_applied_to_the_oldest_invoice_by_preference(books, customer):
    old = books.create("Invoice", sale(customer, TxnDate="2026-01-01"))["Id"]
    new = books.create("Invoice", sale(customer, TxnDate="2026-02-01"))["Id"]
    books.company.set_preferences({"SalesFormsPrefs": {"AutoApplyCredit": True}})
    memo = books.create("CreditMemo", sale(customer, line(120)))
    assert memo["RemainingCredit"] == 0
    assert books.read("Invoice", old)["Balance"] == 0
    assert books.read("Invoice", new)["Balance"] == 80
    assert owed(books, customer) == 80


def test_closing_a_customer_settles_what_is_open_by_preference(books, customer):
    books.create("Invoice", sale(customer))
    books.company.set_preferences({"SalesFormsPrefs": {"AutoApplyCredit": True}})
    books.company.edit("Customer", customer, {"Active": False})
    assert [row["Balance"] for row in books.company.list("Invoice")] == [0]
    assert owed(books, customer) == 0


# ---- taxes


TAXED = {"TaxCodeRef": {"value": "TAX"}}


def test_us_tax_follows_the_code_of_the_document(books, customer):
    code = books.query("select * from TaxCode where Name = 'Tucson'")["TaxCode"][0]
    detail = {"TxnTaxCodeRef": {"value": code["Id"]}}
    lines = (line(100, **TAXED), line(50))
    made = books.create("Invoice", sale(customer, *lines, TxnTaxDetail=detail))
    assert made["TxnTaxDetail"]["TotalTax"] == 9.1
    assert [row["Amount"] for row in made["TxnTaxDetail"]["TaxLine"]] == [7.1, 2]
    assert made["TotalAmt"] == 159.1


def tax_line(rate, amount):
    inside = {"TaxRateRef": {"value": rate}, "PercentBased": True}
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": inside,
    }


def test_us_tax_can_be_imposed(books, customer):
    """Rates are recomputed unless lines carry amounts."""
    detail = {"TxnTaxCodeRef": {"value": "2"}, "TotalTax": 7.77}
    body = sale(customer, line(100, **TAXED), TxnTaxDetail=detail)
    assert books.create("Invoice", body)["TotalAmt"] == 108
    detail["TaxLine"] = [tax_line("1", 7.77)]
    made = books.create("Invoice", body)
    assert (made["TotalAmt"], made["TxnTaxDetail"]["TotalTax"]) == (107.77, 7.77)
    alone = sale(customer, line(100, **TAXED), TxnTaxDetail={"TotalTax": 3.21})
    assert books.create("Invoice", alone)["TotalAmt"] == 100
    detail["TaxLine"] = [tax_line("1", -1)]
    assert books.refused("invoice", body) == "6000"
    detail["TaxLine"] = [tax_line("2", 1)]
    assert books.refused("invoice", body) == "6470"


def test_an_imposed_tax_is_spread_to_the_cent(automated):
    """0.10 over California's 6, 1.25 and 1.5 of 8.75."""
    detail = {"TxnTaxCodeRef": {"value": "TAX"}, "TotalTax": 0.1}
    body = sale("1", line(9, **TAXED), **in_state("CA"), TxnTaxDetail=detail)
    made = automated.create("Invoice", body)
    shown = made["TxnTaxDetail"]
    assert [row["Amount"] for row in shown["TaxLine"]] == [0.07, 0.01, 0.02]
    assert (shown["TotalTax"], made["TotalAmt"]) == (0.1, 9.1)


def test_tax_codes_are_dropped_where_sales_tax_is_off(books, customer):
    books.company.set_preferences({"TaxPrefs": {"UsingSalesTax": False}})
    made = books.create("Invoice", sale(customer, line(100, **TAXED)))
    assert made["TotalAmt"] == 100
    assert "TaxCodeRef" not in made["Line"][0][SALES]


def test_new_lines_are_taxed_anew_when_the_detail_is_left_out(books, customer):
    detail = {"TxnTaxCodeRef": {"value": "2"}}
    made = books.create(
        "Invoice", sale(customer, line(100, **TAXED), TxnTaxDetail=detail)
    )
    assert made["TotalAmt"] == 108
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    change.update(sale(customer, line(200, **TAXED)))
    after = books.update("Invoice", change)
    assert after["TotalAmt"] == 216
    kept = {**change, "SyncToken": "1", "TxnTaxDetail": made["TxnTaxDetail"]}
    assert books.update("Invoice", kept)["TotalAmt"] == 208
    custom = {"TxnTaxCodeRef": {"value": "CustomSalesTax"}}
    change.update(SyncToken="2", TxnTaxDetail=custom)
    assert books.refused("invoice", change) == "6230"


@pytest.fixture
def automated(emulator):
    company = emulator.add_company("us-ast")
    company.create("Customer", {"DisplayName": "Acme"})
    return company


def in_state(state):
    return {"ShipAddr": {"Line1": "1 Main Street", "CountrySubDivisionCode": state}}


@pytest.mark.parametrize(
    ("state", "tax"),
    [("CA", 8.75), ("california", 8.75), ("TX", 8.25), ("OR", 0), ("", 0)],
)
def test_automated_tax_follows_the_state(automated, state, tax):
    body = sale("1", line(100, **TAXED), **in_state(state))
    assert automated.create("Invoice", body)["TxnTaxDetail"]["TotalTax"] == tax


def test_automated_tax_is_shown_by_jurisdiction(automated):
    made = automated.create("Invoice", sale("1", line(10.05, **TAXED)))
    shown = made["TxnTaxDetail"]
    rates = {row["Id"]: row["Name"] for row in automated.list("TaxRate")}
    lines = {
        rates[row["TaxLineDetail"]["TaxRateRef"]["value"]]: row["Amount"]
        for row in shown["TaxLine"]
    }
    expected = {"State": 0.6, "County": 0.13, "City": 0.15}  # of 0.88
    assert lines == {f"California {key}": tax for key, tax in expected.items()}
    assert shown["TotalTax"] == 0.88


def test_there_is_no_automated_tax_abroad(automated):
    place = {"Line1": "1 Rue", "CountrySubDivisionCode": "CA", "Country": "France"}
    body = sale("1", line(100, **TAXED), ShipAddr=place)
    assert automated.create("Invoice", body)["TotalAmt"] == 100


def test_automated_tax_ignores_codes_but_takes_a_total(automated):
    code = {"TxnTaxCodeRef": {"value": "3"}}
    body = sale("1", line(100, **TAXED), **in_state("TX"), TxnTaxDetail=code)
    assert automated.create("Invoice", body)["TotalAmt"] == 108.25
    body["TxnTaxDetail"] = {"TotalTax": 5.01}
    assert automated.create("Invoice", body)["TotalAmt"] == 108.25
    body["TxnTaxDetail"].update(code)
    made = automated.create("Invoice", body)
    assert made["TotalAmt"] == 105.01
    assert made["TxnTaxDetail"]["TaxReviewStatus"] == "AST_TAX_OVERRIDE"
    body["TxnTaxDetail"] = {"TotalTax": 0, **code}
    assert automated.create("Invoice", body)["TotalAmt"] == 108.25


def test_an_exempt_customer_pays_no_tax(automated):
    body = {"DisplayName": "School", "TaxExemptionReasonId": "9"}
    school = automated.create("Customer", body)
    assert school["Taxable"] is False
    made = automated.create("Invoice", sale(school["Id"], line(100, item="3")))
    assert made["TotalAmt"] == 100
    marked = sale(school["Id"], line(100, item="3", **TAXED))
    made = automated.create("Invoice", marked)
    assert made["TotalAmt"] == 100
    assert made["Line"][0][SALES]["TaxCodeRef"]["value"] == "TAX"
    assert automated.create("Invoice", sale("1", line(100, item="3")))["TotalAmt"] > 100


@pytest.fixture
def kingdom(emulator):
    company = emulator.add_company("uk")
    company.create("Customer", {"DisplayName": "Acme"})
    return company


def coded(amount, code="3", **more):
    return line(amount, TaxCodeRef={"value": code}, **more)


def test_tax_is_rounded_per_rate_on_the_sum(kingdom):
    made = kingdom.create("Invoice", sale("1", coded(0.33), coded(0.33), coded(0.33)))
    assert made["TxnTaxDetail"]["TotalTax"] == 0.2
    assert made["TotalAmt"] == 1.19
    mixed = kingdom.create("Invoice", sale("1", coded(100), coded(100, "5")))
    assert [row["Amount"] for row in mixed["TxnTaxDetail"]["TaxLine"]] == [20, 5]


def test_gross_prices_are_split_and_net_is_kept(kingdom):
    body = sale("1", coded(120), GlobalTaxCalculation="TaxInclusive")
    made = kingdom.create("Invoice", body)
    assert made["Line"][0]["Amount"] == 100
    assert made["Line"][0][SALES]["TaxInclusiveAmt"] == 120
    assert made["TotalAmt"] == 120
    exact = coded(8.32, TaxInclusiveAmt=9.99, Qty=1, UnitPrice=9.99)
    body = sale("1", exact, GlobalTaxCalculation="TaxInclusive")
    assert kingdom.create("Invoice", body)["TotalAmt"] == 9.99


def test_an_amount_per_rate_is_kept_as_override(kingdom):
    detail = {"TaxRateRef": {"value": "1"}, "NetAmountTaxable": 100}
    lines = [{"Amount": 20.01, "DetailType": "TaxLineDetail", "TaxLineDetail": detail}]
    made = kingdom.create(
        "Invoice", sale("1", coded(100), TxnTaxDetail={"TaxLine": lines})
    )
    assert made["TotalAmt"] == 120.01
    shown = made["TxnTaxDetail"]["TaxLine"][0]["TaxLineDetail"]
    assert shown["OverrideDeltaAmount"] == 0.01


def test_no_tax_at_all_is_a_mode_of_its_own(kingdom):
    made = kingdom.create("Invoice", sale("1", GlobalTaxCalculation="NotApplicable"))
    assert made["TotalAmt"] == 100
    assert refused(kingdom.create, "Invoice", sale("1")) == "6000"


def test_two_rates_of_one_code_are_added(emulator):
    company = emulator.add_company("ca")
    company.create("Customer", {"DisplayName": "Acme"})
    codes = {row["Name"]: row["Id"] for row in company.list("TaxCode")}
    made = company.create("Invoice", sale("1", coded(100, codes["GST/QST QC"])))
    assert made["TxnTaxDetail"]["TotalTax"] == 14.98


def test_a_client_can_make_a_tax_code(books):
    detail = {"TaxRateName": "City", "RateValue": "2.5", "TaxAgencyId": "1"}
    body = {"TaxCode": "City", "TaxRateDetails": [detail]}
    made = books.post("taxservice/taxcode", body).json()
    assert books.read("TaxCode", made["TaxCodeId"])["Name"] == "City"
    rate = made["TaxRateDetails"][0]["TaxRateId"]
    assert books.read("TaxRate", rate)["RateValue"] == 2.5
    assert books.refused("taxservice/taxcode", body) == "6240"
