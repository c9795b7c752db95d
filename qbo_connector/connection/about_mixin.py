from odoo import api, fields, models
from odoo.fields import Domain

from ..records import hidden_domain, whole


class QboAboutMixin(models.AbstractModel):
    """What is told about a record is told to those whom the record's rules show it.

    A branch does not read of the contacts of another, although both use one
    connection. Rights on the record's model are not asked for, and what is told of a
    deleted record stays.
    """

    _name = "qbo.about.mixin"
    _description = "About a record of Odoo"

    is_shown = fields.Boolean(compute="_compute_is_shown", search="_search_is_shown")

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_shown(self):
        for model, rows in self.grouped("res_model").items():
            ids = [row.res_id for row in rows if row.res_id]
            hidden = set()
            if ids and model in self.env:
                found = hidden_domain(self.env, model) & Domain("id", "in", ids)
                hidden = set(whole(self.env, model).search(found).ids)
            for row in rows:
                row.is_shown = row.res_id not in hidden

    def _search_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        shown = Domain.TRUE
        for model in {mapper._odoo_model for mapper in self.env["qbo.mapper"]._all()}:
            hidden = hidden_domain(self.env, model)
            if not hidden.is_false():
                ids = whole(self.env, model)._search(hidden).subselect()
                shown &= Domain("res_model", "!=", model) | (
                    Domain("res_id", "=", False) | Domain("res_id", "not in", ids)
                )
        return shown if True in value else ~shown
