"""Terms: what is missing in QuickBooks can be created there."""

import uuid

from odoo import api, models
from odoo.exceptions import UserError

from ..buttons import BUTTON_TIMEOUT
from ..qbo import names
from ..qbo.batch import MOST_ITEMS, BatchItem
from ..qbo.errors import QboError

NAME_LIMIT = 31
LAST_DAY = 31
# How long before the end of a month a document is due only in the month after.
ENDS_OF_MONTH = {
    "days_after_end_of_month": 0,
    "days_after_end_of_next_month": LAST_DAY,
}


class QboTerm(models.AbstractModel):
    """Create Odoo's payment terms in QuickBooks, so that Net 21 works."""

    _name = "qbo.term"
    _description = "QuickBooks payment terms"

    @api.model
    def _create_missing(self, connection):
        """Create the missing ones and map them; returns (created, left over)."""
        terms = connection.env["account.payment.term"]
        missing = terms.union(
            *(gap.records for gap in connection._missing_mappings("term"))
        )
        simple = missing.filtered(lambda term: self._payload(term))
        answers = self._say(connection, simple[:MOST_ITEMS])
        self.env["qbo.reference"]._refresh(
            connection, ("Term",), timeout=BUTTON_TIMEOUT
        )
        made = simple.browse()
        for term, answer in answers.items():
            if answer.error is None:
                self._map(connection, term, answer.object["Id"])
                made |= term
        return made, missing - made

    def _say(self, connection, terms):
        """Answers of QuickBooks: {term: BatchAnswer}."""
        if not terms:
            return {}
        items = [
            BatchItem(str(number), "create", "Term", payload=self._payload(term))
            for number, term in enumerate(terms)
        ]
        try:
            client = connection._client(timeout=BUTTON_TIMEOUT)
            answers = client.batch(items, uuid.uuid4().hex)
        except QboError as error:
            raise UserError(connection._sentence(error)) from error
        return {term: answers[str(number)] for number, term in enumerate(terms)}

    def _payload(self, term):
        """What stands for a term in QuickBooks; None where it has no words for it.

        It knows a number of days, and the last day of a month. Documents carry their
        due date themselves.
        """
        line = term.line_ids
        due = self._due(line) if len(line) == 1 else None
        if not due or (term.early_discount and "DueDays" not in due):
            return None
        payload = {"Name": names.clean(term.name or "", NAME_LIMIT), **due}
        if term.early_discount:
            payload["DiscountPercent"] = term.discount_percentage
            payload["DiscountDays"] = term.discount_days
        return payload

    def _due(self, line):
        if line.delay_type == "days_after":
            return {"Type": "STANDARD", "DueDays": line.nb_days}
        if line.nb_days or line.delay_type not in ENDS_OF_MONTH:
            return None
        return {
            "Type": "DATE_DRIVEN",
            "DayOfMonthDue": LAST_DAY,
            "DueNextMonthDays": ENDS_OF_MONTH[line.delay_type],
        }

    def _map(self, connection, term, qbo_id):
        reference = self.env["qbo.reference"]._find(connection, "Term", qbo_id)
        self.env["qbo.mapping"]._point(connection, "term", term, reference)
