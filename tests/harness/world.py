"""One Odoo and one QuickBooks of a test's own, with a person who uses both."""

from contextlib import ExitStack

from environment.databases import Databases

from .bookkeeper import Bookkeeper
from .books import Book
from .processes import OdooServer, free_port
from .quickbooks import EmulatorServer
from .waiting import wait_for

PATIENCE = 120
# What a running Odoo counts time by. When a request was first sent stays: QuickBooks'
# clock does not move with it, and is asked for what happened since then.
REMEMBERED = [
    f"UPDATE {table} SET {column} = {column} - make_interval(secs => %(seconds)s)"
    f" WHERE {rows}"
    for table, column, rows in [
        ("qbo_intent", "sent_at", "state = 'open'"),
        ("qbo_throttle", "resume_at", "resume_at > now() AT TIME ZONE 'utc'"),
        ("qbo_rule", "next_at", "next_at IS NOT NULL"),
        ("ir_cron_trigger", "call_at", "call_at > now() AT TIME ZONE 'utc'"),
    ]
]


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

        Gives how many requests there are whose outcome is open.
        """
        statement = "SELECT count(*) FROM qbo_intent WHERE state = 'open'"
        number = self.book.value(statement)
        self.pass_time(151)
        return number

    def pass_time(self, seconds):
        """Let time pass for Odoo without waiting for it.

        The clock of a running Odoo can't be moved, so what it remembers is made
        older. QuickBooks finishes first what it is at work on: by then it would have.
        """
        self._let_quickbooks_finish()
        for statement in REMEMBERED:
            self.book.execute(statement, seconds=seconds)

    def end_pause(self):
        """Let the time pass for which QuickBooks is left alone, and no more."""
        # Only then: while it works, Odoo itself writes these rows.
        statement = "UPDATE qbo_throttle SET resume_at = NULL WHERE resume_at > {}"
        self.book.execute(statement.format("now() AT TIME ZONE 'utc'"))

    def _let_quickbooks_finish(self):
        """Wait for the calls that are under way now, those of a dead Odoo too."""
        begun = self._under_way()
        wait_for(lambda: not begun & self._under_way(), PATIENCE)

    def _under_way(self):
        log = self.control.calls()["log"]
        return {call["number"] for call in log if not call["seconds"]}

    def backup(self):
        """Copy Odoo's database, which must not be running; give the copy's name."""
        name = f"{self.name}_backup"
        self._copy(self.name, name)
        self._stack.callback(self.databases.drop, name)
        return name

    def restore(self, backup):
        """Put a backup in the place of Odoo's database, which must not be running."""
        self._copy(backup, self.name)

    def _copy(self, source, name):
        wait_for(lambda: not self.databases.guests(source), PATIENCE)
        self.databases.copy(source, name)
