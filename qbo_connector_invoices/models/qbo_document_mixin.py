from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qbo_connector.engine.turn import Turn
from odoo.addons.qbo_connector.models.qbo_link_buttons import APP
from odoo.addons.qbo_connector.models.qbo_sync_mixin import USER


class QboDocumentMixin(models.AbstractModel):
    """The buttons of documents that can be copied to QuickBooks."""

    _name = "qbo.document.mixin"
    _inherit = ["qbo.sync.mixin"]
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
        """Copy these records to QuickBooks, whatever was to be sent by itself."""
        self._qbo_check_user()
        records = self.filtered(lambda record: record._qbo_entity())
        for connection_sudo in self._qbo_connections_sudo():
            self.env["qbo.sync"].sudo()._transact(
                Turn(connection_sudo.id), records._qbo_insist
            )
        super(QboDocumentMixin, records).action_qbo_push()
        self.env.invalidate_all()
        return records._qbo_report()

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
        """Let go of the counterpart in QuickBooks; nothing is deleted there.

        The link stays as a memory, so that neither side is sent or taken over a
        second time; Copy to QuickBooks takes it up again.
        """
        self._qbo_check_user()
        self.check_access("write")
        for record in self:
            links_sudo = record._qbo_links()  # links are written by buttons alone
            self.env["qbo.exception"].sudo()._close(links_sudo)
            links_sudo.write({"state": "ignored", "agreed": False, "problem": False})
            record.message_post(
                body=self.env._("Unlinked from QuickBooks (%(id)s).", id=record.qbo_id)
            )
        return True

    # --- Inside ------------------------------------------------------------------

    def _qbo_page(self):
        """Return the last part of the address of this record in QuickBooks."""
        return self._qbo_entity().lower()

    def _qbo_insist(self, connection):
        """Let Odoo's version go out where somebody changed the one in QuickBooks.

        In a transaction of its own: the sync works on cursors that see only what is
        committed.
        """
        links = connection.env["qbo.link"].search(
            Domain("connection_id", "=", connection.id)
            & Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("state", "=", "mismatch")
        )
        links.ours = False

    def _qbo_report(self):
        """Tell the user what became of the records."""
        stuck = self.filtered(lambda record: record.qbo_state != "linked")
        if not stuck:
            sentence, kind = self.env._("In step with QuickBooks."), "success"
        elif len(self) > 1:
            sentence = self.env._(
                "%(count)s records go to QuickBooks within a minute.", count=len(stuck)
            )
            kind = "info"
        else:
            problem = self.qbo_link_ids[:1].problem
            sentence = problem or self.env._("It goes to QuickBooks within a minute.")
            kind = "warning" if problem else "info"
        return self.env["qbo.connection"]._toast(sentence, kind)
