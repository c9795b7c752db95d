from odoo import fields, models
from odoo.exceptions import UserError

from ..qbo.three_way import planted


class QboConflict(models.Model):
    """One field that both sides changed to different values, for a person to decide."""

    _name = "qbo.conflict"
    _description = "QuickBooks difference to decide"
    _inherit = ["qbo.guarded.mixin"]
    _order = "exception_id, id"

    exception_id = fields.Many2one("qbo.exception", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="exception_id.company_id", store=True)
    key = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Field", readonly=True)
    ours = fields.Text(string="In Odoo", readonly=True)
    theirs = fields.Text(string="In QuickBooks", readonly=True)
    choice = fields.Selection(
        [("ours", "Odoo's"), ("theirs", "QuickBooks'")], readonly=True
    )

    def action_ours(self):
        """Keep Odoo's value: it is sent with the next run."""
        self._decide("ours")

    def action_theirs(self):
        """Take QuickBooks' value."""
        self._decide("theirs")

    def _decide(self, choice):
        """Take a side; what is decided already stays as it was decided."""
        for conflict in self:
            [problem_sudo] = conflict.exception_id._for_user("decide")
            link_sudo = problem_sudo.link_id
            self.env["qbo.door"]._check_write(link_sudo.res_model, link_sudo.res_id)
            # users may decide, but not write problems at will
            conflict_sudo = conflict.with_env(problem_sudo.env)
            if not conflict_sudo.choice:
                conflict_sudo.choice = choice
                conflict_sudo._settle(link_sudo)
        return True

    def _settle(self, link):
        """Let one decision come true; the last one closes the problem."""
        if self.key not in (link.disputed or {}):
            raise UserError(
                self.env._("%(field)s is no longer in dispute.", field=self.label)
            )
        theirs = link.disputed[self.key]
        connection = link.connection_id
        if self.choice == "theirs":
            mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
            record = self.env[link.res_model].browse(link.res_id)
            mapper._apply(planted({}, self.key, theirs), connection, record)
        link._decided(self.key, theirs)
        if not link.disputed:
            self.exception_id._shut()
            link.write({"state": "linked", "problem": False})
        link._mark_again(front=True)
        connection._wake()
