"""The test runner counts what ran, and cannot be green over nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import sentence

from testing import outcome, parts, sources, suite

LOGS = """
import logging, pytest, unittest
log = logging.getLogger("odoo.addons.x")
def test_quiet(): log.info("fine")
def test_warns(): log.warning("trouble %s", 42)
class TestMuted(unittest.TestCase):
    def test_says_so(self):
        with self.assertLogs("odoo.addons.x"):
            log.error("wanted")
@pytest.fixture
def noisy(): log.error("before the test")
def test_prepared(noisy): pass
def test_after(): pass
"""
SECRETS = """
import logging
log = logging.getLogger("odoo.addons.qbo_connector.models")
def test_quiet(): log.debug("%s", {"token": "RT..."})
def test_tells(): log.debug("%s", {"token": "RT1-" + "0f" * 24})
"""


def run(folder, text, *arguments):
    (folder / "test_it.py").write_text(text)
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-p", "no:odoo", f"--junitxml={report}"]
    answer = subprocess.run(
        [*command, *arguments, str(folder)], capture_output=True, text=True, check=False
    )
    return answer.stdout, report


def test_a_warning_in_the_log_fails_the_test_that_made_it(tmp_path):
    said, _ = run(tmp_path, LOGS, "-p", "testing.odoo_log", "-rA")
    assert "trouble 42" in said
    lines = re.findall(r"^(\w+) \S*test_it\.py::(?:\w+::)?(\w+)", said, re.MULTILINE)
    assert {name: status for status, name in lines} == {
        "test_quiet": "PASSED",
        "test_warns": "FAILED",
        "test_says_so": "PASSED",
        "test_prepared": "ERROR",
        "test_after": "PASSED",
    }


def test_a_secret_in_the_log_fails_the_test_at_any_level(tmp_path):
    said, _ = run(tmp_path, SECRETS, "-p", "testing.odoo_secrets", "-rA")
    assert re.search("PASSED .*test_quiet", said)
    assert re.search("ERROR .*test_tells", said)
    assert "a secret was logged by odoo.addons.qbo_connector.models" in said


def test_counts_are_those_of_pytest(tmp_path):
    text = """
import pytest
def test_a(): pass
def test_b(): pass
def test_c(): assert False
@pytest.mark.skip
def test_d(): pass
"""
    result = outcome.Outcome("x")
    result.read(run(tmp_path, text)[1])
    assert (result.passed, result.failed, result.skipped) == (2, 1, 1)
    assert not result.is_good


def test_a_crash_without_a_report_is_a_failure(tmp_path):
    result = outcome.Outcome("x", passed=3)
    result.read(tmp_path / "nothing.xml")
    assert not result.is_good


@pytest.mark.parametrize(
    ("results", "line", "code"),
    [
        ([outcome.Outcome("a", 3), outcome.Outcome("b", 4)], "7 passed, 0 failed", 0),
        (
            [outcome.Outcome("a", 3, 1), outcome.Outcome("b", 4)],
            "7 passed, 1 failed",
            1,
        ),
        ([outcome.Outcome("a", 3, troubles=["x"])], "3 passed, 1 failed", 1),
        ([outcome.Outcome("a", 3), outcome.Outcome("b")], "3 passed, 0 failed", 1),
    ],
)
def test_the_closing_line_adds_up(capsys, results, line, code):
    assert outcome.close(results, 1.0) == code
    printed = capsys.readouterr().out.splitlines()
    assert line in printed
    assert printed[-1] == f"== {line} in 1.00 s =="


def test_the_usual_run_has_every_part_but_the_long_one():
    usual, rest = suite.choose([])
    assert {part.name for part in usual} == {*parts.BY_NAME} - {"long"}
    assert rest == []


def test_one_part_takes_arguments_for_pytest():
    chosen, rest = suite.choose(["unit", "-k", "merge"])
    assert [part.name for part in chosen] == ["unit"]
    assert rest == ["-k", "merge"]


def test_an_unknown_part_is_one_sentence(machine):
    home = str(machine.odoo())
    answer = machine.run("nonsense", program="test", ODOO_HOME=home)
    assert "There is no part nonsense" in sentence(answer)


def test_a_template_is_named_by_what_is_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "REPOSITORY", tmp_path)
    addon = tmp_path / "addon"
    (addon / "tests").mkdir(parents=True)
    (addon / "model.py").write_text("a = 1")
    before = sources.state(["addon"])
    (addon / "tests" / "test_x.py").write_text("b = 1")
    assert sources.state(["addon"]) == before
    (addon / "model.py").write_text("a = 2")
    assert sources.state(["addon"]) != before


def test_what_is_left_out_of_all_is_there_and_runs_in_the_part_of_its_add_on():
    for path in parts.SAME_ANYWHERE:
        assert Path(parts.REPOSITORY, path).is_file()
        addon = parts.BY_NAME[path.partition("/")[0]]
        assert path not in " ".join(addon.pytest)
