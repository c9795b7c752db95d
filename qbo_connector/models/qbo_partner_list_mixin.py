from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class QboPartnerListMixin(models.AbstractModel):
    """What the lists Customers and Vendors have in common.

    A row is a partner in scope of a connection, linked or not.
    """

    _name = "qbo.partner.list.mixin"
    _inherit = ["qbo.paired.list.mixin"]
    _description = "Partner and its QuickBooks link"
    _order = "name, id"
    _rec_name = "name"
    _odoo_model = "res.partner"
    _listed = Domain("parent_id", "=", False) | Domain("is_company", "=", True)
    _depends = {
        "res.partner": [
            "name",
            "email",
            "phone",
            "active",
            "is_company",
            "parent_id",
            "company_id",
            "customer_rank",
            "supplier_rank",
        ],
        "qbo.link": ["qbo_id", "qbo_name", "state", "synced_at", "problem"],
        "qbo.connection": ["company_id", "active"],
    }

    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    number = fields.Integer(string="Contact ID", readonly=True, aggregator=None)
    name = fields.Char(readonly=True)
    email = fields.Char(string="E-mail", readonly=True)
    phone = fields.Char(readonly=True)
    active = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT partner.id::bigint * 1000 + connection.id %% 1000 AS id,
                   partner.id AS partner_id,
                   partner.id AS number,
                   COALESCE(partner.complete_name, partner.name) AS name,
                   partner.email,
                   partner.phone,
                   partner.active,
                   %(standing)s
              FROM res_partner partner
              LEFT JOIN res_company owner ON owner.id = partner.company_id
              JOIN qbo_connection connection ON connection.active
               AND (owner.id IS NULL OR connection.company_id
                    = split_part(owner.parent_path, '/', 1)::int)
              LEFT JOIN LATERAL (
                    SELECT * FROM qbo_link
                     WHERE connection_id = connection.id AND entity = %(entity)s
                       AND res_model = 'res.partner' AND res_id = partner.id
                     ORDER BY part LIMIT 1) link ON true
             WHERE %(seen)s AND %(shown)s
            """,
            seen=self._seen("res.partner", SQL("partner.id")),
            standing=self._standing(),
            entity=self._entity,
            shown=self._shown("partner"),
        )

    # -- buttons --------------------------------------------------------------

    def _records(self):
        return self.partner_id
