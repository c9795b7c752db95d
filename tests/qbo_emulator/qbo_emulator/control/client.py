"""Drive a running emulator from another process.

    control = ControlClient("http://127.0.0.1:8080/control")
    control.create("4620816365000000001", "Customer", {"DisplayName": "Blue Fern"})

Every verb of ``Control`` works here by the same name and with the same plain
data.
"""

from functools import partial
from typing import Any

import requests

from ..verbs import VERBS, ControlError

TIMEOUT = 300


class ControlClient:
    """Call the verbs of the control API over HTTP."""

    def __init__(self, url: str, session: requests.Session | None = None):
        self.url = url.rstrip("/")
        self.session = session or requests.Session()

    def __getattr__(self, verb: str) -> Any:
        """Return a verb as a function; raise AttributeError for another word."""
        if verb not in VERBS:
            raise AttributeError(verb)
        return partial(self._call, verb)

    def _call(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        """Call a verb; raise ControlError with what the emulator said."""
        answer = self.session.post(
            f"{self.url}/{verb}",
            json={"args": args, "kwargs": kwargs},
            timeout=TIMEOUT,
        )
        data = answer.json()
        if "error" in data:
            raise ControlError(**data["error"])
        return data["result"]
