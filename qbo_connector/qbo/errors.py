"""Turn every refusal of QuickBooks into one class that a policy can read.

::

    QboError
    ├── QboThrottled            too many calls: the whole connection waits 60 s
    ├── QboUnavailable          the company is locked or under maintenance
    ├── QboUnreachable          no answer: nobody knows what happened
    │   └── QboNotSent          the connection was never made: nothing happened
    ├── QboServerError          5xx, 10000
    │   └── QboUnreadable       an answer nobody can read, or not to what was asked
    ├── QboUnauthorized         the access token is not accepted
    ├── QboReconnect            the grant itself is gone: a person must connect
    ├── QboForbidden            this app may not speak to this company
    ├── QboSubscription         the company's subscription or its user's rights ended
    ├── QboStale                someone else saved first
    ├── QboNotFound             no such object
    ├── QboInactiveReference    something that the object names is inactive
    ├── QboNameTaken            another customer, vendor or employee has the name
    ├── QboNumberTaken          another document has the number
    ├── QboClosedBooks          the date lies in a closed period
    ├── QboRequestReused        the request id was used before
    ├── QboBusinessRule         a rule that only the text explains
    │   └── QboNotPermitted     the user's role or the company's plan forbids it
    ├── QboQueryError           the query cannot be read or is not allowed
    └── QboValidation           a value is missing, malformed or too long

The class is chosen by the fault's code, else by the HTTP status. Sources: the
error table of the accounting API and what gateways really answer (two spellings
of the fault, XML to JSON clients, HTML, faults inside HTTP 200). A refusal is
definite only with a fault that has a code: without one it may come from anywhere
between us and QuickBooks, so ``outcome_unknown`` is raised, whatever the class.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from .fault import Refusal, read_refusals
from .waiting import seconds_to_wait


class Answer(Protocol):
    """Describe what is needed of an HTTP response to classify it.

    ``text`` is the decoded body.
    """

    status_code: int
    headers: Any

    @property
    def text(self) -> str: ...


class QboError(Exception):
    """Say that QuickBooks refused, or could not be asked.

    ``retryable``: the same request may succeed later without a person.
    ``outcome_unknown``: a write may have happened all the same; it must be looked
    up before anything is sent again. The client lowers it for calls that only read.
    ``names`` are properties or parameters, ``ids`` are QuickBooks ids that the text
    gives, ``refusals`` keeps all entries of a fault that had several. ``wait`` is how
    many seconds QuickBooks asked to be left alone, None when it did not say.
    """

    retryable = False
    outcome_unknown = False
    wait: float | None = None

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        detail: str = "",
        trace: str = "",
        status: int = 0,
        element: str = "",
        names: Iterable[str] = (),
        ids: Iterable[str] = (),
        refusals: Iterable[Refusal] = (),
    ):
        super().__init__(message)
        self.message = message
        self.code = code
        self.detail = detail
        self.trace = trace
        self.status = status
        self.element = element
        self.names = tuple(names)
        self.ids = tuple(ids)
        self.refusals = tuple(refusals)


class QboThrottled(QboError):
    """Too many calls; nothing was done. Wait 60 s for the whole connection."""

    retryable = True


class QboUnavailable(QboError):
    """The company is locked, moving or under maintenance; nothing was done."""

    retryable = True


class QboUnreachable(QboError):
    """No answer, or one that was cut off."""

    retryable = True
    outcome_unknown = True


class QboNotSent(QboUnreachable):
    """The connection was never made, so nothing can have happened."""

    outcome_unknown = False


class QboServerError(QboError):
    """QuickBooks failed inside, perhaps after it had saved."""

    retryable = True
    outcome_unknown = True


class QboUnreadable(QboServerError):
    """The answer cannot be read, or does not fit what was asked.

    ``ids`` names the objects that do not fit, where the rest of the answer does.
    """


class QboUnauthorized(QboError):
    """The access token is expired or not accepted."""


class QboReconnect(QboError):
    """The refresh token or the app's keys are refused: a person must connect."""


class QboForbidden(QboError):
    """This app may not speak to this company (other realm or environment)."""


class QboSubscription(QboError):
    """The company's subscription ended, or its user lost access to it."""


class QboStale(QboError):
    """Someone else saved the object first."""


class QboNotFound(QboError):
    """The object does not exist, or not any more."""


class QboInactiveReference(QboError):
    """Something that the object refers to is inactive.

    On an update the same text may also mean that the object itself is gone;
    only a read by id tells.
    """


class QboNameTaken(QboError):
    """Another customer, vendor or employee, active or not, has this name."""


class QboNumberTaken(QboError):
    """Another document has this number; ``ids`` holds its id when told."""


class QboClosedBooks(QboError):
    """The date lies in a period that is closed in QuickBooks."""


class QboRequestReused(QboError):
    """The request id was already used; read back what it did."""


class QboBusinessRule(QboError):
    """A rule of QuickBooks that only the detail explains."""


class QboNotPermitted(QboBusinessRule):
    """The connecting user's role or the company's plan forbids this."""


class QboQueryError(QboError):
    """The query cannot be parsed, or asks what cannot be asked."""


class QboValidation(QboError):
    """A value is missing, malformed, too long or not allowed here."""


BY_CODE: dict[str, type[QboError]] = {
    "120": QboSubscription,
    "130": QboUnavailable,
    "140": QboUnavailable,
    "150": QboUnavailable,
    "500": QboValidation,
    "600": QboRequestReused,
    "610": QboNotFound,
    "620": QboBusinessRule,
    "1040": QboValidation,
    "3001": QboThrottled,
    "3100": QboForbidden,
    "3200": QboUnauthorized,
    "4000": QboQueryError,
    "4001": QboQueryError,
    "4002": QboQueryError,
    "5010": QboStale,
    "5020": QboNotPermitted,
    "5030": QboNotPermitted,
    "6000": QboBusinessRule,
    "6140": QboNumberTaken,
    "6190": QboSubscription,
    "6200": QboClosedBooks,
    "6210": QboClosedBooks,
    "6240": QboNameTaken,
    "10000": QboServerError,
    "10100": QboQueryError,
    "invalid_grant": QboReconnect,
    "invalid_client": QboReconnect,
    "unauthorized_client": QboReconnect,
}
BY_STATUS: dict[int, type[QboError]] = {
    400: QboValidation,
    401: QboUnauthorized,
    403: QboForbidden,
    413: QboValidation,
    429: QboThrottled,
}
READS = frozenset({"read", "query", "count", "cdc", "pdf"})  # operations of the client
_FOR_A_PERSON = (QboUnauthorized, QboForbidden)
# Which of several errors in one fault decides: doubt about the outcome first, then
# what concerns the whole connection, then whatever came first.
_WEIGHTIEST = (QboServerError, QboThrottled, QboUnauthorized, QboSubscription)


def error_from(response: Answer) -> QboError:
    """Classify a refused HTTP answer, whatever its body looks like.

    Reads JSON in both spellings, OAuth errors, XML and HTML; keeps the trace id.
    """
    trace = trace_of(response.headers)
    refusals = read_refusals(response.text or "")
    error = _build(refusals, response.status_code, trace)
    error.wait = seconds_to_wait(response.headers)
    return error


def trace_of(headers: Mapping[str, str]) -> str:
    """Return the id under which Intuit finds an answer, as it can be stored."""
    told = headers.get("intuit_tid") or ""
    return "".join(letter for letter in told if letter.isprintable())[:64]


def error_from_fault(
    fault: dict[str, Any], status: int = 200, trace: str = ""
) -> QboError:
    """Classify a fault found in a body: of HTTP 200, or of one item of a batch."""
    return _build(Refusal.all_from(fault), status, trace)


def as_meant(error: QboError, operation: str) -> QboError:
    """Return the error with what only the caller knows put in.

    A call that only reads leaves no outcome unknown. Code 610 has one text for "the
    object is gone" and for "something it names is inactive": a create cannot miss
    itself, and of the others only an update names something else.
    """
    if operation in READS:
        error.outcome_unknown = False
    if not isinstance(error, QboNotFound | QboInactiveReference):
        return error
    if operation == "create":
        return become(error, QboInactiveReference)
    return error if operation == "update" else become(error, QboNotFound)


def become(error: QboError, kind: type[QboError]) -> QboError:
    """Return the same refusal as another class."""
    again = kind(error.message)
    again.__dict__.update(error.__dict__)
    return again


def _build(refusals: tuple[Refusal, ...], status: int, trace: str) -> QboError:
    kinds = [(_kind(refusal, status), refusal) for refusal in refusals]
    if not kinds:
        kinds = [(_kind_by_status(status), Refusal(f"HTTP status {status}"))]
    kind, main = min(kinds, key=_rank)
    is_definite = any(_is_code(refusal.code) for refusal in refusals)
    others = [refusal for _kind, refusal in kinds if refusal is not main]
    sentences = dict.fromkeys(r.message for r in (main, *others) if r.message)
    details = dict.fromkeys(r.detail for r in (main, *others) if r.detail)
    error = kind(
        " / ".join(sentences) or f"HTTP status {status}",
        code=main.code,
        detail=" / ".join(details),
        trace=trace,
        status=status,
        element=main.element,
        names=_unique(name for r in (main, *others) for name in r.names),
        ids=_unique(qbo_id for r in (main, *others) for qbo_id in r.ids),
        refusals=(main, *others),
    )
    if not is_definite:
        error.outcome_unknown = True
        error.retryable = error.retryable or kind not in _FOR_A_PERSON
    return error


def _is_code(code: str) -> bool:
    return code in BY_CODE or (code.isascii() and code.isdigit() and len(code) <= 6)


def _kind(refusal: Refusal, status: int) -> type[QboError]:
    if refusal.code == "610" and "inactive" in refusal.text.casefold():
        return QboInactiveReference
    if refusal.code in BY_CODE:
        return BY_CODE[refusal.code]
    if refusal.code.isdigit() and len(refusal.code) == 4 and refusal.code[0] in "256":
        return QboValidation
    return _kind_by_status(status)


def _kind_by_status(status: int) -> type[QboError]:
    if status >= 500:
        return QboServerError
    return BY_STATUS.get(status, QboError)


def _rank(pair: tuple[type[QboError], Refusal]) -> int:
    kind = pair[0]
    return _WEIGHTIEST.index(kind) if kind in _WEIGHTIEST else len(_WEIGHTIEST)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
