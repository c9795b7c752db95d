"""QuickBooks as a server of its own: the emulator with its books in a file."""

import json
from pathlib import Path

from qbo_emulator import ControlClient

from .processes import Process, free_port


class EmulatorServer(Process):
    """The emulator; its books survive a kill, and a new start keeps its port."""

    def __init__(self, folder, profile="us-manual", port=None, redirect=""):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        port = port or free_port()
        self.credentials_file = folder / "credentials.json"
        command = ["-m", "qbo_emulator", "--company", profile, "--empty"]
        command += ["--port", port]
        command += ["--state", folder / "books.db"]
        command += ["--credentials", self.credentials_file]
        if redirect:
            command += ["--redirect-uri", redirect]
        super().__init__(f"quickbooks-{port}", command, f"http://127.0.0.1:{port}/")

    @property
    def credentials(self):
        """Give what a client of this QuickBooks company needs to know."""
        return json.loads(self.credentials_file.read_text())

    @property
    def control(self):
        """Give the control API: what a person would do in QuickBooks, and counts."""
        return ControlClient(self.credentials["control_url"])
