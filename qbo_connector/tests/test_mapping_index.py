from .common import QboCase
from .costs import about, queries


class TestMappingIndex(QboCase):
    """Mappings are read once, and anew as soon as one of them is another."""

    def setUp(self):
        super().setUp()
        self.terms = self.env["account.payment.term"].create(
            [{"name": f"Term {number}"} for number in range(3)]
        )
        self.entries = self.env["qbo.reference"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "Term")],
            limit=2,
        )
        self.mapping = self.map(self.terms[0], self.entries[0])

    def map(self, term, entry, **vals):
        return self.env["qbo.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "record": f"{term._name},{term.id}",
                "reference_id": entry.id,
                **vals,
            }
        )

    def out(self, term):
        return self.connection._mapped("term", term)

    def back(self, entry):
        return self.connection._mapped_back("term", entry.qbo_id)

    def test_many_questions_cost_one_reading(self):
        self.settle()
        with queries() as made:
            for term in self.terms:
                self.out(term).mapped("qbo_id")
                self.back(self.entries[0])
        self.assertLessEqual(len(about(made, "qbo_mapping")), 2)

    def test_new_one_is_known_at_once(self):
        self.assertFalse(self.out(self.terms[1]))
        self.map(self.terms[1], self.entries[1])
        self.assertEqual(self.out(self.terms[1]), self.entries[1])
        self.assertEqual(self.back(self.entries[1]), self.terms[1])

    def test_changed_one_is_known_at_once(self):
        self.assertEqual(self.out(self.terms[0]), self.entries[0])
        self.mapping.reference_id = self.entries[1]
        self.assertEqual(self.out(self.terms[0]), self.entries[1])
        self.assertFalse(self.back(self.entries[0]))
        self.mapping.record = f"account.payment.term,{self.terms[2].id}"
        self.assertFalse(self.out(self.terms[0]))
        self.assertEqual(self.back(self.entries[1]), self.terms[2])
        self.mapping.direction = "pull"
        self.assertFalse(self.out(self.terms[2]))

    def test_deleted_one_is_forgotten_at_once(self):
        self.assertTrue(self.out(self.terms[0]))
        self.mapping.unlink()
        self.assertFalse(self.out(self.terms[0]))

    def test_one_whose_entry_is_deleted_is_forgotten_at_once(self):
        self.assertTrue(self.out(self.terms[0]))
        self.entries[0].unlink()
        self.assertFalse(self.out(self.terms[0]))

    def test_entry_that_is_switched_off_is_seen_at_once(self):
        self.assertTrue(self.out(self.terms[0]).active)
        self.entries[0].active = False
        self.assertFalse(self.out(self.terms[0]).active)
        self.assertEqual(self.back(self.entries[0]), self.terms[0])

    def test_what_is_undone_is_forgotten(self):
        savepoint = self.env.cr.savepoint()
        self.map(self.terms[1], self.entries[1])
        self.assertTrue(self.out(self.terms[1]))
        savepoint.close(rollback=True)
        self.assertFalse(self.out(self.terms[1]))

    def test_one_for_this_way_alone_wins(self):
        self.map(self.terms[1], self.entries[0], direction="pull")
        self.assertEqual(self.back(self.entries[0]), self.terms[1])
        self.assertEqual(self.out(self.terms[0]), self.entries[0])
        self.assertFalse(self.out(self.terms[1]))
