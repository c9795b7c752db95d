from odoo import models

from ..actions import dialog_of


class QboExceptionChoice(models.AbstractModel):
    """The buttons of a problem with which a person says who is who."""

    _name = "qbo.exception.choice"
    _description = "QuickBooks choices"

    def action_choose(self):
        """List who has the name in QuickBooks, to link it or to look further."""
        self.ensure_one()
        [problem_sudo] = self._for_user("action_choose")
        connection = problem_sudo.connection_id.with_env(self.env)
        record = self.env[problem_sudo.res_model].browse(problem_sudo.res_id)
        dialogs = self.env["qbo.sync.dialog"]
        return dialogs._begin(connection, problem_sudo.entity, record)

    def action_merged(self):
        """Ask whom it was merged into."""
        self.ensure_one()
        [problem_sudo] = self._for_user("action_merged")
        choice_sudo = (
            self.env["qbo.survivor"]
            .sudo()
            .create(
                {"exception_id": self.id, "survivor_id": problem_sudo.survivor_id.id}
            )
        )
        title = self.env._("Merged in QuickBooks")
        return dialog_of(choice_sudo._name, choice_sudo.id, title)

    def action_switch_off(self):
        """It was only made inactive: archive it here too."""
        for problem_sudo in self._for_user("action_switch_off"):
            link_sudo = problem_sudo.link_id
            self.env["qbo.door"]._check_write(link_sudo.res_model, link_sudo.res_id)
            problem_sudo.env["qbo.pull.merged"]._switch_off(link_sudo)
        return True
