"""Lead each request to the part of the emulator that answers it."""

import uuid
from typing import TYPE_CHECKING

from .injection import Target, realm_of
from .messages import Request, Response
from .xml_answer import as_asked

if TYPE_CHECKING:
    from ..emulator import Emulator

VERBS = {"create", "update", "delete", "void", "send"}
SPECIAL = {"query", "batch", "cdc", "upload", "download", "reports"}


def route(emulator: "Emulator", request: Request) -> Response:
    """Answer one request, whatever part it is for."""
    if request.path.startswith("/control"):
        return emulator.control.handle(request)
    if request.path.startswith(("/v3/", "/oauth2/", "/v2/oauth2/")):
        return _served(emulator, request)
    if request.path.startswith("/files/"):
        return emulator.api.file(request)
    if request.path.startswith(("/connect/", "/.well-known/", "/v1/")):
        return emulator.oauth.handle(request)
    return emulator.pages.handle(request)


def _served(emulator: "Emulator", request: Request) -> Response:
    """Answer a call of a client: counted, spoiled by rule, traced."""
    target = describe(request)
    call = emulator.calls.begin(request, target)
    response = Response(500)
    try:
        client = emulator.oauth.client_of(request)
        with emulator.limits.flight(client, target.realm) as refused:
            response = refused or _spoiled(emulator, request, target)
    finally:
        emulator.calls.end(call, response)
    response.headers.setdefault("intuit_tid", _trace())
    return response


def _spoiled(emulator: "Emulator", request: Request, target: Target) -> Response:
    injector = emulator.injector
    rule = injector.choose(target)
    answer = injector.delayed() or injector.before(rule)
    if answer is not None:
        return answer
    return injector.after(rule, _answer(emulator, request))


def _answer(emulator: "Emulator", request: Request) -> Response:
    if not request.path.startswith("/v3/"):
        return emulator.oauth.handle(request)
    realm = realm_of(request.path)
    answer = emulator.oauth.check(request, realm) or emulator.api.handle(request)
    return as_asked(request, answer)


def _trace() -> str:
    token = uuid.uuid4().hex
    return f"1-{token[:8]}-{token[8:]}"


def describe(request: Request) -> Target:
    """Name the realm, the entity and the operation of a call."""
    if not request.path.startswith("/v3/company/"):
        return Target("", request.method, request.path, "", "oauth")
    parts = request.path.strip("/").split("/")[3:]
    entity = parts[0].lower() if parts else ""
    operation = _operation(request, parts)
    if entity in SPECIAL:
        entity = ""
    return Target(
        realm_of(request.path), request.method, request.path, entity, operation
    )


def _operation(request: Request, parts: list[str]) -> str:
    head = parts[0].lower() if parts else ""
    if head in SPECIAL:
        return head
    if len(parts) > 2:
        return parts[2].lower()
    if request.method == "GET":
        return "read"
    if request.query.get("include") == "void":
        return "void"
    return request.query.get("operation") or _saving(request)


def _saving(request: Request) -> str:
    try:
        body = request.json()
    except ValueError:
        return "create"
    return "update" if isinstance(body, dict) and body.get("Id") else "create"
