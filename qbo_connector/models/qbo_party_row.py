from odoo import fields, models
from odoo.tools import SQL

from .qbo_tracked import STATES


class QboPartyRow(models.AbstractModel):
    """What the lists Customers and Vendors have in common.

    A row is a partner in scope of a connection, linked or not.
    """

    _name = "qbo.party.row"
    _description = "Partner and its QuickBooks link"
    _order = "name, id"
    _rec_name = "name"
    _entity = ""
    _rank = ""
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
    connection_id = fields.Many2one("qbo.connection", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    link_id = fields.Many2one("qbo.link", readonly=True)
    qbo_id = fields.Char(string="QuickBooks ID", readonly=True)
    qbo_name = fields.Char(string="Name in QuickBooks", readonly=True)
    synced_at = fields.Datetime(readonly=True)
    problem = fields.Char(readonly=True)
    state = fields.Selection(STATES, string="QuickBooks", readonly=True)

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
                   connection.id AS connection_id,
                   connection.company_id,
                   link.id AS link_id,
                   link.qbo_id,
                   link.qbo_name,
                   link.synced_at,
                   link.problem,
                   CASE WHEN link.state IN ('mismatch', 'error', 'gone')
                        THEN 'attention'
                        WHEN link.state IN ('waiting', 'linked') THEN link.state
                        ELSE 'none' END AS state
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
             WHERE (partner.parent_id IS NULL OR partner.is_company)
               AND (partner.%(rank)s > 0 OR link.qbo_id IS NOT NULL)
            """,
            entity=self._entity,
            rank=SQL.identifier(self._rank),
        )

    # -- buttons --------------------------------------------------------------

    def action_open_record(self):
        """Open the contact."""
        return self.partner_id.get_formview_action()

    def action_qbo_sync(self):
        """Find its counterpart, or send what changed."""
        self.ensure_one()
        return self.env["qbo.sync.dialog"]._begin(
            self.connection_id, self._entity, self.partner_id
        )

    def action_qbo_bulk(self):
        """Count what would be linked and created before it starts."""
        return self.env["qbo.bulk"]._begin(self, self._entity)

    def action_qbo_info(self):
        """Show both sides next to each other."""
        self.ensure_one()
        return self.env["qbo.info"]._begin(self.link_id)

    def action_qbo_unlink(self):
        """Take it out of the exchange; both sides stay as they are."""
        self.env["qbo.tracked"]._qbo_check_user()
        self.check_access("read")
        # links are written by the sync and by buttons, not by users at will
        self.env["qbo.pairing"].sudo()._part(self.link_id.sudo())
        return True

    def action_qbo_open(self):
        """Open its counterpart in QuickBooks itself."""
        self.ensure_one()
        return self.link_id._open_in_quickbooks()
