from odoo import models

from ..qbo.errors import QboError, QboForbidden, QboReconnect
from .vault import VaultLocked


class QboConnectionAuthReturn(models.AbstractModel):
    """The part of a connection that takes what Intuit's consent page sent back."""

    _name = "qbo.connection.auth.return"
    _description = "QuickBooks entry"

    def _take_consent(self, code, realm_id, may_change_realm):
        """Exchange ``code`` for tokens, unless it is for a company we don't expect.

        Raises QboError.
        """
        self.ensure_one()
        obstacle = self._realm_obstacle(realm_id, may_change_realm)
        if obstacle:
            # The code is left to expire: without its exchange nothing was granted.
            self._tell("danger", obstacle)
            return
        tokens = self._oauth_app().exchange(code, realm_id)
        self.env["qbo.token"]._of(self)._accept(tokens)
        if self.realm_id and self.realm_id != realm_id:
            self._leave_realm()
        self.write({"realm_id": realm_id, "state": "connected", "warned_days": 0})
        self._calm_owner(self._reconnect_summary())
        self._welcome()

    def _realm_obstacle(self, realm_id, may_change_realm):
        """Return why ``realm_id`` can't be taken, or nothing."""
        if self.realm_id and self.realm_id != realm_id and not may_change_realm:
            return self.env._(
                "Another QuickBooks company was chosen (%(chosen)s). This connection "
                "belongs to %(expected)s, with its links. Connect again and choose "
                "that company; or press Connect Another Company if this is really "
                "what you want.",
                chosen=realm_id,
                expected=self.qbo_company_name or self.realm_id,
            )
        # Whatever the user may see: two connections must never share a company.
        taken_sudo = self.sudo().search(
            [
                ("environment", "=", self.environment),
                ("realm_id", "=", realm_id),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if taken_sudo:
            return self.env._(
                "This QuickBooks company is already connected to the Odoo company "
                "%(company)s. Connect again and choose another one.",
                company=taken_sudo.company_id.name,
            )
        return ""

    def _leave_realm(self):
        """Forget what belongs to the company that was connected before."""
        # Administrators confirmed it; the rows are of all users.
        self_sudo = self.sudo()
        domain = [("connection_id", "=", self.id)]
        for model in ("qbo.link", "qbo.match", "qbo.duplicate"):
            self_sudo.env[model].search(domain).unlink()
        self_sudo.env["qbo.rule"]._leave_realm(self_sudo)
        self_sudo.env["qbo.mapping"].with_context(active_test=False).search(
            domain
        ).unlink()
        self_sudo.env["qbo.reference"].with_context(active_test=False).search(
            domain
        ).unlink()
        self.write({"tax_mode": False, "differences_accepted": False})

    def _welcome(self):
        """Read the lists at once, so that the record shows whom it is connected to."""
        try:
            self.env["qbo.reference"]._refresh(self)
        except QboForbidden as error:
            self.state = "reconnect"
            self._tell("danger", self._sentence(error))
            return
        except QboError as error:
            self._tell(
                "warning",
                self.env._(
                    "Connected, but the lists could not be read: %(reason)s Press "
                    "Update Lists later.",
                    reason=self._sentence(error),
                ),
            )
            return
        self._tell(
            "success",
            self.env._("Connected to %(name)s.", name=self.qbo_company_name),
        )

    # --- Words -------------------------------------------------------------------

    def _refused_sentence(self):
        return self.env._(
            "The connection was not approved at Intuit, so nothing has changed. Press "
            "Connect to try again; the person who approves must be an administrator "
            "of the QuickBooks company."
        )

    def _incomplete_sentence(self):
        return self.env._(
            "Intuit's answer was incomplete, so nothing has changed. Press Connect to "
            "try again."
        )

    def _consent_sentence(self, error):
        """Return what went wrong with the exchange of the code, and what to do."""
        if not isinstance(error, QboReconnect) or isinstance(error, VaultLocked):
            return self._sentence(error)
        if error.code in ("invalid_client", "unauthorized_client"):
            return self.env._(
                "Intuit does not accept the client ID and secret. Copy both again from "
                "the Keys page of your Intuit app (the %(environment)s keys), save, "
                "and press Connect.",
                environment=self._environment_label(),
            )
        return self.env._(
            "Intuit's approval has expired or was used before. Press Connect to try "
            "again, and check that the redirect address is registered for your app."
        )

    def _environment_label(self):
        selection = self._fields["environment"]._description_selection(self.env)
        return dict(selection)[self.environment]
