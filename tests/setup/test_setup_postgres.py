"""PostgreSQL: one's own by DATABASE_URL, else the embedded one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import sentence

from environment import Problem, postgres


@pytest.fixture
def server(folder, monkeypatch):
    """An embedded server in a cache of its own, stopped at the end."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    made = postgres.Server(sys.prefix)
    yield made
    made.stop()


def query(server, statement):
    variables = {**os.environ, **server.variables()}
    command = [server.programs / "psql", "-d", "postgres", "-XAtqc", statement]
    return subprocess.run(
        command, env=variables, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_starts_once_and_stops(server):
    assert server.start() is True
    assert server.start() is False
    assert query(server, "SELECT current_user") == "odoo"
    server.stop()
    assert not server.is_running()


def test_killed_it_starts_again_with_its_data(server):
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    query(server, "CHECKPOINT")
    process = int((server.cluster / "postmaster.pid").read_text().split()[0])
    assert process > 1
    os.kill(process, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while Path("/proc", str(process)).exists() or server.is_running():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert server.start() is True
    assert query(server, "SELECT answer FROM kept") == "42"


def test_a_cluster_left_half_made_is_made_anew(server):
    draft = server.home / "cluster.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    server.start()
    assert query(server, "SELECT 1") == "1"
    assert not draft.exists()


def test_a_long_path_is_no_obstacle(folder, monkeypatch):
    long = folder / "a-long-name-for-a-folder" / ("x" * 90)
    long.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(long))
    server = postgres.Server(sys.prefix)
    try:
        server.start()
        assert query(server, "SELECT 1") == "1"
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
def test_root_is_told_of_a_cache_that_nobody_else_may_enter(folder, monkeypatch):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_CACHE_HOME", str(closed))
    with pytest.raises(Problem, match="XDG_CACHE_HOME"):
        postgres.Server(sys.prefix).start()


def test_ones_own_is_used(machine):
    home = str(machine.odoo())
    show = ("sh", "-c", "echo $PGUSER $PGHOST:$PGPORT; cat $ODOO_RC")
    said = machine.run(*show, ODOO_HOME=home).stdout
    port = machine.variables["DATABASE_URL"].rsplit(":")[-1].strip("/")
    assert f"someone 127.0.0.1:{port}" in said
    assert f"db_port = {port}" in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://someone@127.0.0.1:1/", "No PostgreSQL answers"),
        ("mysql://someone@127.0.0.1/", "must begin with postgresql://"),
        ("postgresql://postgres@127.0.0.1:1/", "refuses to work as the user postgres"),
    ],
)
def test_one_that_cannot_be_used_is_one_sentence(machine, url, said):
    home = str(machine.odoo())
    answer = machine.run("true", ODOO_HOME=home, DATABASE_URL=url)
    assert said in sentence(answer)
