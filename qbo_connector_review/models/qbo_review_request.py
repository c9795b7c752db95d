from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import ASKED, REASONS, STATES, WAITING

MAX_PRIVATE = 5  # private words of one customer about one invoice


class QboReviewRequest(models.Model):
    """One customer, asked once for a review after one invoice was fully paid."""

    _name = "qbo.review.request"
    _description = "Review request"
    _inherit = ["rating.mixin", "qbo.review.buttons", "qbo.review.links"]
    _order = "planned_at desc, id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    policy_id = fields.Many2one(
        "qbo.review.policy",
        "Settings",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    commercial_partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="cascade"
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", readonly=True, ondelete="set null"
    )
    site_id = fields.Many2one(
        "qbo.review.site", "Review site", readonly=True, ondelete="set null"
    )
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")
    step_ids = fields.One2many(
        "qbo.review.step", "request_id", "History", readonly=True
    )
    state = fields.Selection(
        STATES,
        default="planned",
        required=True,
        readonly=True,
        index=True,
        group_expand=True,
    )
    reason = fields.Selection(REASONS, readonly=True)
    email = fields.Char(
        "Address", readonly=True, help="Where the message goes or went."
    )
    is_urgent = fields.Boolean(
        readonly=True, help="Sent now: quiet hours do not count."
    )
    attempts = fields.Integer(readonly=True)
    reminder_count = fields.Integer("Reminders", readonly=True)
    planned_at = fields.Datetime("Due", readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True)
    delivered_at = fields.Datetime(
        "Delivered on", readonly=True, help="The rest period starts here."
    )
    next_reminder_at = fields.Datetime("Next reminder", readonly=True)
    released_at = fields.Datetime(
        readonly=True, help="Disputes older than this were seen by a person."
    )
    clicked_at = fields.Datetime("Clicked on", readonly=True)
    reviewed_at = fields.Datetime("Reviewed on", readonly=True)

    _unique_move = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "This invoice has its request already."
    )
    _unique_open = models.UniqueIndex(
        "(company_id, commercial_partner_id) WHERE state IN "
        "('planned', 'held', 'sending') OR next_reminder_at IS NOT NULL",
        "Another request to this customer is open.",
    )
    _delivered_idx = models.Index(
        "(company_id, commercial_partner_id, delivered_at) "
        "WHERE delivered_at IS NOT NULL"
    )
    _due_idx = models.Index("(planned_at) WHERE state = 'planned'")

    @api.depends("partner_id", "move_id")
    def _compute_display_name(self):
        for request in self:
            names = (request.partner_id.display_name, request.move_id.name)
            request.display_name = ", ".join(filter(None, names))

    def _move_to(self, state, reason=False, detail=False, **vals):
        """Bring requests to a state and keep when, why and by whom."""
        self.write({**vals, "state": state, "reason": reason})
        self._log_step(detail)

    def _log_step(self, detail=False):
        user = self.env.user
        is_colleague = user.id != SUPERUSER_ID and not user.share
        self.env["qbo.review.step"].create(
            [
                {
                    "request_id": request.id,
                    "state": request.state,
                    "reason": request.reason,
                    "detail": detail,
                    "user_id": is_colleague and user.id,
                }
                for request in self
            ]
        )

    def _settle_sent(self, moment):
        """Note that a message went out, and when the next one is due."""
        self.ensure_one()
        is_reminder = bool(self.sent_at)
        count = self.reminder_count + is_reminder
        self._move_to(
            "reminded" if is_reminder else "sent",
            sent_at=self.sent_at or moment,
            delivered_at=moment,
            reminder_count=count,
            next_reminder_at=self._reminder_after(moment, count),
            is_urgent=False,
            attempts=0,
        )
        self._tell_invoice(
            self.env._("A review request was sent to %(email)s.", email=self.email)
        )

    def _reminder_after(self, moment, count):
        policy = self.policy_id
        if count >= policy.reminders or self.clicked_at or self.reviewed_at:
            return False
        due = fields.Datetime.add(moment, days=policy.reminder_days)
        return policy._slot(due, self.partner_id)

    def _stop_reminders(self, reason, detail=False):
        """Close requests that were sent; what they reached stays as it is."""
        for request in self:
            state = request._state_reached()
            request._move_to(state, reason, detail, next_reminder_at=False)

    def _state_reached(self):
        """Give how far a request that was sent has come."""
        reached = (
            ("reviewed", self.reviewed_at),
            ("clicked", self.clicked_at),
            ("reminded", self.reminder_count),
        )
        return next((state for state, value in reached if value), "sent")

    def _mark_clicked(self, site):
        """Note that the customer went on to a public site."""
        self.ensure_one()
        site._record_click(self)
        if self.state in ("sent", "reminded", "sending"):
            now = fields.Datetime.now()
            self._move_to(
                "clicked", clicked_at=now, site_id=site.id, next_reminder_at=False
            )

    def _say_reviewed(self):
        """Take the customer's word, once, that the review is written."""
        if self.state in ASKED and not self.reviewed_at:
            self._mark_reviewed("customer")

    def _mark_reviewed(self, reason):
        self._move_to(
            "reviewed",
            reason,
            reviewed_at=fields.Datetime.now(),
            next_reminder_at=False,
        )

    def _mark_undelivered(self, detail, was_asked):
        """Note that a message did not arrive, and whether an earlier one did."""
        self.ensure_one()
        if was_asked:
            self._stop_reminders("undelivered", detail)
            return
        self._move_to(
            "skipped",
            "undelivered",
            detail,
            delivered_at=False,
            next_reminder_at=False,
        )
        self._tell_invoice(
            self.env._(
                "The review request to %(email)s could not be delivered.",
                email=self.email,
            )
        )

    def _cancel_all(self, company):
        """Cancel what waits and stop what runs in a company that asks no more."""
        waiting = self.search(
            [("company_id", "=", company.id), ("state", "in", WAITING)]
        )
        waiting._move_to("cancelled", "switched_off")
        self.search(
            [("company_id", "=", company.id), ("next_reminder_at", "!=", False)]
        )._stop_reminders("switched_off")

    def _tell_invoice(self, text):
        for request in self.filtered("move_id"):
            request.move_id._message_log(body=text)

    def _open_domain(self):
        """Describe the requests that stand in the way of another one."""
        return Domain("state", "in", (*WAITING, "sending")) | Domain(
            "next_reminder_at", "!=", False
        )

    def _receive_feedback(self, score, feedback):
        """Keep a private rating (1 to 5); its score decides nothing, here or later.

        Tell whether it is kept: the link is in a message that anybody may have, so
        only so many are. The same word twice is a button pressed twice.
        """
        self.ensure_one()
        self._queue_up()
        ratings = self.rating_ids.filtered("consumed").sorted("id")
        last = ratings[-1:]
        if last and (last.rating, last.feedback or "") == (score, feedback):
            return True
        if len(ratings) >= MAX_PRIVATE:
            return False
        token = self._rating_get_access_token()
        self.rating_apply(score, token=token, feedback=feedback)
        if self.next_reminder_at:
            self._stop_reminders("feedback")
        return True

    def _queue_up(self):
        """Have deeds at the same moment done anew, one after the other."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE qbo_review_request SET id = id WHERE id = %s RETURNING id",
                self.id,
            )
        )

    def _opt_out(self):
        """Keep the wish of an address not to be asked again, by any company."""
        self.ensure_one()
        optouts = self.env["qbo.review.optout"].with_company(self.company_id)
        optouts._add(self.email, "customer")
        reminded = self.search(
            [("email", "=", self.email), ("next_reminder_at", "!=", False)]
        )
        reminded._stop_reminders("opted_out")

    def _before_merge(self, partners):
        """Leave one open request per company of contacts that become one."""
        domain = Domain("commercial_partner_id", "in", partners.ids)
        requests = self.search(domain & self._open_domain(), order="sent_at, id")
        for same in requests.grouped("company_id").values():
            for request in same[1:]:
                if request.state in WAITING:
                    request._move_to("cancelled", "merged")
                else:
                    request._stop_reminders("merged")
        requests.flush_recordset()

    def _next_site(self):
        """Give the first public site that this customer has not used yet."""
        self.ensure_one()
        sites = self.policy_id.site_ids
        used = self.env["link.tracker.click"].search(
            [
                ("link_id", "in", sites.link_id.ids),
                (
                    "qbo_review_request_id.commercial_partner_id",
                    "=",
                    self.commercial_partner_id.id,
                ),
            ]
        )
        return (
            sites.filtered(lambda site: site.link_id not in used.link_id)[:1]
            or sites[:1]
        )

    def _reason_text(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        return labels.get(self.reason, "")

    def _message_receive_bounce(self, email, partner):
        """Take note of a message that came back."""
        result = super()._message_receive_bounce(email, partner)
        for request in self.filtered(lambda each: each.state in ("sent", "reminded")):
            request._mark_undelivered(
                self.env._("The message came back."), bool(request.reminder_count)
            )
        return result

    def _rating_apply_get_default_subtype_id(self):
        return self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
