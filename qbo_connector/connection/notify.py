from odoo import fields, models


class QboConnectionNotify(models.AbstractModel):
    """The part of a connection that tells people what happened."""

    _name = "qbo.connection.notify"
    _description = "QuickBooks voice"

    notice = fields.Text(readonly=True, copy=False)
    notice_kind = fields.Selection(
        [("success", "Success"), ("warning", "Warning"), ("danger", "Problem")],
        readonly=True,
        copy=False,
    )

    def action_dismiss_notice(self):
        self.write({"notice": False, "notice_kind": False})

    def _tell(self, kind, sentence):
        """Leave ``sentence`` on the record, where the next visitor reads it."""
        self.write({"notice": sentence, "notice_kind": kind})

    def _toast(self, sentence, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": sentence,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _alert_owner(self, summary, note):
        """Give the owner a to-do, unless there is one with this summary."""
        for connection in self:
            if summary not in connection.activity_ids.mapped("summary"):
                connection.activity_schedule(
                    "qbo_connector.activity_attention",
                    summary=summary,
                    note=note,
                    user_id=connection.owner_id.id or self.env.uid,
                )

    def _calm_owner(self, summary):
        """Take back the to-dos of ``summary``: their cause is gone."""
        self.activity_ids.filtered(
            lambda activity: activity.summary == summary
        ).unlink()
