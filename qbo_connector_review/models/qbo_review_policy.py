from datetime import timedelta

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from odoo.addons.qbo_connector.actions import form_of

from ..rules import Hours, next_slot, suspicious_words, zone_name

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class QboReviewPolicy(models.Model):
    """How one company asks its customers for reviews.

    There is no setting by which a score, a mood or an opinion could decide who gets
    the public link, and there must never be one.
    """

    _name = "qbo.review.policy"
    _description = "Review request settings"
    _inherit = ["qbo.guarded.mixin"]
    _rec_name = "company_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    enabled = fields.Boolean("Ask for reviews")
    go_live_date = fields.Date(
        "Invoices from", help="Only invoices dated on or after this day are considered."
    )
    scope = fields.Selection(
        [
            ("first", "The customer's first paid invoice"),
            ("every", "Every paid invoice"),
        ],
        "Ask after",
        default="first",
        required=True,
    )
    minimum_amount = fields.Monetary(help="Total of the invoice, taxes included.")
    delay = fields.Integer("Wait", default=3)
    delay_unit = fields.Selection(
        [("hours", "hours"), ("days", "days")], default="days", required=True
    )
    quiet_from = fields.Float(
        "Quiet from", default=20.0, help="In the customer's time; equal hours: never."
    )
    quiet_until = fields.Float("Quiet until", default=8.0)
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    rest_days = fields.Integer(
        "Rest period (days)",
        default=180,
        help="A customer is not asked again until this long after the last message "
        "was delivered.",
    )
    reminders = fields.Integer(default=1, help="None to two; they stop at a click.")
    reminder_days = fields.Integer("Days between messages", default=7)
    hold = fields.Boolean(
        "Hold for approval", help="Nothing is sent before a person releases it."
    )
    private_feedback = fields.Boolean(
        default=True, help="A private form beside the public link, for everybody."
    )
    site_ids = fields.One2many("qbo.review.site", "policy_id", "Public review sites")
    template_id = fields.Many2one(
        "mail.template",
        "Message",
        domain=[("model", "=", "qbo.review.request")],
        ondelete="restrict",
        default=lambda self: self._default_template(),
    )
    wording_warning = fields.Text(compute="_compute_wording_warning")

    _unique_company = models.UniqueIndex(
        "(company_id)", "This company has its review settings already."
    )
    _not_negative = models.Constraint(
        "CHECK (delay >= 0 AND rest_days >= 0 AND reminder_days > 0 "
        "AND minimum_amount >= 0)",
        "Delays, periods and amounts cannot be negative.",
    )
    _few_reminders = models.Constraint(
        "CHECK (reminders BETWEEN 0 AND 2)",
        "A customer gets two reminders at most: more are reported as spam.",
    )
    _hours_of_a_day = models.Constraint(
        "CHECK (quiet_from BETWEEN 0 AND 24 AND quiet_until BETWEEN 0 AND 24)",
        "Quiet hours are hours of a day, from 0 to 24.",
    )

    def _default_template(self):
        template = self.env.ref(
            "qbo_connector_review.mail_template_review", raise_if_not_found=False
        )
        return template and template.id

    @api.depends("template_id")
    def _compute_wording_warning(self):
        for policy in self:
            found = policy._wording_problems()
            warning = self.env._(
                "Review sites and consumer law forbid rewards for reviews and asking "
                "for good ones only. Found in the message: %(words)s",
                words=", ".join(found),
            )
            policy.wording_warning = found and warning or False

    @api.constrains("enabled", "site_ids", "template_id")
    def _check_ready(self):
        for policy in self.filtered("enabled"):
            if not policy.site_ids or not policy.template_id:
                raise ValidationError(
                    self.env._(
                        "Add a public review site and choose a message before review "
                        "requests are switched on for %(company)s.",
                        company=policy.company_id.name,
                    )
                )

    @api.constrains("template_id")
    def _check_template(self):
        for policy in self.filtered("template_id"):
            policy._message_template()

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        for policy in self:
            if not policy._hours().weekdays:
                raise ValidationError(
                    self.env._("Choose at least one weekday on which to send.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._after_switch()
        return policies

    def write(self, vals):
        result = super().write(vals)
        if "enabled" in vals:
            self._after_switch()
        return result

    def _after_switch(self):
        self.env.registry.clear_cache()
        for policy in self:
            if policy.enabled and not policy.go_live_date:
                policy.go_live_date = fields.Date.context_today(policy)
            if not policy.enabled:
                self.env["qbo.review.request"].sudo()._cancel_all(policy.company_id)

    @api.model
    def action_open_mine(self):
        """Open the settings of the current company, made when there are none yet."""
        self.check_access("create")  # whoever may not make them has no use for them
        mine = self._of(self.env.company)
        title = self.env._("Review Request Settings")
        return form_of(self._name, mine.id, name=title)

    def action_open_template(self):
        """Open the message for editing."""
        self.ensure_one()
        return form_of("mail.template", self.template_id.id)

    def _of(self, company):
        """Give the settings of a company; where there are none, with all off."""
        policies_sudo = self.sudo()  # making them decides nothing yet
        policy = policies_sudo.search([("company_id", "=", company.id)])
        policy = policy or policies_sudo.create({"company_id": company.id})
        return policy.with_env(self.env)

    @tools.ormcache()
    def _enabled_company_ids(self):
        """Give the ids of the companies that ask for reviews."""
        policies = self.sudo().search([("enabled", "=", True)])
        return frozenset(policies.company_id.ids)

    def _hours(self):
        """Give the quiet hours and weekdays as a value."""
        self.ensure_one()
        days = frozenset(day for day, name in enumerate(WEEKDAYS) if self[name])
        return Hours(self.quiet_from, self.quiet_until, days)

    def _slot(self, moment, partner):
        """Give the first moment from this one (both UTC) that suits a customer."""
        aware = pytz.utc.localize(moment)
        slot = next_slot(aware, self._zone(partner), self._hours())
        return slot.replace(tzinfo=None)

    def _zone(self, partner):
        """Give the time zone of the contact's country, else of the company."""
        home = self.company_id.partner_id
        for place in (partner, partner.commercial_partner_id, home):
            zone = zone_name(place.country_id.code or "", place.state_id.code or "")
            if zone:
                return zone
        return "UTC"

    def _delay(self):
        """Give the time between full payment and the message."""
        return timedelta(**{self.delay_unit: self.delay})

    def _message_template(self):
        """Give the message; raises ValidationError if it is not about requests.

        A message about something else would be made of other records, whose numbers
        happen to be those of requests.
        """
        template_sudo = self.template_id.sudo()  # whose it is decides nothing
        if not template_sudo or template_sudo.model != "qbo.review.request":
            raise ValidationError(
                self.env._(
                    "The message of %(company)s must be a template for review "
                    "requests; choose another one in their settings.",
                    company=self.company_id.name,
                )
            )
        return template_sudo

    def _wording_problems(self):
        """Give the doubtful words of the message, each with its language."""
        languages = self.env["res.lang"].sudo().get_installed()
        found = {}
        for code, _name in languages:
            message_sudo = self.template_id.sudo().with_context(lang=code)
            text = tools.html2plaintext(message_sudo.body_html or "")
            for word in suspicious_words(f"{message_sudo.subject or ''} {text}", code):
                found.setdefault(word, code)
        return [f"“{word}” ({code})" for word, code in found.items()]
