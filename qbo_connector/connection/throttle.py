from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.tools import SQL

ALMOST_A_SECOND = timedelta(microseconds=999999)
QUIET = timedelta(hours=2)
LONGEST = 30  # minutes between two polls of a quiet connection
SLOW = 20  # seconds: a batch that takes longer halves the next one
FULL = 30  # items in a batch
OVERLAP = timedelta(minutes=5)
ON_GUARD = timedelta(days=2)  # how long after a restored backup all is looked for


class QboThrottle(models.Model):
    """How fast one connection may go now; written by the sync only.

    Apart from the connection, so that a person saving settings never collides with
    a run.
    """

    _name = "qbo.throttle"
    _description = "QuickBooks pace"

    connection_id = fields.Many2one("qbo.connection", required=True, ondelete="cascade")
    resume_at = fields.Datetime(help="Nothing is said to QuickBooks before.")
    batch_size = fields.Integer(default=FULL)
    busy_at = fields.Datetime(help="When something last changed on either side.")
    compared_at = fields.Datetime(
        required=True,
        default=fields.Datetime.now,
        help="When everything was last compared with what was agreed.",
    )

    database = fields.Char(help="Which database this is: a restored one is another.")
    behind = fields.Boolean(help="A backup was restored; QuickBooks knows more.")
    ahead_since = fields.Datetime(help="From when on QuickBooks may know more than we.")
    on_guard_until = fields.Datetime(help="Until then own documents are looked for.")
    failed = fields.Boolean(help="A step of a run failed in the program itself.")

    _one_each = models.UniqueIndex("(connection_id)", "One throttle per connection.")

    @api.model
    def _of(self, connection):
        """The pace of a connection, made on first use."""
        throttle = self.search([("connection_id", "=", connection.id)])
        return throttle or self.create({"connection_id": connection.id})

    def _note_restore(self):
        """Notice, once, that this is a restored backup.

        A restored database has another number within PostgreSQL.
        """
        self.env.cr.execute(
            SQL("SELECT oid::text FROM pg_database WHERE datname = current_database()")
        )
        [number] = self.env.cr.fetchone()
        if number == self.database:
            return False
        is_restored, self.database = bool(self.database), number
        return is_restored

    def _fall_behind(self, rules):
        """QuickBooks is ahead of what is known here, since the cursors of these rules.

        Everything is fetched before anything is sent, and what is to be created is
        looked for.
        """
        rules.next_at = False
        self.behind = True
        now = fields.Datetime.now()
        self._guard(min(filter(None, rules.mapped("cursor")), default=now))

    def _guard(self, since):
        """Look for own documents made since a moment (naive UTC) before making them."""
        now = fields.Datetime.now()
        known = self._ahead_since() or now
        self.ahead_since = min(known, since - OVERLAP)
        self.on_guard_until = now + ON_GUARD

    def _ahead_since(self):
        """From when on QuickBooks may know objects of ours (naive UTC), or None."""
        is_ahead = self.on_guard_until and self.on_guard_until > fields.Datetime.now()
        return self.ahead_since if is_ahead else None

    def _held(self):
        """Whether QuickBooks asked to be left alone for now."""
        return bool(self.resume_at and self.resume_at > fields.Datetime.now())

    def _throttle(self, error=None):
        """Rest as long as the limit says that was met, and come back by then."""
        told = error.wait if error else None
        is_ours = bool(error) and not error.status  # our own pace, nobody was asked
        if not is_ours or told is None:
            told = self.env["qbo.bucket"]._rest(self.connection_id, told)
        self._rest(timedelta(seconds=told))

    def _rest(self, time):
        """Say nothing to QuickBooks for some time, then come back."""
        # to whole seconds, as they are stored, and never too early
        until = datetime.now(timezone.utc).replace(tzinfo=None) + time
        self.resume_at = (until + ALMOST_A_SECOND).replace(microsecond=0)
        self.connection_id._wake(at=self.resume_at)

    def _took(self, seconds):
        """Learn from how long one batch took: slow halves, quick doubles."""
        size = self.batch_size // 2 if seconds > SLOW else self.batch_size * 2
        size = min(max(size, 1), min(FULL, self.connection_id.batch_size))
        if size != self.batch_size:
            self.batch_size = size

    def _interval(self, minutes):
        """Wait between two polls: longer, up to 30 minutes, after quiet hours."""
        now = fields.Datetime.now()
        quiet = now - (self.busy_at or now)
        if quiet < QUIET:
            return timedelta(minutes=minutes)
        stretched = minutes * int(quiet / QUIET) * 2
        return timedelta(minutes=max(minutes, min(LONGEST, stretched)))

    def _moved(self):
        """Something changed on either side: poll at the normal rate again."""
        now = fields.Datetime.now()
        if not self.busy_at or now - self.busy_at > timedelta(minutes=1):
            self.busy_at = now
