"""A fault put into the bookkeeping on purpose is noticed by the checks of the books."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qbo_emulator

SOURCE = Path(qbo_emulator.__file__).parent
HERE = Path(__file__).parent
# (name, file, what stands there, what is put there instead)
FAULTS = (
    ("invoice owes nothing", "ledger/rules.py",
     "entries = [receivable(work, body, decimal(body[\"TotalAmt\"]) - deposit)]",
     "entries = [receivable(work, body, decimal(body[\"TotalAmt\"]) + deposit)]"),
    ("sign of a credit memo", "ledger/rules.py",
     'return entries + sold(work, "CreditMemo", body, -1)',
     'return entries + sold(work, "CreditMemo", body, 1)'),
    ("sign of a refund", "ledger/rules.py",
     "entries = [Entry(account, -decimal(body[\"TotalAmt\"]), \"money\")]\n"
     '    return entries + sold(work, "RefundReceipt", body, -1)',
     "entries = [Entry(account, decimal(body[\"TotalAmt\"]), \"money\")]\n"
     '    return entries + sold(work, "RefundReceipt", body, 1)'),
    ("a discount is income", "ledger/rules.py",
     'line["DiscountLineDetail"]["DiscountAccountRef"]["value"],',
     'chart.income(work, "1"),'),
    ("tax goes to income", "ledger/rules.py",
     'Entry(account, -sign * amount, "tax", party=agency)',
     'Entry(chart.income(work, "1"), -sign * amount, "direct")'),
    ("tax of the wrong agency", "ledger/chart.py",
     'agency = row.get("AgencyRef", {}).get("value", "")\n        sums',
     'agency = "1"\n        sums'),
    ("a deleted transaction stays", "ledger/book.py",
     "            self.replace(work, entity, qbo_id, \"\", [])",
     "            pass"),
    ("the old entries stay", "ledger/book.py",
     '            "DELETE FROM entries WHERE',
     '            "DELETE FROM entries WHERE 0 AND'),
    ("balances do not move back", "ledger/book.py",
     "for sign, rows in ((-1, old), (1, new)):",
     "for sign, rows in ((0, old), (1, new)):"),
    ("cost has the wrong sign", "ledger/stock.py",
     "cost = sign * rounded", "cost = -sign * rounded"),
    ("stock does not come back", "ledger/stock.py",
     "qty=-sign * quantity", "qty=-abs(sign) * quantity"),
    ("cost is rounded down", "ledger/stock.py",
     "cost = sign * rounded(quantity * unit_cost(work, item))",
     "cost = sign * rounded(rounded(quantity * unit_cost(work, item)) // 1 + 0)"),
    ("a settled debt is worth the payment's rate", "ledger/settling.py",
     "step = home(document, total - before) - home(document, total - before - amount)",
     "step = home(body, total - before) - home(body, total - before - amount)"),
    ("credit is worth a debt", "ledger/settling.py",
     'sign = 1 if is_credit(work, link["TxnType"], document) else -1', "sign = -1"),
    ("a parent's payment stays its own", "ledger/settling.py",
     "part = parts[party_of(document)]", "part = parts[whole.party]"),
    ("payments are not drawn anew", "ledger/settling.py",
     '            work.company.ledger.post(work, "Payment", found)',
     "            pass"),
    ("the gain is forgotten", "ledger/settling.py", "    if gain:", "    if False:"),
    ("a deposit takes nothing out", "ledger/rules.py",
     "entries = [Entry(chart.undeposited(work), amount, \"banked\")"
     ".at(currency, worth)]",
     "entries = [Entry(body[\"DepositToAccountRef\"][\"value\"], amount, \"banked\")"
     ".at(currency, worth)]"),
    ("journal sides are swapped", "ledger/rules.py",
     'sign = 1 if detail["PostingType"] == "Debit" else -1',
     'sign = -1 if detail["PostingType"] == "Debit" else 1'),
    ("journal lines lose their customer", "ledger/rules.py",
     "return Entry(account, decimal(amount), part, party=party if owed else \"\")",
     'return Entry(account, decimal(amount), part)'),
    ("a transfer goes the other way", "ledger/rules.py",
     'Entry(body["ToAccountRef"]["value"], amount, "money"),\n'
     '        Entry(body["FromAccountRef"]["value"], -amount, "money"),',
     'Entry(body["ToAccountRef"]["value"], -amount, "money"),\n'
     '        Entry(body["FromAccountRef"]["value"], amount, "money"),'),
    ("postings are dated today", "ledger/book.py",
     'self.replace(work, entity, body["Id"], body.get("TxnDate", ""), entries)',
     'self.replace(work, entity, body["Id"], work.today.isoformat(), entries)'),
    ("payments do not reduce an invoice", "entities/sales.py",
     'body["Balance"] = due - self.applied(work, body)',
     'body["Balance"] = due'),
    ("a void keeps its payments", "entities/payment.py",
     "after = {**body, \"TotalAmt\": ZERO, \"UnappliedAmt\": ZERO, \"Line\": []}",
     "after = {**body, \"UnappliedAmt\": ZERO, \"Line\": []}"),
    ("a report forgets liabilities", "reports/statements.py",
     'debts, owing = _types(standing, DEBTS, -1)',
     'debts, owing = _types(standing, DEBTS[:-2], -1)'),
)  # fmt: skip
SAMPLE = ("sign of a credit memo", "postings are dated today")
RUN = """
import random, sys
import qbo_emulator
if not qbo_emulator.__file__.startswith(sys.argv[1]):
    raise SystemExit("another emulator is tested")
from sessions import ACTS, KINDS
from test_ledger import run
for seed in range(12):
    kind = ("multicurrency", "ca", "us-manual", "multicurrency")[seed % 4]
    dice = random.Random(seed)
    run(kind, [(dice.choice(ACTS), dice.randrange(2**32)) for _ in range(40)])
"""


def marked(fault):
    return pytest.param(
        *fault[1:],
        id=fault[0].replace(" ", "-"),
        marks=() if fault[0] in SAMPLE else pytest.mark.long,
    )


def tried(folder):
    """Do business with the emulator of a folder and look at its books."""
    return subprocess.run(
        [sys.executable, "-c", RUN, str(folder)],
        cwd=folder,
        env={"PYTHONPATH": f"{folder}:{HERE}", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(("file", "right", "wrong"), [marked(one) for one in FAULTS])
def test_a_fault_is_noticed(tmp_path, file, right, wrong):
    copy = tmp_path / "qbo_emulator"
    shutil.copytree(SOURCE, copy)
    text = (copy / file).read_text()
    assert text.count(right) == 1
    (copy / file).write_text(text.replace(right, wrong))
    found = tried(tmp_path)
    assert found.returncode != 0
    assert "AssertionError" in found.stderr


@pytest.mark.long
def test_without_a_fault_nothing_is_noticed(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "qbo_emulator")
    found = tried(tmp_path)
    assert found.returncode == 0, found.stderr
