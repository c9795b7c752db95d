"""View info: both sides next to each other, field by field."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..actions import dialog_of
from ..buttons import BUTTON_TIMEOUT, check_user
from ..mappers.watch import MappingProblem
from ..qbo import exact, merge, rules
from ..qbo.errors import QboError
from ..qbo.three_way import planted


class QboInfo(models.TransientModel):
    """Compare a record with its newest object, and take either side's values."""

    _name = "qbo.info"
    _description = "QuickBooks side by side"
    _inherit = ["qbo.wizard.mixin"]

    link_id = fields.Many2one("qbo.link", readonly=True)
    record_name = fields.Char(readonly=True)
    qbo_name = fields.Char(related="link_id.qbo_name", string="In QuickBooks")
    qbo_id = fields.Char(related="link_id.qbo_id")
    state = fields.Selection(related="link_id.state")
    problem = fields.Char(readonly=True)
    balance = fields.Char(readonly=True)
    changed_at = fields.Datetime(string="Changed in QuickBooks", readonly=True)
    synced_at = fields.Datetime(related="link_id.synced_at")
    difference_count = fields.Integer(readonly=True)
    payload = fields.Json(readonly=True)
    line_ids = fields.One2many("qbo.info.line", "info_id", readonly=True)

    def _begin(self, link):
        """Open the window for a link; raises UserError when there is none."""
        check_user(self.env)
        if not link.qbo_id:
            raise UserError(self.env._("It is not linked with QuickBooks yet."))
        link.check_access("read")
        vals = {"link_id": link.id, "record_name": link.record_name}
        info = self.sudo().create(vals).with_env(self.env)
        info._fetch()
        info._compare()
        return info._show()

    def _show(self):
        return dialog_of(self._name, self.id, self.env._("View Info"))

    def _fetch(self):
        """Read the newest object."""
        link_sudo = self.link_id.sudo()
        connection_sudo = link_sudo.connection_id
        try:
            client = connection_sudo._client(timeout=BUTTON_TIMEOUT)
            payload = client.read(link_sudo.entity, link_sudo.qbo_id)
        except QboError as error:
            raise UserError(connection_sudo._sentence(error)) from error
        balance = payload.get("Balance")
        seen = link_sudo._saw({**payload, "SyncToken": "999999"})
        self.sudo().write(
            {
                "payload": exact.jsonable(payload),
                "balance": "" if balance is None else str(balance),
                "changed_at": seen.get("remote_time"),
            }
        )

    def _compare(self):
        """Put both sides next to each other."""
        link_sudo, mapper, record = self._sides()
        try:
            local = mapper._payload(record, self._connection_sudo(), link_sudo.part)
            told = link_sudo.problem
        except MappingProblem as problem:
            local, told = link_sudo.agreed or {}, problem.message
        here = merge.paths(exact.jsonable(mapper._project(local)))
        there = merge.paths(exact.jsonable(mapper._project(self.payload)))
        words = self.env["qbo.problem.text"]
        self.sudo().line_ids.unlink()
        lines = (
            self.env["qbo.info.line"]
            .sudo()
            .create(
                [
                    {
                        "info_id": self.id,
                        "path": path,
                        "label": words._label(mapper, path),
                        "ours": words._readable(here.get(path)),
                        "theirs": words._readable(there.get(path)),
                        "differs": not merge.equal(
                            mapper._meaning(path, here.get(path)),
                            mapper._meaning(path, there.get(path)),
                        ),
                    }
                    for path in dict.fromkeys([*here, *there])
                ]
            )
        )
        count = len(lines.filtered("differs"))
        self.sudo().write({"problem": told, "difference_count": count})

    # -- taking sides ---------------------------------------------------------

    def _take_theirs(self, path):
        """Write QuickBooks' value of one field to the record."""
        link_sudo, mapper, record = self._sides()
        self._check_may_write(record)
        self._fetch()
        theirs = rules.dig(mapper._project(self.payload), path)
        mapper._apply(planted({}, path, theirs), self._connection_sudo(), record)
        self._agree(link_sudo, path, theirs)
        self._compare()
        return self._show()

    def _take_ours(self, path):
        """Let the record's value of one field go to QuickBooks."""
        link_sudo, mapper, record = self._sides()
        self._check_may_write(record)
        self._fetch()
        self._agree(link_sudo, path, rules.dig(mapper._project(self.payload), path))
        link_sudo._mark_again(front=True)
        connection_sudo = self._connection_sudo()
        self.env.flush_all()
        connection_sudo._wake()
        return self.env["qbo.connection"]._toast(
            self.env._("Odoo's value goes to QuickBooks within a minute."), "success"
        )

    def _agree(self, link_sudo, path, theirs):
        """Say that QuickBooks' value of a field is known and its newest."""
        agreed = planted(exact.jsonable(dict(link_sudo.agreed or {})), path, theirs)
        ours = {
            key: each for key, each in (link_sudo.ours or {}).items() if key != path
        }
        disputed = {
            key: each for key, each in (link_sudo.disputed or {}).items() if key != path
        }
        link_sudo.write(
            {
                "agreed": exact.jsonable(agreed),
                "ours": ours or False,
                "disputed": disputed or False,
            }
        )
        if not disputed:
            self.env["qbo.exception"].sudo()._close(link_sudo, kinds=("clash",))
            if link_sudo.state == "error":
                link_sudo.write({"state": "linked", "problem": False})

    def action_open(self):
        """Open the object in QuickBooks itself."""
        self.ensure_one()
        return self.link_id._open_in_quickbooks()

    def action_unlink(self):
        """Take both sides out of the exchange."""
        self.ensure_one()
        record = self.env[self.link_id.res_model].browse(self.link_id.res_id)
        record.action_qbo_unlink()
        return {"type": "ir.actions.act_window_close"}

    # -- what it is about -----------------------------------------------------

    def _check_may_write(self, record):
        self.env["qbo.door"]._admit(self.link_id.sudo().connection_id)
        self.link_id.check_access("read")
        self.env["qbo.door"]._check_write(record._name, record.id)

    def _connection_sudo(self):
        connection_sudo = self.link_id.sudo().connection_id
        return connection_sudo.with_company(connection_sudo.company_id)

    def _sides(self):
        # the link is the sync's own, whoever may see its record
        link_sudo = self.link_id.sudo()
        company = link_sudo.connection_id.company_id
        record = self.env[link_sudo.res_model].sudo().with_company(company)
        mapper = self.env["qbo.mapper"].sudo().with_company(company)
        return (
            link_sudo,
            mapper._for(link_sudo.entity, link_sudo.res_model),
            record.browse(link_sudo.res_id),
        )
