from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..buttons import BUTTON_TIMEOUT
from ..qbo.errors import QboError, QboReconnect


class QboConnection(models.Model):
    """One Odoo company and one QuickBooks company that are kept in step."""

    _name = "qbo.connection"
    _description = "QuickBooks connection"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "qbo.connection.notify",
        "qbo.connection.status",
        "qbo.connection.cron",
        "qbo.connection.auth",
        "qbo.connection.webhook",
        "qbo.connection.expiry",
        "qbo.connection.company.facts",
        "qbo.connection.auth.return",
        "qbo.connection.metering",
        "qbo.connection.partner.settings",
        "qbo.connection.missing.mappings",
        "qbo.connection.mapping.index",
        "qbo.connection.link.memo",
        "qbo.guarded.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
        help="Its branches use this connection too.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Gets a to-do when this connection needs a person.",
    )
    state = fields.Selection(
        [
            ("draft", "Not connected"),
            ("connected", "Connected"),
            ("reconnect", "Reconnect"),
            ("disconnected", "Disconnected"),
            ("copied", "Copy of a database"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    paused = fields.Boolean(copy=False, tracking=True)
    go_live_date = fields.Date(
        default=fields.Date.context_today,
        help="Documents dated before this day are not sent by themselves.",
    )
    batch_size = fields.Integer(
        default=30, help="How many records go to QuickBooks in one message."
    )
    timeout = fields.Integer(
        default=60, help="Seconds to wait for an answer in scheduled runs."
    )

    _unique_realm = models.UniqueIndex(
        "(environment, realm_id) WHERE active AND realm_id IS NOT NULL",
        "This QuickBooks company is already connected.",
    )
    _bounded_batch = models.Constraint(
        "CHECK (batch_size BETWEEN 1 AND 30)",
        "QuickBooks takes 1 to 30 records in one message.",
    )
    _bounded_timeout = models.Constraint(
        "CHECK (timeout BETWEEN 5 AND 110)",
        "Wait between 5 and 110 seconds for an answer.",
    )

    # --- Checks ------------------------------------------------------------------

    @api.constrains("company_id")
    def _check_root_company(self):
        if any(connection.company_id.parent_id for connection in self):
            raise ValidationError(
                self.env._("Connect the main company: its branches use its connection.")
            )

    # --- Life --------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        self._forget_kept_up()
        for connection in connections:
            self.env["qbo.token"]._of(connection)
            connection.sudo().cron_id = (
                self.env["ir.cron"].sudo().create(connection._cron_values())
            )
        return connections

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "active", "company_id"}:
            self._forget_kept_up()
        if vals.keys() & {"name", "interval_minutes", "active"}:
            for connection in self.sudo():
                connection.cron_id.write(connection._schedule_values())
        return result

    def unlink(self):
        crons_sudo = self.sudo().cron_id  # only system administrators may see crons
        actions_sudo = crons_sudo.ir_actions_server_id
        result = super().unlink()
        self._forget_kept_up()
        crons_sudo.unlink()
        actions_sudo.unlink()
        return result

    def _forget_kept_up(self):
        """Let whoever saves something ask anew which connections there are."""
        self.env["res.company"].invalidate_model(["qbo_kept_up"], flush=False)

    # --- Buttons -----------------------------------------------------------------

    def action_sync_now(self):
        """Start a run in the background as soon as a worker is free."""
        self.ensure_one()
        reason = self._hold_reason()
        if reason:
            raise UserError(reason)
        # a user may ask for a run without the right to change the rules
        self.env["qbo.rule"].sudo()._make_due(self)
        self._wake()
        return self._toast(self.env._("A run starts within a minute."), "success")

    def action_pause(self):
        self.paused = True

    def action_resume(self):
        self.paused = False
        self._wake()

    def action_update_lists(self):
        """Mirror the lists of QuickBooks; say what that changed."""
        self.ensure_one()
        try:
            changed = self.env["qbo.reference"]._refresh(self, timeout=BUTTON_TIMEOUT)
        except QboError as error:
            return self._toast(self._sentence(error), "danger")
        return self._toast(
            self.env._("Lists updated: %(count)s changes.", count=changed), "success"
        )

    def action_propose_mappings(self):
        """Map by name what is not mapped yet."""
        self.ensure_one()
        count = self.env["qbo.mapping"]._propose(self)
        return self._toast(
            self.env._("%(count)s mappings were proposed.", count=count), "success"
        )

    # --- Asked by others ----------------------------------------------------------

    def _mapped(self, kind, record):
        """Return the list entry of QuickBooks that ``record`` goes to, else none.

        ``record`` may be a set of taxes; without a mapping of its own the default of
        ``kind`` is returned.
        """
        self.ensure_one()
        return self.env["qbo.mapping"]._out(self, kind, record)

    def _mapped_back(self, kind, qbo_id):
        """Return the record that the list entry ``qbo_id`` comes to, else None."""
        self.ensure_one()
        return self.env["qbo.mapping"]._in(self, kind, qbo_id)

    def _hold_reason(self):
        """Return the sentence that says why nothing may be sent now, or nothing."""
        self.ensure_one()
        if self._is_copy():
            return self._copy_sentence()
        if self.state != "connected":
            return self.env._(
                "%(connection)s is not connected to QuickBooks.", connection=self.name
            )
        if self.paused:
            return self.env._(
                "%(connection)s is paused. Press Resume first.", connection=self.name
            )
        return self._difference_reason()

    def _check_usable(self):
        """Raise QboReconnect unless QuickBooks may be asked anything at all."""
        if self.state != "connected":
            raise QboReconnect(self._light()[1][0])
