from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import ASKED, PAID, WAITING


class QboReviewCheck(models.AbstractModel):
    """The facts that decide whether a customer may be asked.

    None of them says how satisfied the customer is, and none may: whoever asks only
    those who will praise breaks the rules of the review sites and the law.
    """

    _name = "qbo.review.check"
    _description = "Review request checks"

    # ------------------------------------------------------------------
    # Sets of records, one query each whatever their number
    # ------------------------------------------------------------------

    def _is_history(self):
        """Give the SQL condition that the invoice ``move`` was taken over as history.

        It is linked to an invoice that QuickBooks had before, and is dated before the
        connection went live, or it came together with its payment: whoever imports
        old documents must not write to their customers.
        """
        return SQL(
            """
            EXISTS (
                SELECT FROM qbo_link link
                  JOIN qbo_connection connection ON connection.id = link.connection_id
                 WHERE link.res_model = 'account.move'
                   AND link.res_id = move.id
                   AND link.origin IN ('imported', 'matched')
                   AND (move.invoice_date < COALESCE(
                            connection.go_live_date, connection.create_date::date)
                        OR EXISTS (
                            SELECT FROM qbo_link paid
                              JOIN account_move payer
                                ON payer.origin_payment_id = paid.res_id
                              JOIN account_move_line other ON other.move_id = payer.id
                              JOIN account_partial_reconcile part
                                ON part.credit_move_id = other.id
                              JOIN account_move_line line
                                ON line.id = part.debit_move_id
                             WHERE paid.res_model = 'account.payment'
                               AND paid.run_id = link.run_id
                               AND line.move_id = move.id)))
            """
        )

    def _history(self, moves):
        """Give those of these invoices that were taken over as history."""
        rows = self.env.execute_query(
            SQL(
                "SELECT move.id FROM account_move move WHERE move.id IN %s AND %s",
                tuple(moves.ids or [0]),
                self._is_history(),
            )
        )
        return moves.browse(move_id for (move_id,) in rows)

    def _paid_with_money(self, moves):
        """Give those of these invoices that something but a credit note paid."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.move_id
                  FROM account_move_line line
                  JOIN account_partial_reconcile part ON part.debit_move_id = line.id
                  JOIN account_move_line other ON other.id = part.credit_move_id
                  JOIN account_move payer ON payer.id = other.move_id
                 WHERE line.move_id IN %s
                   AND payer.id != line.move_id
                   AND payer.move_type != 'out_refund'
                """,
                tuple(moves.ids or [0]),
            )
        )
        return moves.browse(move_id for (move_id,) in rows)

    def _internal(self, partners):
        """Give those of these customers that are companies of this database."""
        return partners.sudo().filtered("ref_company_ids").with_env(self.env)

    def _open_partners(self, company, partners):
        """Give those of these customers to whom a request is open."""
        requests = self.env["qbo.review.request"]
        domain = requests._open_domain() & self._to(company, partners)
        return requests.search(domain).commercial_partner_id

    def _resting_until(self, policy, partners, emails, besides=()):
        """Give the end of the rest period per customer and per address (UTC)."""
        since = fields.Datetime.now() - timedelta(days=policy.rest_days)
        domain = (
            Domain("company_id", "=", policy.company_id.id)
            & Domain("delivered_at", ">", since)
            & Domain("id", "not in", list(besides))
            & (
                Domain("commercial_partner_id", "in", partners.ids)
                | Domain("email", "in", list(emails))
            )
        )
        ends = {}
        for request in self.env["qbo.review.request"].search(domain):
            end = request.delivered_at + timedelta(days=policy.rest_days)
            for key in (request.commercial_partner_id, request.email):
                ends[key] = max(end, ends.get(key, end))
        return ends

    def _no_newcomers(self, policy, partners, besides=()):
        """Give those of these customers that were asked, or had paid, before.

        Paid before: an invoice that counts and is not going to be considered (it is
        older than this add-on or than the switch). Imported history does not count.
        """
        company = policy.company_id
        requests = self.env["qbo.review.request"]
        domain = self._to(company, partners) & Domain("state", "in", (*WAITING, *ASKED))
        domain &= Domain("id", "not in", list(besides))
        known = requests.search(domain).commercial_partner_id
        earlier = self.env["account.move"].browse(self._earlier_paid(policy, partners))
        earlier = self._paid_with_money(earlier)
        return known | earlier.commercial_partner_id

    def _earlier_paid(self, policy, partners):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id
                  FROM account_move move
                 WHERE move.commercial_partner_id IN %(partners)s
                   AND move.company_id = %(company)s
                   AND move.move_type = 'out_invoice'
                   AND move.state = 'posted'
                   AND move.payment_state IN %(paid)s
                   AND NOT EXISTS (
                       SELECT FROM qbo_review_request request
                        WHERE request.move_id = move.id)
                   AND NOT (move.invoice_date >= %(go_live)s AND EXISTS (
                       SELECT FROM qbo_review_mark mark WHERE mark.move_id = move.id))
                   AND NOT %(history)s
                """,
                go_live=policy.go_live_date,
                partners=tuple(partners.ids or [0]),
                company=policy.company_id.id,
                paid=PAID,
                history=self._is_history(),
            )
        )
        return [move_id for (move_id,) in rows]

    def _to(self, company, partners):
        return Domain("company_id", "=", company.id) & Domain(
            "commercial_partner_id", "in", partners.ids
        )

    # ------------------------------------------------------------------
    # One request, at the moment of sending
    # ------------------------------------------------------------------

    def _obstacle(self, request):
        """Give the reason why a request must not go out now, '' if there is none."""
        checks = [self._document_obstacle, self._contact_obstacle]
        if not request.sent_at:
            checks.append(self._timing_obstacle)
        return next(filter(None, (check(request) for check in checks)), "")

    def _document_obstacle(self, request):
        move = request.move_id
        if not move:
            return "deleted"
        if move.state != "posted":
            return "voided"
        if any(credit.state == "posted" for credit in move.reversal_move_ids):
            return "refunded"
        if not self._is_fully_paid(move):
            return "reopened"
        return self._dispute(request)

    def _is_fully_paid(self, move):
        """Tell whether nothing is left to pay; in payment means paid, not cleared."""
        return move.payment_state in PAID and move.currency_id.is_zero(
            move.amount_residual
        )

    def _dispute(self, request):
        """Give the sign of a dispute that no person has looked at, '' if none."""
        seen = Domain("create_date", ">", request.released_at or request.create_date)
        ours = Domain("company_id", "=", request.company_id.id)
        drafts = Domain("reversed_entry_id", "=", request.move_id.id)
        if request.released_at:
            drafts &= seen
        credits = (
            ours
            & Domain("commercial_partner_id", "=", request.commercial_partner_id.id)
            & Domain("move_type", "=", "out_refund")
            & Domain("state", "!=", "cancel")
            & (drafts | seen)
        )
        if self.env["account.move"].search_count(credits, limit=1):
            return "credit_note"
        refunds = (
            ours
            & Domain("partner_id", "child_of", request.commercial_partner_id.id)
            & Domain("payment_type", "=", "outbound")
            & Domain("partner_type", "=", "customer")
            & Domain("state", "not in", ("draft", "canceled", "rejected"))
            & seen
        )
        found = self.env["account.payment"].search_count(refunds, limit=1)
        return "refund_payment" if found else ""

    def _contact_obstacle(self, request):
        if not request.partner_id.active:
            return "archived"
        email = self._address(request.partner_id)
        if not email:
            return "no_email"
        if email in self.env["qbo.review.optout"]._among([email]):
            return "opted_out"
        return "" if request.policy_id.site_ids else "no_site"

    def _timing_obstacle(self, request):
        policy = request.policy_id
        partner, email = (
            request.commercial_partner_id,
            self._address(request.partner_id),
        )
        if self._resting_until(policy, partner, [email], request.ids):
            return "resting"
        if policy.scope == "first" and self._no_newcomers(policy, partner, request.ids):
            return "not_first"
        return ""

    def _address(self, partner):
        """Give the normalized address of a contact, else of its company."""
        return (
            partner.email_normalized or partner.commercial_partner_id.email_normalized
        )
