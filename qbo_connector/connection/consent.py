import binascii
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import consteq, hash_sign, verify_hash_signed

from ..qbo.errors import QboError

SCOPE = "qbo_connector.consent"
HOURS = 1
LONGEST_REALM = 32  # digits


class QboConsent(models.Model):
    """One visit to Intuit's consent page: one user, one connection, one hour."""

    _name = "qbo.consent"
    _description = "QuickBooks consent"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    nonce = fields.Char(required=True, groups=fields.NO_ACCESS)
    may_change_realm = fields.Boolean()
    is_used = fields.Boolean()

    @api.model
    def _begin(self, connection, may_change_realm):
        """Return the state to send along: signed, for one use within one hour."""
        nonce = secrets.token_urlsafe(16)
        consent_sudo = self.sudo().create(
            {
                "connection_id": connection.id,
                "user_id": self.env.uid,
                "nonce": nonce,
                "may_change_realm": may_change_realm,
            }
        )
        return hash_sign(
            self.env(su=True), SCOPE, [consent_sudo.id, nonce], expiration_hours=HOURS
        )

    @api.model
    def _finish(self, params):
        """Use up the state that came back; return the connection it was for.

        Whatever goes wrong after the state proved good is told on the connection. An
        unknown, foreign, used or expired state returns nothing and changes nothing.
        """
        consent_sudo = self._find(params.get("state") or "")
        if not consent_sudo:
            return self.env["qbo.connection"]
        consent_sudo.is_used = True
        connection = consent_sudo.connection_id.sudo(False)
        if params.get("error"):
            connection._tell("warning", connection._refused_sentence())
            return connection
        code, realm_id = params.get("code") or "", params.get("realmId") or ""
        if not (code and _is_realm(realm_id)):
            connection._tell("danger", connection._incomplete_sentence())
            return connection
        try:
            connection._take_consent(code, realm_id, consent_sudo.may_change_realm)
        except QboError as error:
            connection._tell("danger", connection._consent_sentence(error))
        return connection

    @api.model
    def _find(self, state):
        """Return the open consent that ``state`` stands for, if this user gave it."""
        try:
            values = verify_hash_signed(self.env(su=True), SCOPE, state)
        except (ValueError, binascii.Error):
            values = None  # not even the shape of one of ours
        if not values:
            return self.browse()
        consent_id, nonce = values
        # The table is nobody's to read; the state proves the right to this one row.
        consent_sudo = self.sudo().browse(consent_id).exists().try_lock_for_update()
        if (
            not consent_sudo
            or consent_sudo.is_used
            or consent_sudo.user_id != self.env.user
            or not consteq(consent_sudo.nonce, nonce)
        ):
            return self.browse()
        return consent_sudo if self._may_connect(consent_sudo) else self.browse()

    def _may_connect(self, consent_sudo):
        try:
            consent_sudo.connection_id.sudo(False).check_access("write")
        except AccessError:
            return False
        return True

    @api.autovacuum
    def _gc_old(self):
        """Drop the visits of days gone by."""
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.search([("create_date", "<", yesterday)]).unlink()


def _is_realm(text):
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_REALM
