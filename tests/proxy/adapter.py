"""Spoil answers on their way through a ``requests`` session."""

from requests.adapters import BaseAdapter

from .answer import Answer
from .kinds import KINDS


class Spoiling(BaseAdapter):
    """Pass requests on to another adapter and spoil its answers.

    ``choose(request)`` gives the name of a kind, or "" to leave an answer as it is.
    ``spoilt`` lists what was done: (method, address, kind).
    """

    def __init__(self, adapter, choose):
        super().__init__()
        self.adapter = adapter
        self.choose = choose
        self.spoilt = []

    def send(self, request, **options):
        """Send one request; what comes back is spoilt afterwards."""
        response = self.adapter.send(request, **options)
        kind = self.choose(request)
        if kind:
            headers = dict(response.headers)
            answer = KINDS[kind](
                Answer(response.status_code, response.content, headers)
            )
            response._content, response.status_code = answer.content, answer.status
            response.headers.update(answer.headers)
            self.spoilt.append((request.method, request.url, kind))
        return response

    def close(self):
        """Close the other adapter too."""
        self.adapter.close()
