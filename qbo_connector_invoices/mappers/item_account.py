"""Which accounts of QuickBooks an item books on."""

from odoo import models

from odoo.addons.qbo_connector.mappers.watch import MappingProblem

ACCOUNTS = {
    "IncomeAccountRef": "income",
    "ExpenseAccountRef": "expense",
    "AssetAccountRef": "asset",
}
# What QuickBooks takes; the cost of an inventory item must be a cost of goods sold.
TYPES = {
    "income": ("Income", "Other Income"),
    "expense": ("Cost of Goods Sold", "Expense", "Other Expense"),
    "asset": ("Other Current Asset",),
}
COST_OF_SALES = ("Cost of Goods Sold",)


class QboMapperItemAccount(models.AbstractModel):
    """The accounts of an item: decided when it is made, then QuickBooks' own."""

    _name = "qbo.mapper.item.account"
    _inherit = "qbo.mapper"
    _description = "QuickBooks accounts of items"

    # -- out ------------------------------------------------------------------

    def _put_accounts(self, payload, record, connection, agreed):
        """Add the accounts to a payload. Raises MappingProblem."""
        for key, kind in ACCOUNTS.items():
            if agreed.get(key):
                payload[key] = agreed[key]
                continue
            if self._wants_account(kind, payload, record, agreed):
                reference = self._account(kind, record, connection)
                if reference or self._must_have_account(kind, payload):
                    self._check_account(kind, payload, record, reference)
                    payload[key] = {"value": reference.qbo_id}

    def _wants_account(self, kind, payload, record, agreed):
        if payload["Type"] == "Inventory":
            return True
        if kind == "income":
            return not agreed or record.sale_ok
        return kind == "expense" and record.purchase_ok

    def _must_have_account(self, kind, payload):
        """Whether QuickBooks refuses the item without; a cost needs an account."""
        if kind == "income" or payload["Type"] == "Inventory":
            return True
        return bool(payload.get("PurchaseCost") or payload.get("PurchaseDesc"))

    def _account(self, kind, record, connection):
        """What the product's or category's account is mapped to, else the usual one."""
        account = self._account_here(kind, record, connection)
        mappings = self.env["qbo.mapping"]
        found = account and mappings._out(connection, "account", account)
        return found or mappings._out(connection, f"{kind}_account", account.browse())

    def _account_here(self, kind, record, connection):
        company = connection.company_id
        template = record.with_company(company).product_tmpl_id
        if kind != "asset":
            return template.get_product_accounts()[kind]
        category = template.categ_id
        if "property_stock_valuation_account_id" in category._fields:
            return category.property_stock_valuation_account_id
        return self.env["account.account"]

    def _check_account(self, kind, payload, record, reference):
        types = TYPES[kind]
        if kind == "expense" and payload["Type"] == "Inventory":
            types = COST_OF_SALES
        if not reference:
            raise self._no_account(kind, record)
        if not reference.active:
            raise MappingProblem(
                self.env._(
                    "%(product)s is to be booked on %(account)s, which is no longer "
                    "active in QuickBooks.",
                    product=record.display_name,
                    account=reference.full_name,
                ),
                advice=self._account_advice(kind),
                button="map",
            )
        if (reference.data or {}).get("AccountType") not in types:
            raise MappingProblem(
                self.env._(
                    "%(product)s is to be booked on %(account)s, where QuickBooks "
                    "wants an account of the type %(types)s.",
                    product=record.display_name,
                    account=reference.full_name,
                    types=" / ".join(types),
                ),
                advice=self._account_advice(kind),
                button="map",
            )

    def _no_account(self, kind, record):
        sentence = {
            "income": self.env._("QuickBooks needs an income account for %(product)s."),
            "expense": self.env._(
                "QuickBooks needs an expense account for %(product)s."
            ),
            "asset": self.env._("QuickBooks needs an asset account for %(product)s."),
        }[kind]
        return MappingProblem(
            sentence % {"product": record.display_name},
            advice=self._account_advice(kind),
            button="map",
        )

    def _account_advice(self, kind):
        label = self.env["qbo.mapping"]._kinds()[f"{kind}_account"][0]
        return self.env._(
            "Map the product's account, or choose the %(default)s, under "
            "Configuration, Mappings, then try again.",
            default=label,
        )

    # -- in -------------------------------------------------------------------

    def _accounts_in(self, payload, connection):
        """The accounts of a new product, where somebody has mapped them."""
        fields = {
            "IncomeAccountRef": "property_account_income_id",
            "ExpenseAccountRef": "property_account_expense_id",
        }
        vals = {}
        for key, name in fields.items():
            qbo_id = (payload.get(key) or {}).get("value")
            account = qbo_id and connection._mapped_back("account", qbo_id)
            if account:
                vals[name] = account.id
        return vals
