"""Server processes: a start that waits for the answer, a sure end, a real kill."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import requests

from environment import Problem, configuration, places

PATIENCE = 120


def free_port():
    """Give a port of this machine that nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def demand_free(port):
    """Raise Problem if somebody listens on this port of this machine."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            sentence = f"Port {port} is taken; choose another one with --port."
            raise Problem(sentence) from error


class Process:
    """A server in a process group of its own, its output in a file.

    ``stop()`` ends it politely, ``kill()`` at once, as a power cut would; after
    either, ``start()`` begins a new life on the same port.
    """

    def __init__(self, name, command, url, variables=None):
        self.name = name
        self.command = [sys.executable, *map(str, command)]
        self.url = url
        self.variables = variables or {}
        self.log = places.private_data() / f"{name}.log"
        self.process = None

    def start(self):
        """Start it and wait until its address answers; give the object itself.

        Raises Problem with the end of the log if it ends or stays silent.
        """
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.variables},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise Problem(f"{self.name} does not answer: {self._last_words()}")
            time.sleep(0.1)
        return self

    def stop(self, patience=15):
        """End it and its children; nothing happens if it has ended already."""
        if self.process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """End it and its children without warning."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, *problem):
        self.stop()

    def _signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def _answers(self):
        try:
            return requests.get(self.url, timeout=30).status_code < 500
        except requests.RequestException:
            return False

    def _last_words(self):
        return self.log.read_text(errors="replace")[-1000:]


class OdooServer(Process):
    """Odoo on one database; ``settings`` go into its configuration file.

    ``crons``: how many scheduler threads. ``name`` tells several servers on one
    database apart.
    """

    def __init__(self, environment, database, port=None, crons=1, name="", **settings):
        port = port or free_port()
        name = name or f"odoo-{database}"
        self.address = f"http://127.0.0.1:{port}"
        self.configuration = configuration.write(
            places.private_data() / f"{name}.conf",
            environment.odoo,
            environment.postgres,
            db_name=database,
            dbfilter=f"^{database}$",
            http_port=port,
            gevent_port=free_port(),
            max_cron_threads=crons,
            **settings,
        )
        command = ["-m", "odoo", "-c", self.configuration]
        variables = {"ODOO_RC": str(self.configuration)}
        super().__init__(name, command, f"{self.address}/web/login", variables)
