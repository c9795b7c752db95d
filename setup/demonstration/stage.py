"""The database and the two servers of the demo."""

import shutil
from contextlib import ExitStack, contextmanager

from environment import places, prepare, server, step
from environment.databases import Databases
from harness import Book, EmulatorServer

NAME = "qbo_demo"
BASE = ("account", "contacts", "l10n_us", "mail", "rating", "link_tracker")
ADDONS = ("qbo_connector", "qbo_connector_invoices", "qbo_connector_review")


class Stage:
    """Where the demo plays; both books outlive it unless they are reset."""

    def __init__(self, port):
        server.demand_free(port)
        server.demand_free(port + 1)
        self.url = f"http://127.0.0.1:{port}"
        self.folder = places.private_data() / "demo"
        self.book = Book(NAME)
        self.environment = prepare()
        self.databases = Databases(self.environment)
        self.odoo = server.odoo(self.environment, NAME, port)
        redirect = f"{self.url}/qbo/oauth/callback"
        self.quickbooks = EmulatorServer(
            self.folder,
            self.environment.variables,
            port=port + 1,
            redirect=redirect,
        )

    def reset(self):
        """Forget both books."""
        self.databases.drop(NAME)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    @contextmanager
    def running(self):
        """Start both servers, and stop them at the end, whatever happens."""
        self._make_database()
        with ExitStack() as stack:
            with step("Starting QuickBooks (the emulator)"):
                stack.enter_context(self.quickbooks)
            with step("Starting Odoo"):
                stack.enter_context(self.odoo)
            yield

    def _make_database(self):
        """Install the add-ons beside Odoo's demo data, or bring them up to date."""
        if NAME in self.databases.names():
            with step("Updating the add-ons"):
                self.databases.update(NAME, ADDONS)
            return
        draft = f"{NAME}_draft"
        base = self.databases.base(BASE)
        with step("Installing the three add-ons"):
            self.databases.copy(base, draft)
            self.databases.install(draft, ADDONS)
            self.databases.rename(draft, NAME)
