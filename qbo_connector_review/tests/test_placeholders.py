"""A message about review requests is made of words: no placeholder runs code."""

from odoo.tests import BaseCase

from odoo.addons.qbo_connector_review.rules import refused_in_body, refused_in_text

PLAIN = [
    "object.partner_id.name",
    "object.site_id and object.site_id.name or ''",
    "object.company_id.email_secondary_color or '#444444'",
    "object.reminder_count > 1",
    "not object.sent_at",
    "object.name if object.sent_at else 'x'",
    "user.name",
]
CODE = [
    "object.env['res.users'].browse(2).signup_token",
    "object.sudo()",
    "object._url('live')",
    "object.__class__",
    "env.user",
    "self.env.cr.dbname",
    "request.session.sid",
    "ctx",
    "'a' * 5 * 10**8",
    "'%s' % object",
    "f'{object}'",
    "'{0.__class__}'.format(object)",
    "[x for x in object]",
    "lambda: 1",
    "object['name']",
    "(x := object)",
    "object.name; 1",
    "(" * 5000,
    "object" + ".a" * 5000,
]
DIRECTIVES = "call field foreach set value raw options cache att tag-open x"


class TestPlaceholders(BaseCase):
    def test_words_are_allowed_everywhere(self):
        for expression in PLAIN:
            quoted = expression.replace(">", "&gt;")
            with self.subTest(expression):
                self.assertFalse(refused_in_text(f"Hello {{{{ {expression} }}}}!"))
                self.assertFalse(refused_in_text(f"{{{{ {expression} ||| you }}}}!"))
                for name in ("t-out", "t-if", "t-att-href"):
                    body = f'<p>Hi <t {name}="{quoted}"/></p>'
                    self.assertFalse(refused_in_body(body), name)
                body = f'<a t-attf-style="a: {{{{ {quoted} }}}}"/>'
                self.assertFalse(refused_in_body(body))

    def test_code_is_refused_everywhere(self):
        for expression in CODE:
            with self.subTest(expression[:80]):
                self.assertTrue(refused_in_text(f"Hello {{{{ {expression} }}}}!"))
                self.assertTrue(refused_in_text(f"{{{{ {expression} ||| x }}}}"))
                body = f'<a t-attf-style="a: #{{{expression}}}"/>'
                self.assertTrue(refused_in_body(body))
                for name in ("t-out", "t-esc", "t-if", "t-elif", "t-att-href"):
                    body = f'<p>Hi <t {name}="{expression}"/></p>'
                    self.assertTrue(refused_in_body(body), name)

    def test_line_break_hides_no_code(self):
        body = '<a t-attf-style="#{object.email\n#{object.sudo()}"/>'
        self.assertTrue(refused_in_body(body))
        self.assertTrue(refused_in_text("{{ object.email\n#{{ object.sudo() }}"))

    def test_other_directives_are_refused(self):
        for directive in DIRECTIVES.split():
            with self.subTest(directive):
                body = f'<p>Hi <t t-{directive}="object"/></p>'
                self.assertTrue(refused_in_body(body))

    def test_static_texts_and_nothing_are_fine(self):
        for text in ("", None, "Hello", "<p class='t'>Hello <!-- t-out='x()' --></p>"):
            with self.subTest(text):
                self.assertFalse(refused_in_body(text))
                self.assertFalse(refused_in_text(text))
