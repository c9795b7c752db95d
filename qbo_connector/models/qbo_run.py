from datetime import timedelta

from odoo import api, fields, models

from ..actions import form_of
from ..buttons import check_user
from ..engine.turn import OVER

KEPT = timedelta(days=180)
FIGURES = ("created", "updated", "imported", "applied", "linked", "skipped", "failed")


class QboRun(models.Model):
    """What one run, or one job somebody started, has done."""

    _name = "qbo.run"
    _description = "QuickBooks run"
    _order = "id desc"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("schedule", "Scheduled"), ("job", "Started by a person")],
        required=True,
        default="schedule",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Started By", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("stopped", "Stopped")],
        required=True,
        default="running",
        index=True,
        readonly=True,
    )
    started_at = fields.Datetime(
        required=True, default=fields.Datetime.now, readonly=True
    )
    ended_at = fields.Datetime(readonly=True)
    total = fields.Integer(string="Records", readonly=True)
    done = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    outcome = fields.Char(compute="_compute_outcome")
    created = fields.Integer(string="Created in QuickBooks", readonly=True)
    updated = fields.Integer(string="Updated in QuickBooks", readonly=True)
    imported = fields.Integer(string="Created in Odoo", readonly=True)
    applied = fields.Integer(string="Updated in Odoo", readonly=True)
    linked = fields.Integer(string="Linked to Existing", readonly=True)
    skipped = fields.Integer(string="Already in Step", readonly=True)
    failed = fields.Integer(string="Needs Attention", readonly=True)
    link_ids = fields.One2many("qbo.link", "run_id", readonly=True)

    def _compute_progress(self):
        for run in self:
            whole = run.total or run.done
            run.progress = 100.0 * run.done / whole if whole else 0.0

    def _compute_outcome(self):
        """What was done, in one line without zeroes."""
        names = self.fields_get(FIGURES, ["string"])
        for run in self:
            told = [
                f"{names[each]['string']}: {run[each]}" for each in FIGURES if run[each]
            ]
            run.outcome = ", ".join(told)

    # -- scheduled runs ---------------------------------------------------------

    @api.model
    def _open_row(self, connection):
        runs = connection.env["qbo.run"]
        crashed = [("kind", "=", "schedule"), ("state", "=", "running")]
        runs.search([("connection_id", "=", connection.id), *crashed]).write(
            {"state": "stopped", "ended_at": fields.Datetime.now()}
        )
        name = self.env._("Scheduled run")
        return runs.create({"connection_id": connection.id, "name": name}).id

    @api.model
    def _note_jobs(self, connection, jobs):
        for run_id, count in jobs.items():
            connection.env["qbo.run"].browse(run_id).exists()._advance(count)

    @api.model
    def _note(self, connection, turn, done):
        runs = connection.env["qbo.run"]
        run = runs.browse(turn.run_id).exists()
        if run and not done:
            run.unlink()
        elif run:
            now = fields.Datetime.now()
            ended = {"state": "done", "ended_at": now, "total": turn.done}
            run.write({**done, **ended, "done": turn.done})

    # -- jobs -------------------------------------------------------------------

    @api.model
    def _start(self, connection, records):
        """Send many records in the background; returns the run that shows how far."""
        run = self.create(
            {
                "connection_id": connection.id,
                "name": self.env._(
                    "Send %(count)s records to QuickBooks", count=len(records)
                ),
                "kind": "job",
                "user_id": self.env.uid,
            }
        )
        rows = records._qbo_push_rows(connection, run.id)
        run.total = len(rows)
        self.env["qbo.change"]._insert(rows)
        connection._wake()
        return run

    def _open(self):
        """Open this run with its bar."""
        self.ensure_one()
        return form_of(self._name, self.id, name=self.name)

    def action_stop(self):
        """Stop: what was not sent yet is not sent for this job."""
        check_user(self.env)
        self.check_access("read")
        runs_sudo = self.sudo().filtered(lambda run: run.state == "running")
        runs_sudo.write({"state": "stopped", "ended_at": fields.Datetime.now()})
        marks_sudo = runs_sudo.env["qbo.change"]
        marks_sudo.search([("run_id", "in", runs_sudo.ids)])._call_off()
        return True

    def action_undo(self):
        """Take back exactly what this run created in QuickBooks, and unlink it."""
        check_user(self.env)
        self.check_access("read")
        # links are written by the sync and by buttons, not by users at will
        links_sudo = self.sudo().link_ids.filtered(
            lambda link: link.origin == "created"
            and link.qbo_id
            and link.state not in OVER
        )
        links_sudo._mark_again(operation="remove", front=True)
        links_sudo.connection_id._wake()
        return True

    def action_open_links(self):
        """Open what this run created."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Created by this run"),
            "res_model": "qbo.link",
            "view_mode": "list,form",
            "domain": [("run_id", "=", self.id)],
        }

    def _advance(self, count):
        """Move the bar; the job is done when nothing waits for it any more."""
        for run in self:
            run.done = min(run.total, run.done + count)
            if run.done >= run.total and run.state == "running":
                run.write({"state": "done", "ended_at": fields.Datetime.now()})
            run._show()

    def _show(self):
        """Tell the browser of whoever started it how far it is."""
        self.user_id._bus_send(
            "qbo_run",
            {
                "id": self.id,
                "done": self.done,
                "total": self.total,
                "state": self.state,
            },
        )

    @api.autovacuum
    def _gc_old(self):
        """Forget runs of half a year ago, but for those that can still be undone."""
        limit = fields.Datetime.now() - KEPT
        old = self.search([("started_at", "<", limit), ("created", "=", 0)])
        old.unlink()
