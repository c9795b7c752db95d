"""The demo is the first thing that a new user runs: it must work, and twice."""

import json
import subprocess

import pytest

from environment import places
from environment.databases import Databases
from harness import free_port


@pytest.fixture
def demo(environment, tmp_path):
    port = free_port()

    def run():
        figures = tmp_path / "figures.json"
        command = [places.SETUP / "demo", "--once", "--json", figures]
        done = subprocess.run(
            [*command, "--port", str(port)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(figures.read_text())

    yield run
    from demonstration import stage

    Databases(environment).drop(stage.name_of(port))


def test_both_books_agree_and_a_second_run_changes_nothing(demo):
    first = demo()
    assert first["agree"] is True
    assert len(first["documents"]) == first["odoo"]["invoices"] == 9
    assert first["odoo"] == first["quickbooks"]
    assert first["odoo"]["payments"] == 2
    totals = {row["number"]: row["quickbooks_total"] for row in first["documents"]}
    assert 43475.00 in totals.values(), "the invoice with taxes"

    second = demo()
    assert second["agree"] is True
    assert second["documents"] == first["documents"]
    assert second["quickbooks"] == first["quickbooks"]
    assert second["calls"]["writes"] == 0
