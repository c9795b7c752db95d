from contextlib import contextmanager

from odoo import sql_db
from odoo.tests import tagged

from .engine import EngineCase


@tagged("post_install", "-at_install")
class TestQueries(EngineCase):
    """What a record costs does not grow with their number."""

    def setUp(self):
        super().setUp()
        self.run_pull()

    @contextmanager
    def counted(self, per_record, records):
        """Count the SQL queries of a run."""
        self.settle()
        before = sql_db.sql_counter
        yield
        per_record.append((sql_db.sql_counter - before) / records)

    def names(self, prefix, count):
        return [f"{prefix} {number:04}" for number in range(count)]

    def test_pushing(self):
        costs = []
        for count in (50, 500):
            self.env["res.partner"].create(
                [
                    {"name": name, "customer_rank": 1}
                    for name in self.names(f"Push {count}", count)
                ]
            )
            with self.counted(costs, count):
                self.drain()
        self.assertLessEqual(costs[1], costs[0] * 1.05, costs)

    def test_pulling(self):
        costs = []
        for count in (50, 500):
            for name in self.names(f"Pull {count}", count):
                self.qbo.create("Customer", {"DisplayName": name})
            with self.counted(costs, count):
                self.run_pull()
        self.assertLessEqual(costs[1], costs[0] * 1.05, costs)
