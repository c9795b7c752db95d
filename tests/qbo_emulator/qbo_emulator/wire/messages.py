"""Carry one HTTP exchange as plain data.

Everything in the emulator speaks in these two classes. The server
(``app.py``) and the in-process adapter (``adapter.py``) translate real HTTP to
them and back, so the behaviour is the same in both mounts.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Pairs = Mapping[str, str] | Iterable[tuple[str, str]]


class Headers(dict[str, str]):
    """Hold HTTP headers; names compare without regard to case."""

    def __init__(self, pairs: Pairs = ()):
        super().__init__()
        items = pairs.items() if isinstance(pairs, Mapping) else pairs
        for name, value in items:
            self[name] = value

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.title(), value)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.title())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).title())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.title(), default)

    def pop(self, name: str, default: Any = None) -> Any:
        return super().pop(name.title(), default)

    def setdefault(self, name: str, default: str = "") -> str:
        return super().setdefault(name.title(), default)


@dataclass
class Request:
    """Describe what a client sent; ``path`` is already below the mount.

    ``root`` is the address of the mount as the client wrote it
    (``http://127.0.0.1:8080`` or ``http://localhost/qbo``, no final slash), so
    that answers can name other addresses of the same emulator. ``client_id``
    is the app behind the bearer token; ``oauth.check`` fills it in.
    """

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=Headers)
    body: bytes = b""
    root: str = "http://localhost"
    client_id: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.headers, Headers):
            self.headers = Headers(self.headers)

    def json(self) -> Any:
        """Return the body as JSON data; raise ValueError when it is not JSON."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("The JSON is nested too deep") from error

    def form(self) -> dict[str, str]:
        """Return the fields of a form body; of a repeated field the last one."""
        return dict(
            parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        )


@dataclass
class Response:
    """Describe what the client gets; ``cut`` closes the connection instead."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=Headers)
    body: bytes = b""
    cut: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.headers, Headers):
            self.headers = Headers(self.headers)

    def json(self) -> Any:
        """Return the body as JSON data; raise ValueError when it is not JSON."""
        return json.loads(self.body)


def json_response(data: Any, status: int = 200, headers: Pairs = ()) -> Response:
    """Answer with JSON."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return _typed("application/json;charset=UTF-8", body, status, headers)


def html_response(text: str, status: int = 200, headers: Pairs = ()) -> Response:
    """Answer with a page."""
    return _typed("text/html;charset=UTF-8", text.encode(), status, headers)


def redirect(location: str, status: int = 302) -> Response:
    """Send the browser to another address."""
    return Response(status, Headers({"Location": location}))


def _typed(kind: str, body: bytes, status: int, headers: Pairs) -> Response:
    typed = Headers(headers)
    typed.setdefault("Content-Type", kind)
    return Response(status, typed, body)
