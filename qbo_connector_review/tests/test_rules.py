"""Pure rules: the calendar of a message, clocks of customers, words."""

from datetime import datetime

import pytz

from odoo.tests import BaseCase, tagged

from ..rules import Hours, next_slot, suspicious_words, zone_name

NIGHT = Hours(20.0, 8.0)
WORKDAYS = frozenset(range(5))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=pytz.utc)


@tagged("-at_install", "post_install")
class TestRules(BaseCase):
    def test_next_slot(self):
        new_york, london, kathmandu = (
            "America/New_York",
            "Europe/London",
            "Asia/Kathmandu",
        )
        office = Hours(17.5, 9.0, WORKDAYS)
        cases = [
            # in the day: at once; at night: when the customer's morning comes
            (NIGHT, new_york, "2027-01-15 17:00", "2027-01-15 17:00"),
            (NIGHT, new_york, "2027-01-15 05:00", "2027-01-15 13:00"),
            (NIGHT, new_york, "2027-01-16 01:00", "2027-01-16 13:00"),
            # the edges: 08:00 is allowed, 20:00 is quiet
            (NIGHT, london, "2027-01-15 08:00", "2027-01-15 08:00"),
            (NIGHT, london, "2027-01-15 07:59", "2027-01-15 08:00"),
            (NIGHT, london, "2027-01-15 20:00", "2027-01-16 08:00"),
            # summer time begins (14 and 28 March): the same morning, an hour earlier
            (NIGHT, new_york, "2027-03-13 05:00", "2027-03-13 13:00"),
            (NIGHT, new_york, "2027-03-14 06:00", "2027-03-14 12:00"),
            (NIGHT, london, "2027-03-28 02:00", "2027-03-28 07:00"),
            # summer time ends (7 November and 31 October)
            (NIGHT, new_york, "2027-11-07 07:00", "2027-11-07 13:00"),
            (NIGHT, london, "2027-10-31 02:00", "2027-10-31 08:00"),
            # quiet until an hour that the clock skips: the first that exists
            (Hours(20.0, 2.5), new_york, "2027-03-14 05:00", "2027-03-14 07:30"),
            # quarter-hour zones, quiet hours in the day, weekends, none at all
            (NIGHT, kathmandu, "2027-01-15 00:00", "2027-01-15 02:15"),
            (Hours(12.0, 14.0), london, "2027-01-15 13:00", "2027-01-15 14:00"),
            (office, london, "2027-01-15 17:30", "2027-01-18 09:00"),
            (office, new_york, "2027-01-16 15:00", "2027-01-18 14:00"),
            (
                Hours(0, 0, frozenset({6})),
                london,
                "2027-01-18 00:01",
                "2027-01-24 00:00",
            ),
            (Hours(), london, "2027-01-15 03:00", "2027-01-15 03:00"),
        ]
        for hours, zone, moment, expected in cases:
            with self.subTest(zone=zone, moment=moment, hours=hours):
                self.assertEqual(next_slot(utc(moment), zone, hours), utc(expected))

    def test_no_weekday_at_all_is_refused(self):
        with self.assertRaises(ValueError):
            next_slot(utc("2027-01-15 12:00"), "UTC", Hours(0, 0, frozenset()))

    def test_zone_of_an_address(self):
        cases = {
            ("US", "CA"): "America/Los_Angeles",
            ("US", "NY"): "America/New_York",
            ("US", ""): "America/New_York",
            ("CA", "BC"): "America/Vancouver",
            ("CA", ""): "America/Toronto",
            ("AU", "WA"): "Australia/Perth",
            ("AU", "NSW"): "Australia/Sydney",
            ("RU", ""): "Europe/Moscow",
            ("FR", ""): "Europe/Paris",
            ("XX", ""): "",
            ("", ""): "",
        }
        for (country, state), zone in cases.items():
            with self.subTest(country=country, state=state):
                self.assertEqual(zone_name(country, state), zone)

    def test_words_that_buy_or_steer(self):
        cases = [
            ("en_US", "Get a discount in exchange for a review", 2),
            ("en_US", "Give us five stars!", 1),
            ("en_US", "If you are happy, tell others", 1),
            ("en_GB", "Win a PRIZE or gift vouchers", 3),
            ("de_DE", "Bewerten Sie uns mit fünf Sternen und erhalten Rabatte", 2),
            ("es_ES", "Un descuento a cambio de su opinión", 2),
            ("fr_FR", "Donnez-nous cinq étoiles : une remise vous attend", 2),
            ("fr_CA", "Un bon d’achat à gagner", 2),
            ("nl_NL", "Get a voucher", 1),
            ("en_US", "Whatever you have to say, good or bad, it helps.", 0),
            ("en_US", "We reviewed your rewarding project", 0),
        ]
        for language, text, count in cases:
            with self.subTest(text):
                found = suspicious_words(text, language)
                self.assertEqual(len(found), count, found)
