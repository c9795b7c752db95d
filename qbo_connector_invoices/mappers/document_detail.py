from odoo import models

from odoo.addons.qbo_connector.qbo.rules import project


class QboDocumentDetail(models.AbstractModel):
    """What a form of documents brings along beside its lines; this one is nothing.

    A form names one for its tax, its dimensions and its custom fields.
    """

    _name = "qbo.document.detail"
    _description = "QuickBooks document detail"

    def _keys(self):
        """Return the mapped keys, dotted."""
        return []

    def _words(self):
        """Return {key: what people call it}."""
        return {}

    def _fields_used(self):
        """Return the names of the document's fields that go along by this alone."""
        return ()

    def _header(self, move, connection):
        """Return the keys of the document itself as a dict to merge."""
        return {}

    def _on_line(self, payload, line, connection):
        """Return the lines that a line becomes; no ``line``: the tax as a line."""
        return [payload]

    def _in(self, payload):
        """Return what a payload says of it, in the form in which it is compared."""
        return project(payload, self._keys())

    def _leaves(self, path):
        """Whether a path that is no longer mapped stays as it is in QuickBooks."""
        return False

    def _meaning(self, path, value):
        """Return what a mapped value comes to."""
        return value
