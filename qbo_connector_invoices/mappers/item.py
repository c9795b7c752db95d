from odoo import models

from odoo.addons.qbo_connector.mappers.watch import MappingProblem, Watch
from odoo.addons.qbo_connector.qbo.errors import QboNameTaken
from odoo.addons.qbo_connector.qbo.names import clean, comparable, with_suffix
from odoo.addons.qbo_connector.qbo.query import both, in_list, is_active
from odoo.addons.qbo_connector.qbo.rules import Amount, Flag, Hook, Text

NAME_LIMIT = 100
NAME_FIELDS = ("name", "default_code", "product_template_attribute_value_ids")
# Decided once, when the item is made: later they are QuickBooks' own business.
KEPT = ("Type", "Taxable", "IncomeAccountRef")


class QboMapperItem(models.AbstractModel):
    """Products as items of QuickBooks: services, and goods without a stock there."""

    _name = "qbo.mapper.item"
    _inherit = "qbo.mapper"
    _description = "QuickBooks item mapping"

    _entity = "Item"
    _odoo_model = "product.product"
    _wave = 20
    _natural_key = "Name"
    _pull_history = False
    _create_here = False
    _defaults = {"winner": "odoo"}

    def _rules(self):
        return (
            Hook("Name", reads=NAME_FIELDS, out="_name_out"),
            Text("Sku", "default_code", max_length=100),
            Text("Description", "description_sale", max_length=4000),
            Amount("UnitPrice", "lst_price", digits=5),
            Flag("Active", "active"),
            Hook("Type", reads=("type",), out="_type_out"),
            Hook("Taxable", reads=("taxes_id",), out="_taxable_out"),
            Hook("IncomeAccountRef", out="_income_out"),
        )

    def _watch(self):
        names = self._read_fields()
        return (
            Watch("product.product", names),
            Watch("product.template", (*names, "list_price"), "product_variant_ids"),
        )

    # -- push -----------------------------------------------------------------

    def _to_qbo(self, record, connection, part=""):
        payload = super()._to_qbo(record, connection, part)
        agreed = connection._link_of("Item", record).agreed or {}
        payload.update({key: agreed[key] for key in KEPT if key in agreed})
        if self._is_suffixed(agreed.get("Name"), payload["Name"]):
            payload["Name"] = agreed["Name"]
        return payload

    def _is_suffixed(self, agreed, wanted):
        """Whether the name in QuickBooks is ours, told apart from a namesake's."""
        return bool(agreed) and comparable(agreed).startswith(f"{comparable(wanted)} [")

    def _name_out(self, record, connection):
        values = record.product_template_attribute_value_ids
        variant = values._get_combination_name() if values else ""
        name = f"{record.name} ({variant})" if variant else record.name
        cleaned = clean(name or "", NAME_LIMIT)
        if cleaned:
            return cleaned
        raise MappingProblem(
            self.env._("A product has no name that QuickBooks could take."),
            advice=self.env._("Give the product a name with letters in it."),
            button="open",
        )

    def _type_out(self, record, connection):
        return "Service" if record.type == "service" else "NonInventory"

    def _taxable_out(self, record, connection):
        taxes = record.taxes_id._filter_taxes_by_company(connection.company_id)
        return any(tax.amount for tax in taxes)

    def _income_out(self, record, connection):
        """Return the mapped account of the product's sales, else the usual one."""
        company = connection.company_id
        accounts = record.with_company(company).product_tmpl_id.get_product_accounts()
        account = accounts["income"]
        reference = account and connection._mapped("account", account)
        usual = self.env["account.account"]
        reference = reference or connection._mapped("income_account", usual)
        if reference:
            return {"value": reference.qbo_id}
        raise MappingProblem(
            self.env._(
                "QuickBooks needs an income account for %(product)s.",
                product=record.display_name,
            ),
            advice=self.env._(
                "Map the account %(account)s, or choose the income account of new "
                "products, under Configuration, Mappings.",
                account=account.display_name or "",
            ),
            button="map",
        )

    def _on_refusal(self, link, error, payload):
        """Tell a second product of one name apart by its code."""
        if not isinstance(error, QboNameTaken):
            return None
        product = self.env["product.product"].browse(link.res_id)
        suffix = f" [{product.default_code or product.id}]"
        renamed = with_suffix(payload["Name"], suffix, NAME_LIMIT)
        return None if renamed == payload["Name"] else {**payload, "Name": renamed}

    # -- matching -------------------------------------------------------------

    def _remote_queries(self, payloads, connection):
        codes = in_list("Sku", filter(None, (each.get("Sku") for each in payloads)))
        active = is_active("Item", None)
        clauses = super()._remote_queries(payloads, connection)
        return [*clauses, *(both(active, clause) for clause in codes)]

    def _match_remote(self, payloads, candidates, connection):
        """Match by name, else by a code that only one free item has."""
        matches, taken = {}, set()
        by_name = super()._match_remote(payloads, candidates, connection)
        by_code = self._by_code(candidates)
        for index, payload in enumerate(payloads):
            found = by_name.get(index) or by_code.get(payload.get("Sku"))
            if found and found["Id"] not in taken:
                matches[index] = found
                taken.add(found["Id"])
        return matches

    def _by_code(self, candidates):
        """Return {code: item} of the codes that are unique among them."""
        found = {}
        for item in candidates:
            found.setdefault(item.get("Sku"), []).append(item)
        return {
            code: items[0] for code, items in found.items() if code and len(items) == 1
        }

    def _fits(self, sent, found):
        """A category has the name of a product, but nothing can be sold as one."""
        return super()._fits(sent, found) and found.get("Type") != "Category"
