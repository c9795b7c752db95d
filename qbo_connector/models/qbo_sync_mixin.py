from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..buttons import USER, check_user
from ..engine.turn import OVER
from ..qbo.errors import QboError
from ..records import within

STATES = [
    ("none", "Not in QuickBooks"),
    ("waiting", "Waiting"),
    ("linked", "In step"),
    ("attention", "Needs attention"),
]
ATTENTION = ("mismatch", "error", "gone")


class QboSyncMixin(models.AbstractModel):
    """Show on a record how it stands in QuickBooks; nothing is stored on it."""

    _name = "qbo.sync.mixin"
    _description = "Tracked in QuickBooks"
    _inherit = ["qbo.change.mixin"]

    qbo_link_ids = fields.One2many(
        "qbo.link",
        "res_id",
        string="QuickBooks Links",
        # or whether there is any could be asked over all companies
        domain=lambda self: [("company_id", "in", self.env.companies.root_id.ids)],
        groups=USER,
        copy=False,
    )
    qbo_state = fields.Selection(
        STATES,
        string="QuickBooks",
        compute="_compute_qbo_facts",
        compute_sudo=True,
        search="_search_qbo_state",
        groups=USER,
    )
    qbo_id = fields.Char(
        string="QuickBooks ID",
        compute="_compute_qbo_facts",
        compute_sudo=True,
        search="_search_qbo_id",
        groups=USER,
    )
    qbo_synced_at = fields.Datetime(
        string="In Step With QuickBooks",
        compute="_compute_qbo_facts",
        compute_sudo=True,
        groups=USER,
    )

    def _compute_qbo_facts(self):
        links_by_record = self._qbo_links().grouped("res_id")
        none = self.env["qbo.link"]
        for record in self:
            links = links_by_record.get(record.id, none)
            record.qbo_state = self._qbo_state_of(links)
            record.qbo_id = ", ".join(filter(None, links.mapped("qbo_id")))
            record.qbo_synced_at = max(
                filter(None, links.mapped("synced_at")), default=False
            )

    def _qbo_links(self):
        """Links of these records in the companies the user works in, or in all."""
        domain = self._qbo_mine() & Domain("res_id", "in", self.ids)
        return self.env["qbo.link"].sudo().search(domain, order="part, id")

    def _qbo_state_of(self, links):
        states = set(links.mapped("state"))
        if states & set(ATTENTION):
            return "attention"
        if "waiting" in states:
            return "waiting"
        return "linked" if "linked" in states else "none"

    def _search_qbo_state(self, operator, value):
        self._check_field_access(self._fields["qbo_state"], "read")
        if operator != "in":
            return NotImplemented
        links = self.env["qbo.link"].sudo()
        mine = self._qbo_mine()
        wanted = Domain.FALSE
        for state in value:
            stored = ATTENTION if state == "attention" else (state,)
            inside = Domain("state", "in", stored)
            if state == "none":
                known = mine & Domain("state", "not in", OVER)
                wanted |= ~links._records_domain(known)
            else:
                wanted |= links._records_domain(mine & inside)
        return wanted

    def _search_qbo_id(self, operator, value):
        self._check_field_access(self._fields["qbo_id"], "read")
        if operator.startswith("not "):
            return NotImplemented
        links, mine = self.env["qbo.link"].sudo(), self._qbo_mine()
        wanted = links._records_domain(mine & Domain("qbo_id", operator, value))
        if operator == "in" and False in value:
            known = links._records_domain(mine & Domain("qbo_id", "!=", False))
            wanted |= ~known
        return wanted

    def _qbo_mine(self):
        """Links of this model's records in the companies the user works in."""
        companies = self.env.companies.root_id
        domain = Domain("res_model", "=", self._name)
        domain &= Domain("res_id", "!=", False)  # NOT IN finds nothing beside a NULL
        return domain & Domain("company_id", "in", companies.ids)

    def _qbo_check_user(self):
        """Raise AccessError unless the user may work with QuickBooks."""
        check_user(self.env)

    # -- buttons --------------------------------------------------------------

    def action_qbo_push(self):
        """Send these records to QuickBooks: one by itself, many in the background."""
        self._qbo_check_user()
        self.check_access("read")
        connections_sudo = self._qbo_connections_sudo()
        if len(self) > 1:
            runs = [
                self.env["qbo.run"].sudo()._start(connection_sudo, self)
                for connection_sudo in connections_sudo
            ]
            return runs[0]._open()
        for connection_sudo in connections_sudo:
            self.env["qbo.sync"].sudo()._ask_push(connection_sudo, self)
            self._qbo_push_now(connection_sudo)
        return True

    def action_qbo_why(self):
        """Say why this record is not in QuickBooks, or how it stands there."""
        return self._qbo_explain(
            self.env._("Why is it not in QuickBooks?"),
            lambda insight, heading, *about: insight._paragraphs(
                heading, self.env["qbo.explain"].sudo()._sentences(*about)
            ),
        )

    def action_qbo_preview(self):
        """Show what would be sent for this record."""
        return self._qbo_explain(
            self.env._("What would be sent to QuickBooks"),
            lambda insight, heading, *about: insight._as_table(
                heading, self.env["qbo.explain"].sudo()._preview(*about)
            ),
        )

    def _qbo_explain(self, title, tell):
        """Open a window with what ``tell`` says for each connection and type."""
        self.ensure_one()
        self._qbo_check_user()
        self.check_access("read")
        insight = self.env["qbo.explanation"]
        text = Markup().join(
            tell(
                insight,
                f"{connection.name}: {mapper._entity}",
                connection.with_company(connection.company_id),
                mapper.sudo(),
                self.sudo().with_company(connection.company_id),
            )
            for connection in self._qbo_connections_sudo()
            for mapper in self._qbo_mappers()
        )
        return insight._show(title, self, text)

    def action_qbo_unlink(self):
        """Take these records out of the exchange; QuickBooks keeps its objects."""
        self._qbo_check_user()
        self.check_access("write")
        # links are written by the sync and by buttons, not by users at will
        links_sudo = self._qbo_links()
        self.env["qbo.exception"].sudo()._close(links_sudo)
        links_sudo.unlink()
        return True

    def _qbo_connections_sudo(self):
        """Connections of the user's companies; raises UserError when there is none."""
        # a user works with connections without seeing their settings
        connections_sudo = self.env["qbo.connection"].sudo()
        connections_sudo = connections_sudo.search(
            [
                ("company_id", "in", self.env.companies.root_id.ids),
                ("state", "=", "connected"),
            ]
        )
        if not connections_sudo:
            raise UserError(self.env._("No company is connected to QuickBooks."))
        return connections_sudo

    def _qbo_mappers(self):
        """Mappers that send these records, parents first."""
        mappers = self.env["qbo.mapper"]._all()
        return [each for each in mappers if each._odoo_model == self._name]

    def _qbo_push_rows(self, connection, run_id=None):
        """Change marks that put these records in front of the queue."""
        return [
            {
                "connection_id": connection.id,
                "entity": entity,
                "res_model": self._name,
                "res_id": res_id,
                "front": True,
                "run_id": run_id,
            }
            for entity, res_ids in self._qbo_meant(connection).items()
            for res_id in res_ids
        ]

    def _qbo_meant(self, connection):
        """Which of these records goes as what: {type: ids}.

        A partner may be customer and vendor: it goes as what it is linked as or is
        known to be, else as the first type there is.
        """
        links = self.env["qbo.link"]
        mappers = self._qbo_mappers()
        meant, rest = {}, self
        for mapper in mappers:
            known = within(self, mapper._creation_domain(connection))
            linked = links._by_record(connection, mapper, self.ids)
            ids = {res_id for res_id, _part in linked} | set(known.ids)
            chosen = mapper._trackable(self.browse(ids))
            meant[mapper._entity] = chosen.ids
            rest -= chosen
        for mapper in mappers:
            chosen = mapper._trackable(rest)
            meant[mapper._entity] += chosen.ids
            rest -= chosen
        return meant

    def _qbo_push_now(self, connection_sudo):
        """Send at once, as far as QuickBooks is free to be spoken to."""
        reason = connection_sudo._hold_reason()
        if reason:
            raise UserError(reason)
        try:
            self.env["qbo.sync"].sudo()._run_now(connection_sudo)
        except QboError as error:
            raise UserError(connection_sudo._sentence(error)) from error
        self.env.invalidate_all()  # other transactions wrote what we may have read
