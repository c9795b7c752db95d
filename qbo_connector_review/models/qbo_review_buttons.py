from odoo import fields, models
from odoo.exceptions import UserError

from ..const import WAITING


class QboReviewButtons(models.AbstractModel):
    """What people do with review requests.

    They may read requests, and nothing else: each button says what it may change.
    """

    _name = "qbo.review.buttons"
    _description = "Review request buttons"

    def action_send_now(self):
        """Send at the next run, without delay and in quiet hours too."""
        for request in self._clicked_by_person(*WAITING):
            now = fields.Datetime.now()
            request._move_to(
                "planned", "person", planned_at=now, released_at=now, is_urgent=True
            )
        self.env.ref("qbo_connector_review.ir_cron_review_send").sudo()._trigger()
        return True

    def action_hold(self):
        """Keep a planned request from being sent until it is released."""
        self._clicked_by_person("planned")._move_to("held", "person")
        return True

    def action_release(self):
        """Let a held request go out, at the first moment that suits the customer."""
        for request in self._clicked_by_person("held"):
            now = fields.Datetime.now()
            due = request.policy_id._slot(
                max(request.planned_at, now), request.partner_id
            )
            request._move_to("planned", "person", planned_at=due, released_at=now)
        return True

    def action_cancel(self):
        """Cancel what was not sent, or stop the reminders of what was."""
        requests = self._clicked_by_person("planned", "held", "sent", "reminded")
        waiting = requests.filtered(lambda request: request.state in WAITING)
        waiting._move_to("cancelled", "person")
        (requests - waiting)._stop_reminders("person")
        return True

    def action_mark_reviewed(self):
        """Note that the customer wrote a review; no reminder follows."""
        requests = self._clicked_by_person("sent", "reminded", "clicked")
        requests._mark_reviewed("person")
        return True

    def action_was_sent(self):
        """Settle an interrupted sending: the message did go out."""
        for request in self._clicked_by_person("sending")._interrupted():
            request._settle_sent(fields.Datetime.now())
        return True

    def action_send_again(self):
        """Send what did not arrive, or settle an interrupted sending: it did not go."""
        # "sending" is committed before the mail server is spoken to. Only what was
        # found in that state later ("uncertain") may go again: otherwise a worker is
        # at it right now, and the customer would get the message twice.
        requests = self._clicked_by_person("sending", "skipped", "cancelled")
        for request in requests._interrupted():
            request._plan_again()
        return True

    def action_preview(self):
        """Open the message as the customer will see it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/qbo/review/message/{self.id}",
            "target": "new",
        }

    def action_test(self):
        """Send the message to the person who clicks, with links that count nothing."""
        self.ensure_one()
        self.check_access("read")
        recipient = self.env.user.email_formatted
        if not recipient:
            raise UserError(self.env._("You have no e-mail address of your own."))
        self.env["qbo.review.message"]._send_test(self.sudo(), recipient)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The message went to %(email)s.", email=recipient
                ),
            },
        }

    def action_open_invoice(self):
        """Open the invoice that was paid."""
        self.ensure_one()
        return self.move_id.get_formview_action()

    def _interrupted(self):
        """Give the requests; raises UserError if one is at work and not interrupted."""
        if any(each.state == "sending" and each.reason != "uncertain" for each in self):
            raise UserError(self.env._("The message is being sent at this moment."))
        return self

    def _clicked_by_person(self, *states):
        """Give those of these states, with the right to move them on."""
        self.check_access("read")
        requests = self.filtered(lambda request: request.state in states)
        if not requests:
            raise UserError(
                self.env._("Nothing to do: these requests have moved on already.")
            )
        # Who may see a request may decide on it, but only by way of its buttons.
        return requests.sudo()

    def _plan_again(self):
        """Plan anew, from the start; everything is checked again when it is due."""
        self.ensure_one()
        waits = self.search_count(
            [
                ("id", "!=", self.id),
                ("company_id", "=", self.company_id.id),
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                *self._open_domain(),
            ],
            limit=1,
        )
        if waits:
            raise UserError(self.env._("Another request to this customer is open."))
        now = fields.Datetime.now()
        due = self.policy_id._slot(now, self.partner_id)
        self._move_to("planned", "person", planned_at=due, attempts=0)
