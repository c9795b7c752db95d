from odoo import fields, models

from ..qbo.matching import Policy, Weights
from ..qbo.recognition import recognise

FIELDS = ("email", "name", "company", "tax_id", "phone", "street", "postal_code")


class QboConnectionPartnerSettings(models.AbstractModel):
    """The part of a connection that says how customers and vendors are treated."""

    _name = "qbo.connection.partner.settings"
    _description = "QuickBooks customers and vendors"

    key_link = fields.Selection(
        [
            ("email", "The same e-mail"),
            ("tax_id", "The same tax ID"),
            ("name", "The same name"),
        ],
        string="Sure Sign",
        help="Where exactly one on each side has it, the two are linked, whatever else "
        "differs. Empty: everything that is known is weighed.",
    )
    match_limit = fields.Float(
        string="Link by Itself From", default=60, help="100 is as sure as can be."
    )
    match_margin = fields.Float(
        string="Ahead of the Second By",
        default=15,
        help="How far the next best must be behind, or a person decides.",
    )
    match_least = fields.Float(
        string="Ask From", default=25, help="What is less alike counts as a stranger."
    )
    weight_email = fields.Float(string="Weight of E-mail", default=40)
    weight_name = fields.Float(string="Weight of Name", default=45)
    weight_company = fields.Float(string="Weight of Company", default=15)
    weight_tax_id = fields.Float(string="Weight of Tax ID", default=40)
    weight_phone = fields.Float(string="Weight of Phone", default=25)
    weight_street = fields.Float(string="Weight of Street", default=15)
    weight_postal_code = fields.Float(string="Weight of Postal Code", default=10)
    customer_suffix = fields.Char(
        string="Added to a Customer's Name",
        default=" (Customer)",
        help="In QuickBooks only, where a vendor or employee has the same name.",
    )
    vendor_suffix = fields.Char(
        string="Added to a Vendor's Name",
        default=" (Vendor)",
        help="In QuickBooks only, where a customer or employee has the same name.",
    )
    email_required = fields.Boolean(
        string="E-mail Required",
        help="Customers and vendors without an e-mail address are not sent.",
    )

    _positive_limit = models.Constraint(
        "CHECK (match_limit > match_least AND match_least >= 0 AND match_margin >= 0)",
        "To link by itself must ask for more than to ask a person.",
    )

    def _recognise(self, ours, theirs):
        """Return who is who, by the settings: ``qbo.matching.Outcome``."""
        self.ensure_one()
        return recognise(ours, theirs, self._match_policy(), self.key_link or "")

    def _match_policy(self):
        weights = {name: self[f"weight_{name}"] for name in FIELDS}
        return Policy(
            weights=Weights(**weights),
            limit=self.match_limit,
            margin=self.match_margin,
            least=self.match_least,
        )
