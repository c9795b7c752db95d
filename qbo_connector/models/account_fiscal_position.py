from odoo import fields, models

# The numbers are QuickBooks' own, of its automated sales tax.
REASONS = [
    ("0", "Other"),
    ("1", "Federal government"),
    ("2", "State government"),
    ("3", "Local government"),
    ("4", "Tribal government"),
    ("5", "Charitable organization"),
    ("6", "Religious organization"),
    ("7", "Educational organization"),
    ("8", "Hospital"),
    ("9", "Resale"),
    ("10", "Direct pay permit"),
    ("11", "Multiple points of use"),
    ("12", "Direct mail"),
    ("13", "Agricultural production"),
    ("14", "Industrial production or manufacturing"),
    ("15", "Foreign diplomat"),
]


class AccountFiscalPosition(models.Model):
    _inherit = "account.fiscal.position"

    qbo_exemption = fields.Selection(
        REASONS,
        string="QuickBooks Exemption",
        help="Customers with this fiscal position pay no sales tax in QuickBooks, for "
        "this reason. Empty: they are taxable there.",
    )
