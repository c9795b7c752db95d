from odoo import fields, models

from ..buttons import check_user
from ..qbo.three_way import planted


class QboConflict(models.Model):
    """One field that both sides changed to different values, for a person to decide."""

    _name = "qbo.conflict"
    _description = "QuickBooks difference to decide"
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
        check_user(self.env)
        conflicts_sudo = self.sudo()  # users may decide, but not write problems at will
        conflicts_sudo.choice = choice
        for conflict_sudo in conflicts_sudo:
            conflict_sudo._settle()
        return True

    def _settle(self):
        """Let one decision come true; the last one closes the problem."""
        problem = self.exception_id
        link = problem.link_id
        theirs = link.disputed.get(self.key)
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        connection = link.connection_id
        if self.choice == "theirs":
            record = self.env[link.res_model].browse(link.res_id)
            mapper._apply(planted({}, self.key, theirs), connection, record)
        link._decided(self.key, theirs)
        if all(conflict.choice for conflict in problem.conflict_ids):
            problem._shut()
            link.write({"state": "linked", "problem": False})
        link._mark_again(front=True)
        connection._wake()
