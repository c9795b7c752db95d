import logging
import smtplib
from contextlib import contextmanager
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..const import OUTCOMES

_logger = logging.getLogger(__name__)
LOCK = (0x51B0, 1)  # the advisory lock under which messages go out
RETRY_AFTER = timedelta(minutes=30)
MAX_ATTEMPTS = 8


class QboReviewSender(models.AbstractModel):
    """Sends what is due: never twice, and never without knowing it.

    A mail server cannot be rolled back. So a request becomes *being sent* in a
    transaction of its own before the message is handed over, all under a lock that
    the server drops when this process dies. What is still *being sent* while nobody
    holds the lock was interrupted: it may or may not have gone out, and a person is
    told so instead of sending it again.
    """

    _name = "qbo.review.sender"
    _description = "Review request sending"

    def _cron_send(self):
        """Send the requests and reminders that are due, oldest first."""
        due = self._due().ids
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(due))
        with self._held() as goes_on:
            if goes_on:
                self._recover()
        for request_id in due:
            with self._held() as held:
                goes_on = goes_on and held and self._try_one(request_id)
            has_time = progress(1, remaining=None if goes_on else 0)
            if not (goes_on and has_time):
                return

    @contextmanager
    def _held(self):
        """Hold the lock under which messages go out; False if another process does."""
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK)
            yield cr.fetchone()[0]

    @contextmanager
    def _transaction(self):
        """Give the requests in a transaction of its own, committed at the end."""
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield env["qbo.review.request"]

    def _recover(self):
        """Say of interrupted requests that it is not certain whether they went out."""
        domain = [("state", "=", "sending"), ("reason", "!=", "uncertain")]
        with self._transaction() as requests:
            requests.search(domain)._move_to("sending", "uncertain")

    def _due(self):
        """Give the requests and reminders whose time has come, oldest first."""
        now = fields.Datetime.now()
        companies = list(self.env["qbo.review.policy"]._enabled_company_ids())
        requests = self.env["qbo.review.request"]
        ours = [("company_id", "in", companies)]
        first = requests.search(
            [*ours, ("state", "=", "planned"), ("planned_at", "<=", now)],
            order="planned_at, id",
        )
        reminders = requests.search(
            [*ours, ("next_reminder_at", "<=", now)], order="next_reminder_at, id"
        )
        return first | reminders

    def _try_one(self, request_id):
        """Send one request; False when no other can be sent for a while."""
        try:
            with self._transaction() as requests:
                if not self._write_ahead(requests.browse(request_id)):
                    return True
            # Committed: from here on, an interruption is seen. See the class.
            with self._transaction() as requests:
                return self._hand_over(requests.browse(request_id))
        except Exception:
            _logger.exception("Review request %s could not be sent", request_id)
            return True

    def _write_ahead(self, request):
        """Check everything once more and make the message; True if it is to go out."""
        request = request.try_lock_for_update().filtered(self._is_due)
        return bool(request and not self._put_off(request) and self._prepare(request))

    def _hand_over(self, request):
        """Give the message to the mail server and settle what it said."""
        request.lock_for_update()
        try:
            request.mail_id.write({"state": "outgoing"})
            request.mail_id.send(raise_exception=True)
        except (MailDeliveryException, smtplib.SMTPServerDisconnected) as error:
            return self._settle_failure(request, error)
        request._settle_sent(fields.Datetime.now())
        return True

    def _is_due(self, request):
        now = fields.Datetime.now()
        if request.state == "planned":
            return request.planned_at <= now
        return bool(request.next_reminder_at) and request.next_reminder_at <= now

    def _put_off(self, request):
        """Tell whether a request does not go out now, and bring it where it belongs."""
        reason = request.env["qbo.review.check"]._obstacle(request)
        if reason and request.sent_at:
            request._stop_reminders(reason)
        elif reason:
            request._move_to(OUTCOMES.get(reason, "skipped"), reason)
            request._tell_invoice(
                self.env._(
                    "The review request does not go out: %s.", request._reason_text()
                )
            )
        return bool(reason) or self._wait_for_slot(request)

    def _wait_for_slot(self, request):
        """Tell whether the hour is quiet where the customer lives, and wait if so."""
        now = fields.Datetime.now()
        slot = request.policy_id._slot(now, request.partner_id)
        if request.is_urgent or slot <= now:
            return False
        if request.sent_at:
            request.next_reminder_at = slot
        else:
            request._move_to("planned", "quiet", planned_at=slot)
        return True

    def _prepare(self, request):
        """Make the message and write ahead; a broken template holds the request."""
        message = request.env["qbo.review.message"]
        try:
            with request.env.cr.savepoint():
                request.email = request.env["qbo.review.check"]._address(
                    request.partner_id
                )
                request.site_id = request._next_site()
                mail = message._compose(request, message._recipient(request))
        except Exception as error:  # noqa: BLE001 - a template may raise anything
            _logger.warning("Review request %s: no message: %s", request.id, error)
            request._move_to("held", "template", str(error), next_reminder_at=False)
            return False
        request._move_to("sending", mail_id=mail.id)
        return True

    def _settle_failure(self, request, error):
        """Sort what the mail server said; False if it could not be reached at all."""
        kind = failure_kind(error)
        text = str(error.args[-1] if error.args else error)
        if kind == "unknown":
            request._move_to("sending", "uncertain", text)
            return True
        request.mail_id.mail_message_id.unlink()
        attempts = request.attempts + 1
        if kind == "refused" or attempts >= MAX_ATTEMPTS:
            request._mark_undelivered(text, bool(request.sent_at))
            return True
        self._retry(request, attempts, text)
        return kind != "down"

    def _retry(self, request, attempts, text):
        """Bring a request back to where it was before, a little later."""
        later = fields.Datetime.now() + RETRY_AFTER
        if request.sent_at:
            state = request._state_reached()
            request._move_to(state, "retry", text, next_reminder_at=later)
        else:
            request._move_to("planned", "retry", text, planned_at=later)
        request.attempts = attempts


def failure_kind(error):
    """Sort a failure: down (no connection), later, refused (for good), unknown.

    Odoo wraps what happened: with the error itself when no connection could be made,
    with a text when the conversation failed.
    """
    if isinstance(error, MailDeliveryException):
        if len(error.args) > 1 and isinstance(error.args[1], Exception):
            return "down"
        cause = error.__context__
    else:
        cause = error
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in cause.recipients.values()]
        return "refused" if all(code >= 500 for code in codes) else "later"
    if isinstance(cause, smtplib.SMTPResponseException):
        return "refused" if cause.smtp_code >= 500 else "later"
    if isinstance(cause, AssertionError | UnicodeError | smtplib.SMTPNotSupportedError):
        return "refused"
    return "unknown"
