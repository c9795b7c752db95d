from odoo import fields, models
from odoo.tools import SQL

from ..const import PAID


class QboReviewMark(models.Model):
    """Insert-only note that an invoice may have become fully paid.

    A payment flips the stored payment state in a recomputation, at any time and in
    anybody's transaction. So that transaction only inserts here, and the scheduled
    planning decides afterwards, on what was committed.
    """

    _name = "qbo.review.mark"
    _description = "Invoice to consider for a review request"
    _log_access = False

    move_id = fields.Many2one(
        "account.move", required=True, ondelete="cascade", index=True
    )

    def _note(self, moves):
        """Mark the invoices that are paid now, for the next planning."""
        companies = self.env["qbo.review.policy"]._enabled_company_ids()
        paid = [
            move.id
            for move in moves
            if move.payment_state in PAID
            and move.move_type == "out_invoice"
            and move.company_id.id in companies
            and isinstance(move.id, int)
        ]
        if paid:
            self._insert(paid)

    def _insert(self, move_ids):
        # Plain SQL: this runs inside a recomputation, which must not start another.
        self.env.cr.execute(
            SQL(
                "INSERT INTO qbo_review_mark (move_id) SELECT unnest(%s)",
                list(move_ids),
            )
        )
        hooks = self.env.cr.precommit
        if not hooks.data.get("qbo_review_mark"):
            hooks.data["qbo_review_mark"] = True
            hooks.add(self._wake)

    def _wake(self):
        """Have the planning run once this transaction is committed."""
        self.env.cr.precommit.data.pop("qbo_review_mark", None)
        self.env.ref("qbo_connector_review.ir_cron_review_plan").sudo()._trigger()

    def _cron_compare(self):
        """Mark paid invoices that nothing noticed, and reconsider open requests.

        What writes past the ORM (an import in SQL, a restored table) leaves no mark.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO qbo_review_mark (move_id)
                SELECT move.id
                  FROM account_move move
                  JOIN qbo_review_policy policy ON policy.company_id = move.company_id
                 WHERE policy.enabled
                   AND move.move_type = 'out_invoice'
                   AND move.state = 'posted'
                   AND move.payment_state IN %(paid)s
                   AND move.invoice_date >= policy.go_live_date
                   AND NOT EXISTS (
                       SELECT FROM qbo_review_request request
                        WHERE request.move_id = move.id)
                   AND NOT EXISTS (
                       SELECT FROM qbo_review_mark mark WHERE mark.move_id = move.id)
                   AND NOT %(history)s
                """,
                paid=PAID,
                history=self.env["qbo.review.check"]._is_history(),
            )
        )
        self.env["qbo.review.planner"]._plan_all()
        self.env["qbo.review.planner"]._reconsider()
