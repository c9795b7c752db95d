"""Faults the books can't come to by themselves are given by rule."""

import pytest
from books import Books, code_of

from qbo_emulator.api.files import LARGEST_UPLOAD

# Code: HTTP status, as documented. The causes lie outside these books: rights
# of people, the service's own state, bank feeds, card payments, deposits.
BY_RULE = {
    "120": 401,
    "130": 503,
    "140": 403,
    "150": 503,
    "2300": 400,
    "4002": 400,
    "5020": 403,
    "6440": 400,
    "6450": 400,
    "6480": 400,
    "6540": 400,
    "10000": 500,
    "10100": 400,
    "10200": 400,
}


@pytest.fixture
def books(api, emulator, realm) -> Books:
    return Books(api, emulator, realm)


@pytest.mark.parametrize(("code", "status"), BY_RULE.items())
def test_a_rule_gives_the_code_with_its_own_message(books, code, status):
    rule = {"fault": "error", "code": code, "status": status, "detail": "why"}
    books.emulator.control.inject({**rule, "times": 1})
    answer = books.post("customer", {"DisplayName": "A"})
    (error,) = answer.json()["Fault"]["Error"]
    assert (answer.status_code, error["code"], error["Detail"]) == (status, code, "why")
    assert error["Message"] != "Injected fault"
    assert books.query("select count(*) from Customer") == {"totalCount": 0}


def test_an_upload_has_a_largest_size(api):
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = api("POST", "upload", data=bytes(LARGEST_UPLOAD + 1), headers=kind)
    assert (answer.status_code, code_of(answer)) == (413, "6030")
