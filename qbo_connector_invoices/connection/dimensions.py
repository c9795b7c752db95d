from odoo import fields, models

SETTINGS = {
    "class_source",
    "class_plan_id",
    "class_required",
    "department_plan_id",
    "department_required",
    "shares_rule",
    "tax_mode",
}


class QboConnectionDimensions(models.AbstractModel):
    """The part of a connection that says where classes and locations come from."""

    _name = "qbo.connection.dimensions"
    _description = "QuickBooks classes and locations"

    class_source = fields.Selection(
        [("plan", "Analytic accounts"), ("category", "Product categories")],
        string="Classes Come From",
        help="Mapped to QuickBooks' classes under Mappings. Empty: all lines get what "
        "Everything else is mapped to there, or no class.",
    )
    class_plan_id = fields.Many2one(
        "account.analytic.plan",
        string="Plan of Classes",
        domain=[("parent_id", "=", False)],
    )
    class_required = fields.Boolean(
        help="Hold back what would go to QuickBooks without a class.",
    )
    department_plan_id = fields.Many2one(
        "account.analytic.plan",
        string="Plan of Locations",
        domain=[("parent_id", "=", False)],
    )
    department_required = fields.Boolean(
        string="Location Required",
        help="Hold back what would go to QuickBooks without a location.",
    )
    shares_rule = fields.Selection(
        [
            ("hold", "Hold it back"),
            ("largest", "Take the largest share"),
            ("split", "Split the line, where classes are per line"),
        ],
        string="Several Shares",
        required=True,
        default="hold",
        help="What to do with a line or document that is distributed over several "
        "analytic accounts of one plan: QuickBooks takes one class or location.",
    )

    def write(self, vals):
        result = super().write(vals)
        if SETTINGS & vals.keys():
            self._follow_mappings()
        return result
