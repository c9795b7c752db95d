from odoo import models

from odoo.addons.qbo_connector.qbo.rules import rounded

from ..qbo.amounts import exact, split_amount
from .document_line import BOOKED_TYPES, TEXT_LIMIT


class QboSalesLine(models.AbstractModel):
    """The lines of a document of sale: each is an item that is sold."""

    _name = "qbo.sales.line"
    _inherit = "qbo.document.line"
    _description = "QuickBooks sales lines"

    _detail = "SalesItemLineDetail"
    _detail_keys = ("ItemRef", "Qty", "UnitPrice", "TaxCodeRef", "ClassRef")

    def _booked_out(self, line, connection):
        digits = line.currency_id.decimal_places
        amount = self._amount(line, connection)
        price = self._shown_price(line)
        split = split_amount(amount, exact(line.quantity), price, digits)
        detail = {
            "ItemRef": self._item_ref(self._checked(line, connection), connection)
        }
        if split:
            detail["Qty"], detail["UnitPrice"] = split
        return {
            "DetailType": self._detail,
            "Amount": amount,
            "Description": self._text(line, bool(split))[:TEXT_LIMIT],
            self._detail: detail,
        }

    def _tax_lines_out(self, form, move, connection):
        if connection.tax_mode != "line" or not move.amount_tax:
            return []
        product = connection._demand_fallback("tax", move.display_name)
        payload = {
            "DetailType": self._detail,
            "Amount": rounded(move.amount_tax, move.currency_id.decimal_places),
            "Description": self.env._("Tax"),
            self._detail: {"ItemRef": self._item_ref(product, connection)},
        }
        no_line = self.env["account.move.line"]
        return form._tax()._on_line(payload, no_line, connection)

    def _shown_price(self, line):
        """Return the price the customer knows, if no discount or tax is inside."""
        if line.discount or line.tax_ids.filtered("price_include"):
            return None
        return exact(line.price_unit)

    def _text(self, line, has_quantity):
        """Return the description, with what the figures cannot show put in words."""
        parts = [line.name or line.product_id.display_name or ""]
        if line.discount:
            parts.append(
                self.env._("Discount: %(percent)s %%", percent=f"{line.discount:g}")
            )
        if not has_quantity and line.display_type == "product":
            parts.append(
                self.env._("Quantity: %(quantity)s", quantity=f"{line.quantity:g}")
            )
        return "\n".join(filter(None, parts))

    def _product(self, line, connection):
        """Return the product whose item the line is sold as."""
        return line.product_id or connection._fallback_product(self._use(line))

    def _checked(self, line, connection):
        """Return the same; raises MappingProblem where nothing stands for the line."""
        label = line.move_id.display_name
        return line.product_id or connection._demand_fallback(self._use(line), label)

    def _use(self, line):
        """Return what a line without product is for."""
        if line.display_type == "rounding":
            return "rounding"
        return "discount" if line.price_subtotal < 0 else "line"

    def _needs(self, move, connection):
        products = self._products(move, connection)
        return [("Item", product, "") for product in products]

    def _products(self, move, connection):
        """Return the products whose items the document needs."""
        lines = self._shown(move).filtered(
            lambda line: line.display_type in BOOKED_TYPES
        )
        products = lines.product_id.union(
            *(self._product(line, connection) for line in lines)
        )
        if connection.tax_mode == "line" and move.amount_tax:
            products |= connection._fallback_product("tax")
        return products

    def _item_ref(self, product, connection):
        return self.env["qbo.mapper"]._linked_ref("Item", product, connection)
