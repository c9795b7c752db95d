"""Build the faults QuickBooks Online answers with.

Codes, messages and the two spellings of the envelope follow Intuit's table of
error codes and recorded answers. A ``Refusal`` stops a call; it carries the
HTTP status and one or more errors.
"""

from typing import Any

MESSAGES = {
    "120": "Authorization Failure",
    "130": "Request sent to the wrong cluster",
    "140": "The company is locked out",
    "150": "The company is under maintenance",
    "500": "Unsupported Operation",
    "600": "Duplicate Request ID",
    "610": "Object Not Found",
    "620": "Transaction cannot be linked",
    "700": "Parent Reference Invalid",
    "900": "Parent cannot be child",
    "1040": "Batch size exceeds allowed limit",
    "1050": "Invalid Content Type",
    "2000": "Invalid or unsupported object name",
    "2010": "Request has invalid or unsupported property",
    "2020": "Required param missing, need to supply the required value for the API",
    "2030": "Invalid ID",
    "2040": "Invalid String. The string may contain unsupported characters",
    "2050": "Invalid String Length",
    "2060": "Invalid Date Format",
    "2070": "Invalid Date",
    "2080": "Invalid Number Format",
    "2090": "Invalid Number",
    "2110": "Invalid Decimal",
    "2120": "Invalid Type",
    "2130": "Invalid Request Id Format",
    "2140": "Invalid Amount",
    "2150": "Invalid Percent",
    "2160": "Invalid Quantity",
    "2170": "Invalid Enumeration",
    "2190": "Invalid Date Range",
    "2210": "Invalid Email Address format",
    "2220": "Invalid Currency Type",
    "2230": "Invalid Boolean",
    "2240": "Invalid Number Range",
    "2300": "Amount on debits not equal to credits",
    "2500": "Invalid Reference Id",
    "3000": "Invalid Custom Field",
    "4000": "Error parsing query",
    "4001": "Invalid query",
    "4002": "Query could not be processed",
    "5010": "Stale Object Error",
    "5020": "Permission Denied Error",
    "5030": "Feature Not Supported Error",
    "6000": "A business validation error has occurred while processing your request",
    "6010": "Invalid Account.AccountType && Account.SubType",
    "6030": "Upload request size exceeds allowed limit",
    "6040": "The file metadata must be of Attachable type",
    "6041": "Invalid Uploaded File",
    "6060": "Account.OpenBalanceDate must be specified with Account.OpenBalance",
    "6050": "The entity reference type is unsupported for Attachable",
    "6070": "Amount calculation incorrect in the request",
    "6080": "No Name Provided",
    "6090": "Discount Line missing required info",
    "6100": "Invalid Line TaxCode in the request",
    "6140": "Duplicate Document Number Error",
    "6150": "ParentRef Required Validation Error",
    "6160": "Invalid TaxCodeRef Error",
    "6170": "Invalid TxnTaxDetail Error",
    "6180": "Sub Level Limit Error",
    "6190": "Invalid Company Status",
    "6200": "Account Period Closed Error",
    "6210": "Account Period Closed Required Password Error",
    "6220": "Delete Entity Has Balance Error",
    "6230": "Invalid TaxCodeRef Error",
    "6240": "Duplicate Name Exists Error",
    "6250": "Invalid sales customer",
    "6270": "Inventory Transaction Dated Before Item Start Date",
    "6420": "Email address is required",
    "6430": "Invalid account type used",
    "6440": "Transaction detail information required",
    "6450": "Attempt to void failed",
    "6470": "Tax rate error",
    "6480": "Matched transaction cannot be deleted",
    "6520": "Invalid Quantity",
    "6540": "Deposited transaction cannot be changed",
    "10000": "An application error has occurred while processing your request",
    "10100": "The result set is too big",
    "10200": "The company was reset",
}
INACTIVE = (
    "Object Not Found : Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)
THROTTLE = "message=ThrottleExceeded; errorCode=003001; statusCode=429"
THROTTLE_DETAIL = "The request limit was reached. Wait 60 seconds and try again."


class Refusal(Exception):
    """Stop a call with one or more errors; ``status`` is the HTTP status."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        element: str | None = None,
        status: int = 400,
        kind: str = "ValidationFault",
    ):
        super().__init__(f"{code}: {detail}")
        self.status = status
        self.kind = kind
        self.errors = [error(code, detail, element)]

    def fault(self) -> dict[str, Any]:
        """Return the value of the key ``Fault``."""
        return {"Error": self.errors, "type": self.kind}


def error(code: str, detail: str, element: str | None = None) -> dict[str, Any]:
    """Build one entry of ``Fault.Error``."""
    entry = {"Message": MESSAGES[code], "Detail": detail, "code": code}
    if element is not None:
        entry["element"] = element
    return entry


def business(text: str) -> Refusal:
    """Refuse by a business rule (6000); the rule is only in the text."""
    return Refusal("6000", f"Business Validation Error: {text}", element="")


def missing(name: str) -> Refusal:
    """Refuse because a required value was not sent (2020)."""
    detail = f"Required parameter {name} is missing in the request"
    return Refusal("2020", detail, element=name)


def unknown_object() -> Refusal:
    """Refuse an id that does not exist, or a reference to an inactive row."""
    return Refusal("610", INACTIVE, element="")


def dead_reference(what: str, value: str) -> Refusal:
    """Refuse a reference to something that never existed (2500)."""
    detail = f"Invalid Reference Id : {what} element id {value} not found"
    return Refusal("2500", detail)


def stale(who: str) -> Refusal:
    """Refuse a change of a row that somebody changed meanwhile (5010)."""
    detail = (
        f"Stale Object Error : You and {who} were working on this at the same "
        f"time. {who} finished before you did, so your work was not saved."
    )
    return Refusal("5010", detail, element="")


def unsupported(operation: str) -> Refusal:
    """Refuse an operation the entity does not know (500)."""
    detail = f"Operation {operation} is not supported."
    return Refusal("500", detail, element="Operation")


def system_failure() -> Refusal:
    """Fail without a reason, as the service does at times (10000)."""
    detail = "System Failure Error: java.lang.NullPointerException"
    return Refusal("10000", detail, status=500, kind="SystemFault")


def throttled() -> dict[str, Any]:
    """Return the body of a throttled call, in the spelling of the gateway."""
    entry = {"message": THROTTLE, "detail": THROTTLE_DETAIL, "code": "3001"}
    return gateway(entry, "SERVICE")


def gateway(entry: dict[str, Any], kind: str) -> dict[str, Any]:
    """Wrap an error in the lower-case envelope of the gateway."""
    return {
        "warnings": None,
        "intuitObject": None,
        "fault": {"error": [{**entry, "element": None}], "type": kind},
        "report": None,
        "queryResponse": None,
        "batchItemResponse": [],
        "attachableResponse": [],
        "syncErrorResponse": None,
        "requestId": None,
        "time": None,
        "status": None,
        "cdcresponse": [],
    }
