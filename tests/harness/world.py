"""One Odoo and one QuickBooks of a test's own, with a person who uses both."""

from contextlib import ExitStack

from environment.databases import Databases

from .bookkeeper import Bookkeeper
from .books import Book
from .processes import OdooServer, free_port
from .quickbooks import EmulatorServer


class World:
    """Two servers on a copy of a database; ``with`` starts and ends them.

    ``odoo`` and ``quickbooks`` may be killed and started at any time. ``settings``
    go into Odoo's configuration file.
    """

    def __init__(self, environment, template, folder, name, **settings):
        self.databases = Databases(environment)
        self.template = template
        self.name = name
        self.book = Book(name)
        self.environment = environment
        port = free_port()
        self.odoo = OdooServer(environment, name, port, **settings)
        self.quickbooks = EmulatorServer(
            folder, redirect=f"{self.odoo.address}/qbo/oauth/callback"
        )
        self._stack = ExitStack()

    def __enter__(self):
        self.databases.copy(self.template, self.name)
        self._stack.callback(self.databases.drop, self.name)
        self._stack.enter_context(self.quickbooks)
        self._stack.enter_context(self.odoo)
        self.bookkeeper = Bookkeeper(self.odoo.address, self.book, self.quickbooks)
        return self

    def __exit__(self, *problem):
        self._stack.close()

    @property
    def control(self):
        """Give the control API of QuickBooks."""
        return self.quickbooks.control

    @property
    def realm(self):
        """Give the id of the QuickBooks company."""
        return self.quickbooks.credentials["realm_id"]

    def there(self, entity):
        """Give QuickBooks' objects of a type, inactive ones too."""
        return self.control.list(self.realm, entity)

    def connected(self, **values):
        """Connect, read the lists and map by name; give the world itself.

        QuickBooks is set to take Odoo's numbers, as its users are told to do.
        """
        own_numbers = {"SalesFormsPrefs": {"CustomTxnNumbers": True}}
        self.control.set_preferences(self.realm, own_numbers)
        self.bookkeeper.connect(**values)
        self.bookkeeper.lists_and_mappings()
        return self

    def wait_out_doubt(self):
        """Let the time pass after which the outcome of a lost call is looked up.

        The clock of a running Odoo can't be moved, so what was sent is made older.
        """
        statement = """
            UPDATE qbo_intent SET sent_at = sent_at - interval '151 seconds'
             WHERE state = 'open'
        """
        return self.book.execute(statement)
