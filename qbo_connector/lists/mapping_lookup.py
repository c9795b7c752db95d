"""What a mapping that is missing, or points to nothing any more, is told with."""

from odoo import api, models
from odoo.tools import LazyTranslate

from ..mappers.watch import MappingProblem
from ..qbo.names import undeleted

_lt = LazyTranslate(__name__)

# What a kind maps, as it stands in a sentence.
THINGS = {
    "term": _lt("the payment term %(name)s"),
    "tax": _lt("the tax %(name)s"),
    "account": _lt("the account %(name)s"),
    "payment_method": _lt("the payment method %(name)s"),
    "deposit_account": _lt("the deposit account of %(name)s"),
    "class": _lt("the class of %(name)s"),
    "department": _lt("the location of %(name)s"),
}
# The same where there is no record: what the row without record stands for.
DEFAULTS = {
    "tax": _lt("the tax code of lines without tax"),
    "class": _lt("the class of everything else"),
    "department": _lt("the location of everything else"),
    "income_account": _lt("the income account of new products"),
    "expense_account": _lt("the expense account of new products"),
}


class QboMappingLookup(models.AbstractModel):
    """Look a mapping up that must be there, or say what a person has to do."""

    _name = "qbo.mapping.lookup"
    _description = "QuickBooks mappings that are needed"

    @api.model
    def _demand(self, connection, kind, records, label, *others):
        """Return the id of the list entry ``records`` go to, else that of ``others``.

        ``label`` names what needs it. Raises MappingProblem when there is none, or
        when QuickBooks has it no longer.
        """
        reference = self._out(connection, kind, records, *others)
        if reference.active:
            return reference.qbo_id
        raise self._lacking(kind, records, label, reference)

    @api.model
    def _lacking(self, kind, records, label, reference):
        """Return the problem of what needs a mapping of ``records``."""
        thing = self._thing(kind, records)
        if reference:
            message = self.env._(
                "%(label)s: %(thing)s is mapped to %(entry)s, which is no longer "
                "active in QuickBooks.",
                label=label,
                thing=thing,
                entry=undeleted(reference.full_name),
            )
        else:
            message = self.env._(
                "%(label)s: %(thing)s is not mapped to QuickBooks.",
                label=label,
                thing=thing,
            )
        return self._mapping_problem(message)

    @api.model
    def _mapping_problem(self, message):
        """Return a problem that a mapping solves."""
        return MappingProblem(
            message,
            advice=self.env._(
                "Choose what stands for it in QuickBooks, under Configuration, "
                "Mappings; it goes on by itself."
            ),
            button="map",
        )

    @api.model
    def _thing(self, kind, records):
        """Return what a mapping maps, in words."""
        if not records:
            return str(DEFAULTS.get(kind, kind))
        name = ", ".join(records.mapped("display_name"))
        return str(THINGS.get(kind, "%(name)s")) % {"name": name}

    # -- gaps -------------------------------------------------------------------

    @api.model
    def _missing_name(self, missing):
        """Return what a gap is about, as people call it."""
        if missing.records:
            return ", ".join(missing.records.mapped("display_name"))
        thing = str(DEFAULTS.get(missing.kind, self.env._("Everything else")))
        return thing[0].upper() + thing[1:]

    @api.model
    def _missing_key(self, missing):
        return (
            missing.mapping.key if missing.mapping else self._key(missing.records)
        ) or ""

    @api.model
    def _subject(self, kind, records):
        """Return the values that make a mapping one of ``records``."""
        if kind == "tax":
            return {"tax_ids": records.ids}
        return {"record": f"{records._name},{records.id}" if records else False}

    @api.model
    def _point(self, connection, kind, record, reference):
        """Map a record out to an entry, anew where its row points elsewhere."""
        known = self._rows_out(connection, kind).filtered(
            lambda row: row.key == self._key(record)
        )
        if known:
            known.reference_id = reference
            return
        self.create(
            {
                "connection_id": connection.id,
                "kind": kind,
                "record": f"{record._name},{record.id}",
                "reference_id": reference.id,
            }
        )

    @api.model
    def _rows_out(self, connection, kind):
        """Return the mappings of a kind that are used on the way to QuickBooks."""
        self.browse().check_access("read")
        return connection._mappings_out(kind)
