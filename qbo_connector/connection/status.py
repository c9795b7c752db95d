from odoo import api, fields, models
from odoo.fields import Domain

from ..qbo.errors import QboReconnect

OPEN = [("closed_at", "=", False)]


class QboConnectionStatus(models.AbstractModel):
    """The part of a connection that shows how it stands."""

    _name = "qbo.connection.status"
    _description = "QuickBooks status"

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

    # --- Light ------------------------------------------------------------------

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
        if self.env["qbo.token"]._known(self)._is_locked():
            return "red", [self.env._("This server lacks the key of the credentials.")]
        if self.state == "reconnect":
            return "red", [self.env["qbo.error.text"]._of(QboReconnect(""))]
        if self.state != "connected":
            return "off", [self.env._("Not connected to QuickBooks.")]
        sentences = self._attention()
        return ("amber", sentences) if sentences else ("green", [])

    def _attention(self):
        """Return one sentence for each thing of this connection to look at."""
        self.ensure_one()
        sentences = [] if self.differences_accepted else self._differences()
        if sentences:
            sentences.append(
                self.env._(
                    "Nothing is sent or fetched before an administrator presses Go "
                    "on Anyway."
                )
            )
        sentences += self._budget_sentences()
        if self.paused:
            sentences.append(self.env._("Paused: nothing is sent or fetched."))
        if self.problem_count:
            sentences.append(
                self.env._("Open problems: %(count)s.", count=self.problem_count)
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
        problems = dict(
            self.env["qbo.exception"]._read_group(
                Domain("connection_id", "in", self.ids) & Domain(OPEN),
                ["connection_id"],
                ["__count"],
            )
        )
        for connection in self:
            key = connection.id
            connection.linked_count = counts.get((key, "linked"), 0)
            connection.waiting_count = counts.get((key, "waiting"), 0)
            connection.problem_count = problems.get(connection, 0)

    def _compute_mapping_count(self):
        counts = dict(
            self.env["qbo.mapping"]._read_group(
                Domain("connection_id", "in", self.ids), ["connection_id"], ["__count"]
            )
        )
        for connection in self:
            connection.mapping_count = counts.get(connection, 0)

    # --- Opening ----------------------------------------------------------------

    def action_open_linked(self):
        return self._open_links(self.env._("In step"), "linked")

    def action_open_waiting(self):
        return self._open_links(self.env._("Waiting"), "waiting")

    def action_open_problems(self):
        return self._open_own("qbo_exception_action", OPEN)

    def action_open_mappings(self):
        return self._open_own(
            "qbo_mapping_action",
            search_default_by_kind=1,
            default_connection_id=self.id,
        )

    def action_open_rules(self):
        return self._open_own("qbo_rule_action")

    def _open_own(self, action, domain=(), **context):
        """Open a list of this connection's own rows."""
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(f"qbo_connector.{action}"),
            "domain": [("connection_id", "=", self.id), *domain],
            "context": context,
        }

    def _open_links(self, title, state):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "qbo.link",
            "view_mode": "list,form",
            "domain": [("connection_id", "=", self.id), ("state", "=", state)],
        }
