from odoo import api, models
from odoo.exceptions import AccessError


class QboWizardMixin(models.AbstractModel):
    """Windows that buttons open: a person fills in some fields, and nothing else.

    The others say whom the window acts on, so only our own code writes them.
    """

    _name = "qbo.wizard.mixin"
    _description = "Window of QuickBooks"
    _inherit = ["qbo.guarded.mixin"]
    _filled = frozenset()  # names of the fields that a person fills in

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Only its button opens this window."))
        return super().create(vals_list)

    def write(self, vals):
        foreign = vals.keys() - self._filled
        if foreign and not self.env.su:
            raise AccessError(
                self.env._(
                    "This window does not let you write: %(fields)s.",
                    fields=", ".join(sorted(foreign)),
                )
            )
        return super().write(vals)
