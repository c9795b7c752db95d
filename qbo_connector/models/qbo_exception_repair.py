from odoo import models

from ..actions import form_of


class QboExceptionRepair(models.AbstractModel):
    """The buttons of a problem: each does what its label says."""

    _name = "qbo.exception.repair"
    _description = "QuickBooks remedies"

    # -- buttons --------------------------------------------------------------

    def action_retry(self):
        """Try again with the next run."""
        several = self.filtered(lambda each: each._shows("action_retry"))
        problems = several if len(self) > 1 and several else self
        for problem_sudo in problems._for_user("action_retry"):
            problem_sudo._retry()
        return True

    def action_recreate(self):
        """Create the object again in QuickBooks."""
        for problem_sudo in self._for_user("action_recreate"):
            problem_sudo.env["qbo.removal"]._recreate(problem_sudo.link_id)
            problem_sudo.connection_id._wake()
        return True

    def action_keep_here(self):
        """Keep the record here, without QuickBooks."""
        for problem_sudo in self._for_user("action_keep_here"):
            problem_sudo.link_id.write({"state": "ignored", "qbo_id": False})
            problem_sudo._shut()
        return True

    def action_archive_here(self):
        """Archive or cancel the record here too."""
        for problem_sudo in self._for_user("action_archive_here"):
            link_sudo = problem_sudo.link_id
            self.env["qbo.door"]._check_write(link_sudo.res_model, link_sudo.res_id)
            mappers_sudo = problem_sudo.env["qbo.mapper"]
            mapper = mappers_sudo._for(link_sudo.entity, link_sudo.res_model)
            if mapper._remote_gone(link_sudo, "cancel"):
                link_sudo.state = "ignored"
                problem_sudo._shut()
        return True

    def action_keep_there(self):
        """Keep the object in QuickBooks, without a record here."""
        for problem_sudo in self._for_user("action_keep_there"):
            problem_sudo.env["qbo.removal"]._leave_alone(problem_sudo.link_id)
        return True

    def action_open(self):
        """Open this problem, to decide."""
        self.ensure_one()
        return form_of(self._name, self.id)

    def action_open_record(self):
        """Open the record it is about."""
        self.ensure_one()
        return form_of(self.res_model, self.res_id)

    def action_open_mappings(self):
        """Open the mappings of the connection."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mappings"),
            "res_model": "qbo.mapping",
            "view_mode": "list,form",
            "domain": [("connection_id", "=", self.connection_id.id)],
        }

    def action_open_connection(self):
        """Open the connection."""
        self.ensure_one()
        return form_of("qbo.connection", self.connection_id.id)

    def _retry(self):
        """Mark the record again, or fetch the object again."""
        if self.res_id:
            self.env["qbo.change"]._insert([self._mark()])
        elif self.qbo_id:
            note = (self.entity, self.qbo_id, "Check", None, None)
            self.env["qbo.remote.change"]._leave(self.connection_id, [note])
        else:
            self._shut()
        self.connection_id._wake()

    def _mark(self):
        """Return the mark by which the record is tried again."""
        return {
            "connection_id": self.connection_id.id,
            "entity": self.entity,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "part": self.part or "",
            "front": True,
        }
