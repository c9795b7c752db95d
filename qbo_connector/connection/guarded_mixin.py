from odoo import models


class QboGuardedMixin(models.AbstractModel):
    """Settings that stay in the companies of whoever writes them.

    Odoo asks its rules before it writes: without this a record could be handed to the
    connection of a company that its writer does not work in.
    """

    _name = "qbo.guarded.mixin"
    _description = "Kept in the writer's companies"

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")
        return result
