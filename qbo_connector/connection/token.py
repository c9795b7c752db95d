"""Credentials of a connection, touched only in transactions of their own.

Odoo's transactions see one snapshot. A token renewed in the caller's transaction
would be lost with its rollback, and QuickBooks has already forgotten the old one. So
every method here opens a cursor of its own and hands values back.
"""

from contextlib import contextmanager
from datetime import timedelta, timezone

import psycopg2.errors

from odoo import api, fields, models

from ..qbo.errors import QboReconnect, QboThrottled
from . import vault

# First half of the advisory lock's key, "QBOT": the second half is the row's id.
LOCK_NAMESPACE = 0x51424F54
LOCK_TIMEOUT = "10s"
REFRESH_TIMEOUT = 20  # seconds
MARGIN = timedelta(minutes=3)
KEEP_PREVIOUS = timedelta(days=1)
TYPED = ("client_secret", "verifier_token")
GIVEN = ("access_token", "refresh_token", "previous_refresh_token")
ENDS = ("previous_until", "expires_at", "refresh_expires_at", "hard_expires_at")


class QboToken(models.Model):
    _name = "qbo.token"
    _description = "QuickBooks credentials"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, ondelete="cascade", index=True
    )
    client_secret = fields.Text(groups=fields.NO_ACCESS, copy=False)
    verifier_token = fields.Text(groups=fields.NO_ACCESS, copy=False)
    access_token = fields.Text(groups=fields.NO_ACCESS, copy=False)
    refresh_token = fields.Text(groups=fields.NO_ACCESS, copy=False)
    previous_refresh_token = fields.Text(groups=fields.NO_ACCESS, copy=False)
    previous_until = fields.Datetime(copy=False)
    expires_at = fields.Datetime(copy=False)
    refresh_expires_at = fields.Datetime(copy=False)
    hard_expires_at = fields.Datetime(copy=False)
    renewed_at = fields.Datetime(copy=False)
    database = fields.Char(
        copy=False, help="The database these credentials were given to."
    )

    _one_per_connection = models.UniqueIndex(
        "(connection_id)", "A connection has one set of credentials."
    )

    @api.model
    def _of(self, connection):
        """Return the credentials of ``connection``, made when there are none yet."""
        token = self._known(connection)
        return token or self.sudo().create({"connection_id": connection.id})

    @api.model
    def _known(self, connection):
        """Return the credentials of ``connection``, empty when there are none."""
        # Nobody may read the table itself; what leaves it is chosen with care.
        return self.sudo().search([("connection_id", "=", connection._origin.id)])

    # --- Reading -----------------------------------------------------------------

    def _current(self):
        """Return an access token that is good for at least three minutes.

        Raises QboReconnect when only a person can repair it, QboThrottled when
        another worker has been renewing it for ten seconds.
        """
        self.ensure_one()
        with self._own() as token:
            token._check_home()
            access_token = token._open("access_token")
            if token._is_fresh():
                return access_token
        return self._renew(access_token)

    def _renew(self, stale):
        """Return an access token other than ``stale``, renewed once for all workers."""
        with self._renewal_lock(), self._own() as token:
            token._check_home()
            access_token = token._open("access_token")
            if access_token != stale and token._is_fresh():
                return access_token
            tokens, refusal = token._refreshed()
            if tokens:
                token._store(tokens)
                return tokens.access_token
        self.connection_id._turn_red()
        raise refusal

    def _refreshed(self):
        """Return new tokens and None, or None and the refusal of the last given one.

        A worker that was killed between Intuit's answer and our storing it leaves a
        token behind that is no longer the last one: then the one before may work.
        """
        refusal = None
        for refresh_token in self._candidates():
            try:
                return self._app().refresh(refresh_token), None
            except QboReconnect as error:
                refusal = refusal or error
        return None, refusal or QboReconnect(self._no_token_sentence())

    def _candidates(self):
        """Return the refresh tokens to try, the last one given first."""
        names = ["refresh_token"]
        if self.previous_until and self.previous_until > fields.Datetime.now():
            names.append("previous_refresh_token")
        return [value for value in map(self._open, names) if value]

    def _is_fresh(self):
        return self.expires_at and self.expires_at > fields.Datetime.now() + MARGIN

    def _open(self, name):
        return vault.unseal(self.env, self[name])

    def _has(self, name):
        return bool(self[name])

    def _is_locked(self, name="refresh_token"):
        """Tell whether a secret was sealed with a key that is not on this server."""
        return bool(self[name]) and not vault.opens(self[name])

    @api.model
    def _any_sealed(self):
        """Return one sealed value of this database, or an empty text."""
        names = (*TYPED, *GIVEN)
        domain = fields.Domain.OR([(name, "!=", False)] for name in names)
        token = self.search(domain, limit=1)
        return next((token[name] for name in names if token and token[name]), "")

    # --- Writing -----------------------------------------------------------------

    def _seal(self, name, text):
        """Seal ``text`` into the field ``name`` of this row, in its transaction."""
        self.sudo()[name] = vault.seal(self.env, text)

    def _accept(self, tokens):
        """Store the first tokens of a new consent, and make this their database."""
        with self._own() as token:
            token.database = token._home()
            token._store(tokens, keep_previous=False)

    def _adopt_database(self):
        """Make this database the one that the credentials belong to."""
        with self._own() as token:
            token.database = token._home()

    def _forget(self):
        """Wipe what QuickBooks gave, and what was typed but can't be opened here."""
        with self._own() as token:
            lost = [name for name in TYPED if token._is_locked(name)]
            token.write(dict.fromkeys((*GIVEN, *ENDS, *lost), False))

    def _store(self, tokens, keep_previous=True):
        before = self.refresh_token if keep_previous else False
        is_rotated = before and self._open("refresh_token") != tokens.refresh_token
        if is_rotated or not keep_previous:
            self.previous_refresh_token = before
            self.previous_until = fields.Datetime.now() + KEEP_PREVIOUS
        self._seal("access_token", tokens.access_token)
        self._seal("refresh_token", tokens.refresh_token)
        self.write(
            {
                "expires_at": _naive(tokens.expires_at),
                "refresh_expires_at": _naive(tokens.refresh_expires_at),
                "hard_expires_at": _naive(tokens.hard_expires_at),
                "renewed_at": fields.Datetime.now(),
            }
        )

    def _reseal(self):
        """Seal again, with the key of today, what an older key has sealed."""
        with self._own() as token:
            for name in (*TYPED, *GIVEN):
                if token[name] and not vault.is_current(token[name]):
                    token._seal(name, token._open(name))

    # --- Home --------------------------------------------------------------------

    def _home(self):
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{uuid}:{self.env.cr.dbname}"

    def _is_away(self):
        """Tell whether these credentials were given to another database."""
        return bool(self.database) and self.database != self._home()

    def _check_home(self):
        if self._is_away():
            raise QboReconnect(self.connection_id._copy_sentence())

    # --- Transactions ------------------------------------------------------------

    @contextmanager
    def _own(self):
        """Yield this row in a transaction of its own, committed at the end."""
        with self.env.registry.cursor() as cr:
            # The caller may hold a lock on this very row: never wait for ourselves.
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            yield self.with_env(self.env(cr=cr, su=True))

    @contextmanager
    def _renewal_lock(self):
        """Hold the renewal for this process; released even when it is killed."""
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            try:
                cr.execute(
                    "SELECT pg_advisory_xact_lock(%s, %s)",
                    [LOCK_NAMESPACE, self.id],
                    log_exceptions=False,
                )
            except psycopg2.errors.LockNotAvailable as error:
                raise QboThrottled(
                    self.env._("The connection to QuickBooks is being renewed.")
                ) from error
            yield

    def _app(self):
        return self.connection_id._oauth_app(timeout=REFRESH_TIMEOUT)

    def _no_token_sentence(self):
        return self.env._(
            "%(connection)s is not connected to QuickBooks. Press Connect.",
            connection=self.connection_id.display_name,
        )


def _naive(moment):
    """Return an aware datetime as Odoo stores it: UTC, without zone."""
    return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)
