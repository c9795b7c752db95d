from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qbo_connector.models.qbo_sync_mixin import ATTENTION, USER


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "qbo.document.mixin"]

    qbo_is_late = fields.Boolean(
        compute="_compute_qbo_is_late", compute_sudo=True, groups=USER
    )

    @api.depends("invoice_date", "company_id")
    def _compute_qbo_is_late(self):
        """Too old to be sent by itself: older than the day the connection went live."""
        for move in self:
            start = move.company_id._qbo_connection().go_live_date
            date = move.invoice_date
            move.qbo_is_late = bool(start and date and date < start and not move.qbo_id)

    def _qbo_entity(self):
        forms = self.env["qbo.mapper.document"]._forms()
        return next(
            (form._entity for form in forms if form._move_type == self.move_type), ""
        )

    def _get_alerts(self):
        """Say on the form what is wrong between the two books."""
        alerts = super()._get_alerts()
        if self.env.user.has_group(USER):
            links = self._qbo_links().filtered(lambda link: link.state in ATTENTION)
            if links:
                message = "\n".join(filter(None, links.mapped("problem")))
                alerts["qbo_problem"] = {"level": "warning", "message": message}
        return alerts

    def _qbo_receivable_lines(self):
        """Return the open instalments of an invoice, the earliest due first."""
        return self.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))

    def _qbo_receivable_account(self):
        """Return the account on which these invoices are due, the first one's."""
        lines = self.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        return lines.account_id[:1]

    def _qbo_refuse_overpayment(self, amount, missing):
        """Raise UserError: QuickBooks applied more than the invoice has left."""
        self.ensure_one()
        currency = self.currency_id
        raise UserError(
            self.env._(
                "QuickBooks applied %(amount)s to %(document)s, which is %(missing)s "
                "more than it has left in Odoo. Undo the other payment here, or "
                "correct the one in QuickBooks.",
                amount=currency.format(amount),
                document=self.display_name,
                missing=currency.format(missing),
            )
        )

    def _qbo_note_number(self, number):
        """Write QuickBooks' own number into the reference, never into the name."""
        for move in self:
            if not number or number in (move.ref or "") or number.endswith(move.name):
                continue
            move.ref = f"{move.ref} ({number})" if move.ref else number
