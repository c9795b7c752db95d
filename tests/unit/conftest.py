"""Load the functional core without Odoo, and an emulator to speak to."""

import sys
from pathlib import Path

import pytest
from requests.adapters import BaseAdapter

ROOT = Path(__file__).resolve().parents[2]
BASE = "http://localhost/qbo"
sys.path[:0] = [
    str(ROOT / "tests" / folder) for folder in (".", "bench", "qbo_emulator")
]

import qbo_core  # noqa: E402 - found through the path above

qbo_core.load()


class Recorder(BaseAdapter):
    """Pass requests on to the emulator and keep them."""

    def __init__(self, emulator):
        super().__init__()
        self.adapter = emulator.adapter()
        self.sent = []
        self.limits = []
        self.spoilt = {}

    def send(self, request, **options):
        self.sent.append(request)
        self.limits.append(options["timeout"])
        response = self.adapter.send(request, **options)
        for path, (content, status) in self.spoilt.items():
            if path in request.url:
                response._content, response.status_code = content, status
        return response

    def close(self):
        self.adapter.close()


class World:
    """One emulator with one company and one app, mounted in every new session."""

    def __init__(self):
        from qbo_emulator import Emulator

        self.emulator = Emulator()
        self.company = self.emulator.add_company("us-manual")
        self.realm = self.company.realm_id
        self.app = self.emulator.add_app(redirect_uris=[f"{BASE}/callback"])
        self.control = self.emulator.control
        self.recorder = Recorder(self.emulator)
        self.calls = []

    @property
    def sent(self):
        """Return the requests that left, oldest first."""
        return self.recorder.sent

    def spoil(self, path, content, status=200):
        """Let the answers to a path have another body and status."""
        self.recorder.spoilt[path] = (content, status)

    def tokens(self):
        """Return a token pair as the control API grants it."""
        return self.control.grant(self.realm, self.app.client_id)

    def client(self, **options):
        """Return a client of the company; ``self.calls`` hears of its calls."""
        from qbo.client import QboClient

        token = options.pop("token", None) or self.tokens()["access_token"]
        options.setdefault("on_call", self.calls.append)
        return QboClient(BASE, self.realm, token, **options)

    def oauth(self, **keys):
        """Return our side of the app."""
        from qbo.oauth import OAuthApp

        keys = {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret,
            "redirect_uri": self.app.redirect_uris[0],
            "discovery": f"{BASE}/.well-known/openid_configuration",
            **keys,
        }
        return OAuthApp(**keys)


@pytest.fixture
def world(monkeypatch):
    """Give a fresh QuickBooks, reached by every session of the test."""
    from qbo.session import QboSession

    made = World()
    monkeypatch.setattr(QboSession, "mounts", {BASE: made.recorder})
    yield made
    made.emulator.close()


@pytest.fixture
def qbo(world):
    """Give a client of the company."""
    return world.client()
