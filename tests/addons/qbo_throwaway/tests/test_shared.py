from odoo.tests import tagged

from odoo.addons.qbo_connector.tests.engine import EngineCase


@tagged("post_install", "-at_install")
class TestShared(EngineCase):
    """Two mappers of one QuickBooks type share its objects by what they claim."""

    def setUp(self):
        super().setUp()
        self.qbo.set_preferences({"AccountingInfoPrefs": {"TrackDepartments": True}})
        self.drain(self.run_sync)

    def named(self, model, name):
        return self.env[model].search([("name", "=", name)])

    def names(self):
        return sorted(each["Name"] for each in self.qbo.list("Department"))

    def test_each_object_becomes_what_its_mapper_makes(self):
        bank = self.qbo.create("Department", {"Name": "Bank North"})
        shop = self.qbo.create("Department", {"Name": "Shop"})
        self.run_pull()
        here = self.named("res.bank", "Bank North")
        there = self.named("res.partner.industry", "Shop")
        self.assertEqual(self.link(here, "Department").qbo_id, bank["Id"])
        self.assertEqual(self.link(there, "Department").qbo_id, shop["Id"])
        self.assertFalse(self.named("res.bank", "Shop"))
        self.assertFalse(self.named("res.partner.industry", "Bank North"))

    def test_changes_there_reach_the_right_record(self):
        bank = self.qbo.create("Department", {"Name": "Bank North"})
        shop = self.qbo.create("Department", {"Name": "Shop"})
        self.run_pull()
        here = self.named("res.bank", "Bank North")
        there = self.named("res.partner.industry", "Shop")
        self.qbo.edit("Department", bank["Id"], {"Name": "Bank South"})
        self.qbo.edit("Department", shop["Id"], {"Name": "Store"})
        self.run_pull()
        self.assertEqual((here.name, there.name), ("Bank South", "Store"))

    def test_records_of_both_models_arrive_and_follow(self):
        bank = self.env["res.bank"].create({"name": "Bank West"})
        shop = self.env["res.partner.industry"].create(
            {"name": "Farm", "full_name": "test"}
        )
        self.drain()
        self.assertEqual(self.names(), ["Bank West", "Farm"])
        bank.name, shop.name = "Bank East", "Mill"
        self.drain()
        self.assertEqual(self.names(), ["Bank East", "Mill"])
        self.drain(self.run_sync)
        self.assertEqual(len(self.named("res.bank", "Bank East")), 1)
        self.assertEqual(len(self.named("res.partner.industry", "Mill")), 1)

    def test_an_object_claimed_by_the_other_mapper_changes_sides(self):
        self.rule("Department", gone_there="cancel")
        shop = self.qbo.create("Department", {"Name": "Shop"})
        self.run_pull()
        there = self.named("res.partner.industry", "Shop")
        self.qbo.edit("Department", shop["Id"], {"Name": "Bank North"})
        self.run_pull()
        here = self.named("res.bank", "Bank North")
        self.assertEqual(self.link(here, "Department").qbo_id, shop["Id"])
        self.assertFalse(there.active)
        links = self.env["qbo.link"]
        known = links._by_qbo_id(self.connection, "Department", [shop["Id"]])
        self.assertEqual(known[shop["Id"]].res_model, "res.bank")
        self.qbo.edit("Department", shop["Id"], {"Name": "Bank South"})
        self.run_pull()
        self.assertEqual(here.name, "Bank South")
        self.assertFalse(there.active)
        self.assertEqual(len(self.qbo.list("Department")), 1)
