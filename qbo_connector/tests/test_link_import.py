from odoo.tests import tagged

from .engine import EngineCase

COLUMNS = ["connection_id/.id", "entity", "qbo_id", "res_model", "res_id"]


@tagged("post_install", "-at_install")
class TestLinkImport(EngineCase):
    """Links of another connector come in with Odoo's own import."""

    def bring_in(self, pairs):
        chief = self.person("chief", "manager")
        rows = [
            [
                str(self.connection.id),
                "Customer",
                qbo_id,
                "res.partner",
                str(partner.id),
            ]
            for partner, qbo_id in pairs
        ]
        links = self.env["qbo.link"].with_user(chief).with_context(import_file=True)
        answer = links.load(COLUMNS, rows)
        self.assertFalse(answer["messages"])
        self.settle()

    def test_links_from_a_file_are_verified_in_batches(self):
        partners = self.customers(30)
        pairs = [
            (partner, self.qbo.create("Customer", {"DisplayName": f"C {number}"})["Id"])
            for number, partner in enumerate(partners)
        ]
        self.env["qbo.change"].search([]).unlink()
        self.bring_in(pairs)
        self.reset_calls()
        self.run_pull()
        self.assertLessEqual(self.calls()["total"], 5)
        links = self.env["qbo.link"].search([("res_id", "in", partners.ids)])
        self.assertEqual(len(links), 30)
        self.assertTrue(all(link.agreed and link.sync_token for link in links))

    def test_link_to_nothing_is_told(self):
        partner = self.customers(1)
        self.bring_in([(partner, "424242")])
        self.run_pull()
        self.assertEqual(self.link(partner).state, "gone")
        self.assertTrue(self.problems())
