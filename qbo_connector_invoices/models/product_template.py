from odoo import api, fields, models

from odoo.addons.qbo_connector.models.qbo_sync_mixin import STATES, USER


class ProductTemplate(models.Model):
    """A product as people open it: its variants are what QuickBooks knows."""

    _name = "product.template"
    _inherit = ["product.template", "qbo.change.mixin"]

    qbo_state = fields.Selection(
        STATES, string="QuickBooks", compute="_compute_qbo_state", groups=USER
    )
    qbo_id = fields.Char(
        string="QuickBooks ID", compute="_compute_qbo_state", groups=USER
    )

    @api.depends("product_variant_ids")
    def _compute_qbo_state(self):
        """The variant that needs most attention speaks for all."""
        order = ("attention", "waiting", "none", "linked")
        for template in self:
            states = set(template.product_variant_ids.mapped("qbo_state"))
            ids = template.product_variant_ids.mapped("qbo_id")
            template.qbo_state = next(filter(states.__contains__, order), "none")
            template.qbo_id = ", ".join(filter(None, ids))

    # -- buttons --------------------------------------------------------------

    def action_qbo_sync(self):
        """Find its item in QuickBooks; all variants go in the background."""
        self.ensure_one()
        if self.product_variant_count == 1:
            return self.product_variant_id.action_qbo_sync()
        return self.product_variant_ids.action_qbo_push()

    def action_qbo_info(self):
        """Show both sides next to each other."""
        self.ensure_one()
        return self.product_variant_id.action_qbo_info()

    def action_qbo_open(self):
        """Open QuickBooks' list of products."""
        self.ensure_one()
        return self.product_variant_id.action_qbo_open()

    def action_qbo_unlink(self):
        """Take the variants out of the exchange."""
        return self.product_variant_ids.action_qbo_unlink()
