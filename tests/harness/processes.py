"""Servers of a test's own, started, killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

from qbo_emulator import ControlClient

PATIENCE = 120
POLL = 0.2


def free_port():
    """Give a port of this machine that nobody listens on right now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Server:
    """A child process with a log file, in a process group of its own."""

    name = "server"

    def __init__(self, folder, port=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = port or free_port()
        self.process = None

    @property
    def url(self):
        """Give the address without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self):
        """Give the file that holds what the process printed, over all its lives."""
        return self.folder / f"{self.name}.log"

    def command(self):
        """Give the arguments after the interpreter."""
        raise NotImplementedError

    def is_ready(self):
        """Tell whether the server answers."""
        raise NotImplementedError

    def start(self):
        """Start the process and wait until it answers; raise RuntimeError if it dies."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{self.name} did not start: {self._last_words()}")
            time.sleep(POLL)
        return self

    def stop(self):
        """Ask the process to end, and insist after ten seconds."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def kill(self):
        """End the process and its children at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _last_words(self):
        return self.log.read_text(errors="replace")[-2000:]

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class EmulatorServer(Server):
    """QuickBooks: the emulator with its state in a file, so that it survives a kill."""

    name = "quickbooks"

    def __init__(self, folder, profile="us-manual", redirect_uri="", port=None):
        super().__init__(folder, port)
        self.profile = profile
        self.redirect_uri = redirect_uri
        self.credentials_file = self.folder / "credentials.json"

    def command(self):
        """Give the arguments after the interpreter."""
        arguments = ["-m", "qbo_emulator", "--company", self.profile]
        arguments += ["--port", str(self.port), "--state", str(self.folder / "books.db")]
        arguments += ["--credentials", str(self.credentials_file)]
        if self.redirect_uri:
            arguments += ["--redirect-uri", self.redirect_uri]
        return arguments

    def is_ready(self):
        """Tell whether the server answers and has written its credentials."""
        return self.credentials_file.exists() and _answers(f"{self.url}/")

    @property
    def credentials(self):
        """Give what a client of this QuickBooks company needs to know."""
        return json.loads(self.credentials_file.read_text())

    @property
    def control(self):
        """Give the control API: what a person would do in QuickBooks, and counts."""
        return ControlClient(self.credentials["control_url"])


class OdooServer(Server):
    """Odoo on one database, with its own scheduler."""

    name = "odoo"

    def __init__(self, folder, database, port=None, crons=1, **settings):
        super().__init__(folder, port)
        self.database = database
        self.crons = crons
        self.settings = settings

    def command(self):
        """Give the arguments after the interpreter (ODOO_RC holds the rest)."""
        options = {
            "database": self.database,
            "db-filter": f"^{self.database}$",
            "http-port": self.port,
            "max-cron-threads": self.crons,
            "data-dir": self.folder / "data",
            **self.settings,
        }
        return ["-m", "odoo", *(f"--{key}={value}" for key, value in options.items())]

    def is_ready(self):
        """Tell whether the log-in page answers."""
        return _answers(f"{self.url}/web/login")


def _answers(url):
    try:
        return requests.get(url, timeout=30).status_code == 200
    except requests.ConnectionError:
        return False
