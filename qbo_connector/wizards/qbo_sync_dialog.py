"""The dialog behind Sync: who is it in QuickBooks?"""

from odoo import fields, models
from odoo.exceptions import UserError

from ..actions import dialog_of
from ..buttons import BUTTON_TIMEOUT
from ..engine.queries import ask
from ..engine.turn import Turn
from ..mappers.watch import MappingProblem
from ..qbo import exact, query
from ..qbo.entities import get as facts_of
from ..qbo.errors import QboError

MOST = 20
SEARCHED_WORDS = 2


class QboSyncDialog(models.TransientModel):
    """Suggest objects of QuickBooks for a record, search more, link or create."""

    _name = "qbo.sync.dialog"
    _description = "Sync with QuickBooks"
    _inherit = ["qbo.wizard.mixin"]
    _filled = frozenset(("searched_text",))

    connection_id = fields.Many2one("qbo.connection", required=True, readonly=True)
    entity = fields.Char(required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    record_name = fields.Char(readonly=True)
    detail = fields.Char(string="In Odoo", readonly=True)
    searched_text = fields.Char(string="Search in QuickBooks")
    problem = fields.Char(readonly=True)
    option_ids = fields.One2many("qbo.sync.option", "dialog_id", readonly=True)

    def _begin(self, connection, entity, record):
        """Open the dialog; what is linked already is sent instead."""
        self.env["qbo.door"]._admit(connection)
        record.check_access("read")
        self.env["qbo.door"]._check_company(connection, record)
        mapper = self.env["qbo.mapper"].sudo()._for(entity)
        rows = self.env["qbo.link"].sudo()._by_record(connection, mapper, record.ids)
        link_sudo = rows.get((record.id, ""))
        if link_sudo and link_sudo.qbo_id:
            return self._send(connection, entity, record)
        dialog_sudo = self.sudo().create(
            {
                "connection_id": connection.id,
                "entity": entity,
                "res_model": record._name,
                "res_id": record.id,
                "record_name": record.display_name,
                "detail": self._detail(mapper._party_here(record.sudo())),
            }
        )
        dialog = dialog_sudo.with_env(self.env)
        dialog._suggest()
        return dialog._show()

    def _show(self):
        return dialog_of(self._name, self.id, self.env._("Sync with QuickBooks"))

    def _detail(self, party):
        parts = (
            party.email,
            *party.phones,
            party.street,
            party.postal_code,
            party.city,
        )
        return ", ".join(filter(None, parts))

    # -- options --------------------------------------------------------------

    def _suggest(self):
        """Ask QuickBooks for what looks like the record."""
        mapper = self._mapper()
        try:
            payload = mapper._to_qbo(self._record_sudo(), self._connection_sudo())
        except MappingProblem as problem:
            self.sudo().problem = problem.message
            payload = {mapper._natural_key: self.record_name or ""}
        clauses = mapper._remote_queries([payload], self._connection_sudo())
        clauses += self._holders(mapper, payload)
        words = {word for name in mapper._party("", payload).names for word in name}
        longest = sorted(words, key=len)[-SEARCHED_WORDS:]
        self._fill([*clauses, *filter(None, map(self._like, longest))])

    def _holders(self, mapper, payload):
        """Clauses for who has its name, where QuickBooks said that it is taken."""
        connection_sudo = self._connection_sudo()
        rows = (
            self.env["qbo.link"]
            .sudo()
            ._by_record(connection_sudo, mapper, [self.res_id])
        )
        link_sudo = rows.get((self.res_id, ""))
        if not (link_sudo and link_sudo.taken_by):
            return []
        ids = query.in_list("Id", link_sudo.taken_by.split(","))
        active = query.is_active(self.entity, None)
        return [
            *(query.both(active, clause) for clause in ids),
            *mapper._remote_queries_again([payload], connection_sudo),
        ]

    def _like(self, text):
        if not query.can_be_asked(text):
            return ""
        return f"{self._mapper()._natural_key} LIKE {query.literal(f'%{text}%')}"

    def action_search(self):
        """Search in QuickBooks for what was typed."""
        self.ensure_one()
        self._check_own()
        text = (self.searched_text or "").strip()
        clauses = [self._like(text)] if text else []
        if clauses and query.can_be_asked(text):
            clauses += self._mapper()._also_searched(text)
        if text and clauses:
            self._fill(list(filter(None, clauses)))
        else:
            self._suggest()
        return self._show()

    def _fill(self, clauses):
        """Show the objects that the clauses find, the likeliest first."""
        mapper, connection_sudo = self._mapper(), self._connection_sudo()
        columns = facts_of(self.entity).columns
        statements = [
            query.select(self.entity, clause, columns=columns, limit=MOST)
            for clause in clauses
        ]
        rows = [row for some in self._ask(statements) for row in some]
        found = {row["Id"]: row for row in rows if mapper._may_be_linked(row)}
        others = {key: mapper._party(key, row) for key, row in found.items()}
        judged = mapper._judge(self._record_sudo(), found, connection_sudo)
        links = self.env["qbo.link"].sudo()
        known = links._by_qbo_id(connection_sudo, self.entity, list(found))
        self.sudo().option_ids.unlink()
        self.env["qbo.sync.option"].sudo().create(
            [
                {
                    "dialog_id": self.id,
                    "qbo_id": key,
                    "name": others[key].name,
                    "detail": self._detail(others[key]),
                    "taken_by": known[key].record_name
                    if key in known and known[key].res_id
                    else False,
                    **self.env["qbo.match"]._judged(judged[key]),
                }
                for key, row in found.items()
            ]
        )

    def _ask(self, statements):
        """Rows of each statement; raises UserError with QuickBooks' reason."""
        connection_sudo = self._connection_sudo()
        try:
            return ask(connection_sudo._client(timeout=BUTTON_TIMEOUT), statements)
        except QboError as error:
            raise UserError(connection_sudo._sentence(error)) from error

    # -- decisions ------------------------------------------------------------

    def _link(self, option):
        """Link the record with an object, and bring the two together."""
        self._check_own("write")
        connection_sudo, mapper = self._connection_sudo(), self._mapper()
        payload = self._read(option.qbo_id)
        pairing_sudo = connection_sudo.env["qbo.pairing"]
        link_sudo = pairing_sudo._pair(
            connection_sudo,
            self.entity,
            self._record_sudo(),
            option.qbo_id,
            option.name,
        )
        apply_sudo = connection_sudo.env["qbo.pull.apply"]
        apply_sudo._meet(connection_sudo, mapper, [(link_sudo, payload)])
        return self._told(
            self.env._("Linked with %(name)s of QuickBooks.", name=option.name)
        )

    def _read(self, qbo_id):
        """Return the newest object; raises UserError where it cannot be linked."""
        connection_sudo = self._connection_sudo()
        try:
            client = connection_sudo._client(timeout=BUTTON_TIMEOUT)
            payload = exact.jsonable(client.read(self.entity, qbo_id))
        except QboError as error:
            raise UserError(connection_sudo._sentence(error)) from error
        if not self._mapper()._may_be_linked(payload):
            raise UserError(
                self.env._("It was changed in QuickBooks and cannot be linked.")
            )
        return payload

    def action_create(self):
        """Create the record in QuickBooks: it is none of those."""
        self.ensure_one()
        self._check_own()
        connection_sudo = self._connection_sudo()
        self.env.flush_all()
        self.env["qbo.sync"].sudo()._transact(
            Turn(connection_sudo.id),
            self.env["qbo.pairing"]._insist,
            self.entity,
            self.res_id,
        )
        return self._send(self.connection_id, self.entity, self._record())

    def _send(self, connection, entity, record):
        """Send at once and say what came of it."""
        connection_sudo = connection.sudo()  # users work with it, but may not change it
        self.env.flush_all()
        self.env["qbo.sync"].sudo()._transact(
            Turn(connection_sudo.id), self.env["qbo.pairing"]._mark, entity, record.id
        )
        record._qbo_push_now(connection_sudo)
        mapper = self.env["qbo.mapper"].sudo()._for(entity)
        rows = self.env["qbo.link"].sudo()._by_record(connection, mapper, record.ids)
        link_sudo = rows.get((record.id, ""))
        if link_sudo and link_sudo.state == "linked":
            name = record.display_name
            return self._told(self.env._("%(name)s is in step.", name=name))
        problem = link_sudo.problem if link_sudo else ""
        waiting = self.env._("It goes to QuickBooks within a minute.")
        return self._told(problem or waiting, "warning" if problem else "info")

    def _told(self, sentence, kind="success"):
        """Close the dialog and say what happened."""
        toast = self.env["qbo.connection"]._toast(sentence, kind)
        toast["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return toast

    # -- what it is about -------------------------------------------------------

    def _check_own(self, operation="read"):
        """Raise AccessError unless the user may use the connection and the record."""
        self.env["qbo.door"]._admit(self.connection_id)
        self._record().check_access(operation)
        self.env["qbo.door"]._check_company(self.connection_id, self._record())

    def _mapper(self):
        return self._connection_sudo().env["qbo.mapper"]._for(self.entity)

    def _connection_sudo(self):
        connection_sudo = self.connection_id.sudo()  # see _send
        return connection_sudo.with_company(connection_sudo.company_id)

    def _record(self):
        return self.env[self.res_model].browse(self.res_id)

    def _record_sudo(self):
        # values of the connection's company, whichever the user works in
        return self._record().sudo().with_company(self.connection_id.company_id)
