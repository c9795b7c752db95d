from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestLink(EngineCase):
    """Identity is a row, guarded by the database."""

    def values(self, **values):
        return {
            "connection_id": self.connection.id,
            "entity": "Customer",
            "res_model": "res.partner",
            "res_id": self.env.user.partner_id.id,
            "qbo_id": "7",
            **values,
        }

    @mute_logger("odoo.sql_db")
    def test_an_object_is_linked_once(self):
        self.env["qbo.link"].create(self.values())
        other = self.env["res.partner"].create({"name": "Other"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["qbo.link"].create(self.values(res_id=other.id))

    @mute_logger("odoo.sql_db")
    def test_a_record_is_linked_once_per_part(self):
        self.env["qbo.link"].create(self.values())
        self.env["qbo.link"].create(self.values(qbo_id="8", part="EUR"))
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["qbo.link"].create(self.values(qbo_id="9"))

    def test_customer_and_vendor_may_be_one_partner(self):
        self.env["qbo.link"].create(self.values())
        self.env["qbo.link"].create(self.values(entity="Vendor"))
        self.assertEqual(len(self.env.user.partner_id.qbo_link_ids), 2)

    def test_states_can_be_searched(self):
        partner = self.linked_partner("Acme")
        plain = self.env["res.partner"].create({"name": "Plain"})
        bad = self.customers(1, name="\U0001f600")
        self.drain()
        both = partner | plain | bad
        for state, expected in (
            ("linked", partner),
            ("none", plain),
            ("attention", bad),
        ):
            found = self.env["res.partner"].search(
                [("id", "in", both.ids), ("qbo_state", "=", state)]
            )
            self.assertEqual(found, expected, state)
        qbo_id = self.link(partner).qbo_id
        found = self.env["res.partner"].search([("qbo_id", "=", qbo_id)])
        self.assertEqual(found, partner)

    def test_a_token_is_never_lowered(self):
        partner = self.linked_partner("Acme")
        link = self.link(partner)
        link.sync_token = "5"
        self.assertEqual(link._saw({"SyncToken": "4"}), {})
        self.assertEqual(link._saw({"SyncToken": "6"})["sync_token"], "6")

    def test_unlinked_partner_is_left_alone(self):
        partner = self.linked_partner("Acme")
        partner.action_qbo_unlink()
        self.assertEqual(partner.qbo_state, "none")
        self.assertEqual(self.names_there(), ["Acme"])
