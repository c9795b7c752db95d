import logging
import time

from odoo import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.qbo_connector.tests.doors import Doors, Person
from odoo.addons.qbo_connector.tests.doors_calls import Calls
from odoo.addons.qbo_connector.tests.doors_world import World, our_models
from odoo.addons.qbo_connector_invoices.tests.common import InvoicesCase

_logger = logging.getLogger(__name__)
HERE, THERE = "Zq7here", "Zq7there"
USER, MANAGER = "qbo_connector.qbo_group_user", "qbo_connector.qbo_group_manager"


@tagged("post_install", "-at_install")
class TestEveryDoor(InvoicesCase):
    """Nobody gets more through a public method or a model than this person's rights.

    Models and methods are found in the registry, so new ones are tried by themselves.
    """

    def setUp(self):
        super().setUp()
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        there = self.connected(other, self.emulator.add_company("us-manual"))
        self.here, self.there = World(self.connection, HERE), World(there, THERE)
        self.keep_books(self.here)
        self.here.fill()
        self.there.fill()
        self.assertFalse(self.here.failed, "say in _special what a new model needs")
        self.settle()

    def keep_books(self, world):
        """An invoice, a payment and a product that only this company may see."""
        vals = {"partner_id": world.partner.id, "ref": f"{world.mark} ref"}
        invoice = self.new_invoice(100, **vals)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        payment = wizard.create({})._create_payments()
        name = f"{world.mark} product"
        product = self._product(name, 5, company_id=world.company.id)
        for record in (invoice, payment, product, product.product_tmpl_id):
            world.records[record._name] = record.sudo()

    def somebody(self, name, company, groups, own=None, foreign=()):
        company_ids = [Command.set(company.ids)]
        vals = {"company_id": company.id, "company_ids": company_ids}
        login = f"door {name}"
        user = new_test_user(self.env, login, groups, name=name, **vals)
        return Person(name, user, own, foreign)

    def people(self):
        """Whom the doors must stay closed for, and what is called on."""
        here, there = self.here, self.there
        public = Person("public", self.env.ref("base.public_user"), None, [here])
        portal = self.somebody(
            "portal", here.company, "base.group_portal", foreign=[here]
        )
        internal = self.somebody(
            "internal", here.company, "base.group_user", foreign=[here]
        )
        user = self.somebody("user of another", there.company, USER, there, [here])
        manager = self.somebody(
            "administrator of another", there.company, MANAGER, there, [here]
        )
        plain = self.somebody("user without rights", here.company, USER, here, [there])
        return [public, portal, internal, user, manager, plain]

    def test_every_model_has_a_rule(self):
        """Of its company where it is stored, of its maker where it is a dialog."""
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        by_model = rules.grouped(lambda rule: rule.model_id.model)
        for name in our_models(self.env):
            model = self.env[name]
            if model._abstract:
                continue
            asked = "create_uid" if model._transient else "company_ids"
            with self.subTest(model=name):
                domains = by_model.get(name, rules.browse()).mapped("domain_force")
                self.assertIn(asked, str(domains))

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_nobody_does_or_learns_what_is_not_theirs(self):
        people = self.people()
        self.settle()
        doors = Doors(self)
        before = doors.watch.digest()
        realm = self.company.realm_id
        asked = self.emulator.control.calls(realm)["total"]
        for person in people:
            calls = doors.calls
            started = time.monotonic()
            Calls(doors, person, self.here).all()
            _logger.info(
                "%s: %s calls in %.0f s",
                person.name,
                doors.calls - calls,
                time.monotonic() - started,
            )
            total = self.emulator.control.calls(realm)["total"]
            if person.own is not self.here and total != asked:
                doors.faults[person.name] = f"asked QuickBooks {total - asked} times"
            asked = total
        _logger.info(
            "Doors: %s models, %s methods, %s calls, %s of them answered.",
            len(doors.models),
            len(doors.methods),
            doors.calls,
            doors.answers,
        )
        self.assertEqual(doors.watch.digest(), before)
        faults = "\n".join(f"{where} {what}" for where, what in doors.faults.items())
        self.assertFalse(doors.faults, faults)
