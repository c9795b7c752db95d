from odoo import models
from odoo.tools import email_split

MEMO_LIMIT = 1000
EMAIL_LIMIT = 100


class QboMapperSalesForm(models.AbstractModel):
    """What all documents that are sold with have in common."""

    _name = "qbo.mapper.sales.form"
    _inherit = "qbo.mapper.document"
    _description = "QuickBooks sales form mapping"

    _party_key = "CustomerRef"
    _party_entity = "Customer"
    _text_keys = ("CustomerMemo.value", "BillEmail.Address")
    _line_model = "qbo.sales.line"
    _tax_model = "qbo.document.tax"
    _dimension_model = "qbo.document.dimension"
    _custom_model = "qbo.document.custom"

    def _number(self, record, connection):
        """Return Odoo's number where QuickBooks lets documents bring their own."""
        own = connection.qbo_custom_numbers
        return self._number_here(record, connection) if own else ""

    def _number_here(self, move, connection):
        return f"{connection.number_prefix or ''}{move.name}"

    def _number_advice(self):
        return self.env._("Shorten the prefix on the connection or the journal's.")

    def _words_out(self, record):
        memo = self._memo(record, MEMO_LIMIT)
        written = record.partner_id.email or record.commercial_partner_id.email or ""
        email = ", ".join(each for each in email_split(written) if "." in each)
        words = {}
        if memo:
            words["CustomerMemo"] = {"value": memo}
        if email and len(email) <= EMAIL_LIMIT:
            words["BillEmail"] = {"Address": email}
        return words

    def _party_word(self):
        return self.env._("customer")

    def _text_words(self):
        return {
            "CustomerMemo": self.env._("message"),
            "BillEmail": self.env._("e-mail"),
        }
