from odoo import fields, models

from odoo.addons.qbo_connector.mappers.watch import MappingProblem

# What a line without product is for, and the setting that says its product.
USES = {
    "line": "fallback_product_id",
    "discount": "discount_product_id",
    "tax": "tax_product_id",
    "rounding": "rounding_product_id",
}


def product_field(label, text):
    return fields.Many2one(
        "product.product",
        string=label,
        check_company=True,
        domain=[("type", "=", "service")],
        help=text,
    )


class QboConnectionFallbackItems(models.AbstractModel):
    """The part of a connection that knows the items of lines without product."""

    _name = "qbo.connection.fallback.items"
    _description = "QuickBooks items of lines without product"

    fallback_product_id = product_field(
        "Product for Other Lines",
        "Invoice lines without a product become this item in QuickBooks.",
    )
    discount_product_id = product_field(
        "Product for Discounts",
        "Lines without a product that lower the total become this item in QuickBooks. "
        "Empty: the product for other lines.",
    )
    tax_product_id = product_field(
        "Product for Tax",
        "Where tax goes along as a line of its own, it is this item in QuickBooks. "
        "Empty: the product for other lines.",
    )
    rounding_product_id = product_field(
        "Product for Rounding",
        "Cash rounding becomes this item in QuickBooks. Empty: the product for other "
        "lines.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & USES.values():
            self._follow_mappings()
        return result

    def _fallback_product(self, use="line"):
        """Return the product of lines that have none; ``use`` is one of ``USES``."""
        self.ensure_one()
        usual = self.env.ref("qbo_connector_invoices.product_other_line")
        return self[USES[use]] or self.fallback_product_id or usual

    def _demand_fallback(self, use, label):
        """Return the product, which must be in use; raises MappingProblem."""
        product = self._fallback_product(use)
        if product.active:
            return product
        raise MappingProblem(
            self.env._(
                "%(label)s has a line without product, and %(product)s, which stands "
                "for such lines in QuickBooks, is archived.",
                label=label,
                product=product.display_name,
            ),
            advice=self.env._(
                "Choose another product on the connection, or use it again; it goes on "
                "by itself."
            ),
            button="connect",
        )
