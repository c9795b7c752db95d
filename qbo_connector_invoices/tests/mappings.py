from odoo import Command

from .common import InvoicesCase


class MappingsCase(InvoicesCase):
    """Records that need a mapping, and the lists of QuickBooks they are mapped to."""

    def setUp(self):
        super().setUp()
        self.pushed_invoice(100)  # customer and product are there before

    def switch_on(self, **preferences):
        """Switch classes or locations on in QuickBooks."""
        self.qbo.set_preferences({"AccountingInfoPrefs": preferences})
        self.refresh()

    def refresh(self):
        self.env["qbo.reference"]._refresh(self.connection)
        self.settle()

    def entry(self, entity, name, **vals):
        """An entry of a list of QuickBooks, made there if it is new."""
        mine = [("connection_id", "=", self.connection.id), ("entity", "=", entity)]
        found = self.env["qbo.reference"].search([*mine, ("name", "=", name)])
        if found:
            return found
        self.qbo.create(entity, {"Name": name, **vals})
        self.refresh()
        return self.env["qbo.reference"].search([*mine, ("name", "=", name)])

    def vanish(self, entry):
        """Make an entry inactive in QuickBooks, and read the lists again."""
        self.qbo.edit(entry.entity, entry.qbo_id, {"Active": False})
        self.refresh()
        self.assertFalse(entry.active)

    def map(self, kind, subject, entry):
        """Map a record, a set of taxes, or (empty) everything else."""
        vals = {"tax_ids": [Command.set(subject.ids)]} if kind == "tax" else {}
        if kind != "tax" and subject:
            vals["record"] = f"{subject._name},{subject.id}"
        return self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": kind,
                "reference_id": entry.id,
                **vals,
            }
        )

    def unmap(self, *kinds):
        self.env["qbo.mapping"].search([("kind", "in", kinds)]).unlink()

    def analytic(self, name, plan):
        return self.env["account.analytic.account"].create(
            {"name": name, "plan_id": plan.id}
        )

    @classmethod
    def plan(cls, name):
        """A plan, best made once for all tests of a class: it changes the models."""
        return cls.env["account.analytic.plan"].create({"name": name})

    def writes(self):
        return self.emulator.control.calls()["writes"]

    def push(self):
        """Send what waits; how many writes that took."""
        self.emulator.control.reset_calls()
        self.run_push()
        return self.writes()

    def payment(self, **vals):
        """A posted payment on account."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 40,
                "date": "2026-03-02",
                "journal_id": self.journal.id,
                **vals,
            }
        )
        payment.action_post()
        return payment
