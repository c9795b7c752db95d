from odoo import models
from odoo.fields import Domain

from odoo.addons.qbo_connector.mappers.watch import MappingProblem
from odoo.addons.qbo_connector.qbo.merge import equal, paths
from odoo.addons.qbo_connector.qbo.rules import dig, project

VOIDED = {"PrivateNote": "Voided"}  # what is left to compare of a voided document


class QboMapperDocumentPull(models.AbstractModel):
    """How the QuickBooks side of a document is read and compared."""

    _name = "qbo.mapper.document.pull"
    _inherit = "qbo.mapper"
    _description = "QuickBooks document mapping, towards Odoo"

    _party_key = ""  # "CustomerRef", "VendorRef"
    _party_entity = ""  # "Customer", "Vendor"
    _terms_key = "SalesTermRef"
    _text_keys = ()  # what ``_words_out`` returns, dotted
    _line_model = "qbo.document.line"
    _tax_model = "qbo.document.detail"
    _dimension_model = "qbo.document.detail"
    _custom_model = "qbo.document.detail"

    # -- what a form is made of -----------------------------------------------

    def _lines(self):
        return self.env[self._line_model]

    def _tax(self):
        return self.env[self._tax_model]

    def _details(self):
        """Return tax, dimensions and custom fields, in the order they are put in."""
        names = (self._tax_model, self._dimension_model, self._custom_model)
        return [self.env[name] for name in names]

    def _own_keys(self):
        """Return the keys beside those of lines, tax, dimensions, custom fields."""
        return [
            self._party_key,
            *("TxnDate", "DueDate", "DocNumber"),
            *(self._terms_key, "CurrencyRef", "ExchangeRate"),
            *self._text_keys,
        ]

    def _keys(self):
        more = [key for detail in self._details() for key in detail._keys()]
        return [*self._own_keys(), *more, "Line"]

    def _leaves(self, path, value):
        """Leave what is no longer mapped as it is in QuickBooks."""
        gone = value is None
        return gone and any(detail._leaves(path) for detail in self._details())

    # -- after our own write --------------------------------------------------

    def _settled(self, link, answer):
        """Compare the totals of both books and write back QuickBooks' number."""
        move = self.env["account.move"].browse(link.res_id).exists()
        if not move or move.state != "posted":
            return
        self._compare_totals(link, move, answer)
        move._qbo_note_number(answer.get("DocNumber"))

    def _compare_totals(self, link, move, answer):
        """Say so, with the figures of both sides, where the totals differ."""
        theirs = float(answer.get("TotalAmt") or 0)
        their_tax = float(dig(answer, "TxnTaxDetail.TotalTax") or 0)
        money = move.currency_id
        if money.compare_amounts(theirs, move.amount_total) == 0:
            return
        title = self.env._(
            "%(document)s is %(ours)s in Odoo, but %(theirs)s in QuickBooks.",
            document=move.name,
            ours=money.format(move.amount_total),
            theirs=money.format(theirs),
        )
        message = self.env._(
            "Without tax: %(our_net)s here, %(their_net)s there. "
            "Tax: %(our_tax)s here, %(their_tax)s there.",
            our_net=money.format(move.amount_untaxed),
            their_net=money.format(theirs - their_tax),
            our_tax=money.format(move.amount_tax),
            their_tax=money.format(their_tax),
        )
        advice = self.env._(
            "Compare the taxes of the lines; the tax mode stands on the connection."
        )
        problem = {"title": title, "message": message, "advice": advice}
        self._raise_flag(link, problem, kind="mismatch")

    def _raise_flag(self, link, problem, **more):
        """Open a problem of a link, with the button that leads to the document."""
        values = {"button": "open", "state": "mismatch", **problem, **more}
        self.env["qbo.exception"]._open_links([(link, values)])

    # -- pull -----------------------------------------------------------------

    def _recognise_own(self, payloads, connection):
        """Recognise by markers, and after a restored backup by number and contents."""
        found = super()._recognise_own(payloads, connection)
        if not self.env["qbo.throttle"]._of(connection).behind:
            return found
        rest = [each for each in payloads if each["Id"] not in found]
        by_number = {each["DocNumber"]: each for each in rest if each.get("DocNumber")}
        if not by_number:
            return found
        for move in self._perhaps_own(rest, connection):
            payload = by_number.get(self._number_here(move, connection))
            if payload and self._is_made_from(payload, move, connection):
                found[payload["Id"]] = move
        return found

    def _number_here(self, move, connection):
        """Return the number under which a document of Odoo's stands there."""
        return move.name

    def _is_made_from(self, payload, move, connection):
        """Whether an object says what the document would be sent as, and its total."""
        total = float(payload.get("TotalAmt") or 0)
        if move.currency_id.compare_amounts(total, move.amount_total):
            return False
        try:
            return self._fits(self._payload(move, connection), payload)
        except MappingProblem:
            return False

    def _alike_own(self, payloads):
        days = {each.get("TxnDate") for each in payloads}
        return Domain("invoice_date", "in", list(filter(None, days)))

    def _wanted(self, payload, connection):
        """Documents made in QuickBooks stay there, in this form."""
        return False

    def _is_void(self, payload):
        """Whether somebody voided the object: no amounts, and its note says so."""
        note = payload.get("PrivateNote") or ""
        return note.startswith("Voided") and not float(payload.get("TotalAmt") or 0)

    def _project(self, payload):
        if self._is_void(payload) and not any(
            map(_has_amount, payload.get("Line", []))
        ):
            return dict(VOIDED)
        kept = project(payload, self._own_keys())
        for detail in self._details():
            kept |= detail._in(payload)
        if payload.get("Line"):
            kept["Line"] = self._lines()._lines_in(payload["Line"])
        return kept

    def _apply(self, payload, connection, record):
        """Leave Odoo's posted document alone, and say what changed in QuickBooks.

        What both sides hold stays recorded on the link, so that Copy to QuickBooks
        can send Odoo's version; until then the link needs attention (``_pulled``).
        """
        link = connection._link_of(self._entity, record)
        if not link.agreed:  # just recognised: Odoo's version goes there anyway
            return record
        if self._is_void(payload):
            message = self.env._(
                "%(document)s was voided in QuickBooks.", document=record.name
            )
        else:
            message = self.env._(
                "%(document)s was changed in QuickBooks: %(fields)s.",
                document=record.name,
                fields=", ".join(self._words_of(payload)),
            )
        advice = self.env._(
            "Make the same change here, or press Copy to QuickBooks to put Odoo's "
            "version there."
        )
        self._raise_flag(link, {"title": message, "advice": advice}, kind="changed")
        record.message_post(body=message)
        return record

    def _pulled(self, link, payload):
        """Keep the link in need of attention while the two documents differ."""
        problems = self.env["qbo.exception"]
        opened = problems.search(
            Domain("link_id", "=", link.id)
            & Domain("kind", "=", "changed")
            & Domain("closed_at", "=", False),
            limit=1,
        )
        if not opened:
            return
        move = self.env["account.move"].browse(link.res_id)
        if self._says_the_same(move, link, payload):
            problems._close(link, kinds=("changed",))
        else:
            link.write({"state": "mismatch", "problem": opened.title})

    def _says_the_same(self, move, link, payload):
        """Whether QuickBooks holds all that Odoo would send."""
        try:
            sent = self._payload(move, link.connection_id, link.part)
        except MappingProblem:  # what is not mapped now cannot be compared
            return False
        theirs = paths(self._project(payload))
        return all(
            equal(self._meaning(path, value), theirs.get(path))
            for path, value in paths(self._project(sent)).items()
        )

    def _meaning(self, path, value):
        for detail in self._details():
            value = detail._meaning(path, value)
        return super()._meaning(path, value)

    def _words_of(self, payload):
        """Return what people call the keys that are in a payload."""
        words = {
            self._party_key: self._party_word(),
            "TxnDate": self.env._("date"),
            "DueDate": self.env._("due date"),
            "DocNumber": self.env._("number"),
            self._terms_key: self.env._("terms"),
            "CurrencyRef": self.env._("currency"),
            "ExchangeRate": self.env._("rate"),
            **self._text_words(),
        }
        for detail in self._details():
            words |= detail._words()
        words["Line"] = self.env._("lines")
        return [word for key, word in words.items() if key in payload]

    def _party_word(self):
        """Return what people call the party."""
        return self.env._("partner")

    def _text_words(self):
        """Return {key: what people call it} of the texts."""
        return {}


def _has_amount(line):
    return bool(float(line.get("Amount") or 0))
