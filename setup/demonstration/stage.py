"""The database and the two servers of the demo."""

import shutil
from contextlib import ExitStack, contextmanager

from environment import places, prepare, step
from environment.databases import Databases
from harness import Book, EmulatorServer, OdooServer, demand_free
from harness.mail import MailSink
from testing.parts import ADDONS, ODOO_ALL


def name_of(port):
    """Give the name of the database: each clone and each port has a demo of its own."""
    return f"qbo_demo_{places.private_data().name}_{port}"


class Stage:
    """Where the demo plays; both books outlive it unless they are reset."""

    def __init__(self, port):
        demand_free(port)
        demand_free(port + 1)
        self.name = name_of(port)
        self.folder = places.private_data() / "demo" / str(port)
        self.book = Book(self.name)
        self.environment = prepare()
        self.databases = Databases(self.environment)
        self.sink = MailSink()  # no message of the demo leaves this machine
        smtp = {"smtp_server": "127.0.0.1", "smtp_port": self.sink.port}
        self.odoo = OdooServer(self.environment, self.name, port, **smtp)
        self.url = self.odoo.address
        self.quickbooks = EmulatorServer(
            self.folder, port=port + 1, redirect=f"{self.url}/qbo/oauth/callback"
        )

    def reset(self):
        """Forget both books."""
        self.databases.drop(self.name)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    @contextmanager
    def running(self):
        """Start both servers, and stop them at the end, whatever happens."""
        self._make_database()
        with ExitStack() as stack:
            stack.enter_context(self.sink)
            with step("Starting QuickBooks (the emulator)"):
                stack.enter_context(self.quickbooks)
            with step("Starting Odoo"):
                stack.enter_context(self.odoo)
            yield

    def _make_database(self):
        """Install the add-ons beside Odoo's demo data, or bring them up to date."""
        if self.name in self.databases.names():
            with step("Updating the add-ons"):
                self.databases.update(self.name, ADDONS)
            return
        draft = f"{self.name}_draft"
        base = self.databases.base(ODOO_ALL)
        with step("Installing the three add-ons"):
            self.databases.copy(base, draft)
            self.databases.install(draft, ADDONS)
            self.databases.rename(draft, self.name)
