"""Spoil answers between a running Odoo and a running emulator."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from .answer import Answer
from .kinds import KINDS

DROPPED = ("content-length", "transfer-encoding", "connection", "content-encoding")


class SpoilingServer:
    """Listen on a port and pass everything on; ``with`` starts and ends it.

    ``choose(method, path)`` gives the name of a kind, or "" to leave an answer as it
    is; it may be set at any time. ``address`` takes the place of the emulator's.
    """

    def __init__(self, target, choose=lambda _method, _path: ""):
        self.target = target.rstrip("/")
        self.choose = choose
        self.spoilt = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *problem):
        self._server.shutdown()
        self._server.server_close()

    def exchange(self, method, path, headers, body):
        """Ask the emulator and give what Odoo gets to see of its answer."""
        kept = {k: v for k, v in headers.items() if k.lower() not in ("host",)}
        response = requests.request(
            method,
            self.target + path,
            headers=kept,
            data=body,
            timeout=120,
            allow_redirects=False,
        )
        passed = {
            name: value
            for name, value in response.headers.items()
            if name.lower() not in DROPPED
        }
        answer = Answer(response.status_code, response.content, passed)
        kind = self.choose(method, path)
        if kind:
            self.spoilt.append((method, path, kind))
            answer = KINDS[kind](answer)
        return answer


def _handler(spoiling):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self):
            length = int(self.headers.get("Content-Length") or 0)
            answer = spoiling.exchange(
                self.command, self.path, dict(self.headers), self.rfile.read(length)
            )
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            content = b"" if answer.status == 204 else answer.content
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _pass

        def log_message(self, *_told):
            """Say nothing: answers are listed in ``spoilt``."""

    return Handler
