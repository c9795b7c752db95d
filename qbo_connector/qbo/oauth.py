"""Get, renew and give back the tokens of one company.

The only importer of ``intuitlib`` (intuit-oauth). Its traps are closed here: it asks
for the discovery document in its constructor, which therefore waits until it is
needed; it has no time limit and raises one error for everything, so its requests go
through our session; and it keeps what it had when an answer lacks a token.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, TypeGuard, overload

import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from .errors import QboReconnect, QboUnauthorized, QboUnreadable, become
from .session import QboSession

DISCOVERY = {
    "production": "https://developer.intuit.com/.well-known/openid_configuration/",
    "sandbox": "https://developer.intuit.com/.well-known/openid_sandbox_configuration/",
}
SCOPES = [Scopes.ACCOUNTING]
_HARD_END = "x-include-refresh-token-hard-expires-in"
_ROLLING_SECONDS = 100 * 24 * 3600  # life of a refresh token when not told
_LONGEST_SECONDS = 10 * 365 * 24 * 3600
# What the library raises for an answer of another shape, which it never checks.
_TRUSTS = (
    AttributeError,
    AuthClientError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_ANSWERED = (
    "access_token",
    "refresh_token",
    "expires_in",
    "x_refresh_token_expires_in",
    "x_refresh_token_hard_expires_in",
)


@dataclass(frozen=True)
class Tokens:
    """Hold a pair of tokens and when they end (aware UTC).

    Both values must be stored together, before either is used: QuickBooks replaces
    the refresh token about once a day and the old one may die at once.
    ``hard_expires_at`` is the end of the grant itself, None when not told.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    refresh_expires_at: datetime
    hard_expires_at: datetime | None = None
    realm_id: str = ""


class OAuthApp:
    """Speak to Intuit's sign-in service for one app; every method raises QboError.

    ``discovery`` is "production", "sandbox" or the address of a discovery document.
    QboReconnect means that a person must connect again; every other error passes.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        discovery: str,
        session: QboSession | None = None,
    ):
        self._keys = (client_id, client_secret, redirect_uri)
        self._discovery = DISCOVERY.get(discovery, discovery)
        self._session = session or QboSession()
        self._known_client: _Client | None = None

    def authorize_url(self, state: str) -> str:
        """Return the address where a person allows the access.

        ``state`` comes back with the answer; sign it, and accept it once.
        """
        return self._client().get_authorization_url(SCOPES, state_token=state)

    def exchange(self, code: str, realm_id: str) -> Tokens:
        """Turn the code of a callback into tokens; the code works once."""
        client = self._client()
        return client.tokens(lambda: client.get_bearer_token(code, realm_id), realm_id)

    def refresh(self, refresh_token: str) -> Tokens:
        """Return a new pair of tokens; the given refresh token may die at once."""
        client = self._client()
        return client.tokens(lambda: client.refresh(refresh_token))

    def revoke(self, token: str) -> None:
        """Give the access back; either token ends both."""
        self._client().asked(lambda: self._client().revoke(token))

    def _client(self) -> "_Client":
        if self._known_client is None:
            self._known_client = _Client(self._session, *self._keys, self._discovery)
        return self._known_client


class _Client(AuthClient):
    """Be intuit-oauth's client, sending through our session."""

    x_refresh_token_hard_expires_in: int | None  # the library keeps all it is told

    def __init__(
        self, session: QboSession, client_id: str, secret: str, uri: str, discovery: str
    ):
        self._session = session  # first: the constructor asks for the discovery
        try:
            super().__init__(client_id, secret, uri, discovery)
        except _TRUSTS:
            raise self._unreadable("discovery document") from None
        ends = (self.auth_endpoint, self.token_endpoint, self.revoke_endpoint)
        if not all(isinstance(end, str) and "://" in end for end in ends):
            raise self._unreadable("discovery document")

    def request(  # type: ignore[override]
        self, method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        headers: Mapping[str, str] = kwargs.pop("headers", None) or {}
        headers = {**headers, _HARD_END: "true"}
        return self._session.request(method, url, headers=headers, **kwargs)

    def asked(self, ask: Callable[[], object]) -> None:
        """Ask; an answer that cannot be read, or refuses us, is typed."""
        try:
            ask()
        except QboUnauthorized as error:
            raise become(error, QboReconnect) from None
        except _TRUSTS:
            raise self._unreadable() from None

    def tokens(self, ask: Callable[[], object], realm_id: str = "") -> Tokens:
        """Ask for tokens; raises unless the answer itself holds both."""
        self.__dict__.update(dict.fromkeys(_ANSWERED))  # the library keeps old ones
        self.asked(ask)
        access_token, refresh_token = self.access_token, self.refresh_token
        if not (_is_token(access_token) and _is_token(refresh_token)):
            raise self._unreadable()
        seconds = (getattr(self, name) for name in _ANSWERED[2:])
        if not all(each is None or _is_time(each) for each in seconds):
            raise self._unreadable()
        return Tokens(
            access_token,
            refresh_token,
            expires_at=_after(self.expires_in or 0),
            refresh_expires_at=_after(
                self.x_refresh_token_expires_in or _ROLLING_SECONDS
            ),
            hard_expires_at=_after(self.x_refresh_token_hard_expires_in),
            realm_id=realm_id,
        )

    def _unreadable(self, what: str = "answer") -> QboUnreadable:
        status, trace = self._session.status, self._session.trace
        sentence = f"The sign-in service's {what} cannot be read."
        return QboUnreadable(sentence, status=status, trace=trace)


def _is_token(value: object) -> TypeGuard[str]:
    return (
        isinstance(value, str)
        and value.isascii()
        and value.isprintable()
        and bool(value)
    )


def _is_time(value: object) -> bool:
    """Tell whether a value is a number of seconds, up to ten years."""
    text = str(value) if isinstance(value, str | int) else ""
    return text.isascii() and text.isdigit() and int(text[:12]) < _LONGEST_SECONDS


@overload
def _after(seconds: int) -> datetime: ...
@overload
def _after(seconds: None) -> None: ...
def _after(seconds: int | None) -> datetime | None:
    if seconds is None:
        return None
    return datetime.now(timezone.utc) + timedelta(seconds=int(seconds))
