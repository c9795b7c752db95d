from itertools import product

from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.qbo_exception_door import SHOWN
from .engine import EngineCase

BUTTONS = tuple(name for name in SHOWN if name != "decide")


class DoorsCase(EngineCase):
    """Two companies with a QuickBooks company each, and people with few rights."""

    def setUp(self):
        super().setUp()
        self.run_pull()
        self.clerk = self.person("door clerk", "user")
        self.writer = self.person("door writer", "user")
        self.writer.group_ids += self.env.ref("base.group_partner_manager")
        self.elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        vals = {
            "company_id": self.elsewhere.id,
            "company_ids": [Command.set(self.elsewhere.ids)],
        }
        self.neighbour = self.person("door neighbour", "manager", **vals)
        self.neighbour.group_ids += self.env.ref("base.group_partner_manager")

    def problem(self, partner, kind, **vals):
        """An open problem of a linked partner."""
        exceptions = self.env["qbo.exception"]
        values = {"kind": kind, "title": f"{partner.name}: {kind}", **vals}
        return exceptions._open_links([(self.link(partner), values)])

    def mapped_term(self):
        """A payment term, and the id of the one of QuickBooks that it stands for."""
        term = self.env["account.payment.term"].create({"name": "Door term"})
        reference = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "Term")],
            limit=1,
        )
        self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "record": f"{term._name},{term.id}",
                "reference_id": reference.id,
            }
        )
        return term, reference.qbo_id

    def conflict(self, email="mine@example.com", theirs="theirs@example.com"):
        """An open question about the e-mail of a partner."""
        partner = self.linked_partner("Acme", email=email, phone="1")
        link = self.link(partner)
        path = "PrimaryEmailAddr.Address"
        link.disputed = {path: theirs}
        disputed = {path: (email, theirs)}
        self.env["qbo.exception"]._open_conflict(link, disputed)
        self.settle()
        return partner, self.problems(kind="clash").conflict_ids


@tagged("post_install", "-at_install")
class TestDoors(DoorsCase):
    """Who may not do a thing gets no more from the button that does it."""

    def test_views_and_methods_agree_on_what_is_shown(self):
        arch = self.env["qbo.exception"].get_view(view_type="form")["arch"]
        found = {
            button.get("name"): button.get("invisible")
            for button in etree.fromstring(arch).iterfind(".//header/button")
        }
        field = self.env["qbo.exception"]._fields["button"]
        main = [key for key, _label in field.selection]
        kinds = ("name", "gone", "merged", "gone_here", "clash", "refused", "pull")
        closed = (False, fields.Datetime.now())
        for values in product(closed, kinds, main, (False, 7)):
            names = ("closed_at", "kind", "button", "res_id")
            state = dict(zip(names, values, strict=True))
            row = self.env["qbo.exception"].new(
                {**state, "res_model": "res.partner", "title": "x"}
            )
            for name in BUTTONS:
                shown = not safe_eval(found[name], state)
                self.assertEqual(row._shows(name), shown, f"{name}: {state}")

    def test_hidden_buttons_are_refused_by_the_method(self):
        partner = self.linked_partner("Acme")
        writes = self.calls()["writes"]
        problems = {
            kind: self.problem(partner, kind, button="decide")
            for kind in ("clash", "gone", "gone_here", "merged")
        }
        problems["refused"] = self.problem(partner, "refused", button="retry")
        for (kind, problem), name in product(problems.items(), BUTTONS):
            if not problem._shows(name):
                with self.subTest(kind=kind, button=name), self.assertRaises(UserError):
                    getattr(problem.with_user(self.writer), name)()
        self.assertTrue(partner.active)
        self.assertTrue(self.link(partner).qbo_id)
        self.drain()
        self.assertEqual(self.calls()["writes"], writes)

    def test_a_solved_problem_has_no_remedy(self):
        partner = self.linked_partner("Acme")
        for kind, name in (
            ("gone", "action_archive_here"),
            ("gone", "action_recreate"),
            ("gone", "action_keep_here"),
            ("merged", "action_switch_off"),
            ("merged", "action_merged"),
            ("gone_here", "action_keep_there"),
            ("refused", "action_retry"),
        ):
            problem = self.problem(partner, kind, button="retry")
            problem._shut()
            with self.subTest(name), self.assertRaisesRegex(UserError, "is solved"):
                getattr(problem.with_user(self.writer), name)()
        self.assertTrue(partner.active)
        self.assertTrue(self.link(partner).qbo_id)

    def test_a_record_is_archived_by_whoever_may_write_it(self):
        for kind, name in (
            ("gone", "action_archive_here"),
            ("merged", "action_switch_off"),
        ):
            with self.subTest(name):
                partner = self.linked_partner(f"Acme {kind}")
                problem = self.problem(partner, kind, button="decide")
                with self.assertRaises(AccessError):
                    getattr(problem.with_user(self.clerk), name)()
                self.assertTrue(partner.active)
                getattr(problem.with_user(self.writer), name)()
                self.assertFalse(partner.active)
                self.assertTrue(problem.closed_at)

    def test_buttons_of_another_company_stay_closed(self):
        partner = self.linked_partner("Acme")
        for kind, name in product(("gone", "merged", "gone_here", "name"), BUTTONS):
            problem = self.problem(partner, kind, button="retry")
            with self.subTest(kind=kind, button=name), self.assertRaises(AccessError):
                getattr(problem.with_user(self.neighbour), name)()
            self.assertFalse(problem.closed_at)

    def test_many_are_tried_again_without_those_that_cannot_be(self):
        partner = self.linked_partner("Acme")
        refused = self.problem(partner, "refused", button="retry")
        clash = self.problem(partner, "clash", button="decide")
        (refused | clash).with_user(self.clerk).action_retry()
        self.assertTrue(self.env["qbo.change"].search([("res_id", "=", partner.id)]))

    # -- conflicts ------------------------------------------------------------

    def test_a_conflict_is_decided_by_whoever_may_write_the_record(self):
        partner, conflict = self.conflict()
        for user in (self.clerk, self.neighbour):
            for name in ("action_theirs", "action_ours"):
                with self.subTest(user=user, name=name), self.assertRaises(AccessError):
                    getattr(conflict.with_user(user), name)()
        self.settle()
        self.assertEqual(partner.email, "mine@example.com")
        self.assertFalse(conflict.choice)
        conflict.with_user(self.writer).action_theirs()
        self.assertEqual(partner.email, "theirs@example.com")
        self.assertFalse(self.problems(kind="clash"))

    def test_a_conflict_decided_once_stays_as_it_was_decided(self):
        partner, conflict = self.conflict()
        conflict.with_user(self.writer).action_theirs()
        for name in ("action_theirs", "action_ours"):
            with self.assertRaisesRegex(UserError, "is solved"):
                getattr(conflict.with_user(self.writer), name)()
        self.assertEqual(partner.email, "theirs@example.com")
        self.assertEqual(conflict.choice, "theirs")

    def test_one_of_two_decided_twice_changes_nothing(self):
        partner, conflict = self.conflict()
        link, problem = self.link(partner), conflict.exception_id
        link.disputed = {**link.disputed, "PrimaryPhone.FreeFormNumber": "2"}
        other = conflict.copy({"key": "PrimaryPhone.FreeFormNumber", "label": "Phone"})
        conflict.with_user(self.writer).action_theirs()
        partner.email = "newer@example.com"
        for name in ("action_theirs", "action_ours"):
            getattr(conflict.with_user(self.writer), name)()
        self.assertEqual(partner.email, "newer@example.com")
        self.assertEqual(conflict.choice, "theirs")
        self.assertFalse(problem.closed_at)
        other.with_user(self.writer).action_theirs()
        self.assertEqual(partner.phone, "2")
        self.assertTrue(problem.closed_at)

    def test_what_is_no_longer_in_dispute_is_told(self):
        partner, conflict = self.conflict()
        self.link(partner).disputed = False
        with self.assertRaisesRegex(UserError, "no longer in dispute"):
            conflict.with_user(self.writer).action_theirs()
        self.assertEqual(partner.email, "mine@example.com")

    def test_a_decision_is_written_in_the_company_of_the_connection(self):
        both = [Command.set((self.env.company | self.elsewhere).ids)]
        self.writer.write({"company_ids": both})
        term, qbo_id = self.mapped_term()
        partner = self.linked_partner("Acme")
        link, path = self.link(partner), "SalesTermRef"
        theirs = {"value": qbo_id}
        link.disputed = {path: theirs}
        self.env["qbo.exception"]._open_conflict(link, {path: (None, theirs)})
        conflict = self.problems(kind="clash").conflict_ids.with_user(self.writer)
        companies = [self.elsewhere.id, self.env.company.id]
        conflict.with_context(allowed_company_ids=companies).action_theirs()
        self.settle()
        self.assertEqual(
            partner.property_payment_term_id,
            term,
        )
        there = partner.with_company(self.elsewhere)
        self.assertFalse(there.property_payment_term_id)
