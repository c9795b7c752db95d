from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class QboPaymentRow(models.Model):
    """Line of the list Payments: a customer's payment, linked or not."""

    _name = "qbo.payment.row"
    _inherit = "qbo.document.list.mixin"
    _description = "Payment and its QuickBooks link"
    _auto = False
    _entity = "Payment"
    _odoo_model = "account.payment"
    _listed = Domain("partner_type", "=", "customer") & Domain(
        "payment_type", "=", "inbound"
    )
    _by_itself = Domain("state", "in", ("in_process", "paid"))
    _order = "date desc, name desc"
    _rec_name = "name"
    _depends = {
        "account.payment": [
            "name",
            "state",
            "payment_type",
            "partner_type",
            "company_id",
            "partner_id",
            "currency_id",
            "journal_id",
            "date",
            "amount",
            "payment_reference",
        ],
        "qbo.link": ["qbo_id", "state", "synced_at", "problem", "origin"],
        "qbo.connection": ["company_id", "active"],
    }

    payment_id = fields.Many2one("account.payment", readonly=True)
    name = fields.Char(string="Number", readonly=True)
    date = fields.Date(readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
    payment_reference = fields.Char(string="Reference", readonly=True)
    payment_state = fields.Selection(
        [
            ("in_process", "In process"),
            ("paid", "Paid"),
            ("canceled", "Cancelled"),
            ("rejected", "Rejected"),
        ],
        string="Status",
        readonly=True,
    )
    source = fields.Selection(
        [("odoo", "Odoo"), ("quickbooks", "QuickBooks")],
        string="Received In",
        readonly=True,
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %(head)s,
                   document.id AS payment_id,
                   document.name,
                   document.date,
                   document.journal_id,
                   document.payment_reference,
                   document.amount,
                   document.state AS payment_state,
                   CASE WHEN link.origin = 'imported' THEN 'quickbooks'
                        ELSE 'odoo' END AS source
              FROM account_payment document
              %(joins)s
             WHERE %(seen)s AND %(shown)s
            """,
            head=self._head(),
            seen=self._seen("account.payment", SQL("document.id")),
            shown=self._shown("document"),
            joins=self._joins(),
        )

    def _records(self):
        return self.payment_id
