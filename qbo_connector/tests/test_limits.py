from datetime import timedelta

from requests.adapters import BaseAdapter

from odoo import fields

from odoo.addons.qbo_connector.qbo.errors import QboThrottled
from odoo.addons.qbo_connector.qbo.session import QboSession

from .common import MOUNT
from .engine import EngineCase


class Spoiling(BaseAdapter):
    """Pass requests on to the emulator; ``spoil(text)`` alters the answers of CDC."""

    def __init__(self, adapter, spoil):
        super().__init__()
        self.adapter, self.spoil = adapter, spoil

    def send(self, request, **options):
        response = self.adapter.send(request, **options)
        if "/cdc" in request.url:
            response._content = self.spoil(response.text).encode()
        return response

    def close(self):
        self.adapter.close()


class TestLimits(EngineCase):
    """QuickBooks' limits are kept, and its wishes for a pause."""

    def setUp(self):
        super().setUp()
        self.emulator.settings["throttles"] = True
        self.env["ir.config_parameter"].set_param("qbo_connector.pace", "1")
        self.bucket = self.env["qbo.bucket"]
        self.run_sync()
        self.reset_calls()

    def use(self, count, kind="batch", front=False):
        """Use room for calls, as other processes would; give how many there was."""
        for number in range(count):
            wait, start, _kind = self.bucket._reserve(self.connection, kind, front)
            if wait:
                return number
            self.bucket._release(self.connection, start)
        return count

    def refused(self):
        return [call for call in self.calls()["log"] if call["status"] == 429]

    def test_batches_of_a_minute_are_counted_for_all(self):
        used = len([c for c in self.bucket.search([]).calls if c[2]])
        for _minute in range(8):  # ten a second at most: let the seconds go by
            self.pass_seconds(2)
            used += self.use(8)
        self.pass_seconds(2)
        self.assertEqual(used, 39, "schedules leave one to buttons")
        self.assertEqual(self.use(2, front=True), 1)

    def pass_seconds(self, seconds):
        """Let what was used be older."""
        bucket = self.bucket.search([("connection_id", "=", self.connection.id)])
        bucket.calls = [
            [start - seconds, end - seconds, is_batch]
            for start, end, is_batch in bucket.calls
        ]
        self.settle()

    def fill(self, batches):
        """Use so many batches, some seconds ago."""
        bucket = self.bucket.search([("connection_id", "=", self.connection.id)])
        self.env.cr.execute("SELECT extract(epoch FROM clock_timestamp())::float")
        [now] = self.env.cr.fetchone()
        bucket.calls = [[now - 20, now - 20, True] for _number in range(batches)]
        self.settle()

    def test_without_room_nothing_is_sent_and_nothing_refused(self):
        self.fill(39)
        self.customers(40)
        self.run_push()
        self.assertEqual(self.names_there(), [])
        self.assertEqual(self.refused(), [])
        throttle = self.env["qbo.throttle"]._of(self.connection)
        left = throttle.resume_at - fields.Datetime.now()
        self.assertTrue(timedelta(seconds=30) < left < timedelta(seconds=45), left)
        self.assertFalse(self.problems())
        self.fill(0)
        throttle.resume_at = False
        self.drain()
        self.assertEqual(len(self.names_there()), 40)

    def test_few_items_go_one_by_one_while_batches_are_scarce(self):
        self.fill(25)
        self.customers(3)
        self.run_push()
        self.assertEqual(len(self.names_there()), 3)
        sent = [c for c in self.calls()["log"] if c["operation"] == "create"]
        self.assertEqual(len(sent), 3)
        self.assertEqual(self.refused(), [])

    def test_quickbooks_own_wish_for_a_pause_is_followed(self):
        error = QboThrottled("Later", status=429)
        throttle = self.env["qbo.throttle"]._of(self.connection)
        for asked in (5, 300):
            error.wait = asked
            throttle._throttle(error)
            left = (throttle.resume_at - fields.Datetime.now()).total_seconds()
            self.assertTrue(asked - 2 <= left <= asked + 2, left)

    def test_one_spoilt_object_does_not_hold_up_the_others(self):
        first = self.qbo.create("Customer", {"DisplayName": "Spoilt"})
        self.qbo.create("Customer", {"DisplayName": "Beside"})
        token = '"SyncToken": "0"'

        def spoil(text):
            before, mark, after = text.replace('":"', '": "').partition('"Spoilt"')
            return before + mark + after.replace(token, '"SyncToken": "x"', 1)

        adapter = Spoiling(QboSession.mounts[MOUNT], spoil)
        QboSession.mounts = {**QboSession.mounts, MOUNT: adapter}
        self.rule(create_here=True)
        self.run_pull()
        names = self.env["res.partner"].search([]).mapped("name")
        self.assertIn("Beside", names)
        self.run_pull()
        found = self.env["qbo.link"].search([("qbo_id", "=", first["Id"])])
        self.assertEqual(found.state, "linked", "read once more, by itself")
        self.assertFalse(self.problems())
