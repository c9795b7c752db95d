from odoo import api, models


class QboChangeMixin(models.AbstractModel):
    """Mark the records of mappers when a record they watch changes.

    Inserts marks and nothing else: saving a record never talks to QuickBooks.
    """

    _name = "qbo.change.mixin"
    _description = "Watched for QuickBooks"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["qbo.change"]._note(records._qbo_touched())
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env["qbo.change"]._note(self._qbo_touched(vals.keys()))
        return result

    def unlink(self):
        touched = self._qbo_touched()
        result = super().unlink()
        self.env["qbo.change"]._note(touched)
        return result

    def _qbo_touched(self, written=None):
        """Records to mark: list of (entity, model, {id: root company}).

        ``written``: names of the written fields; None: created or deleted.
        """
        touched = []
        for name, names, path in self.env["qbo.mapper"]._watches(self._name):
            if written is None or names & written:
                mapper = self.env[name]
                found = mapper._trackable(mapper._follow(self.sudo(), path))
                touched.append((mapper._entity, found._name, found._qbo_companies()))
        return touched

    def _qbo_companies(self):
        """Root company of each record, None where it belongs to all: {id: company}."""
        if "company_id" not in self._fields:
            return dict.fromkeys(self.ids)
        return {each.id: each.company_id.root_id.id for each in self}
