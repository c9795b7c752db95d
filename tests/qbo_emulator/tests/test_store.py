"""What was answered is on disk, whatever happens to the process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qbo_emulator import Emulator

PACKAGE = Path(__file__).parents[1]
PROGRAM = """
import sys
from qbo_emulator import Emulator
company = Emulator(sys.argv[1]).add_company("us-manual", "123")
number = 0
while True:
    number += 1
    print(company.create("Customer", {"DisplayName": f"C{number}"})["Id"], flush=True)
"""


def test_a_killed_process_loses_nothing_it_answered(tmp_path):
    state = str(tmp_path / "books.db")
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, state],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    answered = [process.stdout.readline().strip() for _ in range(50)]
    process.send_signal(signal.SIGKILL)
    answered += process.stdout.read().split()
    process.wait()
    books = Emulator(state).company("123")
    kept = [row["Id"] for row in books.list("Customer")]
    assert kept[: len(answered)] == answered
    assert len(kept) - len(answered) <= 1
    assert books.create("Customer", {"DisplayName": "Next"})["Id"] == str(len(kept) + 1)


def test_a_restart_remembers_everything(tmp_path):
    state = str(tmp_path / "books.db")
    first = Emulator(state)
    company = first.add_company("uk", "77", "Shop")
    company.create("Customer", {"DisplayName": "Acme"})
    company.set_subscription(False)
    company.close_books("2026-01-31", password=True)
    first.clock.advance(86400 * 3)
    first.settings["throttles"] = False
    now = first.clock.now()
    first.close()
    second = Emulator(state)
    again = second.company("77")
    assert (again.name, again.country, again.subscribed) == ("Shop", "GB", False)
    assert again.books_password
    assert again.preference("AccountingInfoPrefs.BookCloseDate") == "2026-01-31"
    assert [row["DisplayName"] for row in again.list("Customer")] == ["Acme"]
    assert second.settings["throttles"] is False
    assert abs((second.clock.now() - now).total_seconds()) < 60


@pytest.mark.parametrize("profile", ["us-manual", "us-ast", "ca", "uk", "GB"])
def test_every_kind_of_company_opens_with_its_lists(emulator, profile):
    company = emulator.add_company(profile)
    info = company.get("CompanyInfo", "1")
    assert info["Country"] == company.country
    assert company.preference("CurrencyPrefs.HomeCurrency.value")
    assert company.preference("TaxPrefs.PartnerTaxEnabled") is (
        True if profile == "us-ast" else None
    )
    for entity in ("Account", "Item", "Term", "PaymentMethod", "TaxCode", "TaxRate"):
        assert company.list(entity), entity
