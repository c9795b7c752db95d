from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STATUSES = [
    ("paid", "Paid"),
    ("partial", "Partly paid"),
    ("not_paid", "Not paid"),
    ("overdue", "Overdue"),
    ("cancelled", "Cancelled"),
]


class QboInvoiceRow(models.Model):
    """Line of the list Invoices: an invoice in scope of a connection, linked or not."""

    _name = "qbo.invoice.row"
    _inherit = "qbo.document.list.mixin"
    _description = "Invoice and its QuickBooks link"
    _auto = False
    _entity = "Invoice"
    _odoo_model = "account.move"
    _listed = Domain("move_type", "=", "out_invoice") & Domain("state", "!=", "draft")
    _by_itself = Domain("state", "=", "posted")
    _order = "invoice_date desc, name desc"
    _rec_name = "name"
    _depends = {
        "account.move": [
            "name",
            "state",
            "move_type",
            "company_id",
            "partner_id",
            "currency_id",
            "invoice_date",
            "invoice_date_due",
            "payment_state",
            "amount_total",
            "amount_residual",
        ],
        "qbo.link": ["qbo_id", "state", "synced_at", "problem"],
        "qbo.connection": ["company_id", "active"],
    }

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    name = fields.Char(string="Number", readonly=True)
    invoice_date = fields.Date(string="Date", readonly=True)
    invoice_date_due = fields.Date(string="Due Date", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    amount_paid = fields.Monetary(string="Paid", readonly=True)
    amount_residual = fields.Monetary(string="Due", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %(head)s,
                   document.id AS move_id,
                   document.name,
                   document.invoice_date,
                   document.invoice_date_due,
                   document.amount_total AS amount,
                   document.amount_total - document.amount_residual AS amount_paid,
                   document.amount_residual,
                   %(status)s AS status
              FROM account_move document
              %(joins)s
             WHERE %(seen)s AND %(shown)s
            """,
            head=self._head(),
            seen=self._seen("account.move", SQL("document.id")),
            status=self._status(),
            shown=self._shown("document"),
            joins=self._joins(),
        )

    def _status(self):
        return SQL(
            """CASE WHEN document.state = 'cancel' THEN 'cancelled'
                    WHEN document.payment_state IN ('paid', 'in_payment', 'reversed')
                        THEN 'paid'
                    WHEN document.invoice_date_due < %s THEN 'overdue'
                    WHEN document.payment_state = 'partial' THEN 'partial'
                    ELSE 'not_paid' END""",
            fields.Date.context_today(self),
        )

    def _records(self):
        return self.move_id
