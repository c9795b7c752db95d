from odoo.tests import tagged

from qbo_emulator.entities import handler_of

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestRemoval(EngineCase):
    """Deleted on one side: the rule decides, and nothing is retried for ever."""

    def setUp(self):
        super().setUp()
        self.run_pull()

    def test_deleted_here_stays_there_and_does_not_come_back(self):
        partner = self.linked_partner("Acme")
        qbo_id = self.link(partner).qbo_id
        partner.unlink()
        self.drain()
        self.qbo.edit("Customer", qbo_id, {"Notes": "changed later"})
        self.run_pull()
        self.assertTrue(self.qbo.get("Customer", qbo_id)["Active"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Acme")]))
        self.assertFalse(self.problems())

    def test_deleted_here_is_made_inactive_there_by_rule(self):
        self.rule(gone_here="remove")
        partner = self.linked_partner("Acme")
        qbo_id = self.link(partner).qbo_id
        partner.unlink()
        self.drain()
        self.assertFalse(self.qbo.get("Customer", qbo_id)["Active"])

    def test_customer_with_a_balance_is_not_made_inactive(self):
        self.rule(gone_here="remove")
        there = self.qbo.create("Customer", {"DisplayName": "Quillwort", "Balance": 10})
        self.run_pull()
        self.env["res.partner"].search([("name", "=", "Quillwort")]).unlink()
        self.drain()
        self.assertTrue(self.qbo.get("Customer", there["Id"])["Active"])
        [problem] = self.problems()
        self.assertIn("balance", problem.title)

    def test_deleted_here_and_changed_there_is_asked(self):
        self.rule(gone_here="ask")
        partner = self.linked_partner("Acme")
        link = self.link(partner)
        self.qbo.edit("Customer", partner, {"Notes": "changed"})
        partner.unlink()
        self.run_pull()
        self.run_push()
        self.assertEqual(link.state, "gone")
        self.assertEqual(len(self.problems()), 1)

    def gone_there(self, partner):
        """Let the customer vanish, so that a read by id finds nothing."""
        qbo_id = self.link(partner).qbo_id

        def vanish(work):
            work.remove(handler_of("Customer"), qbo_id)
            return {}

        self.company.as_person(vanish)
        note = ("Customer", qbo_id, "Delete", None, None)
        self.env["qbo.remote.change"]._leave(self.connection, [note])

    def test_gone_there_is_asked(self):
        partner = self.linked_partner("Acme")
        self.gone_there(partner)
        self.run_pull()
        [problem] = self.problems(kind="gone")
        self.assertEqual(partner.qbo_state, "attention")
        problem.action_recreate()
        self.drain()
        self.assertIn("Acme", self.names_there())
        self.assertFalse(self.problems())
        self.assertEqual(partner.qbo_state, "linked")

    def test_gone_there_is_archived_here_by_rule(self):
        self.rule(gone_there="cancel")
        partner = self.linked_partner("Acme")
        self.gone_there(partner)
        self.run_pull()
        self.assertFalse(partner.active)
        self.drain()
        self.assertFalse(self.problems().mapped("title"))

    def test_gone_there_is_only_unlinked_by_rule(self):
        self.rule(gone_there="unlink")
        partner = self.linked_partner("Acme")
        self.gone_there(partner)
        self.run_pull()
        self.assertTrue(partner.active)
        partner.phone = "1"
        self.drain()
        self.assertNotIn("Acme", self.names_there())

    def test_gone_there_and_changed_here_is_asked_whatever_the_rule(self):
        self.rule(gone_there="cancel")
        partner = self.linked_partner("Acme")
        self.gone_there(partner)
        partner.phone = "1"
        self.run_pull()
        self.assertTrue(partner.active)
        self.assertEqual(len(self.problems(kind="gone")), 1)

    def test_partners_merged_in_odoo_keep_their_links(self):
        kept, gone = self.linked_partner("Acme"), self.linked_partner("Acme Inc")
        gone_id = self.link(gone).qbo_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([kept.id, gone.id], kept)
        self.drain()
        ids = set(self.link(kept).mapped("qbo_id"))
        self.assertIn(gone_id, ids)
        self.assertEqual(len(ids), 2)
        self.assertTrue(self.qbo.get("Customer", gone_id)["Active"])
        self.assertFalse(self.problems())
