from odoo import models
from odoo.fields import Domain


class QboVendorRow(models.Model):
    """Line of the list Vendors."""

    _name = "qbo.vendor.row"
    _inherit = "qbo.partner.list.mixin"
    _description = "Vendor and its QuickBooks link"
    _auto = False
    _entity = "Vendor"
    _by_itself = Domain("supplier_rank", ">", 0)
