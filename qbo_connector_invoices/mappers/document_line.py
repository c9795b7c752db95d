from odoo import models

from odoo.addons.qbo_connector.qbo.rules import project, rounded

from ..qbo.amounts import exact, split_amount

TEXT_LIMIT = 4000
SUBTOTAL = "SubTotalLineDetail"
SALE_KEYS = tuple(
    f"SalesItemLineDetail.{key}"
    for key in ("ItemRef", "Qty", "UnitPrice", "TaxCodeRef", "ClassRef")
)
SOLD_TYPES = ("product", "rounding")
SHOWN_TYPES = (*SOLD_TYPES, "line_section", "line_subsection", "line_note")


class QboDocumentLine(models.AbstractModel):
    """The lines of an Odoo document as lines of a QuickBooks sales form."""

    _name = "qbo.document.line"
    _description = "QuickBooks document lines"

    def _shown(self, move):
        """Return the lines that QuickBooks gets, in printed order.

        Tax and receivable lines are QuickBooks' own business; a cash rounding
        booked on a tax line is part of the tax total already.
        """
        return move.line_ids.filtered(
            lambda line: line.display_type in SHOWN_TYPES
            and not line.tax_repartition_line_id
        ).sorted(lambda line: (line.sequence, line._origin.id or line.id))

    def _lines_out(self, move, connection):
        """Return ``move``'s lines as a list of QuickBooks Line objects."""
        translated = self.with_context(lang=move.partner_id.lang or self.env.lang)
        dimensions = self.env["qbo.document.dimension"]
        lines = [
            payload
            for line in self._shown(move)
            for payload in dimensions._classed(
                translated._line_out(line, connection), line, connection
            )
        ]
        return lines + translated._tax_lines_out(move, connection)

    def _line_out(self, line, connection):
        if line.display_type in SOLD_TYPES:
            return self._sale_line_out(line, connection)
        return {
            "DetailType": "DescriptionOnly",
            "Description": (line.name or "")[:TEXT_LIMIT],
            "DescriptionLineDetail": {},
        }

    def _sale_line_out(self, line, connection):
        """Return a line of goods: the booked net amount is the one that counts."""
        digits = line.currency_id.decimal_places
        amount = self._amount(line, connection)
        price = self._shown_price(line)
        split = split_amount(amount, exact(line.quantity), price, digits)
        detail = {
            "ItemRef": self._item_ref(self._checked(line, connection), connection),
            **self.env["qbo.document.tax"]._line_code(line, connection),
        }
        if split:
            detail["Qty"], detail["UnitPrice"] = split
        return {
            "DetailType": "SalesItemLineDetail",
            "Amount": amount,
            "Description": self._text(line, bool(split))[:TEXT_LIMIT],
            "SalesItemLineDetail": detail,
        }

    def _tax_lines_out(self, move, connection):
        """Return tax as a line of its own, where the tax mode says so."""
        if connection.tax_mode != "line" or not move.amount_tax:
            return []
        product = connection._demand_fallback("tax", move.display_name)
        detail = {
            "ItemRef": self._item_ref(product, connection),
            **self.env["qbo.document.tax"]._no_code(connection),
        }
        return [
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": rounded(move.amount_tax, move.currency_id.decimal_places),
                "Description": self.env._("Tax"),
                "SalesItemLineDetail": detail,
            }
        ]

    def _amount(self, line, connection):
        """Return the net amount as booked, positive on a sale.

        Not ``price_subtotal``: with taxes rounded per document, core moves a cent
        between the booked lines so that they add up to the total.
        """
        amount = line.move_id.direction_sign * line.amount_currency
        if connection.tax_mode == "folded" and line.display_type == "product":
            amount += line.price_total - line.price_subtotal
        return rounded(amount, line.currency_id.decimal_places)

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

    def _products(self, move, connection):
        """Return the products whose items the document needs."""
        lines = self._shown(move).filtered(lambda line: line.display_type in SOLD_TYPES)
        products = lines.product_id.union(
            *(self._product(line, connection) for line in lines)
        )
        if connection.tax_mode == "line" and move.amount_tax:
            products |= connection._fallback_product("tax")
        return products

    def _item_ref(self, product, connection):
        return self.env["qbo.mapper"]._linked_ref("Item", product, connection)

    # -------------------------------------------------------------------------
    # What QuickBooks answers, cut down to what was said
    # -------------------------------------------------------------------------

    def _lines_in(self, lines):
        """Return QuickBooks' lines in the form ``_lines_out`` gives them.

        Drops ids, line numbers and the subtotal QuickBooks adds by itself.
        """
        ours = (line for line in lines if line.get("DetailType") != SUBTOTAL)
        return [self._line_in(line) for line in ours]

    def _line_in(self, line):
        detail = line["DetailType"]
        keys = ["DetailType", "Description", *SALE_KEYS]
        if detail == "SalesItemLineDetail":
            keys.append("Amount")
        return project(line, keys)
