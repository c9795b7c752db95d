import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..qbo.errors import QboError, QboReconnect
from .qbo_access import BUTTON_TIMEOUT

_logger = logging.getLogger(__name__)

PROBLEM_STATES = ("mismatch", "error", "gone")


class QboConnection(models.Model):
    """One Odoo company and one QuickBooks company that are kept in step."""

    _name = "qbo.connection"
    _description = "QuickBooks connection"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "qbo.access",
        "qbo.webhook",
        "qbo.lifetime",
        "qbo.facts",
        "qbo.entry",
        "qbo.metering",
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
    cron_id = fields.Many2one(
        "ir.cron", copy=False, readonly=True, groups="base.group_system"
    )
    interval_minutes = fields.Integer(
        string="Every (minutes)",
        default=15,
        help="How often changes are exchanged. A message from QuickBooks or a click "
        "starts a run at once.",
    )
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

    light = fields.Selection(
        [
            ("off", "Not connected"),
            ("green", "Connected"),
            ("amber", "Needs attention"),
            ("red", "Reconnect"),
        ],
        compute="_compute_light",
    )
    light_reason = fields.Text(compute="_compute_light")
    linked_count = fields.Integer(string="In step", compute="_compute_counts")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    problem_count = fields.Integer(string="Problems", compute="_compute_counts")
    mapping_count = fields.Integer(string="Mappings", compute="_compute_mapping_count")
    notice = fields.Text(readonly=True, copy=False)
    notice_kind = fields.Selection(
        [("success", "Success"), ("warning", "Warning"), ("danger", "Problem")],
        readonly=True,
        copy=False,
    )

    _unique_realm = models.UniqueIndex(
        "(environment, realm_id) WHERE active AND realm_id IS NOT NULL",
        "This QuickBooks company is already connected.",
    )
    _positive_interval = models.Constraint(
        "CHECK (interval_minutes >= 1)", "Exchange changes every minute at most."
    )
    _bounded_batch = models.Constraint(
        "CHECK (batch_size BETWEEN 1 AND 30)",
        "QuickBooks takes 1 to 30 records in one message.",
    )
    _bounded_timeout = models.Constraint(
        "CHECK (timeout BETWEEN 5 AND 110)",
        "Wait between 5 and 110 seconds for an answer.",
    )

    # --- Computed ----------------------------------------------------------------

    @api.depends_context("uid")
    @api.depends("state", "paused", "active")
    def _compute_light(self):
        for connection in self:
            light, sentences = connection._light()
            connection.light = light
            connection.light_reason = "\n".join(sentences)

    def _light(self):
        """Return the colour of the status light and the sentences that explain it."""
        if self._is_copy():
            return "red", [self._copy_sentence()]
        if self.state == "reconnect":
            return "red", [self.env["qbo.words"]._of(QboReconnect(""))]
        if self.state != "connected":
            return "off", [self.env._("Not connected to QuickBooks.")]
        sentences = self._attention()
        return ("amber", sentences) if sentences else ("green", [])

    def _attention(self):
        """Return one sentence for each thing of this connection to look at."""
        self.ensure_one()
        sentences = self._differences() + self._budget_sentences()
        if self.paused:
            sentences.append(self.env._("Paused: nothing is sent or fetched."))
        if self.problem_count:
            sentences.append(
                self.env._(
                    "%(count)s records need attention.", count=self.problem_count
                )
            )
        lost = self.env["qbo.mapping"].search_count(
            [("connection_id", "=", self.id), ("is_lost", "=", True)]
        )
        if lost:
            sentences.append(
                self.env._(
                    "%(count)s mappings point to something that is no longer active "
                    "in QuickBooks.",
                    count=lost,
                )
            )
        return sentences

    def _compute_counts(self):
        counts = {
            (connection.id, state): count
            for connection, state, count in self.env["qbo.link"]._read_group(
                Domain("connection_id", "in", self.ids),
                ["connection_id", "state"],
                ["__count"],
            )
        }
        for connection in self:
            key = connection.id
            connection.linked_count = counts.get((key, "linked"), 0)
            connection.waiting_count = counts.get((key, "waiting"), 0)
            connection.problem_count = sum(
                counts.get((key, state), 0) for state in PROBLEM_STATES
            )

    def _compute_mapping_count(self):
        counts = dict(
            self.env["qbo.mapping"]._read_group(
                Domain("connection_id", "in", self.ids), ["connection_id"], ["__count"]
            )
        )
        for connection in self:
            connection.mapping_count = counts.get(connection, 0)

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
        for connection in connections:
            self.env["qbo.token"]._of(connection)
            connection.sudo().cron_id = (
                self.env["ir.cron"].sudo().create(connection._cron_values())
            )
        return connections

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"name", "interval_minutes", "active"}:
            for connection in self.sudo():
                connection.cron_id.write(connection._schedule_values())
        return result

    def unlink(self):
        crons_sudo = self.sudo().cron_id  # only system administrators may see crons
        actions_sudo = crons_sudo.ir_actions_server_id
        result = super().unlink()
        crons_sudo.unlink()
        actions_sudo.unlink()
        return result

    def _cron_values(self):
        return {
            "model_id": self.env["ir.model"]._get_id(self._name),
            "state": "code",
            "code": f"model.browse({self.id})._cron_run()",
            "user_id": self.env.ref("base.user_root").id,
            "interval_type": "minutes",
            **self._schedule_values(),
        }

    def _schedule_values(self):
        return {
            "name": self.env._("QuickBooks: %(connection)s", connection=self.name),
            "interval_number": self.interval_minutes,
            "active": self.active,
        }

    # --- Buttons -----------------------------------------------------------------

    def action_sync_now(self):
        """Start a run in the background as soon as a worker is free."""
        self.ensure_one()
        reason = self._hold_reason()
        if reason:
            raise UserError(reason)
        self._wake()
        return self._toast(self.env._("A run starts within a minute."), "success")

    def action_pause(self):
        self.paused = True

    def action_resume(self):
        self.paused = False
        self._wake()

    def action_dismiss_notice(self):
        self.write({"notice": False, "notice_kind": False})

    def action_open_linked(self):
        return self._open_links(self.env._("In step"), ("linked",))

    def action_open_waiting(self):
        return self._open_links(self.env._("Waiting"), ("waiting",))

    def action_open_problems(self):
        return self._open_links(self.env._("Needs attention"), PROBLEM_STATES)

    def action_open_mappings(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "qbo_connector.qbo_mapping_action"
        )
        return {
            **action,
            "domain": [("connection_id", "=", self.id)],
            "context": {
                "search_default_by_kind": 1,
                "default_connection_id": self.id,
            },
        }

    def _open_links(self, title, states):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "qbo.link",
            "view_mode": "list,form",
            "domain": [("connection_id", "=", self.id), ("state", "in", states)],
        }

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

    # --- Runs --------------------------------------------------------------------

    def _cron_run(self):
        """Exchange what changed; called by this connection's own cron row."""
        connection = self.exists()
        if not connection or connection._note_copy() or connection._hold_reason():
            return
        self.env["qbo.sync"]._run(connection.with_company(connection.company_id))

    def _wake(self, at=None):
        """Start a run after this transaction, or at ``at`` (naive UTC)."""
        for cron_sudo in self.sudo().cron_id:
            cron_sudo._trigger(at)

    @api.model
    def _cron_keep_alive(self):
        """Keep connections alive that nobody uses, and warn before one ends."""
        self._each_connected(lambda connection: connection._keep_alive())

    @api.model
    def _cron_update_lists(self):
        """Mirror the lists of QuickBooks once a day."""
        self._each_connected(lambda connection: connection._update_lists())

    def _each_connected(self, work):
        """Do ``work`` for each connection, each in a transaction of its own."""
        connections = self.search([("state", "=", "connected")])
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=len(connections))
        for connection in connections:
            work(connection)
            if not commit_progress(1):
                break

    def _update_lists(self):
        if self._hold_reason() or not self._polling_pace():
            return
        try:
            self.env["qbo.reference"]._refresh(self)
        except QboError as error:
            # The next run tells people; one company must not stop the others.
            _logger.info("Lists of %s were not read: %s", self, error.code)

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

    # --- Telling people ----------------------------------------------------------

    def _tell(self, kind, sentence):
        """Leave ``sentence`` on the record, where the next visitor reads it."""
        self.write({"notice": sentence, "notice_kind": kind})

    def _toast(self, sentence, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": sentence,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _alert_owner(self, summary, note):
        """Give the owner a to-do, unless there is one with this summary."""
        for connection in self:
            if summary not in connection.activity_ids.mapped("summary"):
                connection.activity_schedule(
                    "qbo_connector.activity_attention",
                    summary=summary,
                    note=note,
                    user_id=connection.owner_id.id or self.env.uid,
                )

    def _calm_owner(self, summary):
        """Take back the to-dos of ``summary``: their cause is gone."""
        self.activity_ids.filtered(
            lambda activity: activity.summary == summary
        ).unlink()
