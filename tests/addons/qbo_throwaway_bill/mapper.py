from odoo import models

from odoo.addons.qbo_connector.qbo.rules import rounded

TEXT_LIMIT = 4000


class QboMapperBill(models.AbstractModel):
    """Vendor bills: all there is to a form of one's own, with its lines below."""

    _name = "qbo.mapper.bill"
    _inherit = "qbo.mapper.document"
    _description = "QuickBooks bill mapping"

    _entity = "Bill"
    _move_type = "in_invoice"
    _party_key = "VendorRef"
    _party_entity = "Vendor"
    _line_model = "qbo.bill.line"

    @property
    def _move_fields(self):
        return (*super()._move_fields, "ref")

    def _number(self, record, connection):
        return self._number_here(record, connection)

    def _number_here(self, move, connection):
        """Return the number that the vendor gave."""
        return move.ref or ""

    def _operation(self, record, link, payload, connection):
        """A bill is not voided but deleted."""
        return "delete" if record.state == "cancel" else "update"

    def _total(self, sent):
        return sum(each["Amount"] for each in sent["Line"] if "Amount" in each)

    def _party_word(self):
        return self.env._("vendor")


class QboBillLine(models.AbstractModel):
    """The lines of a bill: each is an expense on an account, its tax within."""

    _name = "qbo.bill.line"
    _inherit = "qbo.document.line"
    _description = "QuickBooks bill lines"

    _detail = "AccountBasedExpenseLineDetail"
    _detail_keys = ("AccountRef",)

    def _booked_out(self, line, connection):
        label = line.move_id.display_name
        mappings = self.env["qbo.mapping"]
        account = mappings._demand(connection, "account", line.account_id, label)
        tax = rounded(line.price_total - line.price_subtotal, 2)
        return {
            "DetailType": self._detail,
            "Amount": self._amount(line, connection) + tax,
            "Description": (line.name or "")[:TEXT_LIMIT],
            self._detail: {"AccountRef": {"value": account}},
        }
