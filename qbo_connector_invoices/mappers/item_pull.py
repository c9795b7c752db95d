"""Take over what QuickBooks knows of an item."""

from odoo import models
from odoo.fields import Command

from odoo.addons.qbo_connector.mappers.watch import MappingProblem
from odoo.addons.qbo_connector.qbo import names

# Keys that all variants of a product share here, and their fields.
SHARED = {
    "Name": "name",
    "UnitPrice": "lst_price",
    "Description": "description_sale",
    "PurchaseDesc": "description_purchase",
    "Type": "type",
    "ParentRef": "categ_id",
}


class QboMapperItemPull(models.AbstractModel):
    """Bring items to products: new ones, and what changed of known ones."""

    _name = "qbo.mapper.item.pull"
    _inherit = "qbo.mapper"
    _description = "QuickBooks items to products"

    def _project(self, payload):
        kept = super()._project(payload)
        if kept.get("Name"):
            kept["Name"] = names.undeleted(kept["Name"])
        return kept

    def _wanted(self, payload, connection):
        return super()._wanted(payload, connection) and payload["Type"] != "Category"

    def _name_in(self, payload, connection):
        return {"name": names.undeleted(payload.get("Name") or "")}

    def _type_in(self, payload, connection):
        return {"type": "service" if payload.get("Type") == "Service" else "consu"}

    def _cost_in(self, payload, connection):
        return {"standard_price": float(payload.get("PurchaseCost") or 0)}

    # -- new ones -------------------------------------------------------------

    def _apply_new(self, payloads, connection):
        """Create products; where several companies connect, for this one."""
        others = self.env["qbo.connection"].search_count(
            [("company_id", "!=", connection.company_id.id)], limit=1
        )
        company_id = connection.company_id.id if others else False
        vals_list = [
            {**self._new_product(each, connection), "company_id": company_id}
            for each in payloads
        ]
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        return self.env[self._odoo_model].with_context(**quiet).create(vals_list)

    def _new_product(self, payload, connection):
        if payload["Type"] == "Group":
            raise MappingProblem(
                self.env._(
                    "%(name)s is a bundle. Odoo has nothing like it, so it stays in "
                    "QuickBooks alone.",
                    name=payload["Name"],
                ),
                advice=self.env._(
                    "Nothing has to be done: what it is made of comes by itself."
                ),
            )
        vals = self._from_qbo(payload, connection)
        vals |= self._accounts_in(payload, connection)
        vals["sale_ok"] = bool(payload.get("IncomeAccountRef"))
        vals["purchase_ok"] = bool(payload.get("ExpenseAccountRef"))
        if connection.qbo_country == "US" and not payload.get("Taxable"):
            vals["taxes_id"] = [Command.clear()]
        if "is_storable" in self.env[self._odoo_model]._fields:
            counted_here = connection.item_quantities == "odoo"
            vals["is_storable"] = payload["Type"] == "Inventory" and counted_here
        return vals

    # -- known ones -----------------------------------------------------------

    def _apply(self, payload, connection, record):
        """Write what differs and may be written; archive as a person would."""
        vals = self._changed(record, self._from_qbo(payload, connection))
        for key in self._only_ours(record, connection):
            vals.pop(key, None)
        active = vals.pop("active", None)
        if vals:
            record.write(vals)
        if active is not None:
            record.action_unarchive() if active else record.action_archive()
        return record

    def _only_ours(self, record, connection):
        """Fields that QuickBooks can't change: the price of one variant is no field.

        The cost of what Odoo counts comes from its stock, and a price in another
        currency means nothing to QuickBooks.
        """
        fields = set()
        if record.product_tmpl_id.product_variant_count > 1 or self._variant(record):
            fields |= set(SHARED.values())
        if record._fields.get("is_storable") and record.is_storable:
            fields.add("standard_price")
        if not self._is_home_price(record, connection):
            fields.add("lst_price")
        return fields

    def _pulled(self, link, payload):
        """Let Odoo's own values go there again, rather than differ in silence."""
        record = self.env[self._odoo_model].browse(link.res_id)
        connection = link.connection_id
        fields = self._only_ours(record, connection)
        keys = {key for key, name in SHARED.items() if name in fields}
        if "standard_price" in fields:
            keys.add("PurchaseCost")
        refused = keys & (link.ours or {}).keys()
        if refused:
            kept = {key: v for key, v in link.ours.items() if key not in refused}
            link.ours = kept or False
        if refused or self._is_other_type(record, connection, link.agreed or {}):
            link._mark_again(needed=True)  # else it counts as an echo of the pull
