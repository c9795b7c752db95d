"""Be the only door to Intuit: bounded in time, and every refusal is a QboError."""

import json
import logging
import ssl
from collections.abc import Iterator
from typing import Any, ClassVar

import requests
from requests.adapters import BaseAdapter
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

from .errors import (
    QboError,
    QboNotSent,
    QboUnreachable,
    error_from,
    error_from_fault,
    trace_of,
)
from .fault import fault_in

_logger = logging.getLogger(__name__)

TIMEOUT = 60  # seconds; QuickBooks itself gives up after 120
# A broken TLS stream is not among them: it may break after the request was sent.
_NEVER_CONNECTED = (
    ConnectTimeoutError,
    NewConnectionError,
    ProxyError,
    ssl.SSLCertVerificationError,
)
_DEPTH = 6  # requests wraps urllib3, which wraps the socket's own error


class QboSession(requests.Session):
    """Send with a time limit and raise a typed error for every refusal.

    ``status`` and ``trace`` tell of the last answer (0 and "" when none came):
    the library behind the client throws the headers away. ``mounts`` puts
    adapters under address prefixes of every new session; tests mount the emulator.
    The token never appears in a text or a log line of this class.
    """

    mounts: ClassVar[dict[str, BaseAdapter]] = {}

    def __init__(self, access_token: str = "", timeout: float = TIMEOUT):
        super().__init__()
        self.access_token = access_token  # python-quickbooks reads it from here
        self.timeout = timeout
        self.status = 0
        self.trace = ""
        for prefix, adapter in self.mounts.items():
            self.mount(prefix, adapter)

    def request(  # type: ignore[override]
        self, method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        """Send one request; raise QboError unless it truly succeeded.

        A fault inside HTTP 200 counts as a refusal, and so does a redirect: whoever
        it leads to would be sent the token and the books.
        """
        kwargs.setdefault("timeout", self.timeout)
        kwargs["allow_redirects"] = False  # get() of the base class asks for them
        self.status, self.trace = 0, ""
        try:
            response = super().request(method, url, **kwargs)
        except requests.RequestException as error:
            # The library's text holds the whole address, with ids and e-mails.
            raise _no_answer(error, self.timeout) from None
        response.encoding = "utf-8"  # some gateways name none, or a wrong one
        self.status = response.status_code
        self.trace = trace_of(response.headers)
        _logger.debug("%s %s trace %s", method, self.status, self.trace)
        refusal = refusal_of(response)
        if refusal is not None:
            raise refusal
        return response


def refusal_of(response: requests.Response) -> QboError | None:
    """Return the error that an answer means, None for a success."""
    if response.status_code >= 300:
        return error_from(response)
    if b'"Fault"' not in response.content and b'"fault"' not in response.content:
        return None
    try:
        fault = fault_in(json.loads(response.content))
    except (ValueError, RecursionError):
        return None  # not JSON: the client says so when it reads the body
    if fault is None:
        return None  # inside one item of a batch: that item's business
    return error_from_fault(fault, response.status_code, trace_of(response.headers))


def _no_answer(error: requests.RequestException, timeout: float) -> QboUnreachable:
    detail = type(error).__name__
    if any(isinstance(cause, _NEVER_CONNECTED) for cause in _causes(error)):
        return QboNotSent("QuickBooks could not be reached.", detail=detail)
    if isinstance(error, requests.Timeout):
        sentence = f"QuickBooks did not answer within {timeout:g} seconds."
        return QboUnreachable(sentence, detail=detail)
    return QboUnreachable("The connection to QuickBooks was cut.", detail=detail)


def _causes(error: object, depth: int = _DEPTH) -> Iterator[BaseException]:
    """Follow an error to the bottom: urllib3 hides the reason in arguments."""
    if depth and isinstance(error, BaseException):
        yield error
        for inner in (*error.args, getattr(error, "reason", None), error.__cause__):
            yield from _causes(inner, depth - 1)
