from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from .qbo_sync_mixin import STATES


class QboListMixin(models.AbstractModel):
    """What lists of records and their links have in common.

    A row is a record in scope of a connection, linked or not. A list declares which
    records it shows in ``_listed``, and which of these are shown only once they are
    linked: all that ``_by_itself`` leaves out.
    """

    _name = "qbo.list.mixin"
    _description = "Record and its QuickBooks link"
    _inherit = ["qbo.view.mixin"]
    _entity = ""
    _odoo_model = ""  # whose columns the domains speak of
    _listed = Domain.TRUE
    _by_itself = Domain.TRUE
    _link_column = "qbo_id"  # what of a link must be there to show its record

    connection_id = fields.Many2one("qbo.connection", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    link_id = fields.Many2one("qbo.link", readonly=True)
    qbo_id = fields.Char(string="QuickBooks ID", readonly=True)
    synced_at = fields.Datetime(readonly=True)
    problem = fields.Char(readonly=True)
    state = fields.Selection(STATES, string="QuickBooks", readonly=True)

    def _standing(self):
        """Return the columns that come from ``connection`` and ``link``."""
        return SQL(
            """connection.id AS connection_id,
               link.id AS link_id,
               link.qbo_id,
               link.synced_at,
               link.problem,
               CASE WHEN link.state IN ('mismatch', 'error', 'gone') THEN 'attention'
                    WHEN link.state IN ('waiting', 'linked') THEN link.state
                    ELSE 'none' END AS state"""
        )

    def _shown(self, alias):
        """Return the condition that the row of a table stands in this list."""
        model = self.env[self._odoo_model].sudo().with_context(active_test=False)
        query = Query(self.env, alias, SQL.identifier(model._table))
        listed, by_itself = (
            domain.optimize_full(model)._to_sql(model, alias, query)
            for domain in (Domain(self._listed), Domain(self._by_itself))
        )
        linked = SQL.identifier("link", self._link_column)
        return SQL("(%s) AND ((%s) OR %s IS NOT NULL)", listed, by_itself, linked)

    def _records(self):
        """Return the records that the rows are about."""
        raise NotImplementedError

    def action_open_record(self):
        """Open the record itself."""
        return self._records().get_formview_action()
