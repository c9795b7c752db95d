from odoo import models

from ..actions import form_of
from ..buttons import check_user


class QboExceptionRepair(models.AbstractModel):
    """The buttons of a problem: each does what its label says."""

    _name = "qbo.exception.repair"
    _description = "QuickBooks remedies"

    # -- buttons --------------------------------------------------------------

    def action_retry(self):
        """Try again with the next run."""
        problems_sudo = self._for_user()
        for problem_sudo in problems_sudo:
            problem_sudo._retry()
        return True

    def action_recreate(self):
        """Create the object again in QuickBooks."""
        for problem_sudo in self._for_user():
            self.env["qbo.removal"].sudo()._recreate(problem_sudo.link_id)
            problem_sudo.connection_id._wake()
        return True

    def action_keep_here(self):
        """Keep the record here, without QuickBooks."""
        for problem_sudo in self._for_user():
            problem_sudo.link_id.write({"state": "ignored", "qbo_id": False})
            problem_sudo._shut()
        return True

    def action_archive_here(self):
        """Archive or cancel the record here too."""
        for problem_sudo in self._for_user():
            link_sudo = problem_sudo.link_id
            self._check_may_write(link_sudo)
            mapper = (
                self.env["qbo.mapper"]
                .sudo()
                ._for(link_sudo.entity, link_sudo.res_model)
            )
            if mapper._remote_gone(link_sudo, "cancel"):
                link_sudo.state = "ignored"
                problem_sudo._shut()
        return True

    def action_keep_there(self):
        """Keep the object in QuickBooks, without a record here."""
        for problem_sudo in self._for_user():
            self.env["qbo.removal"].sudo()._leave_alone(problem_sudo.link_id)
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

    def _check_may_write(self, link_sudo):
        """Raise AccessError unless the user may write the linked record."""
        if link_sudo.res_model in self.env:
            record = self.env[link_sudo.res_model].browse(link_sudo.res_id)
            record.exists().check_access("write")

    def _for_user(self):
        """The problems with the rights to solve them, for users of QuickBooks."""
        check_user(self.env)
        self.check_access("read")
        return self.sudo()

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
