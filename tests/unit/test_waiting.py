"""How long QuickBooks asks to be left alone."""

from datetime import datetime, timezone

import pytest
from qbo.errors import error_from
from qbo.waiting import LONGEST, seconds_to_wait
from requests import Response

NOW = datetime(2026, 5, 1, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("5", 5.0),
        ("0", 0.0),
        (" 1.5 ", 1.5),
        ("Fri, 01 May 2026 12:00:30 GMT", 30.0),
        ("Fri, 01 May 2026 11:00:00 GMT", 0.0),
        ("99999999", LONGEST),
        ("-3", None),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
        ("Fri, 99 May 2026 12:00:30 GMT", None),
    ],
)
def test_seconds_and_dates_are_read(told, seconds):
    assert seconds_to_wait({"Retry-After": told}, NOW) == seconds


def test_a_date_is_compared_with_the_answers_own_clock():
    headers = {
        "Retry-After": "Fri, 01 May 2026 12:00:30 GMT",
        "Date": "Fri, 01 May 2026 12:00:10 GMT",
    }
    assert seconds_to_wait(headers) == 20.0


def test_an_error_knows_how_long_to_wait():
    response = Response()
    response.status_code, response._content = 429, b""
    response.headers["Retry-After"] = "300"
    assert error_from(response).wait == 300.0
