import logging

from psycopg2 import OperationalError

from odoo import fields, models

from ..const import OUTCOMES, WAITING

_logger = logging.getLogger(__name__)
BATCH = 500


class QboReviewPlanner(models.AbstractModel):
    """The one place where a fully paid invoice becomes a planned request."""

    _name = "qbo.review.planner"
    _description = "Review request planning"

    def _cron_plan(self):
        """Decide about all invoices that were marked as paid."""
        self._plan_all()

    def _plan_all(self):
        marks = self.env["qbo.review.mark"]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=marks.search_count([]))
        while batch := marks.search([], limit=BATCH, order="id").try_lock_for_update():
            size = len(batch)
            self._plan_marks(batch)
            if not progress(size):
                break

    def _plan_marks(self, marks):
        """Plan for marks together, or one by one when one of them cannot be judged."""
        try:
            with self.env.cr.savepoint():
                self._plan(marks.move_id)
        except OperationalError:
            raise  # another process is at work on the same rows: the marks stay
        except Exception as error:  # noqa: BLE001 - one bad invoice must not stop all
            if len(marks) == 1:
                _logger.error(
                    "Invoice %s: no review planned: %s", marks.move_id.id, error
                )
            else:
                for mark in marks:
                    self._plan_marks(mark)
                return
        marks.unlink()

    def _plan(self, moves):
        """Make one request for each of these invoices that counts and has none yet."""
        moves = moves.sorted("id")
        policies = self.env["qbo.review.policy"].search([("enabled", "=", True)])
        for policy in policies:
            counting = self._counting(policy, moves)
            if counting:
                self._plan_for(policy, counting)

    def _counting(self, policy, moves):
        """Give the invoices that a company's settings look at."""
        check = self.env["qbo.review.check"]
        moves = moves.filtered(
            lambda move: move.company_id == policy.company_id
            and move.move_type == "out_invoice"
            and move.state == "posted"
            and move.invoice_date >= policy.go_live_date
            and check._is_fully_paid(move)
        )
        known = self.env["qbo.review.request"].search([("move_id", "in", moves.ids)])
        moves -= known.move_id
        return moves - check._history(moves)

    def _plan_for(self, policy, moves):
        rules = self._facts(policy, moves)
        now = fields.Datetime.now()
        vals_list = [self._request_vals(policy, move, rules, now) for move in moves]
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        quiet["tracking_disable"] = True
        requests = (
            self.env["qbo.review.request"].with_context(**quiet).create(vals_list)
        )
        requests._log_step()
        planned = requests.filtered(lambda request: request.state in WAITING)
        planned.move_id._message_log_batch(
            {
                request.move_id.id: self.env._("A review request is planned.")
                for request in planned
            }
        )

    def _facts(self, policy, moves):
        """Read what the decisions about these invoices need, in one go."""
        check = self.env["qbo.review.check"]
        customers, company = moves.commercial_partner_id, policy.company_id
        emails = {check._address(move.partner_id) for move in moves}
        return {
            "money": check._paid_with_money(moves),
            "internal": check._internal(customers),
            "opted_out": self.env["qbo.review.optout"]._among(emails),
            "resting": check._resting_until(policy, customers, emails),
            "open": set(check._open_partners(company, customers)),
            "known": policy.scope == "first"
            and set(check._no_newcomers(policy, customers)),
        }

    def _request_vals(self, policy, move, facts, now):
        partner, customer = move.partner_id, move.commercial_partner_id
        email = self.env["qbo.review.check"]._address(partner)
        due = policy._slot(now + policy._delay(), partner)
        reason = self._skip_reason(policy, move, email, due, facts)
        state = "skipped" if reason else "held" if policy.hold else "planned"
        if not reason:
            facts["open"].add(customer)
        return {
            "policy_id": policy.id,
            "company_id": policy.company_id.id,
            "partner_id": partner.id,
            "commercial_partner_id": customer.id,
            "move_id": move.id,
            "email": email,
            "planned_at": due,
            "state": state,
            "reason": reason or (policy.hold and "approval"),
        }

    def _skip_reason(self, policy, move, email, due, facts):
        """Give the first reason, if any, why this invoice asks nobody."""
        customer = move.commercial_partner_id
        reasons = (
            ("zero", move.currency_id.is_zero(move.amount_total)),
            ("internal", customer in facts["internal"]),
            ("credited_only", move not in facts["money"]),
            ("below_minimum", self._is_below_minimum(policy, move)),
            ("archived", not move.partner_id.active),
            ("no_email", not email),
            ("opted_out", email in facts["opted_out"]),
            ("no_site", not policy.site_ids),
            ("not_first", facts["known"] and customer in facts["known"]),
            ("open", customer in facts["open"]),
            ("resting", self._is_resting(facts["resting"], customer, email, due)),
        )
        return next((reason for reason, applies in reasons if applies), False)

    def _is_below_minimum(self, policy, move):
        return (
            policy.currency_id.compare_amounts(
                move.amount_total_signed, policy.minimum_amount
            )
            < 0
        )

    def _is_resting(self, ends, customer, email, due):
        return any(key in ends and ends[key] > due for key in (customer, email))

    def _reconsider(self):
        """Cancel or hold at once what its document stopped; sending checks it again."""
        check = self.env["qbo.review.check"]
        for request in self.env["qbo.review.request"].search(
            [("state", "in", WAITING)]
        ):
            reason = check._document_obstacle(request)
            if reason and reason != request.reason:
                request._move_to(OUTCOMES[reason], reason)
