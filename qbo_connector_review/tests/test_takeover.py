"""No message about review requests tells more than its words, whoever wrote it."""

import base64
import json
from email import message_from_string
from email.policy import default

from psycopg2.extras import Json

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ReviewCase

SENDER = "odoo.addons.qbo_connector_review.models.qbo_review_sender"
MAIL = "odoo.addons.mail.models.mail_mail"
TEMPLATE = "odoo.addons.mail.models.mail_template"
SIGNUP = "object.partner_id._get_signup_url_for_action()[object.partner_id.id]"


@tagged("post_install", "-at_install")
class TestTakeover(ReviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.manager = new_test_user(
            self.env,
            "qbo-manager",
            "base.group_user,qbo_connector.qbo_group_manager",
            email="manager@example.com",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.request = self.planned()
        self.victim = self.env.ref("base.user_admin")

    def _run(self, name):
        """Run a scheduled action; tests over HTTP share their cursors already."""
        cron = self.env.ref(f"qbo_connector_review.ir_cron_review_{name}")
        cron.method_direct_trigger()

    def foreign(self):
        """Templates that are about other records than review requests."""
        make = self.env["mail.template"].create
        users = self.env["ir.model"]._get("res.users").id
        invitation = make(
            {
                "name": "Invitation",
                "model_id": users,
                "subject": "Welcome",
                "body_html": f'<a t-att-href="{SIGNUP}">Accept</a>',
            }
        )
        code = make(
            {
                "name": "Code",
                "model_id": users,
                "subject": "{{ object.login }}",
                "body_html": '<b t-out="object.sudo().password or object.login"/>',
            }
        )
        partner = make(
            {
                "name": "Contact",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "subject": "{{ object.name }}",
                "body_html": '<b t-out="object.email"/>',
            }
        )
        names = ("auth_signup.set_password_email", "auth_totp_mail.mail_template_code")
        shipped = [self.env.ref(name, raise_if_not_found=False) for name in names]
        return [invitation, code, partner, *filter(None, shipped)]

    def call(self, model, method, *args):
        """Call a method as the browser of whoever is logged in."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def point_at_victim(self):
        """Give the request the number of the user that is to be taken over."""
        self.request.step_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qbo_review_request SET id = %s WHERE id = %s",
            [self.victim.id, self.request.id],
        )
        self.env.invalidate_all()
        self.request = self.request.browse(self.victim.id)

    def choose(self, template):
        """Put a template where it may stand since before it was refused."""
        self.env.cr.execute(
            "UPDATE qbo_review_policy SET template_id = %s WHERE id = %s",
            [template.id, self.policy.id],
        )
        self.env.invalidate_all()

    def text_sent(self):
        message = message_from_string(self.emails[0]["message"], policy=default)
        return message.get_body(("html",)).get_content()

    def tokens(self):
        return self.env["res.partner"].sudo().search([]).mapped("signup_type")

    @mute_logger("odoo.http")
    def test_foreign_template_is_refused_when_it_is_chosen(self):
        self.authenticate("qbo-manager", "qbo-manager")
        before = self.policy.template_id
        for template in self.foreign():
            with self.subTest(template.name):
                answer = self.call(
                    "qbo.review.policy",
                    "write",
                    self.policy.ids,
                    {"template_id": template.id},
                )
                self.assertIn("must be a template for", json.dumps(answer["error"]))
                self.env.invalidate_all()
                self.assertEqual(self.policy.template_id, before)

    def test_template_stays_about_requests_while_it_is_chosen(self):
        users = self.env["ir.model"]._get("res.users")
        with self.assertRaisesRegex(ValidationError, "must be a template for"):
            self.policy.template_id.model_id = users

    @mute_logger("odoo.http")
    def test_foreign_template_is_never_shown_nor_sent(self):
        self.point_at_victim()
        self.authenticate("qbo-manager", "qbo-manager")
        kinds = self.tokens()
        for template in self.foreign():
            with self.subTest(template.name):
                self.choose(template)
                page = self.url_open(f"/qbo/review/message/{self.request.id}")
                self.assertGreaterEqual(page.status_code, 400)
                self.assertLess(page.status_code, 500)
                self.assertNotIn("token", page.text)
                self.assertNotIn(self.victim.login + "<", page.text)
                answer = self.call(
                    "qbo.review.request", "action_test", self.request.ids
                )
                self.assertIn("error", answer)
        self.assertFalse(self.emails)
        self.assertEqual(self.tokens(), kinds)

    def test_foreign_template_holds_the_request_that_is_due(self):
        self.choose(self.foreign()[0])
        self.later(days=2)
        with mute_logger(SENDER):
            self.send()
        self.assertOutcome(self.request, "held", "template")
        self.assertFalse(self.emails)

    def test_code_in_the_right_template_is_refused(self):
        template = self.policy.template_id
        attacks = (
            ("body_html", '<p t-out="object.env.user.sudo().login"/>'),
            ("body_html", '<p t-out="object.sudo().create_uid.login"/>'),
            ("body_html", '<t t-call="web.login"/>'),
            ("body_html", '<t t-foreach="1000000000" t-as="x">x</t>'),
            ("subject", "{{ object.env['res.users'].browse(2).login }}"),
            ("email_from", "{{ object.env.user.search([])[0].login }}"),
            ("reply_to", "{{ object.sudo()._url('live') }}"),
            ("lang", "{{ object.env.cr.execute('SELECT 1') }}"),
        )
        for name, value in attacks:
            with self.subTest(f"{name} {value}"):
                with mute_logger(TEMPLATE), self.assertRaises(ValidationError):
                    template[name] = value
                    template.flush_recordset()
                template.invalidate_recordset()

    def test_code_that_is_there_already_is_not_run(self):
        victim = self.env["res.partner"].create({"name": "Before"})
        write = f"object.env['res.partner'].browse({victim.id}).write({{'name': 'x'}})"
        for column, value in (
            ("body_html", Json({"en_US": f'<p t-out="{write}"/>'})),
            ("subject", Json({"en_US": f"{{{{ {write} }}}}"})),
            ("lang", f"{{{{ {write} }}}}"),
            ("email_from", f"{{{{ {write} }}}}"),
        ):
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(
                    f"UPDATE mail_template SET {column} = %s WHERE id = %s",
                    [value, self.policy.template_id.id],
                )
                self.env.invalidate_all()
                with self.assertRaises(UserError):
                    self.request.action_test()
                self.assertEqual(victim.name, "Before")
                self.assertFalse(self.emails)
                savepoint.rollback()

    def test_words_a_company_may_use_are_filled_in(self):
        template = self.policy.template_id
        template.subject = "{{ object.move_id.name }}, {{ object.company_id.name }}"
        template.body_html = (
            '<p t-if="object.is_reminder">Again</p><p t-else="">First</p>'
            '<b t-out="object.move_id.amount_total"/>'
            "<i t-out=\"object.partner_id.name or 'you'\"/>"
        )
        subject, body = self.env["qbo.review.message"]._preview(self.request.sudo())
        self.assertEqual(subject, f"{self.request.move_id.name}, {self.company.name}")
        self.assertIn("<p>First</p>", body)
        self.assertIn("100.00", body)
        self.assertIn("<i>Acme</i>", body)
        self.assertNotIn("Again", body)

    def test_reports_and_files_of_others_are_not_sent_along(self):
        template = self.policy.template_id
        files = self.env["ir.attachment"]
        content = {"datas": base64.b64encode(b"mine")}
        mine = files.create({"name": "mine.txt", **content})
        template.attachment_ids = mine
        theirs = files.create(
            {
                "name": "theirs.txt",
                "res_model": "account.move",
                "res_id": self.request.move_id.id,
                **content,
            }
        )
        self.env.cr.execute(
            "INSERT INTO email_template_attachment_rel VALUES (%s, %s)",
            [template.id, theirs.id],
        )
        template.report_template_ids = self.env.ref("account.account_invoices")
        self.env.invalidate_all()
        self.later(days=2)
        self.send()
        self.assertOutcome(self.request, "sent")
        self.assertIn("mine.txt", self.emails[0]["message"])
        for name in ("theirs.txt", ".pdf"):
            self.assertNotIn(name, self.emails[0]["message"])

    def test_live_link_goes_to_the_customer_alone(self):
        self.later(days=2)
        self.send()
        live = self.request._path("live")
        self.assertIn(live, self.text_sent())
        other = self.env["mail.mail"].create(
            {
                "model": self.request._name,
                "res_id": self.request.id,
                "email_to": "manager@example.com",
                "body_html": f'<a href="{self.request.landing_url}">here</a>',
            }
        )
        self.emails.clear()
        other.send()
        self.assertEqual(len(self.emails), 1)
        self.assertIn("/qbo/review/", self.text_sent())
        self.assertNotIn(live, self.text_sent())

    def test_no_table_keeps_a_link_that_works(self):
        self.later(days=2)
        with self.mail_server_says(TimeoutError()), mute_logger(MAIL):
            self.send()
        self.env.flush_all()
        token = self.request._path("live").rsplit("/", 1)[1]
        for table, columns in (
            ("mail_message", "body"),
            ("mail_mail", "concat(body_html, headers)"),
        ):
            self.env.cr.execute(
                f"SELECT count(*), count(*) FILTER (WHERE {columns} LIKE %s) "
                f"FROM {table} ",
                [f"%{token[:40]}%"],
            )
            rows, leaks = self.env.cr.fetchone()
            self.assertTrue(rows)
            self.assertFalse(leaks, table)
