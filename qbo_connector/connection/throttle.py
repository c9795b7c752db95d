from datetime import datetime, timedelta, timezone

from odoo import api, fields, models

ALMOST_A_SECOND = timedelta(microseconds=999999)
QUIET = timedelta(hours=2)
LONGEST = 30  # minutes between two polls of a quiet connection
SLOW = 20  # seconds: a batch that takes longer halves the next one
FULL = 30  # items in a batch


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

    _one_each = models.UniqueIndex("(connection_id)", "One throttle per connection.")

    @api.model
    def _of(self, connection):
        """The pace of a connection, made on first use."""
        throttle = self.search([("connection_id", "=", connection.id)])
        return throttle or self.create({"connection_id": connection.id})

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
