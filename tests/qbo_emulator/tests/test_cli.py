"""The emulator as a process: credentials, restart after SIGKILL, clean end."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from qbo_emulator import ControlClient, __version__

ROOT = Path(__file__).parents[1]
KEYS = {
    "base_url",
    "discovery_url",
    "realm_id",
    "client_id",
    "client_secret",
    "redirect_uri",
    "access_token",
    "refresh_token",
    "verifier_token",
    "control_url",
}


class Process:
    """One run of the command line."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "qbo_emulator", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, number):
        """Send a signal and return (status, output, errors)."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=10)
        return self.process.returncode, out, err


@pytest.fixture
def run(tmp_path):
    """A function that starts the emulator and waits until it answers."""
    started = []

    def start(*arguments):
        credentials = tmp_path / "credentials.json"
        credentials.unlink(missing_ok=True)
        made = Process("--credentials", str(credentials), *arguments)
        started.append(made)
        deadline = time.monotonic() + 20
        while not credentials.exists():
            assert made.process.poll() is None, made.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return made, json.loads(credentials.read_text())

    yield start
    for made in started:
        if made.process.poll() is None:
            made.end(signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def read(known, path):
    url = f"{known['base_url']}/v3/company/{known['realm_id']}/{path}"
    headers = {"Authorization": f"Bearer {known['access_token']}"}
    headers["Accept"] = "application/json"
    return requests.get(url, headers=headers, timeout=10)


def test_credentials_are_all_a_client_needs(run, tmp_path):
    _process, known = run("--company", "us-ast", "--port", "0")
    assert set(known) == KEYS
    assert read(known, f"companyinfo/{known['realm_id']}").status_code == 200
    answer = requests.get(known["discovery_url"], timeout=5).json()
    assert answer["issuer"].startswith(known["base_url"])
    mode = (tmp_path / "credentials.json").stat().st_mode
    assert oct(mode & 0o777) == "0o600"


def test_nothing_is_lost_by_kill_nine(run, tmp_path):
    state = ["--state", str(tmp_path / "state.db"), "--port", free_port()]
    process, known = run("--company", "uk", *state)
    control, realm = ControlClient(known["control_url"]), known["realm_id"]
    made = [
        control.create(realm, "Customer", {"DisplayName": f"Willow {at}"})
        for at in range(20)
    ]
    last = control.edit(realm, "Customer", made[-1]["Id"], {"Notes": "the last word"})
    control.advance(3 * 24 * 3600)
    before = control.clock()
    assert process.end(signal.SIGKILL)[0] == -signal.SIGKILL
    _process, again = run("--company", "us-ast", *state)
    assert again["realm_id"] == realm
    assert again["client_secret"] == known["client_secret"]
    rows = {row["Id"]: row for row in control.list(realm, "Customer")}
    assert {row["Id"] for row in made} <= set(rows)
    assert rows[last["Id"]] == last
    assert control.clock() > before
    old = {**again, "access_token": known["access_token"]}
    assert read(old, f"companyinfo/{realm}").status_code == 401
    assert read(again, f"companyinfo/{realm}").status_code == 200


def test_whatever_was_answered_is_there_after_a_kill_amid_writes(run, tmp_path):
    state = ["--state", str(tmp_path / "state.db"), "--port", free_port()]
    process, known = run("--no-limits", "--empty", *state)
    control, realm = ControlClient(known["control_url"]), known["realm_id"]
    threading.Timer(1.0, process.process.kill).start()
    answered = []
    with pytest.raises(requests.ConnectionError):
        for at in range(100_000):
            name = {"DisplayName": f"Otter {at}"}
            answered.append(control.create(realm, "Customer", name))
    process.process.wait(timeout=10)
    run("--no-limits", *state)
    rows = {row["Id"]: row for row in control.list(realm, "Customer")}
    assert answered and [rows[row["Id"]] for row in answered] == answered
    assert len(rows) - len(answered) in (0, 1)


def test_tokens_survive_a_restart(run, tmp_path):
    state = ["--state", str(tmp_path / "state.db"), "--port", free_port()]
    process, known = run(*state)
    process.end(signal.SIGKILL)
    run(*state)
    assert read(known, f"companyinfo/{known['realm_id']}").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_cleanly(run, number):
    process, _known = run("--port", "0")
    status, out, err = process.end(number)
    assert (status, err) == (0, "")
    assert "Web page:" in out and "Control:" in out


def test_taken_port_is_told_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = Process("--port", port).process
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert err.strip() == f"Port {port} can't be used: Address already in use."


def test_help_names_every_option():
    answer = subprocess.run(
        [sys.executable, "-m", "qbo_emulator", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    for option in ("--company", "--port", "--state", "--credentials", "--seed"):
        assert option in answer.stdout


def test_seed_fills_a_new_company_once(run, tmp_path):
    state = ["--state", str(tmp_path / "state.db"), "--port", "0"]
    seed = ["--seed", "Customer=4,Item=3,Invoice=5"]
    process, known = run(*state, *seed)
    control = ControlClient(known["control_url"])
    assert len(control.list(known["realm_id"], "Invoice")) == 5
    process.end(signal.SIGTERM)
    _process, again = run(*state, *seed)
    control = ControlClient(again["control_url"])
    assert len(control.list(known["realm_id"], "Invoice")) == 5


BLOCKED = """
import importlib.abc, runpy, sys

class Wall(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ImportError(name + " is not to be imported")

sys.meta_path.insert(0, Wall())
sys.path.insert(0, {folder!r})
sys.argv = ["qbo_emulator", "--help"]
runpy.run_module("qbo_emulator", run_name="__main__")
"""
OTHERS = {
    "odoo", "qbo_connector", "qbo_connector_invoices", "qbo_connector_review",
    "quickbooks", "intuitlib", "psycopg2", "lxml", "pytest", "hypothesis",
}  # fmt: skip


def test_it_runs_alone_with_nothing_but_its_own_folder(tmp_path):
    shutil.copytree(ROOT / "qbo_emulator", tmp_path / "qbo_emulator")
    code = BLOCKED.format(names=OTHERS, folder=str(tmp_path))
    answer = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert "--credentials" in answer.stdout


# ---- the product


def test_a_company_starts_with_its_history_unless_it_is_to_be_empty(run):
    _process, known = run("--company", "uk", "--port", "0")
    control = ControlClient(known["control_url"])
    assert len(control.list(known["realm_id"], "Invoice")) > 30
    _process, known = run("--company", "uk", "--port", "0", "--empty")
    control = ControlClient(known["control_url"])
    assert control.list(known["realm_id"], "Invoice") == []


def told(*arguments):
    """Run the command to its end; return (status, output, errors)."""
    done = subprocess.run(
        [sys.executable, "-m", "qbo_emulator", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_version_is_told():
    assert told("--version") == (0, f"qbo-emulator {__version__}\n", "")
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert f"\n## {__version__}\n" in changes


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ("Customers=5", "'Customers' can't be made; what can is Customer, "),
        ("5", "'5' can't be made"),
        ("Customer", "'Customer' needs a whole number, as in Customer=50."),
        ("Customer=many", "'Customer=many' needs a whole number"),
        ("Customer=5,Item=-2", "'Item=-2' needs a whole number"),
    ],
)
def test_seed_says_what_it_does_not_know(tmp_path, seed, sentence):
    state = tmp_path / "books.db"
    status, out, errors = told("--seed", seed, "--state", str(state))
    assert (status, out) == (2, "")
    assert sentence in errors
    assert not state.exists()


def test_it_installs_as_a_package(tmp_path):
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    there, copy = tmp_path / "there", tmp_path / "copy"
    options = ["--no-build-isolation", "--no-index", "--target", str(there)]
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    subprocess.run([*pip, *options, str(copy)], check=True, timeout=300)
    program = there / "bin" / "qbo-emulator"
    done = subprocess.run(
        [sys.executable, str(program), "--version"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(there), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == f"qbo-emulator {__version__}\n"
    licences = list(there.glob("*.dist-info/**/LICENSE"))
    assert licences
