from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qbo_connector.models.qbo_tracked import USER
from odoo.addons.qbo_connector.qbo.errors import QboError
from odoo.addons.qbo_connector.turn import subject

APP = {
    "production": "https://app.qbo.intuit.com/app",
    "sandbox": "https://app.sandbox.qbo.intuit.com/app",
}


class QboCopied(models.AbstractModel):
    """The buttons of documents that can be copied to QuickBooks."""

    _name = "qbo.copied"
    _inherit = ["qbo.tracked"]
    _description = "Copied to QuickBooks"

    qbo_is_shown = fields.Boolean(
        compute="_compute_qbo_is_shown", compute_sudo=True, groups=USER
    )

    @api.depends_context("uid")
    def _compute_qbo_is_shown(self):
        for record in self:
            connection = record.company_id._qbo_connection()
            record.qbo_is_shown = bool(connection and record._qbo_entity())

    def _qbo_entity(self):
        """Return the QuickBooks type of this record, "" where it has none."""
        raise NotImplementedError

    def _qbo_link(self):
        """Return this record's own link, which a record rule lets the user see."""
        self.ensure_one()
        return self.qbo_link_ids.filtered(
            lambda link: link.entity == self._qbo_entity()
        )[:1]

    # --- Buttons -----------------------------------------------------------------

    def action_qbo_push(self):
        """Copy these records to QuickBooks now, whatever was to be sent by itself."""
        self._qbo_check_user()
        records = self.filtered(lambda record: record._qbo_entity())
        self._qbo_check_ready(records)
        for connection, some in records.grouped(
            lambda record: record.company_id._qbo_connection()
        ).items():
            some._qbo_push_now(connection)
        return self._qbo_report(records)

    def action_qbo_info(self):
        """Show how this record stands in QuickBooks, field by field."""
        self._qbo_check_user()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("QuickBooks"),
            "res_model": "qbo.link",
            "res_id": self._qbo_link().id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_qbo_open(self):
        """Open this record's counterpart in QuickBooks itself."""
        self._qbo_check_user()
        link = self._qbo_link()
        base = APP[link.connection_id.environment]
        page = self._qbo_page()
        url = f"{base}/{page}?txnId={link.qbo_id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def action_qbo_unlink(self):
        """Let go of the counterpart in QuickBooks; nothing is deleted there."""
        self._qbo_check_user()
        for record in self:
            link_sudo = record._qbo_link().sudo()  # users may not write links
            qbo_id = link_sudo.qbo_id
            self.env["qbo.exception"].sudo()._close(link_sudo)
            link_sudo.write(
                {"state": "ignored", "qbo_id": False, "agreed": False, "problem": False}
            )
            record.message_post(
                body=self.env._("Unlinked from QuickBooks (%(id)s).", id=qbo_id)
            )

    # --- Inside ------------------------------------------------------------------

    def _qbo_page(self):
        """Return the last part of the address of this record in QuickBooks."""
        return self._qbo_entity().lower()

    def _qbo_check_ready(self, records):
        """Raise UserError where nothing can be sent, with the reason."""
        connections = records.company_id.root_id.qbo_connection_ids
        if not connections:
            raise UserError(self.env._("This company is not connected to QuickBooks."))
        for connection in connections:
            reason = connection._hold_reason()
            if reason:
                raise UserError(reason)

    def _qbo_push_now(self, connection):
        """Put these records in front of the queue and send them at once.

        The marks are committed first: the sync works on cursors of its own.
        """
        entity = self[0]._qbo_entity()
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr, su=True)
            env["qbo.change"]._insert(
                [
                    {
                        "connection_id": connection.id,
                        "entity": entity,
                        "res_model": self._name,
                        "res_id": record.id,
                        "part": "",
                        "front": True,
                        "needed": True,
                    }
                    for record in self
                ]
            )
            self.with_env(env)._qbo_resend(connection)
        keys = [subject(entity, self._name, record.id) for record in self]
        try:
            self.env["qbo.sync"].sudo()._run_now(connection.sudo(), keys)
        except QboError as error:
            raise UserError(connection._sentence(error)) from error
        self.env.invalidate_all()

    def _qbo_resend(self, connection):
        """Forget that what somebody changed in QuickBooks was taken note of."""
        links = self.qbo_link_ids.filtered(
            lambda link: link.connection_id == connection and link.state != "linked"
        )
        links.ours = False

    def _qbo_report(self, records):
        """Tell the user what became of it."""
        stuck = records.filtered(lambda record: record.qbo_state != "linked")
        if not stuck:
            message, kind = self.env._("In step with QuickBooks."), "success"
        else:
            problems = [
                link.problem or self.env._("%(name)s waits.", name=link.record_name)
                for link in stuck.qbo_link_ids
            ]
            message, kind = "\n".join(problems), "warning"
        return self.env["qbo.connection"]._toast(message, kind)
