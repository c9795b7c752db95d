import calendar

from odoo import fields, models

from . import masking

SLOW_SHARE = 0.75  # of the stop point, from which on polling slows down
SLOW_PACE = 4


class QboConnectionMetering(models.AbstractModel):
    """What the requests of a connection cost, and how polling obeys the budget.

    Intuit counts reads per app and month, writes are free. All connections with the
    same app share one budget.
    """

    _name = "qbo.connection.metering"
    _description = "QuickBooks metering"

    monthly_budget = fields.Integer(
        string="Reads per month",
        default=500000,
        help="What your plan at Intuit includes for this app, over all its companies.",
    )
    budget_share = fields.Integer(
        string="Stop at (%)",
        default=80,
        help="Automatic polling slows down before this share of the budget is used, "
        "and stops there. Buttons go on working.",
    )
    month_reads = fields.Integer(string="Reads this month", compute="_compute_reads")
    month_forecast = fields.Integer(
        string="Forecast for the month", compute="_compute_reads"
    )

    log_level = fields.Selection(
        [
            ("errors", "Refusals only"),
            ("calls", "All requests"),
            ("debug", "All requests with masked contents"),
        ],
        string="Log",
        default="calls",
        required=True,
    )
    log_days = fields.Integer(string="Keep the log (days)", default=30)

    _some_log = models.Constraint(
        "CHECK (log_days >= 1)", "Keep the log for one day at least."
    )
    _bounded_share = models.Constraint(
        "CHECK (budget_share BETWEEN 1 AND 100)",
        "The share of the budget lies between 1 and 100 %.",
    )

    # --- Counting ----------------------------------------------------------------

    def _note_call(self, record, last_answer, call):
        """Count and log one request, also when the caller's work is rolled back."""
        with self.env.registry.cursor() as cr:
            connection = self.with_env(self.env(cr=cr, su=True))
            connection.env["qbo.call"]._note(connection, call)
            if connection.log_level != "errors" or call.code:
                body = _masked_exchange(last_answer)
                connection.env["qbo.log"]._note(connection, call, record, body)

    # --- Budget ------------------------------------------------------------------

    def _compute_reads(self):
        today = fields.Date.today()
        days = calendar.monthrange(today.year, today.month)[1]
        for connection in self:
            reads = connection._metered_since(today.replace(day=1))
            connection.month_reads = reads
            connection.month_forecast = round(reads / today.day * days)

    def _metered_since(self, day):
        """Return the metered reads of this connection's app from ``day`` on."""
        # The app's budget is shared with connections this user may not see.
        self_sudo = self.sudo().with_context(active_test=False)
        family_sudo = self_sudo.search([("client_id", "=", self_sudo.client_id)])
        [[reads]] = (
            self.env["qbo.call"]
            .sudo()
            ._read_group(
                [
                    ("connection_id", "in", (family_sudo | self_sudo).ids),
                    ("day", ">=", day),
                    ("environment", "=", "production"),
                ],
                aggregates=["metered:sum"],
            )
        )
        return reads or 0

    def _polling_pace(self):
        """Return by how much to stretch the interval of polling: 1, 4, or 0 to stop."""
        self.ensure_one()
        if self.environment == "sandbox":
            return 1  # Intuit does not meter it
        stop = self.monthly_budget * self.budget_share / 100
        if self.month_reads >= stop:
            return 0
        return SLOW_PACE if self.month_reads >= stop * SLOW_SHARE else 1

    def _budget_sentences(self):
        pace = self._polling_pace()
        if pace == 1:
            return []
        values = {"reads": self.month_reads, "budget": self.monthly_budget}
        if pace:
            return [
                self.env._(
                    "%(reads)s of %(budget)s reads of this month are used: QuickBooks "
                    "is asked less often.",
                    **values,
                )
            ]
        return [
            self.env._(
                "%(reads)s of %(budget)s reads of this month are used: QuickBooks is "
                "not asked by itself before next month. Buttons go on working.",
                **values,
            )
        ]

    def _check_budget(self):
        """Give the owner a to-do while polling is stopped."""
        summary = self.env._("QuickBooks reads of this month are used up")
        if self._polling_pace():
            self._calm_owner(summary)
        else:
            self._alert_owner(summary, " ".join(self._budget_sentences()))


def _masked_exchange(answers):
    """Return the last request and its answer for the log, personal data hidden."""
    if not answers:
        return False
    answer = answers.pop()
    answers.clear()
    request, response = masking.mask(answer.request.body), masking.mask(answer.content)
    return f"{request}\n\n{response}"
