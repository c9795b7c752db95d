"""Serve the emulator over HTTP.

``application`` is plain WSGI, for any server. ``Server`` is ours: one thread
per connection, HTTP/1.1 keep-alive, and able to cut a connection without an
answer, which WSGI cannot express.
"""

import socket
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import EnvironHeaders
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wsgi import get_input_stream

from .wire.messages import Headers, Request, Response

if TYPE_CHECKING:
    from .emulator import Emulator

REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized"}
# Seconds a call under way may still take when the server stops.
PATIENCE = 3
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ConnectionCut(Exception):
    """The connection is to be closed without an answer."""


def application(emulator: "Emulator") -> WsgiApp:
    """Return the emulator as a WSGI application."""

    def serve(
        environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        answer = emulator.handle(from_environ(environ))
        if answer.cut:
            raise ConnectionCut
        status = f"{answer.status} {REASONS.get(answer.status, 'Answer')}"
        start_response(status, _headers(answer))
        return [answer.body]

    return serve


def from_environ(environ: dict[str, Any]) -> Request:
    """Translate a WSGI environment."""
    headers = Headers(EnvironHeaders(environ))
    peer = f"{environ.get('REMOTE_ADDR', '')}:{environ.get('REMOTE_PORT', '')}"
    headers["X-Emulator-Peer"] = peer
    host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    mount = environ.get("SCRIPT_NAME", "").rstrip("/")
    return Request(
        method=environ["REQUEST_METHOD"],
        path=_unicode(environ.get("PATH_INFO", "")) or "/",
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        headers=headers,
        body=get_input_stream(environ).read(),
        root=f"{environ['wsgi.url_scheme']}://{host}{mount}",
    )


def _unicode(path: str) -> str:
    return path.encode("latin-1").decode("utf-8", "replace")


def _headers(answer: Response) -> list[tuple[str, str]]:
    headers = Headers(answer.headers)
    headers["Content-Length"] = str(len(answer.body))
    return list(headers.items())


class Handler(WSGIRequestHandler):
    """Speak HTTP/1.1 on one connection."""

    protocol_version = "HTTP/1.1"
    # Head and body leave together and at once; else each answer on a kept
    # connection waits 40 ms for the client's acknowledgement.
    wbufsize = 65536
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Let the server know of the connection."""
        super().setup()
        self.server.open_connections[threading.current_thread()] = self.connection

    def finish(self) -> None:
        """Let the server forget the connection."""
        self.server.open_connections.pop(threading.current_thread(), None)
        super().finish()

    def run_wsgi(self) -> None:
        """Answer one request, or drop the connection."""
        try:
            self._answer()
        except ConnectionCut:
            self._drop()
        except Exception as error:  # noqa: BLE001 - see below
            # Without an answer a bug of the emulator would look like a cut.
            self.log_error("%s", traceback.format_exc())
            self.send_error(500, f"The emulator failed: {error!r}"[:200])

    def _answer(self) -> None:
        environ = self.make_environ()
        environ["REMOTE_PORT"] = self.client_address[1]
        started: list[Any] = []
        body = self.server.app(environ, lambda *values: started.extend(values))
        content = b"" if self.command == "HEAD" else b"".join(body)
        code, _space, reason = started[0].partition(" ")
        self.send_response(int(code), reason)
        for name, value in started[1]:
            self.send_header(name, value)
        if self.close_connection:
            # Else the client may send its next call into a closing connection.
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_request(self, *_values: Any) -> None:
        """Say nothing: the control API knows all calls."""


class Server:
    """Run an emulator on a port, in threads of its own."""

    def __init__(self, emulator: "Emulator", host: str = "127.0.0.1", port: int = 0):
        self.emulator = emulator
        self._listener = socket.create_server((host, port), backlog=128)
        self.host, self.port = host, self._listener.getsockname()[1]
        self._server = ThreadedWSGIServer(
            host,
            self.port,
            application(emulator),
            handler=Handler,
            fd=self._listener.fileno(),
        )
        self._server.daemon_threads = True
        self._server.open_connections = {}
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Return the address clients use, without a final slash."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> "Server":
        """Serve in the background and return at once."""
        self._thread = threading.Thread(target=self.serve, daemon=True)
        self._thread.start()
        return self

    def serve(self) -> None:
        """Serve until ``stop`` is called from another thread."""
        self._server.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """Free the port, end all connections, let calls under way finish."""
        self._server.shutdown()
        self._server.server_close()
        self._listener.close()
        for thread, connection in list(self._server.open_connections.items()):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(PATIENCE)

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_error: Any) -> None:
        self.stop()
