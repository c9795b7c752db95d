from datetime import timedelta

from odoo import api, fields, models

OLDEST = timedelta(days=29)  # QuickBooks tells of changes of the last 30 days
OVERLAP = timedelta(minutes=5)  # so late QuickBooks may show a change


class QboRule(models.Model):
    """What one connection does with one type of record."""

    _name = "qbo.rule"
    _description = "QuickBooks rule"
    _inherit = ["qbo.rule.filter", "qbo.guarded.mixin"]
    _order = "connection_id, sequence, entity"
    _rec_name = "entity"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    entity = fields.Char(string="Type", required=True, readonly=True)
    model = fields.Char(compute="_compute_model")
    push = fields.Boolean(string="Odoo to QuickBooks", default=True)
    pull = fields.Boolean(string="QuickBooks to Odoo", default=True)
    create_there = fields.Selection(
        [
            ("always", "Always"),
            ("needed", "When a document needs it"),
            ("never", "Only by hand"),
        ],
        string="Create in QuickBooks",
        required=True,
        default="needed",
    )
    create_here = fields.Boolean(string="Create in Odoo", default=True)
    winner = fields.Selection(
        [
            ("odoo", "Odoo"),
            ("quickbooks", "QuickBooks"),
            ("merge", "Keep both where possible"),
            ("ask", "Ask"),
        ],
        string="Both Changed: Who Wins",
        required=True,
        default="merge",
    )
    gone_here = fields.Selection(
        [
            ("unlink", "Keep it in QuickBooks"),
            ("remove", "Remove it from QuickBooks"),
            ("ask", "Ask"),
        ],
        string="Deleted in Odoo",
        required=True,
        default="unlink",
    )
    gone_there = fields.Selection(
        [
            ("unlink", "Keep it in Odoo"),
            ("cancel", "Archive or cancel it"),
            ("recreate", "Create it again in QuickBooks"),
            ("ask", "Ask"),
        ],
        string="Deleted in QuickBooks",
        required=True,
        default="ask",
    )
    reactivate = fields.Selection(
        [("auto", "By itself"), ("ask", "Ask")],
        string="Inactive but Needed",
        required=True,
        default="auto",
        help="A document needs something that is inactive in QuickBooks.",
    )
    interval_minutes = fields.Integer(
        string="Every (minutes)", help="0: as often as the connection."
    )
    domain = fields.Char(string="Only These Records", default="[]")
    paused = fields.Boolean()
    cursor = fields.Datetime(
        readonly=True, copy=False, help="Changes until then are known here (UTC)."
    )
    next_at = fields.Datetime(string="Next Poll", readonly=True, copy=False)
    page_time = fields.Char(
        readonly=True, copy=False, help="Where the first full pull stands."
    )
    page_skip = fields.Integer(readonly=True, copy=False)
    page_since = fields.Datetime(readonly=True, copy=False)
    crowded_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="More had changed by then than one answer holds (UTC).",
    )

    _one_each = models.UniqueIndex(
        "(connection_id, entity)", "There is one rule per type."
    )
    _positive_interval = models.Constraint(
        "CHECK (interval_minutes >= 0)", "An interval is a number of minutes."
    )

    def _compute_model(self):
        mappers = self.env["qbo.mapper"]
        for rule in self:
            mapper = mappers._for(rule.entity)
            rule.model = mapper._odoo_model if mapper is not None else False

    # -- finding --------------------------------------------------------------

    @api.model
    def _complete(self, connection):
        """Add rules for the types of all installed mappers."""
        rules = self.search([("connection_id", "=", connection.id)])
        known = set(rules.mapped("entity"))
        mappers = self.env["qbo.mapper"]
        main = [mappers._for(each) for each in mappers._types() if each not in known]
        self.create(
            [
                {
                    "connection_id": connection.id,
                    "entity": mapper._entity,
                    "sequence": mapper._wave,
                    "create_there": mapper._create_there,
                    "create_here": mapper._create_here,
                    **mapper._defaults,
                }
                for mapper in main
            ]
        )

    @api.model
    def _of(self, connection, entity):
        """The rule of a type."""
        domain = [("connection_id", "=", connection.id), ("entity", "=", entity)]
        rule = self.search(domain, order="id")  # the usual one joins other tables
        if not rule:
            self._complete(connection)
        return rule or self.search(domain)

    @api.model
    def _leave_realm(self, connection):
        """Forget how far another company was read, and what was under way with it."""
        domain = [("connection_id", "=", connection.id)]
        self.search(domain).write(
            dict.fromkeys(
                ("cursor", "next_at", "page_since", "page_time", "crowded_at"), False
            )
        )
        for model in ("qbo.change", "qbo.remote.change", "qbo.intent", "qbo.exception"):
            self.env[model].search(domain).unlink()

    @api.model
    def _make_due(self, connection):
        """Let the next run pull all types, whatever the schedule says."""
        self.search([("connection_id", "=", connection.id)]).next_at = False

    @api.model
    def _pulling(self, connection):
        """Rules of the types that are pulled now, parents first."""
        domain = [("connection_id", "=", connection.id), ("paused", "=", False)]
        rules = self.search([*domain, ("pull", "=", True)])
        by_entity = {rule.entity: rule for rule in rules._usable()}
        order = self.env["qbo.mapper"]._types()
        return self.concat(*(by_entity[each] for each in order if each in by_entity))

    # -- buttons --------------------------------------------------------------

    def action_pause(self):
        """Neither send nor fetch this type for now."""
        self.check_access("write")
        self.paused = True

    def action_resume(self):
        """Go on with this type; what changed meanwhile was kept."""
        self.check_access("write")
        self.paused = False
        self.connection_id._wake()

    def action_pull_again(self):
        """Read everything of this type once more, in the background."""
        self.check_access("write")
        self.write({"cursor": False, "page_since": False, "next_at": False})
        self.connection_id._wake()

    # -- where the pull stands --------------------------------------------------

    def _begin(self):
        """Start reading by pages where there is no cursor, or one that is too old."""
        now = fields.Datetime.now()
        if self.page_since:
            return
        mapper = self.env["qbo.mapper"]._for(self.entity)
        if not self.cursor and mapper._pull_history:
            self._start_paging()
        elif not self.cursor:
            self.cursor = now
        elif self.cursor < now - OLDEST:
            self._start_paging(self.cursor)

    def _start_paging(self, since=None):
        """Read by pages what changed since a moment (naive UTC), or everything."""
        self.write(
            {
                "page_since": fields.Datetime.now(),
                "page_time": f"{since.isoformat()}+00:00" if since else False,
                "page_skip": 0,
            }
        )

    def _end_paging(self):
        """All pages are read: changes since the first one come by themselves."""
        self.write(
            {
                "cursor": self.page_since,
                "next_at": self._next(),
                "page_since": False,
                "page_time": False,
                "page_skip": 0,
            }
        )

    def _is_crowd_over(self):
        """Whether by now all shows that changed when very much did."""
        now = fields.Datetime.now()
        return bool(self.crowded_at and self.crowded_at + OVERLAP <= now)

    def _since(self):
        """Since when to ask for changes (naive UTC): from before the cursor on.

        The overlap finds what shows late. After a crowd it would bring all of it again
        with each poll: it is left out until one poll goes back for what shows by then.
        """
        if self._is_crowd_over():
            return min(self.cursor, self.crowded_at) - OVERLAP
        return self.cursor if self.crowded_at else self.cursor - OVERLAP

    def _note_crowd(self, is_late, crowd):
        """Remember that an answer was too long (naive UTC), or read again (late)."""
        if is_late:
            self.crowded_at = False
        elif crowd and not self.crowded_at:
            self.crowded_at = crowd

    def _next(self):
        """When this type is due again."""
        connection = self.connection_id
        minutes = self.interval_minutes or connection.interval_minutes
        minutes *= connection._polling_pace() or 1
        # a little early, or the scheduler's own jitter would skip every second poll
        wait = self.env["qbo.throttle"]._of(connection)._interval(minutes)
        return fields.Datetime.now() + wait - timedelta(seconds=20)
