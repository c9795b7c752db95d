from odoo import models

from ..qbo.rules import Hook, Ref, Text


class QboMapperVendor(models.AbstractModel):
    """Map partners to vendors; the same partner may be a customer too."""

    _name = "qbo.mapper.vendor"
    _inherit = "qbo.mapper.partner"
    _description = "QuickBooks vendor mapping"

    _entity = "Vendor"
    _rank = "supplier_rank"
    _owner_key = "VendorRef"

    @property
    def _yielding(self):
        return super()._yielding | {"TaxIdentifier"}

    def _rules(self):
        return (
            *super()._rules(),
            Text("AcctNum", "ref", 100),
            Hook("TaxIdentifier", ("vat",), "_tax_id_out", ""),
            Ref("TermRef", "property_supplier_payment_term_id", "term"),
        )

    def _suffix(self, connection):
        return connection.vendor_suffix or f" {self.env._('(Vendor)')}"
