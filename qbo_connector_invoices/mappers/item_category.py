"""Product categories as the categories that QuickBooks puts its items in."""

from odoo import models


class QboMapperItemCategory(models.AbstractModel):
    """The category of an item, where the connection speaks of categories at all."""

    _name = "qbo.mapper.item.category"
    _inherit = "qbo.mapper"
    _description = "QuickBooks category of items"

    def _put_category(self, payload, record, connection, agreed):
        """Add the category; where categories are off, what is there stays."""
        if not connection._uses_categories():
            for key in ("ParentRef", "SubItem"):
                if key in agreed:
                    payload[key] = agreed[key]
            return
        category = record.categ_id
        if category:
            label = self._label(record)
            mappings = self.env["qbo.mapping"]
            qbo_id = mappings._demand(connection, "category", category, label)
            payload["ParentRef"] = {"value": qbo_id}
        if category or agreed.get("SubItem"):
            payload["SubItem"] = bool(category)

    def _category_in(self, payload, connection):
        """The category here; one that nobody mapped is made where items may be."""
        if not connection._uses_categories():
            return {}
        qbo_id = (payload.get("ParentRef") or {}).get("value")
        if not qbo_id:
            return {"categ_id": False}
        category = connection._mapped_back("category", qbo_id)
        rule = self.env["qbo.rule"]._of(connection, "Item")
        if not category and rule.create_here:
            category = self.env["qbo.category"]._make_here(connection, qbo_id)
        return {"categ_id": category.id} if category else {}
