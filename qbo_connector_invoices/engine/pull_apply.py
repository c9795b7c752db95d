from odoo import models


class QboPullApply(models.AbstractModel):
    _inherit = "qbo.pull.apply"

    def _take(self, turn, entity, objects, asked=False):
        """Keep categories apart: QuickBooks sends them among its items."""
        if entity != "Item":
            return super()._take(turn, entity, objects, asked)
        rows = [each for each in objects if each.get("Type") == "Category"]
        if rows:
            self.env["qbo.own.transaction"]._transact(turn, self._keep_categories, rows)
        rest = [each for each in objects if each.get("Type") != "Category"]
        return super()._take(turn, entity, rest, asked)

    def _keep_categories(self, connection, rows):
        if connection._uses_categories():
            connection.env["qbo.category"]._mirror_some(connection, rows)
