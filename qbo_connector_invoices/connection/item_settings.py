from odoo import api, fields, models

from ..qbo.items import NAME, REFERENCE, SKU


class QboConnectionItemSettings(models.AbstractModel):
    """The part of a connection that says how products are treated."""

    _name = "qbo.connection.item.settings"
    _description = "QuickBooks products"

    item_key = fields.Selection(
        [
            (NAME, "The name"),
            (SKU, "The SKU, else the name"),
            (REFERENCE, "The internal reference alone"),
        ],
        string="Recognise Products By",
        required=True,
        default=SKU,
        help="The internal reference of a product is the SKU of its item, whatever "
        "is chosen. The name: the SKU goes along, but says nothing. The SKU, else the "
        "name: one name with two SKUs is two things. The internal reference alone: "
        "products without one are not sent, and names say nothing.",
    )
    item_quantities = fields.Selection(
        [("odoo", "Odoo"), ("quickbooks", "QuickBooks")],
        string="Who Counts Stock",
        required=True,
        default="odoo",
        help="Odoo: new goods are non-inventory items in QuickBooks. QuickBooks: they "
        "are inventory items there, that start with nothing on hand; with Odoo's "
        "Inventory app only those whose inventory it tracks. Quantities are never "
        "exchanged, and items that exist keep their type.",
    )
    item_quantities_note = fields.Char(compute="_compute_item_quantities_note")
    item_categories = fields.Boolean(
        string="Product Categories",
        help="Items are put in the category that the product's category is mapped to.",
    )
    qbo_item_categories = fields.Boolean(string="Categories of items", readonly=True)

    @api.depends("item_quantities")
    def _compute_item_quantities_note(self):
        """Say that nobody counts where neither side does."""
        counts = "is_storable" in self.env["product.template"]._fields
        for connection in self:
            nobody = not counts and connection.item_quantities == "odoo"
            connection.item_quantities_note = nobody and self.env._(
                "Odoo's Inventory app is not installed: Odoo keeps no quantities."
            )

    def _uses_categories(self):
        """Whether categories of items go both ways: wanted here, possible there."""
        return self.item_categories and self.qbo_item_categories

    def _needed_by_products(self):
        """What products lack before one of them is sent: as ``_needed``."""
        needed = []
        if self._uses_categories():
            used = self.env["qbo.category"]._used()
            needed.append(("category", [[category] for category in used]))
        if self.item_quantities == "quickbooks":
            default = [[self.env["account.account"]]]
            needed += [("expense_account", default), ("asset_account", default)]
        return needed

    def _item_facts(self, company_info):
        """What QuickBooks says of its list of items."""
        flags = {
            each.get("Name"): each.get("Value")
            for each in company_info.get("NameValue") or ()
        }
        return {"qbo_item_categories": flags.get("ItemCategoriesFeature") == "true"}

    def action_create_categories(self):
        """Create the missing product categories in QuickBooks, and map them."""
        self.ensure_one()
        self.check_access("write")
        made, left = self.env["qbo.category"]._create_missing(self)
        sentence = self.env._(
            "%(count)s product categories were created in QuickBooks.", count=len(made)
        )
        if left:
            sentence += " " + self.env._(
                "Map these by hand, QuickBooks can't hold them as they are: %(names)s.",
                names=", ".join(left.mapped("display_name")),
            )
        return self._toast(sentence, "warning" if left else "success")
