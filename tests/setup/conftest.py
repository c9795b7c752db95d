"""A machine of a test's own: a copy of setup/, an empty cache, chosen programs.

Nothing here reaches the network: the package index is closed, apt and dpkg are small
programs that the test writes, and no package is asked for unless a test makes one.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from environment import places

RELEASE = "version_info = ({}, 0, 0, 'final', 0, '')\n"


class Machine:
    """A folder that plays a bare machine; ``run`` starts setup/run on it."""

    def __init__(self, folder):
        self.folder = folder
        self.setup = folder / "repository" / "setup"
        self.cache = folder / "cache" / "qbo-connector"
        self.programs = folder / "bin"
        self.programs.mkdir()
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(places.SETUP, self.setup, ignore=ignore)
        self.require()
        self.variables = {
            "HOME": str(folder),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": os.devnull,
        }
        for name in ("wkhtmltopdf", "chromium"):
            self.program(name, "exit 0")
        self.program("git", "echo fatal: no route either; exit 128")

    def borrow(self, environment):
        """Take an environment without packages that is there already: it saves time."""
        self.cache.mkdir(parents=True)
        (self.cache / environment.name).symlink_to(environment)

    def require(self, *lines):
        """Say which packages the environment consists of."""
        (self.setup / "requirements.txt").write_text("\n".join([*lines, ""]))

    def program(self, name, script):
        """Put a program on the path, before the machine's own."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def odoo(self, series=19, folder="odoo-source"):
        """Make the smallest source tree of Odoo and give its folder."""
        home = self.folder / folder
        (home / "odoo" / "addons" / "base").mkdir(parents=True)
        (home / "odoo" / "addons" / "base" / "__manifest__.py").write_text("{}")
        (home / "odoo" / "release.py").write_text(RELEASE.format(series))
        return home

    def command(self, *arguments, program="run"):
        """Give the command line of a set-up program."""
        base = getattr(sys, "_base_executable", sys.executable)
        return [base, str(self.setup / program), *map(str, arguments)]

    def run(self, *arguments, program="run", **variables):
        """Start a set-up program and wait for its end."""
        return subprocess.run(
            self.command(*arguments, program=program),
            env={**self.variables, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def short_folder():
    path = Path(tempfile.mkdtemp(prefix="qbo-setup-"))
    path.chmod(0o755)
    return path


@pytest.fixture
def folder():
    """A short path that any account may enter, unlike pytest's own."""
    path = short_folder()
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def database():
    """Something that accepts connections as a PostgreSQL would; gives its URL."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        yield f"postgresql://someone@127.0.0.1:{door.getsockname()[1]}/"


@pytest.fixture(scope="session")
def empty_environment():
    """A virtual environment that set-up has made of no packages at all."""
    path = short_folder()
    lender = Machine(path)
    lender.run(
        "true", ODOO_HOME=str(lender.odoo()), DATABASE_URL="postgresql://nowhere:1/"
    )
    yield next(lender.cache.glob("python-3*"))
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def bare(folder, database):
    """A bare machine that has a PostgreSQL of its own, and nothing else."""
    made = Machine(folder)
    made.variables["DATABASE_URL"] = database
    return made


@pytest.fixture
def machine(bare, empty_environment):
    """A machine that lacks nothing but Odoo."""
    bare.borrow(empty_environment)
    return bare


def sentence(answer):
    """Give the one sentence with which a program ended badly."""
    assert answer.returncode not in (0, None)
    assert "Traceback" not in answer.stderr
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith("setup: ")
    return last
