from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..buttons import BUTTON_TIMEOUT
from ..qbo.client import QboClient
from ..qbo.errors import QboError, QboReconnect
from ..qbo.oauth import OAuthApp
from ..qbo.session import QboSession
from .pacer import Pacer
from .vault import VaultLocked

API_BASES = {
    "sandbox": "https://sandbox-quickbooks.api.intuit.com",
    "production": "https://quickbooks.api.intuit.com",
}
CALLBACK_PATH = "/qbo/oauth/callback"


class QboConnectionAuth(models.AbstractModel):
    """The part of a connection that opens and closes the door to QuickBooks."""

    _name = "qbo.connection.auth"
    _description = "QuickBooks access"

    environment = fields.Selection(
        [("sandbox", "Sandbox"), ("production", "Production")],
        required=True,
        default="sandbox",
        help="Sandbox: a company of Intuit's for trying out. The keys of an app belong "
        "to one of the two and never work in the other.",
    )
    client_id = fields.Char(
        string="Client ID", copy=False, groups="qbo_connector.qbo_group_manager"
    )
    client_secret = fields.Char(
        compute="_compute_client_secret",
        inverse="_inverse_client_secret",
        groups="qbo_connector.qbo_group_manager",
        help="Can be replaced, but never be read again.",
    )
    has_client_secret = fields.Boolean(compute="_compute_has_client_secret")
    redirect_uri = fields.Char(string="Redirect URI", compute="_compute_redirect_uri")
    realm_id = fields.Char(
        string="Company ID",
        copy=False,
        readonly=True,
        help="The number of the company in QuickBooks, also called realm.",
    )
    is_copy = fields.Boolean(compute="_compute_is_copy")
    api_base_override = fields.Char(
        string="Base address", copy=False, groups="base.group_system"
    )
    discovery_override = fields.Char(
        string="Discovery address", copy=False, groups="base.group_system"
    )

    # --- Computed ----------------------------------------------------------------

    def _compute_client_secret(self):
        """Show nothing: what was typed here can only be replaced."""
        self.client_secret = False

    def _inverse_client_secret(self):
        self._keep_typed("client_secret")

    def _keep_typed(self, name):
        """Seal what was typed into ``name``; an empty text changes nothing."""
        for connection in self:
            typed = (connection[name] or "").strip()
            if typed:
                self.env["qbo.token"]._of(connection)._seal(name, typed)
        # Else what was typed could be read back in this transaction.
        self.invalidate_recordset([name, f"has_{name}"])

    def _compute_has_client_secret(self):
        for connection in self:
            token_sudo = self.env["qbo.token"]._known(connection)
            connection.has_client_secret = token_sudo._has("client_secret")

    def _compute_redirect_uri(self):
        for connection in self:
            connection.redirect_uri = connection.get_base_url() + CALLBACK_PATH

    def _compute_is_copy(self):
        for connection in self:
            connection.is_copy = connection._is_copy()

    # --- Checks ------------------------------------------------------------------

    @api.constrains("environment", "api_base_override", "discovery_override")
    def _check_overrides(self):
        for connection_sudo in self.sudo():  # system administrators alone see them
            if connection_sudo.environment == "sandbox":
                continue
            if connection_sudo.api_base_override or connection_sudo.discovery_override:
                raise ValidationError(
                    self.env._("Other addresses are possible in the sandbox only.")
                )

    @api.constrains("environment", "client_id")
    def _check_unchanged_while_connected(self):
        if any(connection.state == "connected" for connection in self):
            raise ValidationError(
                self.env._("Disconnect before you change the environment or the keys.")
            )

    # --- Buttons -----------------------------------------------------------------

    def action_connect(self):
        """Go to the page of Intuit where the user approves the connection."""
        return self._ask_consent(may_change_realm=False)

    def action_reconnect(self):
        return self._ask_consent(may_change_realm=False)

    def action_connect_other(self):
        """Connect another QuickBooks company than before; old links are dropped."""
        return self._ask_consent(may_change_realm=True)

    def action_test(self):
        """Ask QuickBooks for its company; say in plain words how that went."""
        self.ensure_one()
        try:
            self._read_facts(timeout=BUTTON_TIMEOUT)
        except QboError as error:
            return self._toast(self._sentence(error), "danger")
        return self._toast(
            self.env._(
                "The connection to %(company)s works.", company=self.qbo_company_name
            ),
            "success",
        )

    def action_disconnect(self):
        """Give the tokens back to Intuit; links and mappings stay."""
        self.ensure_one()
        self.check_access("write")  # before anything leaves, not when it is written
        token = self.env["qbo.token"]._of(self)
        sentence = self.env._("Disconnected. Links and mappings are kept.")
        kind = "success"
        if not self._is_copy():
            try:
                self._revoke(token)
            except QboError:
                kind = "warning"
                sentence = self.env._(
                    "Disconnected here, but Intuit could not be told. To be sure, "
                    "also disconnect this app in QuickBooks, under Settings, Apps."
                )
        token._forget()
        self.state = "disconnected"
        self._tell(kind, sentence)

    def action_confirm_database(self):
        """Let this database go on with the connection it was copied with."""
        self.ensure_one()
        self.check_access("write")  # before the token's own transaction
        self.env["qbo.token"]._of(self)._adopt_database()
        self.state = "connected"
        self._tell(
            "warning",
            self.env._(
                "This database now speaks to QuickBooks. Make sure that the other one "
                "does not: disconnect or remove it."
            ),
        )

    # --- Inside ------------------------------------------------------------------

    def _ask_consent(self, may_change_realm):
        self.ensure_one()
        self.check_access("write")
        if not (self.client_id and self.has_client_secret):
            raise UserError(
                self.env._(
                    "Type the client ID and the client secret of your Intuit app first."
                )
            )
        state = self.env["qbo.consent"]._begin(self, may_change_realm)
        try:
            url = self._oauth_app().authorize_url(state)
        except QboError as error:
            raise UserError(self._sentence(error)) from error
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _revoke(self, token):
        refresh_token = token._open("refresh_token")
        if refresh_token:
            self._oauth_app().revoke(refresh_token)

    def _oauth_app(self, timeout=BUTTON_TIMEOUT):
        """Return Intuit's side of the consent for this connection's app."""
        self_sudo = self.sudo()  # the keys are for administrators, their use is not
        return OAuthApp(
            self_sudo.client_id,
            self.env["qbo.token"]._of(self)._open("client_secret"),
            self.redirect_uri,
            self_sudo.discovery_override or self.environment,
            QboSession(timeout=timeout),
        )

    def _client(self, timeout=None, record=None):
        """Return a client with a valid token, metering and logging wired.

        ``timeout`` in seconds, else the connection's; ``record`` is named in the log.
        Raises QboReconnect when a person has to act first.
        """
        self.ensure_one()
        self._check_usable()
        token = self.env["qbo.token"]._of(self)
        access_token = token._current()
        answers = []  # filled at the debug level only
        client = QboClient(
            self.sudo().api_base_override or API_BASES[self.environment],
            self.realm_id,
            access_token,
            timeout=timeout or self.timeout,
            on_call=partial(self._note_call, record, answers),
            renew=partial(token._renew, access_token),
            pace=self._pacer(front=bool(timeout)),
        )
        if self.log_level == "debug":
            client.session.hooks["response"].append(partial(_keep_answer, answers))
        return client

    def _pacer(self, front):
        """What keeps a client within QuickBooks' limits; None while switched off."""
        return Pacer(self, front) if self.env["qbo.bucket"]._is_on() else None

    def _turn_red(self):
        """Say in a transaction of its own that a person must connect again."""
        with self.env.registry.cursor() as cr:
            connection = self.with_env(self.env(cr=cr, su=True))
            # The caller may hold a lock on this very row: never wait for ourselves,
            # the next run says it again.
            if not connection.try_lock_for_update(allow_referencing=True):
                return
            connection.state = "reconnect"
            connection._alert_owner(
                self._reconnect_summary(),
                self.env._(
                    "QuickBooks no longer accepts this connection. Nothing is lost: "
                    "press Reconnect and everything that waits is sent."
                ),
            )

    def _reconnect_summary(self):
        return self.env._("Reconnect QuickBooks")

    def _is_copy(self):
        """Tell whether this database is a copy of the one that was connected."""
        return self.env["qbo.token"]._known(self)._is_away()

    def _note_copy(self):
        """Turn red, once, in a copied database; tell whether it is one."""
        if not self._is_copy():
            return False
        if self.state != "copied":
            self.state = "copied"
            self._alert_owner(
                self.env._("Is this a copy of the database?"), self._copy_sentence()
            )
        return True

    def _copy_sentence(self):
        return self.env._(
            "This looks like a copy of the database that was connected, so nothing is "
            "sent or fetched. If it is a copy, press Disconnect. If the database was "
            "only moved or renamed, press This Is the Real One."
        )

    def _sentence(self, error):
        """Return what happened and what to do next, in words for people."""
        self.ensure_one()
        if isinstance(error, VaultLocked):
            return str(error)
        if isinstance(error, QboReconnect) and self._is_copy():
            return self._copy_sentence()
        return self.env["qbo.error.text"]._of(error)


def _keep_answer(answers, answer, **_kwargs):
    answers.append(answer)
