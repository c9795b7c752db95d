"""One answer as it can be spoilt: status, headers and bytes, or what they say."""

import json
from dataclasses import dataclass, field, replace

ENVELOPES = (
    "QueryResponse",
    "CDCResponse",
    "BatchItemResponse",
    "AttachableResponse",
    "Fault",
)
PLAIN = ("time", "startPosition", "maxResults", "totalCount", "bId")


@dataclass(frozen=True)
class Answer:
    """Hold what came back; nothing of it is changed in place."""

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def said(self):
        """Return the decoded body; None when it is no JSON object."""
        try:
            body = json.loads(self.content)
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def saying(self, body):
        """Return the same with another body, lone surrogates and all."""
        return replace(self, content=json.dumps(body).encode())

    def holding(self, content, status=None, **headers):
        """Return the same with other bytes, status and headers."""
        kept = {**self.headers, **headers}
        return replace(
            self, content=content, status=status or self.status, headers=kept
        )


def objects(body):
    """Yield (container, key) of each QuickBooks object in a body."""
    for key, value in list(body.items()):
        if key in PLAIN or key == "Fault":
            continue
        if key in ENVELOPES:
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    yield from objects(inner)
        elif isinstance(value, list):
            yield from ((value, number) for number in range(len(value)))
        elif isinstance(value, dict):
            yield body, key


def tables(body):
    """Yield (container, key) of each list of rows in a body."""
    for key, value in list(body.items()):
        if key in ENVELOPES and key != "Fault":
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    yield from tables(inner)
        elif isinstance(value, list):
            yield body, key


def entries(body):
    """Return the answers to the items of a batch."""
    found = body.get("BatchItemResponse")
    return found if isinstance(found, list) else []
