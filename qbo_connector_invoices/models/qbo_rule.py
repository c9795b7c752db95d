from odoo import models


class QboRule(models.Model):
    _inherit = "qbo.rule"

    def write(self, vals):
        """Read all items there are, once they shall be products here."""
        waiting = self.filtered(
            lambda rule: rule.entity == "Item" and not rule.create_here
        )
        result = super().write(vals)
        if vals.get("create_here") and waiting:
            waiting._start_paging()
            waiting.next_at = False
            waiting.connection_id._wake()
        return result
