"""Every refusal has one class, whatever its body looks like."""

import json
from types import SimpleNamespace

import pytest
from qbo import errors


def answer(status, body="", trace="tid-1"):
    text = body if isinstance(body, str) else json.dumps(body)
    return SimpleNamespace(status_code=status, headers={"intuit_tid": trace}, text=text)


def fault(*entries, kind="ValidationFault"):
    return {"Fault": {"Error": list(entries), "type": kind}, "time": "2026-01-01"}


def entry(code, message="No", detail="", **more):
    return {"Message": message, "Detail": detail, "code": code, **more}


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("120", 401, errors.QboSubscription),
        ("130", 500, errors.QboUnavailable),
        ("140", 400, errors.QboUnavailable),
        ("150", 503, errors.QboUnavailable),
        ("500", 400, errors.QboValidation),
        ("600", 400, errors.QboRequestReused),
        ("610", 400, errors.QboNotFound),
        ("620", 400, errors.QboBusinessRule),
        ("1040", 400, errors.QboValidation),
        ("2010", 400, errors.QboValidation),
        ("2500", 400, errors.QboValidation),
        ("2040", 500, errors.QboValidation),
        ("3001", 429, errors.QboThrottled),
        ("003001", 403, errors.QboThrottled),
        ("3100", 403, errors.QboForbidden),
        ("3200", 401, errors.QboUnauthorized),
        ("4000", 400, errors.QboQueryError),
        ("4001", 400, errors.QboQueryError),
        ("5010", 400, errors.QboStale),
        ("5020", 403, errors.QboNotPermitted),
        ("5030", 400, errors.QboNotPermitted),
        ("6000", 400, errors.QboBusinessRule),
        ("6070", 400, errors.QboValidation),
        ("6140", 400, errors.QboNumberTaken),
        ("6190", 403, errors.QboSubscription),
        ("6200", 400, errors.QboClosedBooks),
        ("6210", 400, errors.QboClosedBooks),
        ("6240", 400, errors.QboNameTaken),
        ("6540", 400, errors.QboValidation),
        ("10000", 500, errors.QboServerError),
        ("10000", 200, errors.QboServerError),
        ("777", 400, errors.QboValidation),
        ("777", 403, errors.QboForbidden),
        ("", 404, errors.QboError),
        ("", 413, errors.QboValidation),
        ("", 429, errors.QboThrottled),
        ("", 502, errors.QboServerError),
    ],
)
def test_the_code_decides_and_else_the_status(code, status, kind):
    error = errors.error_from(answer(status, fault(entry(code))))
    assert type(error) is kind
    assert error.code == code.lstrip("0")
    assert (error.status, error.trace) == (status, "tid-1")


@pytest.mark.parametrize(
    ("kind", "retryable", "unknown"),
    [
        (errors.QboThrottled, True, False),
        (errors.QboUnavailable, True, False),
        (errors.QboUnreachable, True, True),
        (errors.QboNotSent, True, False),
        (errors.QboServerError, True, True),
        (errors.QboUnauthorized, False, False),
        (errors.QboReconnect, False, False),
        (errors.QboStale, False, False),
        (errors.QboRequestReused, False, False),
        (errors.QboBusinessRule, False, False),
        (errors.QboValidation, False, False),
    ],
)
def test_a_write_may_have_happened_only_where_nobody_knows(kind, retryable, unknown):
    assert (kind.retryable, kind.outcome_unknown) == (retryable, unknown)


def test_every_class_has_a_reason_to_exist():
    kinds = [value for value in vars(errors).values() if isinstance(value, type)]
    ours = [kind for kind in kinds if issubclass(kind, errors.QboError)]
    assert all(kind.__name__ in errors.__doc__ for kind in ours)
    assert all(kind.__doc__ for kind in ours)


def test_the_lower_case_fault_of_the_gateway_is_read_too():
    body = {
        "fault": {
            "error": [
                {
                    "message": "message=AuthenticationFailed; errorCode=003200; "
                    "statusCode=401",
                    "detail": "Token expired",
                    "code": "3200",
                    "element": None,
                }
            ],
            "type": "AUTHENTICATION",
        }
    }
    error = errors.error_from(answer(401, body))
    assert type(error) is errors.QboUnauthorized
    assert error.detail == "Token expired"
    assert error.element == ""


def test_a_code_that_stands_only_in_the_text_is_found():
    body = {"fault": {"error": [{"message": "x; errorCode=003100; statusCode=403"}]}}
    assert type(errors.error_from(answer(403, body))) is errors.QboForbidden


THROTTLE_XML = (
    '<?xml version="1.0"?><IntuitResponse><Fault type="SERVICE">'
    '<Error code="{code}"><Message>message=ThrottleExceeded; {more}statusCode=429'
    "</Message><Detail>The request limit was reached &amp; passed.</Detail>"
    "</Error></Fault></IntuitResponse>"
)


@pytest.mark.parametrize(
    "body",
    [
        THROTTLE_XML.format(code="003001", more="errorCode=003001; "),
        THROTTLE_XML.format(code="3001", more=""),
        "message=ThrottleExceeded; statusCode=429",
    ],
)
@pytest.mark.parametrize("status", [403, 429])
def test_throttling_is_known_in_xml_and_in_plain_text(body, status):
    error = errors.error_from(answer(status, body))
    assert type(error) is errors.QboThrottled
    assert error.code == "3001"


def test_xml_keeps_its_sentence_and_element():
    body = (
        '<Fault><Error code="2050" element="DisplayName"><Message>Too long</Message>'
        "<Detail>Max 500 &amp; no more</Detail></Error></Fault>"
    )
    error = errors.error_from(answer(400, body))
    assert type(error) is errors.QboValidation
    assert (error.message, error.detail) == ("Too long", "Max 500 & no more")
    assert error.element == "DisplayName"


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", '{"Fault": {}}'])
def test_a_body_that_says_nothing_leaves_the_status(body):
    error = errors.error_from(answer(503, body))
    assert type(error) is errors.QboServerError
    assert error.message == "HTTP status 503"


def test_html_of_a_proxy_gives_its_title():
    page = "<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>"
    error = errors.error_from(answer(502, page))
    assert type(error) is errors.QboServerError
    assert error.message == "502 Bad Gateway"


def test_a_long_page_is_not_a_long_message():
    assert len(errors.error_from(answer(500, "x" * 9000)).message) == 300


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("invalid_grant", 400, errors.QboReconnect),
        ("invalid_client", 401, errors.QboReconnect),
        ("unauthorized_client", 400, errors.QboReconnect),
        ("invalid_request", 400, errors.QboValidation),
        ("server_error", 500, errors.QboServerError),
    ],
)
def test_the_sign_in_service_has_words_for_codes(name, status, kind):
    body = {"error": name, "error_description": "Incorrect or invalid refresh token"}
    error = errors.error_from(answer(status, body))
    assert type(error) is kind
    assert error.code == name
    assert str(error) == "Incorrect or invalid refresh token"


def test_a_refused_grant_needs_no_description():
    assert errors.error_from(answer(400, {"error": "invalid_grant"})).code == (
        "invalid_grant"
    )


def test_all_messages_of_a_fault_are_kept():
    body = fault(
        entry("2010", "Bad property", "Property Name:Foo specified is unsupported"),
        entry("2020", "Missing", "Required parameter Line is missing in the request"),
        entry("2020", "Missing", "Required parameter CustomerRef is missing"),
    )
    error = errors.error_from(answer(400, body))
    assert error.message == "Bad property / Missing"
    assert error.detail.count(" / ") == 2
    assert error.names == ("Foo", "Line", "CustomerRef")
    assert [refusal.code for refusal in error.refusals] == ["2010", "2020", "2020"]


def test_of_several_errors_the_doubtful_one_decides():
    body = fault(entry("2010"), entry("3001"), entry("10000", "System failure"))
    error = errors.error_from(answer(400, body))
    assert type(error) is errors.QboServerError
    assert error.code == "10000"
    assert error.outcome_unknown


def test_a_single_error_need_not_be_in_a_list():
    body = {"Fault": {"Error": entry("5010", "Stale Object Error")}}
    assert type(errors.error_from(answer(400, body))) is errors.QboStale


@pytest.mark.parametrize(
    ("detail", "ids"),
    [
        ("This number has already been used. DocNumber=7, TxnId=145", ("145",)),
        ("The name supplied already exists. : Id=66", ("66",)),
        ("Invalid Reference Id : Accounts element id 90 not found", ("90",)),
        ("Please use a different name.", ()),
    ],
)
def test_ids_in_the_text_are_found(detail, ids):
    error = errors.error_from(answer(400, fault(entry("6240", detail=detail))))
    assert error.ids == ids


def test_a_query_names_the_property():
    detail = "QueryValidationError: property 'PrivateNote' is not queryable"
    error = errors.error_from(answer(400, fault(entry("4001", detail=detail))))
    assert error.names == ("PrivateNote",)


INACTIVE = "Something you're trying to use has been made inactive."


@pytest.mark.parametrize(
    ("operation", "detail", "kind"),
    [
        ("read", INACTIVE, errors.QboNotFound),
        ("delete", INACTIVE, errors.QboNotFound),
        ("void", INACTIVE, errors.QboNotFound),
        ("update", INACTIVE, errors.QboInactiveReference),
        ("update", "", errors.QboNotFound),
        ("create", INACTIVE, errors.QboInactiveReference),
        ("create", "", errors.QboInactiveReference),
    ],
)
def test_what_610_means_depends_on_what_was_asked(operation, detail, kind):
    found = fault(entry("610", "Object Not Found", detail))["Fault"]
    error = errors.as_meant(errors.error_from_fault(found, 400, "t"), operation)
    assert type(error) is kind
    assert (error.code, error.status, error.trace) == ("610", 400, "t")
    assert str(error) == "Object Not Found"


@pytest.mark.parametrize("operation", ["read", "query", "count", "cdc", "pdf"])
def test_a_read_leaves_no_outcome_unknown(operation):
    error = errors.as_meant(errors.QboUnreachable("cut"), operation)
    assert not error.outcome_unknown
    assert errors.QboUnreachable.outcome_unknown


@pytest.mark.parametrize("operation", ["create", "update", "delete", "void", "send"])
def test_a_write_stays_unknown(operation):
    assert errors.as_meant(errors.QboServerError("x"), operation).outcome_unknown
