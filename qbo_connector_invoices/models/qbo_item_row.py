from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class QboItemRow(models.Model):
    """Line of the list Products: what is bought or sold, linked or not."""

    _name = "qbo.item.row"
    _inherit = "qbo.paired.list.mixin"
    _description = "Product and its QuickBooks link"
    _auto = False
    _order = "name, id"
    _rec_name = "name"
    _entity = "Item"
    _odoo_model = "product.template"
    _by_itself = Domain("sale_ok", "=", True) | Domain("purchase_ok", "=", True)
    _depends = {
        "product.product": [
            "active",
            "default_code",
            "product_template_attribute_value_ids",
            "product_tmpl_id",
        ],
        "product.template": [
            "categ_id",
            "company_id",
            "list_price",
            "name",
            "purchase_ok",
            "sale_ok",
            "type",
        ],
        "qbo.link": ["qbo_id", "qbo_name", "state", "synced_at", "problem"],
        "qbo.connection": ["company_id", "active"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    number = fields.Integer(string="Product ID", readonly=True, aggregator=None)
    name = fields.Char(readonly=True)
    variant = fields.Char(readonly=True)
    default_code = fields.Char(string="Internal Reference", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env["product.template"]._fields["type"].selection,
        string="Type",
        readonly=True,
    )
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    price = fields.Monetary(string="Sales Price", readonly=True, aggregator=None)
    currency_id = fields.Many2one("res.currency", readonly=True)
    active = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        language = self.env.lang or "en_US"
        return SQL(
            """
            SELECT product.id::bigint * 1000 + connection.id %% 1000 AS id,
                   product.id AS product_id,
                   product.id AS number,
                   COALESCE(template.name->>%(lang)s, template.name->>'en_US') AS name,
                   combination.variant,
                   product.default_code,
                   template.type AS kind,
                   template.categ_id,
                   template.list_price + COALESCE(combination.extra, 0) AS price,
                   company.currency_id,
                   product.active,
                   %(standing)s
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN res_company owner ON owner.id = template.company_id
              JOIN qbo_connection connection ON connection.active
               AND (owner.id IS NULL OR connection.company_id
                    = split_part(owner.parent_path, '/', 1)::int)
              JOIN res_company company ON company.id = connection.company_id
              LEFT JOIN LATERAL (%(combination)s) combination ON true
              LEFT JOIN qbo_link link ON link.connection_id = connection.id
               AND link.entity = 'Item' AND link.res_model = 'product.product'
               AND link.res_id = product.id AND link.part = ''
             WHERE %(seen)s AND %(shown)s
            """,
            lang=language,
            seen=self._seen("product.product", SQL("product.id")),
            shown=self._shown("template"),
            standing=self._standing(),
            combination=self._combination(language),
        )

    def _combination(self, language):
        """Return the names of a variant's attributes, and what they cost."""
        return SQL(
            """SELECT string_agg(
                          COALESCE(value.name->>%(lang)s, value.name->>'en_US'),
                          ', ' ORDER BY attribute.sequence, value.sequence
                      ) AS variant,
                      sum(chosen.price_extra) AS extra
                 FROM product_variant_combination pair
                 JOIN product_template_attribute_value chosen
                   ON chosen.id = pair.product_template_attribute_value_id
                 JOIN product_attribute_value value
                   ON value.id = chosen.product_attribute_value_id
                 JOIN product_attribute attribute ON attribute.id = value.attribute_id
                WHERE pair.product_product_id = product.id""",
            lang=language,
        )

    def _records(self):
        return self.product_id
