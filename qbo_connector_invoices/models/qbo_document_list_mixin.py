from odoo import fields, models
from odoo.tools import SQL


class QboDocumentListMixin(models.AbstractModel):
    """What the lists over Odoo's documents and their links have in common."""

    _name = "qbo.document.list.mixin"
    _description = "Document and its QuickBooks link"
    _inherit = ["qbo.list.mixin"]
    _link_column = "id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True)
    synced_at = fields.Datetime(string="In Step")

    def _head(self):
        """Return the columns that come from the document, connection and link.

        The id tells apart the rows of a document that two connections speak of; it
        must not change between two reads of the same list.
        """
        return SQL(
            """document.id::bigint * 1000 + connection.id %% 1000 AS id,
               document.company_id,
               document.partner_id,
               document.currency_id,
               %s""",
            self._standing(),
        )

    def _joins(self):
        """Return the joins of ``document`` with its connections and link.

        Branches use their root company's connection.
        """
        return SQL(
            """JOIN res_company company ON company.id = document.company_id
               JOIN qbo_connection connection ON connection.active
                AND connection.company_id = split_part(company.parent_path, '/', 1)::int
               LEFT JOIN qbo_link link ON link.connection_id = connection.id
                AND link.entity = %s AND link.res_model = %s
                AND link.res_id = document.id""",
            self._entity,
            self._odoo_model,
        )

    def action_qbo_push(self):
        return self._records().action_qbo_push()

    def action_qbo_info(self):
        return self._records().action_qbo_info()
