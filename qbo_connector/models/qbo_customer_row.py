from odoo import models


class QboCustomerRow(models.Model):
    """Line of the list Customers."""

    _name = "qbo.customer.row"
    _inherit = "qbo.partner.list.mixin"
    _description = "Customer and its QuickBooks link"
    _auto = False
    _entity = "Customer"
    _rank = "customer_rank"
