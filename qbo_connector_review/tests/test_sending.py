import re
import smtplib

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReviewCase

MAIL = "odoo.addons.mail.models.mail_mail"
SERVER = "odoo.addons.base.models.ir_mail_server"


@tagged("post_install", "-at_install")
class TestSending(ReviewCase):
    def test_message_goes_out_when_it_is_due_and_not_before(self):
        request = self.planned()
        self.later(days=2, minutes=-1)
        self.send()
        self.assertFalse(self.emails)
        self.later(minutes=1)
        self.send()
        self.send()
        self.assertEqual([mail["smtp_to_list"] for mail in self.emails], [[request.email]])
        self.assertRecordValues(
            request,
            [{"state": "sent", "sent_at": self.clock, "delivered_at": self.clock}],
        )
        self.assertIn("was sent", request.move_id.message_ids[0].body)

    def test_message_has_the_public_link_and_the_way_out(self):
        self.sent()
        message = self.emails[0]["message"]
        self.assertIn("List-Unsubscribe-Post: List-Unsubscribe=One-Click", message)
        self.assertRegex(message, r"List-Unsubscribe: <http\S*/qbo/review/\S+/stop>")
        self.assertIn("Google", message)
        self.assertIn("No more messages like this", message)
        links = set(re.findall(r"/qbo/review/[\w=-]+(?:/stop)?", message))
        self.assertEqual(len(links), 3, "landing (plain and HTML) and opt-out")

    def test_no_tracker_is_followed_by_a_mere_get(self):
        self.sent()
        self.assertNotIn("/r/", self.emails[0]["message"])
        self.assertNotIn("g.example.com", self.emails[0]["message"])
