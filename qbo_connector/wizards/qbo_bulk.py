"""The dialog before many are synced: what will be linked, what created."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..actions import dialog_of
from ..buttons import BUTTON_TIMEOUT, check_user
from ..engine.queries import ask
from ..mappers.watch import MappingProblem
from ..qbo import query
from ..qbo.entities import get as facts_of
from ..qbo.errors import QboError


class QboBulk(models.TransientModel):
    """Count first, then start: a job does the work in the background."""

    _name = "qbo.bulk"
    _description = "Sync many with QuickBooks"
    _inherit = ["qbo.wizard.mixin"]

    connection_id = fields.Many2one("qbo.connection", required=True, readonly=True)
    entity = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(readonly=True)
    chosen_count = fields.Integer(string="Chosen", readonly=True)
    linked_count = fields.Integer(string="Linked already", readonly=True)
    match_count = fields.Integer(string="Will be linked", readonly=True)
    doubtful_count = fields.Integer(string="You will be asked about", readonly=True)
    create_count = fields.Integer(string="Will be created", readonly=True)
    held_count = fields.Integer(string="Held back", readonly=True)
    held = fields.Text(string="Why", readonly=True)

    def _begin(self, rows, entity):
        """Open the dialog for rows of the list of one connection."""
        check_user(self.env)
        rows.check_access("read")
        if len(rows.connection_id) != 1:
            raise UserError(self.env._("Choose rows of one connection only."))
        self.env["qbo.door"]._admit(rows.connection_id)
        bulk_sudo = self.sudo().create(
            {
                "connection_id": rows.connection_id.id,
                "entity": entity,
                "res_ids": rows._records().ids,
            }
        )
        bulk = bulk_sudo.with_env(self.env)
        bulk._count()
        title = self.env._("Sync with QuickBooks")
        return dialog_of(self._name, bulk.id, title)

    def _count(self):
        """Find out, with few calls, what would become of each."""
        mapper, connection_sudo = self._mapper(), self._connection_sudo()
        records_sudo = self._records().sudo().with_company(connection_sudo.company_id)
        links = self.env["qbo.link"].sudo()
        known = links._by_record(connection_sudo, mapper, records_sudo.ids)
        linked = {res_id for (res_id, _part), link in known.items() if link.qbo_id}
        payloads, held = [], []
        for record_sudo in records_sudo:
            try:
                payload = mapper._to_qbo(record_sudo, connection_sudo)
            except MappingProblem as problem:
                held.append(problem.message)
            else:
                payloads += [payload] if record_sudo.id not in linked else []
        matches, doubtful = self._recognise(mapper, connection_sudo, payloads)
        self.sudo().write(
            {
                "chosen_count": len(records_sudo),
                "linked_count": len(linked),
                "match_count": len(matches),
                "doubtful_count": len(doubtful),
                "create_count": len(payloads) - len(matches) - len(doubtful),
                "held_count": len(held),
                "held": "\n".join(held[:5]),
            }
        )

    def _recognise(self, mapper, connection_sudo, payloads):
        """Sure and doubtful matches in QuickBooks, as the push will find them."""
        if not payloads:
            return {}, {}
        try:
            rows = self._candidates(mapper, connection_sudo, payloads)
        except QboError as error:
            raise UserError(connection_sudo._sentence(error)) from error
        links = self.env["qbo.link"].sudo()
        ids = [row["Id"] for row in rows]
        taken = links._by_qbo_id(connection_sudo, self.entity, ids)
        free = {row["Id"]: row for row in rows if row["Id"] not in taken}
        return mapper._recognise_remote(payloads, list(free.values()), connection_sudo)

    def _candidates(self, mapper, connection_sudo, payloads):
        client = connection_sudo._client(timeout=BUTTON_TIMEOUT)
        if mapper._reads_whole(len(payloads)):
            return list(client.query(self.entity, active=None))
        clauses = mapper._remote_queries(payloads, connection_sudo)
        columns = facts_of(self.entity).columns
        statements = [
            query.select(self.entity, clause, columns=columns, limit=query.PAGE)
            for clause in clauses
        ]
        return [row for some in ask(client, statements) for row in some]

    def action_start(self):
        """Start the job and show its bar."""
        self.ensure_one()
        self.env["qbo.door"]._admit(self.connection_id)
        run = (
            self.env["qbo.run"]
            .sudo()
            ._start(self.connection_id.sudo(), self._records())
        )
        return run._open()

    def _records(self):
        return self.env[self._mapper()._odoo_model].browse(self.res_ids)

    def _mapper(self):
        return self.env["qbo.mapper"].sudo()._for(self.entity)

    def _connection_sudo(self):
        connection_sudo = self.connection_id.sudo()  # users see it, but may not use it
        return connection_sudo.with_company(connection_sudo.company_id)
