"""Time that was worked is kept as it was sent, and refused where it makes no sense."""

import pytest
from books import Books, code_of

HOURS = {"NameOf": "Employee", "Hours": 2, "Minutes": 30, "TxnDate": "2026-03-02"}


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.fixture
def worker(books) -> dict:
    made = books.create("Employee", {"GivenName": "Lena", "FamilyName": "Moss"})
    return {"EmployeeRef": {"value": made["Id"]}}


def test_hours_are_kept_changed_and_deleted(books, worker):
    made = books.create("TimeActivity", {**HOURS, **worker, "CostRate": 50})
    assert (made["Hours"], made["Minutes"], made["CostRate"]) == (2, 30, 50)
    assert made["BillableStatus"] == "NotBillable"
    assert made["EmployeeRef"]["name"] == "Lena Moss"
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Hours": 3}
    assert books.update("TimeActivity", change)["Hours"] == 3
    where = f"EmployeeRef = '{worker['EmployeeRef']['value']}'"
    found = books.query(f"select * from TimeActivity where {where}")["TimeActivity"]
    assert [row["Id"] for row in found] == [made["Id"]]
    gone = {"Id": made["Id"], "SyncToken": "1"}
    books.post("timeactivity", gone, operation="delete")
    assert code_of(books.api("GET", f"timeactivity/{made['Id']}")) == "610"


def test_a_span_has_the_day_it_began(books, worker):
    span = {
        "NameOf": "Employee",
        "StartTime": "2026-03-02T10:00:00-08:00",
        "EndTime": "2026-03-02T11:30:00-08:00",
        **worker,
    }
    assert books.create("TimeActivity", span)["TxnDate"] == "2026-03-02"
    span["EndTime"] = "2026-03-02T09:00:00-08:00"
    assert books.refused("timeactivity", span) == "6000"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"NameOf": "Robot"}, "2170"),
        ({"NameOf": None}, "2020"),
        ({"EmployeeRef": None}, "2020"),
        ({"EmployeeRef": {"value": "999"}}, "2500"),
        ({"Hours": None, "Minutes": None}, "2020"),
        ({"Hours": 25}, "2240"),
        ({"BillableStatus": "Perhaps"}, "2170"),
        ({"BillableStatus": "Billable"}, "2020"),
        ({"HourlyRate": -1}, "2110"),
    ],
)
def test_time_that_makes_no_sense_is_refused(books, worker, change, code):
    body = {**HOURS, **worker, **change}
    assert books.refused("timeactivity", body) == code


def test_changes_of_time_are_not_told(books, worker):
    today = books.emulator.clock.now().date().isoformat()
    asked = {"entities": "TimeActivity", "changedSince": today}
    assert code_of(books.api("GET", "cdc", params=asked)) == "4001"
