from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    qbo_review_opted_out = fields.Boolean(
        "No review requests",
        compute="_compute_qbo_review_opted_out",
        inverse="_inverse_qbo_review_opted_out",
        search="_search_qbo_review_opted_out",
        compute_sudo=True,
        groups="qbo_connector.qbo_group_user",
        help="Kept for the address, in all companies.",
    )
    qbo_review_next_date = fields.Datetime(
        "Next review request from",
        compute="_compute_qbo_review_next_date",
        compute_sudo=True,
        groups="qbo_connector.qbo_group_user",
        help="The end of the rest period in the current company.",
    )

    @api.depends("email_normalized")
    def _compute_qbo_review_opted_out(self):
        emails = set(self.mapped("email_normalized")) - {False}
        refused = self.env["qbo.review.optout"]._among(emails)
        for partner in self:
            partner.qbo_review_opted_out = partner.email_normalized in refused

    def _inverse_qbo_review_opted_out(self):
        optouts = self.env["qbo.review.optout"]
        for partner in self.filtered("email_normalized"):
            if partner.qbo_review_opted_out:
                optouts._add(partner.email_normalized, "person")
            else:
                optouts._take_back(partner.email_normalized)

    def _search_qbo_review_opted_out(self, operator, value):
        self._check_field_access(self._fields["qbo_review_opted_out"], "read")
        if operator != "in":
            return NotImplemented
        kept = self.env["qbo.review.optout"]._refusing()
        domain = Domain("email_normalized", "in", kept)
        return domain if True in value else ~domain

    @api.depends_context("company")
    def _compute_qbo_review_next_date(self):
        company = self.env.company
        policy = self.env["qbo.review.policy"].search([("company_id", "=", company.id)])
        check = self.env["qbo.review.check"]
        customers = self.commercial_partner_id
        emails = set(self.mapped("email_normalized")) - {False}
        ends = check._resting_until(policy, customers, emails)
        for partner in self:
            keys = (partner.commercial_partner_id, partner.email_normalized)
            partner.qbo_review_next_date = max(
                (ends[key] for key in keys if key in ends), default=False
            )

    def unlink(self):
        """Take the requests along with what hangs on them: messages, ratings, steps."""
        requests_sudo = self.env["qbo.review.request"].sudo()  # whoever may delete it
        requests_sudo.search(
            [
                "|",
                ("partner_id", "in", self.ids),
                ("commercial_partner_id", "in", self.ids),
            ]
        ).unlink()
        return super().unlink()
