from odoo.tests import tagged

from odoo.addons.qbo_connector.tests.engine import EngineCase


@tagged("post_install", "-at_install")
class TestPieces(EngineCase):
    """An object in pieces is as many records as it has pieces."""

    def setUp(self):
        super().setUp()
        self.rule("Term", gone_there="cancel")
        self.drain(self.run_sync)
        self.term = self.qbo.create("Term", {"Name": "Red; Green; Blue"})["Id"]
        self.run_pull()

    def banks(self):
        """The banks there are of this term, archived ones left out."""
        links = self.env["qbo.link"].search(
            [("entity", "=", "Term"), ("qbo_id", "=", self.term)]
        )
        banks = self.env["res.bank"].browse(links.mapped("res_id"))
        return banks.filtered("active").sorted("name")

    def edit(self, name):
        self.qbo.edit("Term", self.term, {"Name": name})
        self.run_pull()

    def test_one_object_makes_several_records(self):
        self.assertEqual(self.banks().mapped("name"), ["Blue", "Green", "Red"])

    def test_a_piece_that_goes_takes_its_record_along(self):
        before = self.banks()
        self.edit("Red; Blue")
        self.assertEqual(self.banks().mapped("name"), ["Blue", "Red"])
        self.assertEqual(before.filtered("active"), self.banks())

    def test_a_piece_that_is_new_makes_a_record(self):
        before = self.banks()
        self.edit("Red; Green; Blue; Pink")
        self.assertEqual(self.banks().mapped("name"), ["Blue", "Green", "Pink", "Red"])
        self.assertEqual(len(self.banks() - before), 1)

    def test_one_goes_and_one_comes(self):
        before = self.banks()
        self.edit("Red; Blue; Gold")
        self.assertEqual(self.banks().mapped("name"), ["Blue", "Gold", "Red"])
        self.assertEqual(len(self.banks() & before), 2)

    def test_what_did_not_change_makes_nothing_twice(self):
        before = self.banks()
        self.run_pull()
        self.edit("Red; Green; Blue")
        self.assertEqual(self.banks(), before)
