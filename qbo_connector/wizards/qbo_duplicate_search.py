"""The dialog before duplicates are searched for: where, and how many requests."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..actions import dialog_of
from ..buttons import BUTTON_TIMEOUT, check_user
from ..matching.duplicate_finder import PARTIES
from ..qbo import query
from ..qbo.errors import QboError

AT_ONCE = 2000  # records that are compared while the person waits
CRON = "qbo_connector.ir_cron_qbo_find_duplicates"


class QboDuplicateSearch(models.TransientModel):
    """Count first, then search: few at once, many in the background."""

    _name = "qbo.duplicate.search"
    _description = "Find duplicates"
    _inherit = ["qbo.wizard.mixin"]
    _filled = frozenset(("connection_id", "in_odoo", "in_quickbooks"))
    _transient_max_hours = 24  # one that waits for its turn is still wanted

    connection_id = fields.Many2one(
        "qbo.connection", required=True, domain=[("state", "=", "connected")]
    )
    is_only = fields.Boolean(readonly=True)
    in_odoo = fields.Boolean(string="Contacts in Odoo", default=True)
    in_quickbooks = fields.Boolean(string="Customers and vendors in QuickBooks")
    counted_id = fields.Many2one("qbo.connection", readonly=True)
    partner_count = fields.Integer(string="Contacts", readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    vendor_count = fields.Integer(string="Vendors", readonly=True)
    request_count = fields.Integer(compute="_compute_request_count")
    problem = fields.Char(readonly=True)
    state = fields.Selection(
        [("draft", "Asked"), ("waiting", "Waiting"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
    )
    run_id = fields.Many2one("qbo.run", readonly=True)

    @api.depends("customer_count", "vendor_count")
    def _compute_request_count(self):
        for search in self:
            counts = (search.customer_count, search.vendor_count)
            search.request_count = sum(map(_pages, counts))

    # -- counting -------------------------------------------------------------

    @api.model
    def _begin(self, connection=None):
        """Open the dialog for a connection, or for the first of the user's."""
        check_user(self.env)
        known = self.env["qbo.connection"].search([("state", "=", "connected")])
        connection = connection or known[:1]
        if not connection:
            raise UserError(
                self.env._("No company is connected to QuickBooks. Connect one first.")
            )
        only = len(known) == 1
        self.env["qbo.door"]._admit(connection)
        vals = {"connection_id": connection.id, "is_only": only}
        search = self.sudo().create(vals).with_env(self.env)
        search._count()
        return search._show()

    def action_count(self):
        """Count anew, for another connection."""
        self.ensure_one()
        self._check_own()
        self._count()
        return self._show()

    def _count(self):
        """Say how many there are: two metered reads."""
        connection_sudo = self._connection_sudo()
        finder = connection_sudo.env["qbo.duplicate.finder"]
        counts, problem = (0, 0), connection_sudo._hold_reason()
        if not problem:
            try:
                client = connection_sudo._client(timeout=BUTTON_TIMEOUT)
                counts = [client.count(entity) for entity in PARTIES]
            except QboError as error:
                problem = connection_sudo._sentence(error)
        self.sudo().write(
            {
                "counted_id": connection_sudo.id,
                "partner_count": len(finder._partners(connection_sudo)),
                "customer_count": counts[0],
                "vendor_count": counts[1],
                "in_quickbooks": not problem,
                "problem": problem,
            }
        )

    def _show(self):
        return dialog_of(self._name, self.id, self.env._("Find Duplicates"))

    # -- searching ------------------------------------------------------------

    def action_start(self):
        """Search now if they are few, else in the background with a bar."""
        self.ensure_one()
        self._check_own()
        if self.counted_id != self.connection_id:
            return self.action_count()
        problem = self._connection_sudo()._hold_reason() if self.in_quickbooks else ""
        if not (self.in_odoo or self.in_quickbooks):
            problem = self.env._("Choose where to search.")
        if problem:
            raise UserError(problem)
        total = self._total()
        if total > AT_ONCE:
            return self._start_job(total)
        try:
            self._work()
        except QboError as error:
            raise UserError(self._connection_sudo()._sentence(error)) from error
        return {**self.env["qbo.duplicate"]._open_list(), "target": "main"}

    def _total(self):
        there = self.customer_count + self.vendor_count
        return self.in_odoo * self.partner_count + self.in_quickbooks * there

    def _start_job(self, total):
        run_sudo = (
            self.env["qbo.run"]
            .sudo()
            .create(
                {
                    "connection_id": self.connection_id.id,
                    "name": self.env._("Find duplicates"),
                    "kind": "job",
                    "user_id": self.env.uid,
                    "total": total,
                }
            )
        )
        self.sudo().write({"state": "waiting", "run_id": run_sudo.id})
        self.env.ref(CRON).sudo()._trigger()
        return run_sudo.with_env(self.env)._open()

    @api.model
    def _cron_search(self):
        """Do the searches that wait, each in a transaction of its own."""
        waiting = self.search([("state", "=", "waiting")], order="id")
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=len(waiting))
        for search in waiting:
            search._do_job()
            if not commit_progress(1):
                break

    def _do_job(self):
        """Do one search in the background, and say so where it cannot be done."""
        self.state = "done"
        run, connection = self.run_id, self._connection_sudo()
        if run.state != "running" or not self._may_still():
            return
        problem = connection._hold_reason()
        if not problem:
            try:
                self._work()
            except QboError as error:
                problem = connection._sentence(error)
        now = fields.Datetime.now()
        run.write({"state": "stopped" if problem else "done", "ended_at": now})
        run._show()
        if problem:
            self.create_uid._bus_send(
                "simple_notification",
                {"title": run.name, "message": problem, "type": "warning"},
            )

    def _work(self):
        """Search where it was asked to. Raises QboError."""
        connection_sudo = self._connection_sudo()
        finder = connection_sudo.env["qbo.duplicate.finder"]
        if self.in_odoo:
            self._advance(finder._search_here(connection_sudo))
        if self.in_quickbooks:
            client = connection_sudo._client()
            for entity in PARTIES:
                rows = list(client.query(entity))
                self._advance(finder._search_there(connection_sudo, entity, rows))

    def _advance(self, count):
        self.run_id.sudo()._advance(count)

    # -- rights ---------------------------------------------------------------

    def _check_own(self):
        """The connection may be used by whoever asks."""
        self.env["qbo.door"]._admit(self.connection_id)

    def _may_still(self):
        """Whether whoever asked may use the connection, and the run is theirs."""
        asker = self.create_uid
        connection = self.connection_id.with_user(asker)
        return connection.has_access("read") and self.run_id.user_id == asker

    def _connection_sudo(self):
        connection_sudo = self.connection_id.sudo()  # users see it, but may not use it
        connection_sudo = connection_sudo.with_company(connection_sudo.company_id)
        return connection_sudo.with_context(lang=self.create_uid.lang)


def _pages(count):
    """How many requests read so many rows; each page begins on the last row before."""
    return 1 if count < query.PAGE else (count - query.PAGE) // (query.PAGE - 1) + 2
