"""Mount the emulator in a ``requests`` session, without a network.

    session.mount("http://localhost/qbo", emulator.adapter())

What follows the mount prefix is the path the emulator sees. The prefix is
found from the path itself: everything before the first known part.
"""

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3 import HTTPResponse

from .messages import Request, Response

if TYPE_CHECKING:
    from ..emulator import Emulator

KNOWN = re.compile(
    r"/(v1|v2|v3|oauth2|connect|control|\.well-known|files|books|faults|calls)(/|$)"
)


class EmulatorAdapter(BaseAdapter):
    """Answer prepared requests from an emulator in this process."""

    def __init__(self, emulator: "Emulator"):
        super().__init__()
        self.emulator = emulator

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answer one request; a cut connection is ``requests.ConnectionError``."""
        answer = self.emulator.handle(to_wire(request))
        if answer.cut:
            raise requests.ConnectionError(
                "Connection aborted: closed without response", request=request
            )
        return from_wire(answer, request)

    def close(self) -> None:
        """Do nothing: there is no connection."""


def to_wire(prepared: requests.PreparedRequest) -> Request:
    """Translate a prepared request, cutting off the mount prefix."""
    parts = urlsplit(prepared.url)
    found = KNOWN.search(parts.path)
    start = found.start() if found else len(parts.path.rstrip("/"))
    return Request(
        method=prepared.method or "GET",
        path=parts.path[start:] or "/",
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers=dict(prepared.headers),
        body=_body(prepared.body),
        root=f"{parts.scheme}://{parts.netloc}{parts.path[:start]}",
    )


def _body(body: Any) -> bytes:
    if hasattr(body, "read"):
        body = body.read()
    elif body is not None and not isinstance(body, (bytes, str)):
        body = b"".join(body)
    return body.encode() if isinstance(body, str) else body or b""


def from_wire(answer: Response, request: requests.PreparedRequest) -> requests.Response:
    """Translate an answer to what ``requests`` gives its callers."""
    response = requests.Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(answer.headers)
    response.encoding = get_encoding_from_headers(response.headers)
    response.url = request.url or ""
    response.request = request
    response.raw = HTTPResponse(
        body=io.BytesIO(answer.body),
        headers=dict(answer.headers),
        status=answer.status,
        preload_content=False,
    )
    return response
