"""Templates of documents come back as they were sent, with their next day."""

import pytest
from books import Books, code_of, line, sale


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


def template(customer, name="Rent", kind="Monthly", **schedule):
    when = {"StartDate": "2027-01-10", "IntervalType": kind, "NumInterval": 1}
    info = {"Name": name, "Active": True, "RecurType": "Automated"}
    info["ScheduleInfo"] = {**when, **schedule}
    return {"Invoice": sale(customer, line(100), RecurringInfo=info)}


@pytest.fixture
def customer(books) -> str:
    return books.customer()


def test_a_template_is_kept_and_the_books_stay_untouched(books, customer):
    made = books.create("RecurringTransaction", template(customer, DayOfMonth=1))
    shown = made["Invoice"]
    assert (shown["TotalAmt"], shown["CustomerRef"]["name"]) == (100, "Acme")
    assert "DocNumber" not in shown and "Balance" not in shown
    assert shown["RecurringInfo"]["ScheduleInfo"]["NextDate"] == "2027-02-01"
    assert books.query("select * from Invoice") == {}
    assert books.read("Customer", customer)["Balance"] == 0
    assert books.create("Invoice", sale(customer))["DocNumber"] == "1001"
    assert books.read("RecurringTransaction", shown["Id"]) == made


def test_a_template_is_changed_found_and_deleted(books, customer):
    shown = books.create("RecurringTransaction", template(customer))["Invoice"]
    change = {**shown, "Line": [line(250)]}
    after = books.update("RecurringTransaction", {"Invoice": change})["Invoice"]
    assert (after["TotalAmt"], after["SyncToken"]) == (250, "1")
    text = "select * from RecurringTransaction where Type = '{}'"
    (found,) = books.query(text.format("invoice"))["RecurringTransaction"]
    assert found["Invoice"]["Id"] == shown["Id"]
    assert books.query(text.format("Bill")) == {}
    assert books.refused("recurringtransaction", {"Invoice": change}) == "5010"
    answer = books.post("recurringtransaction", {"Invoice": after}, operation="delete")
    assert answer.json()["RecurringTransaction"]["status"] == "Deleted"
    assert code_of(books.api("GET", f"recurringtransaction/{shown['Id']}")) == "610"


@pytest.mark.parametrize(
    ("kind", "schedule", "day"),
    [
        ("Daily", {}, "2027-01-10"),
        ("Weekly", {"DayOfWeek": "Friday"}, "2027-01-15"),
        ("Monthly", {"DayOfMonth": 31}, "2027-01-31"),
        ("Monthly", {"DayOfMonth": 5}, "2027-02-05"),
        ("Yearly", {}, "2027-01-10"),
    ],
)
def test_the_first_day_follows_the_schedule(books, customer, kind, schedule, day):
    body = template(customer, kind=kind, **schedule)
    shown = books.create("RecurringTransaction", body)["Invoice"]
    assert shown["RecurringInfo"]["ScheduleInfo"]["NextDate"] == day


def test_a_template_that_could_not_become_a_document_is_refused(books, customer):
    books.create("RecurringTransaction", template(customer))
    assert books.refused("recurringtransaction", template(customer)) == "6240"
    wrong = template("999", name="Two")
    assert books.refused("recurringtransaction", wrong) == "2500"
    nameless = template(customer, name="")
    assert books.refused("recurringtransaction", nameless) == "2020"
    never = template(customer, name="Two", kind="Hourly")
    assert books.refused("recurringtransaction", never) == "2170"
    dayless = template(customer, name="Two", kind="Weekly")
    assert books.refused("recurringtransaction", dayless) == "2020"
    assert books.refused("recurringtransaction", {"Widget": {}}) == "2010"
