from odoo import models

from ..actions import dialog_of


class QboExceptionChoice(models.AbstractModel):
    """The buttons of a problem with which a person says who is who."""

    _name = "qbo.exception.choice"
    _description = "QuickBooks choices"

    def action_choose(self):
        """List who has the name in QuickBooks, to link it or to look further."""
        self.ensure_one()
        problem_sudo = self._for_user()
        connection = problem_sudo.connection_id.with_env(self.env)
        record = self.env[problem_sudo.res_model].browse(problem_sudo.res_id)
        dialogs = self.env["qbo.sync.dialog"]
        return dialogs._begin(connection, problem_sudo.entity, record)

    def action_merged(self):
        """Ask whom it was merged into."""
        self.ensure_one()
        problem_sudo = self._for_user()
        choice = self.env["qbo.survivor"].create(
            {"exception_id": self.id, "survivor_id": problem_sudo.survivor_id.id}
        )
        title = self.env._("Merged in QuickBooks")
        return dialog_of(choice._name, choice.id, title)

    def action_switch_off(self):
        """It was only made inactive: archive it here too."""
        for problem_sudo in self._for_user():
            self._check_may_write(problem_sudo.link_id)
            self.env["qbo.pull.merged"].sudo()._switch_off(problem_sudo.link_id)
        return True
