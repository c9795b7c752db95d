from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class QboReviewOptout(models.Model):
    """An address that asked not to be asked again, by any company."""

    _name = "qbo.review.optout"
    _description = "Review opt-out"
    _order = "id desc"
    _rec_name = "email"

    email = fields.Char(
        required=True, help="Kept when the contact is deleted: the wish outlives it."
    )
    origin = fields.Selection(
        [("customer", "Customer, by the link in a message"), ("person", "By hand")],
        default="person",
        required=True,
        readonly=True,
    )
    create_date = fields.Datetime("Since")

    _unique_email = models.UniqueIndex("(email)", "This address has opted out already.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalized(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalized(vals))

    def _normalized(self, vals):
        if "email" not in vals:
            return vals
        email = email_normalize(vals["email"])
        if not email:
            raise ValidationError(
                self.env._("%(email)s is not an e-mail address.", email=vals["email"])
            )
        return {**vals, "email": email}

    def _among(self, emails):
        """Give those of these normalized addresses that must not be asked."""
        domain = [("email", "in", list(emails))]
        refused = set(self.sudo().search(domain).mapped("email"))
        # The blacklist is Odoo's own, for all mass mail: "never" includes reviews.
        return refused | set(
            self.env["mail.blacklist"].sudo().search(domain).mapped("email")
        )

    def _add(self, email, origin):
        """Keep that this normalized address opted out, once."""
        if email and not self.sudo().search_count([("email", "=", email)], limit=1):
            self.sudo().create({"email": email, "origin": origin})
