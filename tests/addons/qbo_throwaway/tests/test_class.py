from odoo.tests import tagged

from odoo.addons.qbo_connector.tests.engine import EngineCase


@tagged("post_install", "-at_install")
class TestClass(EngineCase):
    """Everything the engine does, it does for this type too."""

    def setUp(self):
        super().setUp()
        self.qbo.set_preferences({"AccountingInfoPrefs": {"ClassTrackingPerTxn": True}})
        self.drain(self.run_sync)

    def tag(self, name):
        return self.env["res.partner.category"].create({"name": name})

    def names(self):
        return sorted(each["Name"] for each in self.qbo.list("Class"))

    def test_tags_become_classes_and_follow(self):
        tags = self.tag("Gold") | self.tag("Silver")
        self.drain()
        self.assertEqual(self.names(), ["Gold", "Silver"])
        tags[0].name = "Platinum"
        self.drain()
        self.assertEqual(self.names(), ["Platinum", "Silver"])
        self.assertEqual(set(tags.mapped("qbo_state")), {"linked"})

    def test_classes_become_tags_and_follow(self):
        there = self.qbo.create("Class", {"Name": "Gold"})
        self.run_pull()
        tag = self.env["res.partner.category"].search([("name", "=", "Gold")])
        self.assertEqual(self.link(tag, "Class").qbo_id, there["Id"])
        self.qbo.edit("Class", there["Id"], {"Name": "Platinum"})
        self.run_pull()
        self.assertEqual(tag.name, "Platinum")

    def test_existing_class_is_linked_and_not_doubled(self):
        self.rule("Class", pull=False)
        self.qbo.create("Class", {"Name": "Gold"})
        tag = self.tag("Gold")
        self.drain()
        self.assertEqual(self.names(), ["Gold"])
        self.assertEqual(self.link(tag, "Class").origin, "matched")

    def test_lost_answer_makes_no_second_class(self):
        self.emulator.control.inject(
            {"match": {"path": "class"}, "times": 1, "fault": "cut_after_commit"}
        )
        self.tag("Gold")
        self.run_push()
        intents = self.env["qbo.intent"].search([("state", "!=", "settled")])
        self.assertEqual(len(intents), 1)
        for intent in intents:
            self.env.cr.execute(
                """UPDATE qbo_intent SET sent_at = sent_at - interval '200 seconds',
                       first_sent_at = first_sent_at - interval '200 seconds'
                    WHERE id = %s""",
                [intent.id],
            )
        self.env["qbo.throttle"]._of(self.connection).resume_at = False
        self.env.invalidate_all()
        self.drain(self.run_sync)
        self.assertEqual(self.names(), ["Gold"])
