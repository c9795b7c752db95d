from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize


class QboReviewOptout(models.Model):
    """An address that asked not to be asked again, by any company.

    Each company sees and takes back what it was told itself; the wish holds in all.
    """

    _name = "qbo.review.optout"
    _description = "Review opt-out"
    _order = "id desc"
    _inherit = ["qbo.guarded.mixin"]
    _rec_name = "email"

    email = fields.Char(
        required=True, help="Kept when the contact is deleted: the wish outlives it."
    )
    company_id = fields.Many2one(
        "res.company",
        "Told",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    origin = fields.Selection(
        [("customer", "Customer, by the link in a message"), ("person", "By hand")],
        default="person",
        required=True,
        readonly=True,
    )
    create_date = fields.Datetime("Since")

    _unique_email = models.UniqueIndex(
        "(email, company_id)", "This address has opted out already."
    )

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
        return self._refusing([("email", "in", list(emails))])

    def _refusing(self, domain=()):
        """Give the normalized addresses that must not be asked, all or some."""
        refused = set(self.sudo().search(domain).mapped("email"))
        # The blacklist is Odoo's own, for all mass mail: "never" includes reviews.
        return refused | set(
            self.env["mail.blacklist"].sudo().search(domain).mapped("email")
        )

    def _add(self, email, origin):
        """Keep that this normalized address told the current company, once."""
        mine = [("email", "=", email), ("company_id", "=", self.env.company.id)]
        if email and not self.sudo().search_count(mine, limit=1):
            self.sudo().create({"email": email, "origin": origin})

    def _take_back(self, email):
        """Forget what the user's companies were told; another's wish is not theirs."""
        told = self.sudo().search([("email", "=", email)])
        told.filtered(lambda row: row.company_id in self.env.companies).unlink()
        if self._among([email]):
            raise UserError(
                self.env._(
                    "%(email)s opted out elsewhere too, and is not asked by anybody.",
                    email=email,
                )
            )
