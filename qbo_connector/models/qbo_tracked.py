from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

USER = "qbo_connector.qbo_group_user"
STATES = [
    ("none", "Not in QuickBooks"),
    ("waiting", "Waiting"),
    ("linked", "In step"),
    ("attention", "Needs attention"),
]
ATTENTION = ("mismatch", "error", "gone")


class QboTracked(models.AbstractModel):
    """Show on a record how it stands in QuickBooks; nothing is stored on it."""

    _name = "qbo.tracked"
    _description = "Tracked in QuickBooks"
    _inherit = ["qbo.watched"]

    qbo_link_ids = fields.One2many(
        "qbo.link", "res_id", string="QuickBooks Links", groups=USER, copy=False
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
            record.qbo_synced_at = max(filter(None, links.mapped("synced_at")), default=False)

    def _qbo_links(self):
        """Links of these records in the companies the user works in, or in all."""
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        companies = self.env.companies.root_id
        domain &= Domain("company_id", "in", companies.ids)
        return self.env["qbo.link"].sudo().search(domain, order="part, id")

    def _qbo_state_of(self, links):
        states = set(links.mapped("state"))
        if states & set(ATTENTION):
            return "attention"
        if "waiting" in states:
            return "waiting"
        return "linked" if "linked" in states else "none"

    def _search_qbo_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        links = self.env["qbo.link"].sudo()
        mine = Domain("res_model", "=", self._name)
        mine &= Domain("company_id", "in", self.env.companies.root_id.ids)
        wanted = Domain.FALSE
        for state in value:
            stored = ATTENTION if state == "attention" else (state,)
            inside = Domain("state", "in", stored)
            if state == "none":
                known = links._search(mine & Domain("state", "!=", "ignored"))
                wanted |= Domain("id", "not in", known.subselect("res_id"))
            else:
                wanted |= Domain("id", "in", links._search(mine & inside).subselect("res_id"))
        return wanted

    def _search_qbo_id(self, operator, value):
        links = self.env["qbo.link"].sudo()
        found = links._search([("res_model", "=", self._name), ("qbo_id", operator, value)])
        return Domain("id", "in", found.subselect("res_id"))

    def _qbo_check_user(self):
        """Raise AccessError unless the user may work with QuickBooks."""
        self.check_access("read")
        if not self.env.user.has_group(USER):
            raise AccessError(
                self.env._("Ask for the QuickBooks user right to do this.")
            )
