import logging

from odoo import fields, models

from ..qbo.errors import QboError
from .vault import VaultLocked

_logger = logging.getLogger(__name__)

WARNING_DAYS = (14, 7, 2)
UNUSED_DAYS = 7


class QboConnectionExpiry(models.AbstractModel):
    """The part of a connection that knows when it ends, and keeps it alive."""

    _name = "qbo.connection.expiry"
    _description = "QuickBooks lifetime"

    expires_on = fields.Datetime(
        compute="_compute_lifetime",
        help="Until then QuickBooks accepts this connection without a new consent. "
        "Each use moves it, up to the final end.",
    )
    final_end = fields.Datetime(
        compute="_compute_lifetime",
        help="Whatever happens, a new consent is needed after this.",
    )
    refreshed_at = fields.Datetime(string="Last refresh", compute="_compute_lifetime")
    warned_days = fields.Integer(
        readonly=True, copy=False, help="The last warning said: so many days are left."
    )

    def _compute_lifetime(self):
        for connection in self:
            token_sudo = self.env["qbo.token"]._known(connection)
            ends = (token_sudo.refresh_expires_at, token_sudo.hard_expires_at)
            connection.expires_on = min(filter(None, ends), default=False)
            connection.final_end = token_sudo.hard_expires_at
            connection.refreshed_at = token_sudo.renewed_at

    def _keep_alive(self):
        """Renew tokens that nobody used for a week; warn before they end."""
        self.ensure_one()
        if self._note_copy():
            return
        token = self.env["qbo.token"]._of(self)
        try:
            token._reseal()
            week_ago = fields.Datetime.subtract(fields.Datetime.now(), days=UNUSED_DAYS)
            if not self.refreshed_at or self.refreshed_at < week_ago:
                token._current()  # lives an hour, so this renews it
        except QboError as error:
            _logger.warning("%s was not renewed: %s", self, type(error).__name__)
            if isinstance(error, VaultLocked):
                self._alert_owner(self.env._("Key of QuickBooks"), str(error))
        self.invalidate_recordset()
        self._warn_of_end()

    def _warn_of_end(self):
        """Give the owner a to-do 14, 7 and 2 days before the end, each once."""
        if self.state != "connected" or not self.expires_on:
            return
        left = (self.expires_on - fields.Datetime.now()).days
        level = min((days for days in WARNING_DAYS if left < days), default=0)
        if level == self.warned_days:
            return
        self._calm_owner(self._ending_summary(self.warned_days))
        self.warned_days = level
        if level:
            self._alert_owner(
                self._ending_summary(level),
                self.env._(
                    "QuickBooks asks for a new consent. Press Reconnect before "
                    "%(date)s, and nothing stops.",
                    date=fields.Date.to_string(self.expires_on),
                ),
            )

    def _ending_summary(self, days):
        return self.env._(
            "The QuickBooks connection ends in less than %(days)s days", days=days
        )
