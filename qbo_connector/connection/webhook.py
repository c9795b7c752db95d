from datetime import timezone

from odoo import api, fields, models

from ..qbo.webhook import is_genuine, parse
from .vault import VaultLocked

PATH = "/qbo/webhook"


class QboConnectionWebhook(models.AbstractModel):
    """The part of a connection that lets QuickBooks say at once what changed."""

    _name = "qbo.connection.webhook"
    _description = "QuickBooks webhook"

    verifier_token = fields.Char(
        string="Webhook verifier token",
        compute="_compute_verifier_token",
        inverse="_inverse_verifier_token",
        groups="qbo_connector.qbo_group_manager",
        help="With it QuickBooks can tell Odoo at once what changed. Can be "
        "replaced, but never be read again.",
    )
    has_verifier_token = fields.Boolean(compute="_compute_has_verifier_token")
    webhook_url = fields.Char(string="Webhook address", compute="_compute_webhook_url")

    def _compute_verifier_token(self):
        """Show nothing: what was typed here can only be replaced."""
        self.verifier_token = False

    def _inverse_verifier_token(self):
        self._keep_typed("verifier_token")

    def _compute_has_verifier_token(self):
        for connection in self:
            token_sudo = self.env["qbo.token"]._known(connection)
            connection.has_verifier_token = token_sudo._has("verifier_token")

    def _compute_webhook_url(self):
        for connection in self:
            connection.webhook_url = connection.get_base_url() + PATH

    @api.model
    def _take_webhook(self, body, signature):
        """Leave notes of what a webhook tells; return whether Intuit signed it.

        ``body`` is what was sent, byte for byte. Without any verifier token nothing
        is believed. Raises ValueError, and does nothing, for what is signed but is no
        webhook.
        """
        signed = self._signed_by(body, signature)
        if not signed:
            return False
        notices = parse(body)
        for connection in signed:
            notes = [
                (
                    notice.entity,
                    notice.qbo_id,
                    notice.operation,
                    notice.time.astimezone(timezone.utc).replace(tzinfo=None),
                    notice.deleted_id,
                )
                for notice in notices
                if notice.realm_id == connection.realm_id
            ]
            if notes and not connection._hold_reason():
                self.env["qbo.remote.change"]._leave(connection, notes)
                connection._wake()
        return True

    def _signed_by(self, body, signature):
        """Return the connections whose verifier token has signed ``body``."""
        connections = self.search([("state", "=", "connected")])
        by_secret = connections.grouped(_verifier_token)
        return connections.union().browse(
            [
                connection.id
                for secret, owners in by_secret.items()
                if is_genuine(body, signature, secret)
                for connection in owners
            ]
        )


def _verifier_token(connection):
    try:
        token_sudo = connection.env["qbo.token"]._known(connection)
        return token_sudo._open("verifier_token")
    except VaultLocked:
        return ""  # another key: a door that can't be opened stays shut
