from odoo import api, models

KINDS = {
    "category": ("Product categories", "Category", ("product.category",)),
    "asset_account": ("Asset account of new products", "Account", ()),
}


class QboMapping(models.Model):
    _inherit = "qbo.mapping"

    @api.model
    def _kinds(self):
        return {**super()._kinds(), **KINDS}
