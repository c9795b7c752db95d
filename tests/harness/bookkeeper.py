"""A person who keeps one Odoo company and one QuickBooks company in step."""

import time

from .rpc import OdooUser

CONNECTION = "qbo.connection"
PATIENCE = 300
# No run is due or at work (its trigger stays until it ends), and the last one left
# neither a mark nor an open question.
IDLE = """
    SELECT NOT EXISTS (SELECT FROM ir_cron_trigger
                        WHERE cron_id = connection.cron_id
                          AND call_at <= now() AT TIME ZONE 'utc')
           AND NOT EXISTS (SELECT FROM qbo_change
                              JOIN qbo_rule USING (connection_id, entity)
                            WHERE connection_id = connection.id)
           AND NOT EXISTS (SELECT FROM qbo_intent
                            WHERE connection_id = connection.id AND state = 'open')
           AND NOT EXISTS (SELECT FROM qbo_rule
                            WHERE connection_id = connection.id
                              AND page_time IS NOT NULL)
      FROM qbo_connection connection
     WHERE connection.id = %(connection)s
"""


class Bookkeeper:
    """What this person does in Odoo's web client and on QuickBooks' consent page.

    ``odoo``: Odoo's address; ``book``: its database; ``quickbooks``: a server with
    ``credentials``. Each step may be done again without doing anything twice.
    ``company`` is Odoo's, ``realm`` QuickBooks' (the first one without).
    """

    def __init__(self, odoo, book, quickbooks, company="My US Company", realm=""):
        self.odoo, self.book, self.quickbooks = odoo, book, quickbooks
        self.choices = {"realm": realm} if realm else {}
        self.user = OdooUser(odoo, book.name)
        self.company = self.user.read("res.company", [("name", "=", company)], "id")
        self.company = self.company[0]["id"]
        self.user.context["allowed_company_ids"] = [self.company]
        self.connection = None

    def connect(self, **values):
        """Fill in the connection and approve it; give its id.

        ``values`` win over what the connection is made with.
        """
        self._set_address()
        domain = [("company_id", "=", self.company)]
        found = self.user.read(CONNECTION, domain, "state")
        self.connection = found[0]["id"] if found else self._new_connection(values)
        if self.state() != "connected":
            action = self.user.press(CONNECTION, "action_connect", self.connection)
            self.user.consent(action["url"], **self.choices)
        if self.state() != "connected":
            raise AssertionError(f"Not connected: {self._notice()}")
        return self.connection

    def _set_address(self):
        parameters = "ir.config_parameter"
        self.user.call(parameters, "set_param", "web.base.url", self.odoo)
        # Else the next log-in by another name of this machine would change it.
        self.user.call(parameters, "set_param", "web.base.url.freeze", "True")

    def _new_connection(self, values):
        credentials = self.quickbooks.credentials
        usual = {
            "name": "QuickBooks",
            "company_id": self.company,
            "environment": "sandbox",
            "client_id": credentials["client_id"],
            "client_secret": credentials["client_secret"],
            "api_base_override": credentials["base_url"],
            "discovery_override": credentials["discovery_url"],
            "go_live_date": "2000-01-01",
        }
        return self.user.create(CONNECTION, **{**usual, **values})

    def state(self):
        """Give the state of the connection."""
        return self._read("state")

    def _notice(self):
        return self._read("notice")

    def _read(self, name):
        return self.user.call(CONNECTION, "read", [self.connection], [name])[0][name]

    def press(self, button):
        """Press a button of the connection and give the action that it answers."""
        return self.user.press(CONNECTION, button, self.connection)

    def lists_and_mappings(self):
        """Read QuickBooks' lists and accept the mappings proposed by name."""
        self.press("action_update_lists")
        self.press("action_propose_mappings")
        self.press("action_create_terms")

    def copy_invoices(self):
        """Ask for every posted customer invoice of the company, as from the list."""
        domain = [
            ("company_id", "=", self.company),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ]
        moves = self.user.call("account.move", "search", domain)
        self.user.call("account.move", "action_qbo_push", moves)

    def settle(self, patience=PATIENCE):
        """Press *Sync now* and wait until nothing waits any more.

        ``patience`` in seconds.
        """
        self.press("action_sync_now")
        deadline = time.monotonic() + patience
        while not self.book.value(IDLE, connection=self.connection):
            if time.monotonic() > deadline:
                raise AssertionError(f"The work did not finish: {self._left()}")
            time.sleep(0.3)

    def _left(self):
        """Tell what still waits, for the message of a test that fails."""
        queries = {
            "marks": "SELECT entity, res_model, res_id, part FROM qbo_change",
            "intents": "SELECT request_id FROM qbo_intent WHERE state = 'open'",
            "pages": "SELECT entity FROM qbo_rule WHERE page_time IS NOT NULL",
        }
        return {name: self.book.rows(query) for name, query in queries.items()}
