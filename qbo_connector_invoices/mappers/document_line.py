from odoo import models

from odoo.addons.qbo_connector.qbo.rules import project, rounded

TEXT_LIMIT = 4000
SUBTOTAL = "SubTotalLineDetail"
BOOKED_TYPES = ("product", "rounding")
SHOWN_TYPES = (*BOOKED_TYPES, "line_section", "line_subsection", "line_note")


class QboDocumentLine(models.AbstractModel):
    """The lines of an Odoo document as lines of one in QuickBooks.

    A form says in ``_booked_out`` what stands for a booked line. ``form`` is the
    mapper that asks: its tax and dimensions go along on the lines.
    """

    _name = "qbo.document.line"
    _description = "QuickBooks document lines"

    _detail = ""  # "SalesItemLineDetail": the key of what a booked line consists of
    _detail_keys = ()  # mapped keys inside it

    def _needs(self, move, connection):
        """Return records to be linked before the lines are sent, as a mapper does."""
        return []

    def _shown(self, move):
        """Return the lines that QuickBooks gets, in printed order.

        Tax and receivable lines are QuickBooks' own business; a cash rounding
        booked on a tax line is part of the tax total already.
        """
        return move.line_ids.filtered(
            lambda line: line.display_type in SHOWN_TYPES
            and not line.tax_repartition_line_id
        ).sorted(lambda line: (line.sequence, line._origin.id or line.id))

    def _lines_out(self, form, move, connection):
        """Return ``move``'s lines as a list of QuickBooks Line objects."""
        translated = self.with_context(lang=move.partner_id.lang or self.env.lang)
        lines = []
        for line in self._shown(move):
            payloads = [translated._line_out(line, connection)]
            for detail in form._details():
                payloads = [
                    made
                    for payload in payloads
                    for made in detail._on_line(payload, line, connection)
                ]
            lines += payloads
        return lines + translated._tax_lines_out(form, move, connection)

    def _line_out(self, line, connection):
        if line.display_type in BOOKED_TYPES:
            return self._booked_out(line, connection)
        return {
            "DetailType": "DescriptionOnly",
            "Description": (line.name or "")[:TEXT_LIMIT],
            "DescriptionLineDetail": {},
        }

    def _booked_out(self, line, connection):
        """Return a booked line: its net amount is the one that counts."""
        raise NotImplementedError

    def _tax_lines_out(self, form, move, connection):
        """Return tax as a line of its own, where the tax mode says so."""
        return []

    def _amount(self, line, connection):
        """Return the net amount as booked, positive on a sale and on a bill.

        Not ``price_subtotal``: with taxes rounded per document, core moves a cent
        between the booked lines so that they add up to the total.
        """
        amount = line.move_id.direction_sign * line.amount_currency
        if connection.tax_mode == "folded" and line.display_type == "product":
            amount += line.price_total - line.price_subtotal
        return rounded(amount, line.currency_id.decimal_places)

    # -------------------------------------------------------------------------
    # What QuickBooks answers, cut down to what was said
    # -------------------------------------------------------------------------

    def _lines_in(self, lines):
        """Return QuickBooks' lines in the form ``_lines_out`` gives them.

        Drops ids, line numbers and the subtotal QuickBooks adds by itself.
        """
        ours = (line for line in lines if line.get("DetailType") != SUBTOTAL)
        return [self._line_in(line) for line in ours]

    def _line_in(self, line):
        inner = (f"{self._detail}.{key}" for key in self._detail_keys)
        keys = ["DetailType", "Description", *inner]
        if line["DetailType"] == self._detail:
            keys.append("Amount")
        return project(line, keys)
