"""Keep apps, authorization codes, grants and tokens.

One grant is one "yes" of a person: one app, one company. It has one refresh
token at a time and any number of access tokens that live an hour. Times are
seconds since 1970 on the emulator's clock.

Lives of tokens: qbo-api.md 1.4. Unconfirmed, the stricter reading: a code
lives five minutes; an old refresh token dies at once.
"""

import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ..verbs import ControlError

if TYPE_CHECKING:
    from ..emulator import Emulator

SCOPE = "com.intuit.quickbooks.accounting"
SCOPES = [SCOPE, "com.intuit.quickbooks.payment"]
OPENID_SCOPES = ["openid", "profile", "email", "phone", "address"]
DAY = 24 * 3600
CODE_LIFE = 300
ACCESS_LIFE = 3600
REFRESH_LIFE = 100 * DAY
HARD_LIFE = 5 * 365 * DAY
ROTATIONS = ("each", "daily")
TABLES = """
CREATE TABLE IF NOT EXISTS apps (client_id TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, client_id TEXT, realm TEXT, redirect_uri TEXT,
    scope TEXT, expires REAL);
CREATE TABLE IF NOT EXISTS grants (
    id INTEGER PRIMARY KEY, client_id TEXT, realm TEXT, scope TEXT,
    refresh_token TEXT UNIQUE, issued REAL, expires REAL, hard_expires REAL,
    revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, grant_id INTEGER, expires REAL);
"""


class GrantError(Exception):
    """The token endpoint refuses; ``error`` is the OAuth word for it."""

    def __init__(self, error: str, description: str):
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass
class App:
    """Describe an app as its page on the developer portal does."""

    client_id: str
    client_secret: str
    name: str = "App"
    redirect_uris: list[str] = field(default_factory=list)
    verifier_token: str = ""
    webhook_url: str = ""
    webhook_shape: str = "cloudevents"

    def as_json(self) -> dict[str, Any]:
        """Describe the app for the control API."""
        return asdict(self)


@dataclass
class Tokens:
    """Hold what the token endpoint hands out; lives in seconds from now."""

    access_token: str
    refresh_token: str
    expires_in: int
    refresh_expires_in: int
    hard_expires_in: int


class Grants:
    """Issue, rotate and end grants."""

    def __init__(self, emulator: "Emulator"):
        self.store = emulator.store
        self.clock = emulator.clock
        self.store.define(TABLES)

    @property
    def rotation(self) -> str:
        """Tell when refresh tokens change: at each refresh or daily."""
        return self.store.get("oauth.rotation", "each")

    @rotation.setter
    def rotation(self, mode: str) -> None:
        if mode not in ROTATIONS:
            raise ControlError(f"Rotation is one of {ROTATIONS}")
        self.store.set("oauth.rotation", mode)

    # ---- apps

    def save_app(self, app: App) -> None:
        """Store an app, new or changed."""
        self.store.execute(
            "INSERT OR REPLACE INTO apps VALUES (?, ?)",
            (app.client_id, json.dumps(app.as_json())),
        )

    def app(self, client_id: str) -> App | None:
        """Return the app of a client id, or None."""
        row = self.store.row("SELECT data FROM apps WHERE client_id = ?", (client_id,))
        return App(**json.loads(row["data"])) if row else None

    def apps(self) -> list[App]:
        """Return all apps, the oldest first."""
        rows = self.store.rows("SELECT data FROM apps ORDER BY rowid")
        return [App(**json.loads(row["data"])) for row in rows]

    # ---- codes

    def issue_code(
        self, client_id: str, realm: str, redirect_uri: str, scope: str
    ) -> str:
        """Write down a person's consent and return the code for it."""
        code = "XAB1" + secrets.token_hex(23)
        expires = self.clock.timestamp() + CODE_LIFE
        self.store.execute(
            "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?)",
            (code, client_id, realm, redirect_uri, scope, expires),
        )
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str) -> Tokens:
        """Change a code for tokens; it is spent even when that is refused."""
        with self.store.transaction():
            row = self.store.row(
                "DELETE FROM codes WHERE code = ? RETURNING *", (code,)
            )
        if row is None or row["client_id"] != client_id:
            raise GrantError("invalid_grant", "Incorrect or invalid authorization code")
        if row["expires"] <= self.clock.timestamp():
            raise GrantError("invalid_grant", "Authorization code has expired")
        if row["redirect_uri"] != redirect_uri:
            raise GrantError("invalid_grant", "Invalid redirect_uri")
        return self.grant(client_id, row["realm"], row["scope"])

    # ---- grants and tokens

    def grant(self, client_id: str, realm: str, scope: str) -> Tokens:
        """Open a grant and return its first pair of tokens."""
        now = self.clock.timestamp()
        hard = now + HARD_LIFE
        values = (client_id, realm, scope, _refresh_token(), now, now + REFRESH_LIFE)
        with self.store.transaction():
            cursor = self.store.execute(
                "INSERT INTO grants (client_id, realm, scope, refresh_token, issued,"
                " expires, hard_expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*values, hard),
            )
            return self._tokens(cursor.lastrowid)

    def refresh(self, refresh_token: str, client_id: str) -> Tokens:
        """Return a new pair; the old refresh token is dead if it has changed."""
        with self.store.transaction():
            row = self.store.row(
                "SELECT * FROM grants WHERE refresh_token = ? AND client_id = ?",
                (refresh_token, client_id),
            )
            if row is None or self._is_over(row):
                raise GrantError("invalid_grant", "Incorrect or invalid refresh token")
            self._extend(row)
            return self._tokens(row["id"])

    def _is_over(self, grant: Any) -> bool:
        now = self.clock.timestamp()
        return grant["revoked"] or now >= min(grant["expires"], grant["hard_expires"])

    def _extend(self, grant: Any) -> None:
        now = self.clock.timestamp()
        keep = self.rotation == "daily" and now - grant["issued"] < DAY
        token = grant["refresh_token"] if keep else _refresh_token()
        issued = grant["issued"] if keep else now
        self.store.execute(
            "UPDATE grants SET refresh_token = ?, issued = ?, expires = ? WHERE id = ?",
            (token, issued, now + REFRESH_LIFE, grant["id"]),
        )

    def _tokens(self, grant_id: int) -> Tokens:
        now = self.clock.timestamp()
        access = "eyJlbmMi" + secrets.token_urlsafe(600)
        self.store.execute(
            "INSERT INTO access_tokens VALUES (?, ?, ?)",
            (access, grant_id, now + ACCESS_LIFE),
        )
        row = self.store.row("SELECT * FROM grants WHERE id = ?", (grant_id,))
        hard = round(row["hard_expires"] - now)
        rolling = min(round(row["expires"] - now), hard)
        return Tokens(access, row["refresh_token"], ACCESS_LIFE, rolling, hard)

    def of_access_token(self, token: str) -> Any:
        """Return the grant of an access token with its ``token_expires``, or None."""
        return self.store.row(
            "SELECT grants.*, access_tokens.expires AS token_expires "
            "FROM access_tokens JOIN grants ON grants.id = grant_id WHERE token = ?",
            (token,),
        )

    def revoke(self, token: str, client_id: str) -> bool:
        """End the grant a token of either kind belongs to; tell if there was one."""
        cursor = self.store.execute(
            "UPDATE grants SET revoked = 1 WHERE client_id = ? AND revoked = 0 AND "
            "(refresh_token = ? OR id IN "
            "(SELECT grant_id FROM access_tokens WHERE token = ?))",
            (client_id, token, token),
        )
        return cursor.rowcount > 0

    def disconnect(self, realm: str, client_id: str | None = None) -> int:
        """End all grants of a company (of one app); return how many there were."""
        cursor = self.store.execute(
            "UPDATE grants SET revoked = 1 WHERE realm = ? AND revoked = 0 "
            "AND client_id = coalesce(?, client_id)",
            (realm, client_id),
        )
        return cursor.rowcount

    def connected_apps(self, realm: str) -> list[App]:
        """Return the apps that hold a living grant for a company."""
        rows = self.store.rows(
            "SELECT DISTINCT client_id FROM grants WHERE realm = ? AND revoked = 0",
            (realm,),
        )
        apps = [self.app(row["client_id"]) for row in rows]
        return [app for app in apps if app]


def _refresh_token() -> str:
    return "RT1-" + secrets.token_hex(24)
