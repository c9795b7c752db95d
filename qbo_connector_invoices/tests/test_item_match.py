from odoo.tests import BaseCase

from ..qbo.items import NAME, REFERENCE, SKU, Known, Meeting


class TestItemMatch(BaseCase):
    """Which product is which item, by each of the three keys."""

    def met(self, ours, theirs, key):
        sides = [
            [Known(f"{side}{number}", *each) for number, each in enumerate(rows)]
            for side, rows in (("o", ours), ("t", theirs))
        ]
        meeting = Meeting(*sides, key)
        return meeting.links, meeting.doubts

    def test_by_name_alone_codes_say_nothing_unless_they_contradict(self):
        met = self.met(
            [("desk", "d1"), ("chair", "")], [("desk", ""), ("x", "d1")], NAME
        )
        self.assertEqual(met, ({"o0": "t0"}, {}))
        met = self.met([("desk", "d1")], [("desk", "d2")], NAME)
        self.assertEqual(met, ({}, {}))

    def test_by_code_first_then_by_name(self):
        ours = [("desk", "d1"), ("chair", ""), ("lamp", "l1")]
        theirs = [("old desk", "d1"), ("chair", "c1"), ("lamp", "l2")]
        met = self.met(ours, theirs, SKU)
        self.assertEqual(met, ({"o0": "t0", "o1": "t1"}, {}))

    def test_by_code_alone(self):
        met = self.met(
            [("desk", "d1"), ("lamp", "")], [("lamp", ""), ("x", "d1")], REFERENCE
        )
        self.assertEqual(met, ({"o0": "t1"}, {}))

    def test_of_several_with_a_code_the_namesake_is_meant(self):
        met = self.met([("desk", "d1")], [("x", "d1"), ("desk", "d1")], SKU)
        self.assertEqual(met, ({"o0": "t1"}, {}))

    def test_what_could_be_two_goes_to_a_person(self):
        met = self.met([("desk", "d1")], [("x", "d1"), ("y", "d1")], SKU)
        self.assertEqual(met, ({}, {"o0": ("t0", "t1")}))
        met = self.met([("desk", ""), ("desk", "")], [("desk", "")], SKU)
        self.assertEqual(met, ({}, {"o0": ("t0",), "o1": ("t0",)}))
