from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..records import hidden_domain, whole


class QboDuplicateShown(models.AbstractModel):
    """Whom a pair is shown: who may read both contacts by the contacts' own rules."""

    _name = "qbo.duplicate.shown"
    _description = "Rules of the contacts of a duplicate"

    is_shown = fields.Boolean(compute="_compute_is_shown", search="_search_is_shown")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_shown(self):
        mine = Domain("id", "in", self.ids) & self._shown_domain()
        shown = set(self.env["qbo.duplicate"].sudo().search(mine).ids)
        for pair in self:
            pair.is_shown = pair.id in shown

    def _search_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        shown = self._shown_domain()
        return shown if True in value else ~shown

    def _shown_domain(self):
        """Domain of the pairs none of whose contacts the user's rules hide."""
        hidden = hidden_domain(self.env, "res.partner")
        if hidden.is_false():
            return Domain.TRUE
        ids = whole(self.env, "res.partner")._search(hidden).subselect()
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                """NOT EXISTS (
                       SELECT FROM qbo_duplicate_member member
                         JOIN res_partner hidden ON hidden.id::text = member.key
                        WHERE member.duplicate_id = %s AND %s = 'here'
                          AND hidden.id IN %s)""",
                SQL.identifier(alias, "id"),
                SQL.identifier(alias, "side"),
                ids,
            )
        )
