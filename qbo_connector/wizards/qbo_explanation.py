from markupsafe import Markup

from odoo import fields, models

from ..actions import dialog_of


class QboExplanation(models.TransientModel):
    """A small window that explains one record."""

    _name = "qbo.explanation"
    _description = "QuickBooks explanation window"
    _inherit = ["qbo.wizard.mixin"]

    record_name = fields.Char(readonly=True)
    text = fields.Html(readonly=True)

    def _show(self, title, record, text):
        """Open the window for a record."""
        insight_sudo = self.sudo().create(
            {"record_name": record.display_name, "text": text}
        )
        return dialog_of(self._name, insight_sudo.id, title)

    def _paragraphs(self, heading, sentences):
        lines = Markup().join(Markup("<p>%s</p>") % each for each in sentences)
        return Markup("<h4>%s</h4>%s") % (heading, lines)

    def _as_table(self, heading, rows):
        lines = Markup().join(
            Markup("<tr><th class='pe-3'>%s</th><td>%s</td></tr>") % row for row in rows
        )
        return Markup("<h4>%s</h4><table class='table table-sm'>%s</table>") % (
            heading,
            lines,
        )
