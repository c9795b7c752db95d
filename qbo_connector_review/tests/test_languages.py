from email import message_from_string
from email.policy import default

from odoo.tests import tagged

from .common import ReviewCase

# language -> what is said in the message, and below it
SPOKEN = {
    "de_DE": ("Vielen Dank für Ihre Zahlung", "Bewertung schreiben"),
    "es_ES": ("Gracias por su pago", "Escribir una reseña"),
    "fr_FR": ("Merci pour votre paiement", "Écrire un avis"),
}


@tagged("post_install", "-at_install")
class TestLanguages(ReviewCase):
    def test_customers_get_the_shipped_message_in_their_language(self):
        addon = self.env["ir.module.module"]
        for code, (thanks, link) in SPOKEN.items():
            with self.subTest(code):
                self.env["res.lang"]._activate_lang(code)
                addon._load_module_terms(["qbo_connector_review"], [code])
                self.env.invalidate_all()  # they were written past the ORM
                self.emails.clear()
                mail = f"{code}@example.com"
                self.sent(self._customer(code, mail, code[:2], lang=code))
                message = message_from_string(self.emails[0]["message"], policy=default)
                body = message.get_body(("html",)).get_content()
                self.assertIn(thanks, body)
                self.assertIn(link, body)
