from odoo import models


class QboVendorRow(models.Model):
    """Line of the list Vendors."""

    _name = "qbo.vendor.row"
    _inherit = "qbo.partner.list.mixin"
    _description = "Vendor and its QuickBooks link"
    _auto = False
    _entity = "Vendor"
    _rank = "supplier_rank"
