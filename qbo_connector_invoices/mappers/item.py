from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.qbo_connector.mappers.watch import MappingProblem, Watch
from odoo.addons.qbo_connector.qbo.errors import QboNameTaken
from odoo.addons.qbo_connector.qbo.names import clean, with_suffix
from odoo.addons.qbo_connector.qbo.rules import Flag, Hook, Text, plant, rounded

from ..qbo.items import REFERENCE

NAME_LIMIT = 100
VARIANT_LIMIT = 60
CODE_LIMIT = 40
DIGITS = 5
NAME_FIELDS = ("name", "default_code", "product_template_attribute_value_ids")
PURCHASE = ("PurchaseCost", "PurchaseDesc")
PLACE = {"ParentRef", "SubItem"}


class QboMapperItem(models.AbstractModel):
    """Products as items of QuickBooks: services, and goods with a stock or without."""

    _name = "qbo.mapper.item"
    _inherit = [
        "qbo.mapper.item.account",
        "qbo.mapper.item.category",
        "qbo.mapper.item.match",
        "qbo.mapper.item.pull",
    ]
    _description = "QuickBooks item mapping"

    _entity = "Item"
    _odoo_model = "product.product"
    _wave = 20
    _natural_key = "Name"
    _pull_history = False
    _create_here = False
    _defaults = {"winner": "odoo"}

    def _rules(self):
        bought = ("purchase_ok",)
        return (
            Hook("Name", NAME_FIELDS, "_name_out", "_name_in"),
            Hook("Sku", ("default_code",), "_code_out", "_code_in"),
            Text("Description", "description_sale", max_length=4000),
            Hook("UnitPrice", ("lst_price",), "_price_out", "_price_in"),
            Hook("PurchaseDesc", ("description_purchase",), "_text_out", "_text_in"),
            Hook("PurchaseCost", ("standard_price",), "_cost_out", "_cost_in"),
            Flag("Active", "active"),
            # put in by ``_to_qbo``, for they depend on what was agreed before
            Hook("Type", self._type_fields(), "", "_type_in"),
            Hook("Taxable", ("taxes_id",)),
            Hook("SalesTaxIncluded", ("taxes_id",)),
            Hook("IncomeAccountRef", ("sale_ok",)),
            Hook("ExpenseAccountRef", bought),
            Hook("AssetAccountRef"),
            Hook("ParentRef", ("categ_id",), "", "_category_in"),
            Hook("SubItem"),
        )

    def _type_fields(self):
        """The fields that say what is counted; with Odoo's stock there are two."""
        known = self.env[self._odoo_model]._fields
        return tuple(name for name in ("type", "is_storable") if name in known)

    def _watch(self):
        names = self._read_fields()
        return (
            Watch("product.product", names),
            Watch("product.template", (*names, "list_price"), "product_variant_ids"),
        )

    def _creation_domain(self, connection):
        traded = Domain("sale_ok", "=", True) | Domain("purchase_ok", "=", True)
        return traded & Domain("active", "=", True)

    # -- push -----------------------------------------------------------------

    def _prepare(self, records, connection):
        connection._look_up_records(self._entity, records)
        return super()._prepare(records, connection)

    def _to_qbo(self, record, connection, part=""):
        link = connection._link_of(self._entity, record)
        agreed = link.agreed or {}
        payload = super()._to_qbo(record, connection, part)
        payload["Type"] = self._type(record, connection, agreed)
        self._put_tax_flags(payload, record, connection, link)
        if not record.purchase_ok:
            payload.update({key: agreed[key] for key in PURCHASE if key in agreed})
        self._put_accounts(payload, record, connection, agreed)
        self._put_category(payload, record, connection, agreed)
        if payload["Type"] == "Inventory" and not agreed:
            payload.update(self._first_count(connection))
        return payload

    def _said(self, link, payload, changed):
        """What changed, and what QuickBooks wants in every update of an item."""
        tops = {path.split(".")[0] for path in changed} | {"Type"}
        if tops & PLACE:
            tops |= PLACE
        said = {key: value for key, value in payload.items() if key in tops}
        plant(said, "Name", said.get("Name") or (link.agreed or {}).get("Name"))
        return said

    def _item_name(self, product):
        """The product's name with its attributes, as QuickBooks takes it; or ""."""
        name = clean(product.name or "", NAME_LIMIT)
        variant = self._variant(product)
        return with_suffix(name, f" ({variant})", NAME_LIMIT) if variant else name

    def _variant(self, product):
        values = product.product_template_attribute_value_ids
        name = values._get_combination_name() if values else ""
        return clean(name, VARIANT_LIMIT)

    def _name_out(self, record, connection):
        name = self._item_name(record)
        if name:
            return name
        raise MappingProblem(
            self.env._("A product has no name that QuickBooks could take."),
            advice=self.env._("Give the product a name with letters in it."),
            button="open",
        )

    def _code_out(self, record, connection):
        code = (record.default_code or "").strip()
        if not code and connection.item_key == REFERENCE:
            raise MappingProblem(
                self.env._(
                    "%(product)s has no internal reference, by which products are "
                    "recognised in QuickBooks.",
                    product=record.display_name,
                ),
                advice=self.env._(
                    "Give it one, or let products be recognised by their names too, "
                    "in the settings of the connection."
                ),
                button="open",
            )
        return code[:NAME_LIMIT].rstrip() or None

    def _code_in(self, payload, connection):
        return {"default_code": (payload.get("Sku") or "").strip() or False}

    def _price_out(self, record, connection):
        """The sales price in QuickBooks' own currency; nothing in any other."""
        is_home = self._is_home_price(record, connection)
        return rounded(record.lst_price, DIGITS) if is_home else None

    def _price_in(self, payload, connection):
        return {"lst_price": float(rounded(payload.get("UnitPrice") or 0, DIGITS))}

    def _is_home_price(self, record, connection):
        home = connection.qbo_currency_id or connection.company_id.currency_id
        return record.currency_id == home

    def _cost_out(self, record, connection):
        bought = record.purchase_ok
        return rounded(record.standard_price, DIGITS) if bought else None

    def _text_out(self, record, connection):
        text = (record.description_purchase or "").strip() if record.purchase_ok else ""
        return text[:1000].rstrip() or None

    def _text_in(self, payload, connection):
        return {"description_purchase": payload.get("PurchaseDesc") or False}

    # -- what it is, which QuickBooks hardly ever lets change -------------------

    def _type(self, record, connection, agreed):
        """The type of its item; one that is there keeps its own."""
        if self._is_other_type(record, connection, agreed):
            raise self._type_problem(record, agreed["Type"])
        return agreed.get("Type") or self._wanted_type(record, connection)

    def _wanted_type(self, record, connection):
        if record.type == "service":
            return "Service"
        counts = connection.item_quantities == "quickbooks"
        if counts and getattr(record, "is_storable", True):
            return "Inventory"
        return "NonInventory"

    def _is_other_type(self, record, connection, agreed):
        """Whether one side holds a service and the other one goods."""
        there = agreed.get("Type")
        is_service = record.type == "service"
        return bool(there) and (there == "Service") != is_service

    def _type_problem(self, record, there):
        if there == "Service":
            sentence = self.env._(
                "%(product)s is a service in QuickBooks, but goods in Odoo.",
                product=record.display_name,
            )
        else:
            sentence = self.env._(
                "%(product)s is goods in QuickBooks, but a service in Odoo.",
                product=record.display_name,
            )
        return MappingProblem(
            sentence,
            advice=self.env._(
                "Change its type on one side, or unlink the two and link it with "
                "another item. Nothing of it is sent meanwhile."
            ),
            button="open",
            kind="refused",  # closes by itself when QuickBooks' type has changed
        )

    def _first_count(self, connection):
        """Start an inventory item with nothing on hand: QuickBooks counts from here."""
        today = fields.Date.context_today(self)
        start = connection.go_live_date or today
        return {"TrackQtyOnHand": True, "QtyOnHand": 0, "InvStartDate": f"{start}"}

    def _put_tax_flags(self, payload, record, connection, link):
        """Say whether it is taxed; an item that was there before keeps its own word."""
        taxes = record.taxes_id._filter_taxes_by_company(connection.company_id)
        flags = {"Taxable": any(tax.amount for tax in taxes)}
        if connection.qbo_tax_engine == "codes":
            flags["SalesTaxIncluded"] = any(tax.price_include for tax in taxes)
        if link.origin == "matched":
            agreed = link.agreed or {}
            flags = {key: agreed[key] for key in flags if key in agreed}
        payload.update(flags)

    # -- names that are taken -------------------------------------------------

    def _on_refusal(self, link, error, payload):
        """Tell it apart from what has its name, by its code, else by its number."""
        if not isinstance(error, QboNameTaken) or not payload.get("Name"):
            return None
        product = self.env[self._odoo_model].browse(link.res_id)
        own = self._item_name(product)
        marks = ((product.default_code or "").strip()[:CODE_LIMIT], str(product.id))
        tries = [own]
        tries += [
            with_suffix(own, f" [{mark}]", NAME_LIMIT) for mark in filter(None, marks)
        ]
        name = payload["Name"]
        left = tries[tries.index(name) + 1 :] if name in tries else tries[1:]
        return {**payload, "Name": left[0]} if left else None
