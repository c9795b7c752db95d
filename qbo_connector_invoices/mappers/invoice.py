from odoo import models


class QboMapperInvoice(models.AbstractModel):
    """Customer invoices."""

    _name = "qbo.mapper.invoice"
    _inherit = "qbo.mapper.sales.form"
    _description = "QuickBooks invoice mapping"

    _entity = "Invoice"
    _move_type = "out_invoice"
