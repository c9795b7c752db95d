from odoo import models
from odoo.fields import Domain

from odoo.addons.qbo_connector.qbo.rules import dig, rounded


class QboDocumentTax(models.AbstractModel):
    """How the tax of a document goes along, by the connection's tax mode.

    codes: a tax code on every line; automatic: QuickBooks computes; imposed: Odoo's
    amount; line: tax as a line of its own; folded: tax within the price.
    Source: qbo-api.md 6.4 to 6.6.
    """

    _name = "qbo.document.tax"
    _inherit = "qbo.document.detail"
    _description = "QuickBooks document tax"

    def _keys(self):
        return ["GlobalTaxCalculation", "TxnTaxDetail.TotalTax"]

    def _words(self):
        return {"TxnTaxDetail": self.env._("tax")}

    def _on_line(self, payload, line, connection):
        detail = payload["DetailType"]
        if detail not in payload:
            return [payload]
        code = self._line_code if line else self._no_code
        return [{**payload, detail: {**payload[detail], **code(line, connection)}}]

    def _line_code(self, line, connection):
        """Return the TaxCodeRef of a line as a dict to merge, empty where none goes."""
        if connection.tax_mode == "codes":
            return {"TaxCodeRef": {"value": self._mapped_code(line, connection)}}
        by_rate = connection.tax_mode in ("automatic", "imposed")
        if by_rate and connection.qbo_tax_engine != "none" and self._taxed(line):
            return {"TaxCodeRef": {"value": "TAX"}}
        return self._no_code(line, connection)

    def _taxed(self, line):
        """Whether tax is due on a line; one of 0 % counts as none."""
        tax = line.price_total - line.price_subtotal
        return bool(line.move_id.amount_tax) and not line.currency_id.is_zero(tax)

    def _mapped_code(self, line, connection):
        """Return the id of the tax code that the line's taxes together stand for."""
        label = line.move_id.display_name
        return self.env["qbo.mapping"]._demand(connection, "tax", line.tax_ids, label)

    def _header(self, move, connection):
        """Return the tax keys of the document as a dict to merge."""
        if connection.tax_mode == "codes":
            return {"GlobalTaxCalculation": "TaxExcluded"}
        if connection.tax_mode == "imposed" and connection.qbo_tax_engine != "none":
            total = rounded(move.amount_tax, move.currency_id.decimal_places)
            return {"TxnTaxDetail": self._imposed(connection, total)}
        return {}

    def _imposed(self, connection, total):
        """Return the tax detail that imposes an amount.

        QuickBooks honours it only beside a tax code; without automated sales tax the
        code's rates need amounts too: the first bears all.
        """
        code, rates = self._code_with_rates(connection) if total else ("", [])
        if not code:
            return {"TotalTax": total}
        detail = {"TxnTaxCodeRef": {"value": code}, "TotalTax": total}
        if connection.qbo_tax_engine == "manual":
            amounts = [total, *([0] * (len(rates) - 1))]
            detail["TaxLine"] = [
                _tax_line(*each) for each in zip(rates, amounts, strict=True)
            ]
        return detail

    def _code_with_rates(self, connection):
        """Return the first tax code that has rates for sales, and their ids."""
        codes = self.env["qbo.reference"].search(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", "TaxCode")
        )
        for code in codes.sorted("id"):
            details = dig(code.data or {}, "SalesTaxRateList.TaxRateDetail") or []
            if details:
                return code.qbo_id, [each["TaxRateRef"]["value"] for each in details]
        return "", []

    def _no_code(self, line, connection):
        """Return the code of a line that bears no tax, where a line must have one."""
        if connection.qbo_tax_engine in ("ast", "manual"):
            return {"TaxCodeRef": {"value": "NON"}}
        return {}


def _tax_line(rate, amount):
    """Return what a rate comes to."""
    inside = {"TaxRateRef": {"value": rate}, "PercentBased": True}
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": inside,
    }
