"""What is estimated, worked and charged is billed; money goes to the bank."""

import pytest
from books import SALES, Books, line, payment, sale

DETAIL = "DepositLineDetail"
JOURNAL = "JournalEntryLineDetail"


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.fixture
def customer(books):
    return books.create("Customer", {"DisplayName": "Oak"})["Id"]


def account(books, name):
    rows = books.emulator.control.list(books.realm, "Account")
    return next(row["Id"] for row in rows if row["Name"] == name)


def billing(entity, qbo_id, amount=100, line_id=None, **detail):
    link = {"TxnId": qbo_id, "TxnType": entity}
    if line_id:
        link["TxnLineId"] = line_id
    return {**line(amount, **detail), "LinkedTxn": [link]}


def read(books, entity, qbo_id):
    return books.emulator.control.get(books.realm, entity, qbo_id)


def fault(answer):
    return answer.json()["Fault"]["Error"][0]["code"]


def banking(books, *lines, **more):
    bank = account(books, "Checking")
    return {"DepositToAccountRef": {"value": bank}, "Line": list(lines), **more}


def taken(entity, qbo_id, **more):
    link = {"TxnId": qbo_id, "TxnType": entity, "TxnLineId": "0"}
    return {"LinkedTxn": [link], **more}


def straight(books, name, amount, customer=None):
    detail = {"AccountRef": {"value": account(books, name)}}
    if customer:
        detail["Entity"] = {"value": customer, "type": "Customer"}
    return {"Amount": amount, "DetailType": DETAIL, DETAIL: detail}


def posting(books, name, side, amount, customer=None):
    detail = {
        "PostingType": side,
        "AccountRef": {"value": account(books, name)},
    }
    if customer:
        detail["Entity"] = {"Type": "Customer", "EntityRef": {"value": customer}}
    return {"Amount": amount, "DetailType": JOURNAL, JOURNAL: detail}


def test_an_estimate_is_invoiced_in_parts(books, customer):
    estimate = books.create("Estimate", sale(customer, line(100), line(50)))
    assert estimate["TxnStatus"] == "Pending"
    first = sale(customer, billing("Estimate", estimate["Id"], 100, "1"))
    invoice = books.create("Invoice", first)
    links = [{"TxnId": estimate["Id"], "TxnType": "Estimate"}]
    assert invoice["LinkedTxn"] == links
    half = read(books, "Estimate", estimate["Id"])
    assert half["TxnStatus"] == "Pending"
    assert half["LinkedTxn"] == [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
    books.create(
        "Invoice", sale(customer, billing("Estimate", estimate["Id"], 50, "2"))
    )
    assert read(books, "Estimate", estimate["Id"])["TxnStatus"] == "Closed"
    again = sale(customer, billing("Estimate", estimate["Id"], 50, "2"))
    assert fault(books.post("invoice", again)) == "620"
    assert books.emulator.control.entries(books.realm, "Estimate", estimate["Id"]) == []


def test_a_line_of_an_estimate_must_exist(books, customer):
    estimate = books.create("Estimate", sale(customer))
    wrong = sale(customer, billing("Estimate", estimate["Id"], 100, "9"))
    assert fault(books.post("invoice", wrong)) == "620"
    unnamed = sale(customer, billing("Estimate", estimate["Id"], 100))
    assert fault(books.post("invoice", unnamed)) == "2020"


@pytest.mark.parametrize("way", ["replace", "delete", "void"])
def test_links_go_with_their_lines(books, customer, way):
    estimate = books.create("Estimate", sale(customer))
    made = sale(customer, billing("Estimate", estimate["Id"], 100, "1"))
    invoice = books.create("Invoice", made)
    assert read(books, "Estimate", estimate["Id"])["TxnStatus"] == "Closed"
    facts = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"], "sparse": True}
    if way == "replace":
        after = books.create("Invoice", {**facts, **sale(customer, line(70))})
        assert after["LinkedTxn"] == []
    else:
        books.create("Invoice", facts, operation=way)
    open_again = read(books, "Estimate", estimate["Id"])
    assert open_again["TxnStatus"] == "Pending"
    assert "LinkedTxn" not in open_again


def test_time_and_charges_are_billed_once(books, customer):
    worker = books.create("Employee", {"GivenName": "Ada", "FamilyName": "Ash"})
    time = books.create(
        "TimeActivity",
        {
            "NameOf": "Employee",
            "EmployeeRef": {"value": worker["Id"]},
            "CustomerRef": {"value": customer},
            "BillableStatus": "Billable",
            "HourlyRate": 50,
            "Hours": 2,
        },
    )
    charge = books.company.create(
        "ReimburseCharge", {"CustomerRef": {"value": customer}, "Amount": 30}
    )
    both = (
        billing("TimeActivity", time["Id"], 100),
        billing("ReimburseCharge", charge["Id"], 30),
    )
    invoice = books.create("Invoice", sale(customer, *both))
    assert read(books, "TimeActivity", time["Id"])["BillableStatus"] == "HasBeenBilled"
    assert read(books, "ReimburseCharge", charge["Id"])["HasBeenInvoiced"] is True
    twice = sale(customer, billing("TimeActivity", time["Id"], 100))
    assert fault(books.post("invoice", twice)) == "620"
    facts = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}
    books.create("Invoice", facts, operation="delete")
    assert read(books, "TimeActivity", time["Id"])["BillableStatus"] == "Billable"
    assert read(books, "ReimburseCharge", charge["Id"])["HasBeenInvoiced"] is False


def test_a_deposit_takes_money_out_of_undeposited_funds(books, customer):
    paid = books.create("Payment", payment(customer, 100))
    fee = straight(books, "Bank Charges", -3)
    deposit = books.create("Deposit", banking(books, taken("Payment", paid["Id"]), fee))
    assert deposit["TotalAmt"] == 97
    held = books.emulator.control.account_balances(books.realm)
    assert held[account(books, "Checking")] == 97
    assert held[account(books, "Bank Charges")] == 3
    assert held[account(books, "Undeposited Funds")] == 0
    facts = {"Id": paid["Id"], "SyncToken": paid["SyncToken"], "sparse": True}
    change = {**facts, **payment(customer, 90)}
    assert fault(books.post("payment", change)) == "6540"
    assert fault(books.post("payment", facts, operation="delete")) == "6540"
    void = books.post("payment", facts, operation="update", include="void")
    assert fault(void) == "6540"
    second = banking(books, taken("Payment", paid["Id"]))
    assert fault(books.post("deposit", second)) == "620"
    gone = {"Id": deposit["Id"], "SyncToken": deposit["SyncToken"]}
    books.create("Deposit", gone, operation="delete")
    assert books.create("Payment", change)["TotalAmt"] == 90


def test_a_deposit_names_the_line_it_takes(books, customer):
    paid = books.create("Payment", payment(customer, 100))
    link = {"TxnId": paid["Id"], "TxnType": "Payment"}
    assert fault(books.post("deposit", banking(books, {"LinkedTxn": [link]}))) == "2020"


def test_a_deposit_straight_to_receivables_pays_an_invoice(books, customer):
    invoice = books.create("Invoice", sale(customer))
    nameless = banking(books, straight(books, "Accounts Receivable (A/R)", 60))
    assert fault(books.post("deposit", nameless)) == "2020"
    owed = straight(books, "Accounts Receivable (A/R)", 60, customer)
    deposit = books.create("Deposit", banking(books, owed))
    assert read(books, "Customer", customer)["Balance"] == 40
    both = [
        {"Amount": 60, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]},
        {"Amount": 60, "LinkedTxn": [{"TxnId": deposit["Id"], "TxnType": "Deposit"}]},
    ]
    paid = books.create("Payment", {**payment(customer, 0), "Line": both})
    assert paid["UnappliedAmt"] == 0
    assert read(books, "Invoice", invoice["Id"])["Balance"] == 40
    assert read(books, "Customer", customer)["Balance"] == 40


def test_a_journal_entry_can_be_owed_and_paid(books, customer):
    entry = {
        "Line": [
            posting(books, "Accounts Receivable (A/R)", "Debit", 80, customer),
            posting(books, "Services", "Credit", 80),
        ]
    }
    made = books.create("JournalEntry", entry)
    assert read(books, "Customer", customer)["Balance"] == 80
    link = [{"TxnId": made["Id"], "TxnType": "JournalEntry"}]
    pay = {**payment(customer, 80), "Line": [{"Amount": 80, "LinkedTxn": link}]}
    assert books.create("Payment", pay)["UnappliedAmt"] == 0
    assert fault(books.post("payment", pay)) == "620"
    assert read(books, "Customer", customer)["Balance"] == 0
    assert books.emulator.control.open_documents(books.realm) == []


def test_a_journal_entry_balances(books, customer):
    entry = {
        "Line": [
            posting(books, "Checking", "Debit", 80),
            posting(books, "Services", "Credit", 70),
        ]
    }
    assert fault(books.post("journalentry", entry)) == "2300"
    entry["Line"][0]["Amount"] = 70
    made = books.create("JournalEntry", entry)
    facts = {"Id": made["Id"], "SyncToken": made["SyncToken"]}
    answer = books.post("journalentry", facts, operation="void")
    assert answer.status_code == 200
    assert read(books, "JournalEntry", made["Id"])["TotalAmt"] == 70
    nameless = {
        "Line": [
            posting(books, "Accounts Receivable (A/R)", "Debit", 80),
            posting(books, "Services", "Credit", 80),
        ]
    }
    assert fault(books.post("journalentry", nameless)) == "6000"


def test_a_transfer_moves_money(books):
    both = {
        "FromAccountRef": {"value": account(books, "Checking")},
        "ToAccountRef": {"value": account(books, "Savings")},
        "Amount": 25,
    }
    books.create("Transfer", both)
    assert read(books, "Account", account(books, "Savings"))["CurrentBalance"] == 25
    assert read(books, "Account", account(books, "Checking"))["CurrentBalance"] == -25
    income = {**both, "ToAccountRef": {"value": account(books, "Services")}}
    assert fault(books.post("transfer", income)) == "6430"


def test_a_refund_names_the_account_it_leaves(books, customer):
    assert fault(books.post("refundreceipt", sale(customer))) == "2020"
    bank = {"DepositToAccountRef": {"value": account(books, "Checking")}}
    refund = books.create("RefundReceipt", {**sale(customer), **bank})
    assert refund["Balance"] == 0
    assert read(books, "Account", account(books, "Checking"))["CurrentBalance"] == -100


def test_a_bundle_is_expanded(books, customer):
    parts = [{"ItemRef": {"value": "1"}, "Qty": 2}, {"ItemRef": {"value": "2"}}]
    for item, price in (("1", 10), ("2", 5)):
        books.company.edit("Item", item, {"UnitPrice": price})
    facts = {
        "Name": "Kit",
        "Type": "Group",
        "ItemGroupDetail": {"ItemGroupLine": parts},
    }
    assert fault(books.post("item", facts)) == "6000"
    kit = books.company.create("Item", facts)
    group = {"GroupItemRef": {"value": kit["Id"]}, "Quantity": 3}
    sold = {"DetailType": "GroupLineDetail", "GroupLineDetail": group}
    invoice = books.create("Invoice", sale(customer, sold, line(1)))
    assert invoice["TotalAmt"] == 76
    expanded = invoice["Line"][0]
    assert expanded["Amount"] == 75
    found = [
        (one[SALES]["ItemRef"]["value"], one[SALES]["Qty"], one["Amount"])
        for one in expanded["GroupLineDetail"]["Line"]
    ]
    assert found == [("1", 6, 60), ("2", 3, 15)]
    ids = [expanded["Id"], *(x["Id"] for x in expanded["GroupLineDetail"]["Line"])]
    assert len(set(ids)) == 3
    back = {**invoice, "Line": invoice["Line"]}
    assert books.create("Invoice", back)["TotalAmt"] == 76


def test_stock_and_its_cost_move(books, customer):
    refs = {
        "AssetAccountRef": "Inventory Asset",
        "IncomeAccountRef": "Sales of Product Income",
        "ExpenseAccountRef": "Cost of Goods Sold",
    }
    item = books.create(
        "Item",
        {
            "Name": "Lamp",
            "Type": "Inventory",
            "TrackQtyOnHand": True,
            "QtyOnHand": 10,
            "InvStartDate": "2020-01-01",
            "PurchaseCost": 4,
            **{key: {"value": account(books, name)} for key, name in refs.items()},
        },
    )
    assert item["QtyOnHand"] == 10
    sold = line(30, item["Id"], Qty=3, UnitPrice=10)
    invoice = books.create("Invoice", sale(customer, sold))
    assert read(books, "Item", item["Id"])["QtyOnHand"] == 7
    held = books.emulator.control.account_balances(books.realm)
    assert held[account(books, "Inventory Asset")] == 28
    assert held[account(books, "Cost of Goods Sold")] == 12
    facts = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}
    books.create("Invoice", facts, operation="void")
    assert read(books, "Item", item["Id"])["QtyOnHand"] == 10
    books.company.edit("Item", item["Id"], {"QtyOnHand": 8})
    assert read(books, "Item", item["Id"])["QtyOnHand"] == 8
    stock = books.emulator.control.stock(books.realm)
    assert stock[item["Id"]] == {"quantity": 8, "worth": 32}


def test_what_the_bank_matched_stays(books, customer):
    paid = books.create("Payment", payment(customer, 100))
    books.emulator.control.match_bank(books.realm, "Payment", paid["Id"])
    facts = {"Id": paid["Id"], "SyncToken": paid["SyncToken"], "sparse": True}
    assert fault(books.post("payment", facts, operation="delete")) == "6480"
    change = {**facts, **payment(customer, 90)}
    assert fault(books.post("payment", change)) == "6480"


def test_a_charged_card_is_not_voided(books, customer):
    charged = {
        "ProcessPayment": True,
        "CreditCardPayment": {"CreditChargeResponse": {"CCTransId": "MU0123"}},
    }
    paid = books.create("Payment", {**payment(customer, 100), **charged})
    facts = {"Id": paid["Id"], "SyncToken": paid["SyncToken"], "sparse": True}
    void = books.post("payment", facts, operation="update", include="void")
    assert fault(void) == "6450"
    assert fault(books.post("payment", facts, operation="delete")) == "6450"


def test_a_deposit_on_an_invoice_lowers_what_is_owed(books, customer):
    prefers = {"SalesFormsPrefs": {"AllowDeposit": True}}
    books.company.set_preferences(prefers)
    invoice = books.create("Invoice", sale(customer, Deposit=30))
    assert invoice["Balance"] == 70
    held = books.emulator.control.account_balances(books.realm)
    assert held[account(books, "Undeposited Funds")] == 30
    assert held[account(books, "Accounts Receivable (A/R)")] == 70


def test_the_control_api_answers_as_of_a_day(books, customer):
    control, realm = books.emulator.control, books.realm
    invoice = books.create("Invoice", sale(customer, TxnDate="2026-01-10"))
    paid = payment(customer, 60, invoices={invoice["Id"]: 60})
    books.create("Payment", {**paid, "TxnDate": "2026-02-10"})
    due = control.receivables(realm, "2026-01-31")
    assert due == [
        {"customer": customer, "currency": "USD", "amount": 100, "home": 100}
    ]
    assert [row["open"] for row in control.open_documents(realm, "2026-01-31")] == [100]
    assert [row["open"] for row in control.open_documents(realm)] == [40]
    assert control.trial_balance(realm, "2026-01-09") == []
    names = {row["name"]: row["debit"] for row in control.trial_balance(realm)}
    assert names["Accounts Receivable (A/R)"] == 40
    posted = control.entries(realm, "Invoice", invoice["Id"])
    assert sum(row["home"] for row in posted) == 0


def test_reports_come_over_the_api(books, customer, api):
    books.create("Invoice", sale(customer, TxnDate="2026-01-10"))
    asked = {"start_date": "2026-01-01", "end_date": "2026-01-31"}
    answer = api("GET", "reports/ProfitAndLoss", params=asked).json()
    assert answer["Header"]["ReportName"] == "ProfitAndLoss"
    assert answer["Header"]["EndPeriod"] == "2026-01-31"
    total = answer["Rows"]["Row"][-1]
    assert (total["group"], total["Summary"]["ColData"][1]["value"]) == (
        "NetIncome",
        "100.00",
    )
    assert fault(api("GET", "reports/CashFlow")) == "2000"
    bad = {"accounting_method": "Cash"}
    assert fault(api("GET", "reports/BalanceSheet", params=bad)) == "2120"
    assert fault(api("GET", "reports/BalanceSheet", params={"end_date": "x"})) == "2060"


def test_a_parent_pays_for_its_sub_customer(books, customer):
    facts = {"DisplayName": "Twig", "Job": True, "ParentRef": {"value": customer}}
    below = books.create("Customer", facts)["Id"]
    invoice = books.create("Invoice", sale(below))
    books.create("Payment", payment(customer, 120, invoices={invoice["Id"]: 100}))
    assert read(books, "Customer", below)["Balance"] == 0
    above = read(books, "Customer", customer)
    assert (above["Balance"], above["BalanceWithJobs"]) == (-20, -20)


def test_estimates_and_refunds_can_be_mailed_and_printed(books, customer, api):
    bank = {"DepositToAccountRef": {"value": account(books, "Checking")}}
    for entity, more in (("Estimate", {}), ("RefundReceipt", bank)):
        made = books.create(entity, sale(customer, **more))
        path = f"{entity.lower()}/{made['Id']}"
        sent = api("POST", f"{path}/send", params={"sendTo": "a@b.example"})
        assert sent.json()[entity]["EmailStatus"] == "EmailSent"
        printed = api("GET", f"{path}/pdf", headers={"Accept": "application/pdf"})
        assert printed.content.startswith(b"%PDF")


def test_a_refund_is_voided_by_people_only(books, customer):
    bank = {"DepositToAccountRef": {"value": account(books, "Checking")}}
    made = books.create("RefundReceipt", sale(customer, **bank))
    facts = {"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": True}
    answer = books.post("refundreceipt", facts, operation="update", include="void")
    assert fault(answer) == "500"
    assert books.company.void("RefundReceipt", made["Id"])["TotalAmt"] == 0
    held = books.emulator.control.account_balances(books.realm)
    assert held.get(account(books, "Checking"), 0) == 0
