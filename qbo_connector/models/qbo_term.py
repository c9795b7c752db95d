"""Terms: what is missing in QuickBooks can be created there."""

import uuid

from odoo import api, models
from odoo.exceptions import UserError

from ..qbo import names
from ..qbo.batch import MOST_ITEMS, BatchItem
from ..qbo.errors import QboError
from .qbo_access import BUTTON_TIMEOUT

NAME_LIMIT = 31


class QboTerm(models.AbstractModel):
    """Create Odoo's payment terms in QuickBooks, so that Net 21 works."""

    _name = "qbo.term"
    _description = "QuickBooks payment terms"

    @api.model
    def _create_missing(self, connection):
        """Create the missing ones and map them; returns (created, left over)."""
        terms = connection.env["account.payment.term"]
        missing = terms.union(*(gap.records for gap in connection._gaps("term")))
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
        """What stands for a term that is due after some days; None for others."""
        line = term.line_ids
        if len(line) != 1 or line.delay_type != "days_after":
            return None
        payload = {
            "Name": names.clean(term.name or "", NAME_LIMIT),
            "Type": "STANDARD",
            "DueDays": line.nb_days,
        }
        if term.early_discount:
            payload["DiscountPercent"] = term.discount_percentage
            payload["DiscountDays"] = term.discount_days
        return payload

    def _map(self, connection, term, qbo_id):
        reference = self.env["qbo.reference"]._find(connection, "Term", qbo_id)
        mappings = self.env["qbo.mapping"]
        known = mappings.search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "term"),
                ("key", "=", mappings._key(term)),
            ]
        )
        if known:
            known.reference_id = reference
            return
        mappings.create(
            {
                "connection_id": connection.id,
                "kind": "term",
                "record": f"{term._name},{term.id}",
                "reference_id": reference.id,
            }
        )
