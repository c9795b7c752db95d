from odoo import api, fields, models
from odoo.fields import Domain


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
                found = self._hidden(model) & Domain("id", "in", ids)
                hidden = set(self._whole(model).search(found).ids)
            for row in rows:
                row.is_shown = row.res_id not in hidden

    def _search_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        shown = Domain.TRUE
        for model in {mapper._odoo_model for mapper in self.env["qbo.mapper"]._all()}:
            hidden = self._hidden(model)
            if not hidden.is_false():
                ids = self._whole(model)._search(hidden).subselect()
                shown &= Domain("res_model", "!=", model) | (
                    Domain("res_id", "=", False) | Domain("res_id", "not in", ids)
                )
        return shown if True in value else ~shown

    def _hidden(self, model):
        """Domain of the records that the user's own rules hide."""
        rules = self.env["ir.rule"].with_user(self.env.user)
        return ~Domain(rules._compute_domain(model, "read"))

    def _whole(self, model):
        return self.env[model].sudo().with_context(active_test=False)
