"""Answer as Intuit's OAuth 2.0 server does, and guard the API.

Sources: qbo-api.md 1.1 to 1.5. The discovery document names the host the
request came to, so every mount describes itself.
"""

import base64
import binascii
import hmac
import secrets
from typing import TYPE_CHECKING, Any

from ..faults import gateway
from ..wire.messages import Request, Response, json_response
from .consent import Consent
from .grants import OPENID_SCOPES, SCOPES, App, GrantError, Grants, Tokens

if TYPE_CHECKING:
    from ..emulator import Emulator

HARD_HEADER = "x-include-refresh-token-hard-expires-in"
DISCOVERY = {
    "/.well-known/openid_configuration",
    "/.well-known/openid_sandbox_configuration",
}
MIN_TOKEN, MAX_TOKEN = 32, 4096


class OAuth:
    """Serve discovery, consent, tokens and revocation; check API calls."""

    def __init__(self, emulator: "Emulator"):
        self.emulator = emulator
        self.grants = Grants(emulator)
        self.consent = Consent(emulator, self.grants)
        self._routes = {
            ("GET", "/connect/oauth2"): self.consent.show,
            ("POST", "/connect/oauth2"): self.consent.decide,
            ("POST", "/oauth2/v1/tokens/bearer"): self._token,
            ("POST", "/v2/oauth2/tokens/revoke"): self._revoke,
            ("GET", "/v1/openid_connect/userinfo"): self._userinfo,
            ("GET", "/oauth2/v1/jwks"): self._keys,
        }

    def add_app(
        self,
        name: str = "App",
        redirect_uris: list[str] | None = None,
        **known: str,
    ) -> App:
        """Register an app; ``known`` may fix client_id, client_secret and so on."""
        values = {
            "client_id": "AB" + secrets.token_urlsafe(36),
            "client_secret": secrets.token_urlsafe(30),
            "verifier_token": secrets.token_hex(18),
            **known,
        }
        app = App(name=name, redirect_uris=list(redirect_uris or []), **values)
        self.grants.save_app(app)
        return app

    def handle(self, request: Request) -> Response:
        """Answer a request to one of the OAuth addresses."""
        path = request.path.rstrip("/")
        if path in DISCOVERY and request.method == "GET":
            return json_response(discovery(request.root))
        answer = self._routes.get((request.method, path))
        if answer:
            return answer(request)
        known = any(path == other for _method, other in self._routes)
        return json_response({"error": "invalid_request"}, 405 if known else 404)

    # ---- token endpoint

    def _token(self, request: Request) -> Response:
        try:
            app = self._client(request)
            tokens = self._issue(app, request.form())
        except GrantError as error:
            return refusal(error)
        asked = request.headers.get(HARD_HEADER, "").lower() == "true"
        return json_response(token_body(tokens, asked))

    def _client(self, request: Request) -> App:
        client_id, secret = basic_auth(request.headers.get("Authorization", ""))
        app = self.grants.app(client_id)
        if not app or not hmac.compare_digest(app.client_secret, secret):
            raise GrantError("invalid_client", "Invalid client credentials")
        return app

    def _issue(self, app: App, form: dict[str, str]) -> Tokens:
        kind = form.get("grant_type", "")
        if kind == "authorization_code":
            code, uri = _need(form, "code"), _need(form, "redirect_uri")
            return self.grants.redeem(code, app.client_id, uri)
        if kind == "refresh_token":
            return self.grants.refresh(_need(form, "refresh_token"), app.client_id)
        raise GrantError("unsupported_grant_type", "Unsupported grant_type")

    def _revoke(self, request: Request) -> Response:
        try:
            app = self._client(request)
            token = _token_to_revoke(request)
            if not self.grants.revoke(token, app.client_id):
                raise GrantError("invalid_grant", "Invalid token")
        except GrantError as error:
            return refusal(error)
        return Response(200)

    def _userinfo(self, request: Request) -> Response:
        refused, grant = self._grant(request)
        return refused or json_response({"sub": f"user-{grant['id']}"})

    def _keys(self, request: Request) -> Response:
        return json_response({"keys": []})

    # ---- the guard of the API

    def check(self, request: Request, realm: str) -> Response | None:
        """Return the refusal of an API call, or None when it may go on.

        401 with fault 3200 for a bad token, 403 with fault 3100 for a company
        the token is not for. Fills in ``request.client_id``.
        """
        refused, grant = self._grant(request)
        if refused:
            return refused
        request.client_id = grant["client_id"]
        if grant["realm"] != realm or "accounting" not in grant["scope"]:
            return self._gateway(403, "ApplicationAuthorizationFailed", "3100", "")
        return None

    def client_of(self, request: Request) -> str:
        """Return the client id behind the bearer token, or an empty string."""
        token = request.headers.get("Authorization", "").partition(" ")[2]
        grant = self.grants.of_access_token(token)
        return grant["client_id"] if grant else ""

    def _grant(self, request: Request) -> tuple[Response | None, Any]:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not MIN_TOKEN <= len(token) <= MAX_TOKEN:
            detail = "Malformed bearer token: too short or too long"
            return self._unauthorized(detail), None
        grant = self.grants.of_access_token(token)
        if grant is None or grant["revoked"]:
            return self._unauthorized("Token revoked"), None
        if grant["token_expires"] <= self.emulator.clock.timestamp():
            return self._unauthorized("Token expired"), None
        return None, grant

    def _unauthorized(self, detail: str) -> Response:
        response = self._gateway(401, "AuthenticationFailed", "3200", detail)
        response.headers["WWW-Authenticate"] = (
            'Bearer realm="Intuit", error="invalid_token"'
        )
        return response

    def _gateway(self, status: int, what: str, code: str, detail: str) -> Response:
        """Answer with the lower-case fault of Intuit's gateway."""
        text = f"message={what}; errorCode=00{code}; statusCode={status}"
        entry = {"message": text, "detail": detail, "code": code}
        kind = "AUTHENTICATION" if status == 401 else "AUTHORIZATION"
        body = gateway(entry, kind)
        body["time"] = int(self.emulator.clock.timestamp() * 1000)
        return json_response(body, status)


def discovery(root: str) -> dict[str, Any]:
    """Build the OpenID discovery document of one mount."""
    return {
        "issuer": f"{root}/op/v1",
        "authorization_endpoint": f"{root}/connect/oauth2",
        "token_endpoint": f"{root}/oauth2/v1/tokens/bearer",
        "userinfo_endpoint": f"{root}/v1/openid_connect/userinfo",
        "revocation_endpoint": f"{root}/v2/oauth2/tokens/revoke",
        "jwks_uri": f"{root}/oauth2/v1/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": [*OPENID_SCOPES, *SCOPES],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }


def token_body(tokens: Tokens, with_hard_expiry: bool) -> dict[str, Any]:
    """Build the answer of the token endpoint."""
    body = {
        "token_type": "bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
        "x_refresh_token_expires_in": tokens.refresh_expires_in,
        "access_token": tokens.access_token,
    }
    if with_hard_expiry:
        body["x_refresh_token_hard_expires_in"] = tokens.hard_expires_in
    return body


def refusal(error: GrantError) -> Response:
    """Answer as the token endpoint refuses: 401 for the client, else 400."""
    status = 401 if error.error == "invalid_client" else 400
    body = {"error": error.error, "error_description": error.description}
    return json_response(body, status)


def basic_auth(header: str) -> tuple[str, str]:
    """Return user and password of a Basic header; two empty strings if none."""
    scheme, _space, value = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _colon, password = base64.b64decode(value).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _need(form: dict[str, str], name: str) -> str:
    if not form.get(name):
        raise GrantError("invalid_request", f"Missing parameter {name}")
    return form[name]


def _token_to_revoke(request: Request) -> str:
    try:
        body = request.json()
    except ValueError:
        body = request.form()
    token = body.get("token") if isinstance(body, dict) else None
    if not isinstance(token, str) or not token:
        raise GrantError("invalid_request", "Missing parameter token")
    return token
