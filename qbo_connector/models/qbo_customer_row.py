from odoo import models
from odoo.fields import Domain


class QboCustomerRow(models.Model):
    """Line of the list Customers."""

    _name = "qbo.customer.row"
    _inherit = "qbo.partner.list.mixin"
    _description = "Customer and its QuickBooks link"
    _auto = False
    _entity = "Customer"
    _by_itself = Domain("customer_rank", ">", 0)
