from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.tests import HttpCase, TransactionCase, new_test_user

from odoo.addons.qbo_connector.qbo.oauth import Tokens
from odoo.addons.qbo_connector.qbo.session import QboSession

from qbo_emulator import Emulator

MOUNT = "http://localhost/qbo"


class Books:
    """The books of one QuickBooks company, as a person there sees and edits them.

    Where a verb takes the id of an object, a linked record of Odoo will do. Every
    verb of the emulator that begins with the realm is there without it.
    """

    def __init__(self, case, connection, realm_id):
        self._case = case
        self._connection = connection
        self._realm_id = realm_id

    def __getattr__(self, verb):
        ask = getattr(self._case.emulator.control, verb)
        return lambda *args, **kwargs: ask(self._realm_id, *args, **kwargs)

    def get(self, entity, record):
        return self._ask("get", entity, record)

    def edit(self, entity, record, changes):
        return self._ask("edit", entity, record, changes)

    def void(self, entity, record):
        return self._ask("void", entity, record)

    def delete(self, entity, record):
        return self._ask("delete", entity, record)

    def merge(self, entity, keep, gone):
        return self._ask("merge", entity, keep, self._qbo_id(entity, gone))

    def _ask(self, verb, entity, record, *args):
        ask = getattr(self._case.emulator.control, verb)
        return ask(self._realm_id, entity, self._qbo_id(entity, record), *args)

    def _qbo_id(self, entity, record):
        """Return the id of the object that ``record`` is linked to."""
        if isinstance(record, str):
            return record
        link = self._connection.env["qbo.link"].search(
            [
                ("connection_id", "=", self._connection.id),
                ("entity", "=", entity),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        self._case.assertEqual(len(link), 1, f"{record} is linked once")
        return link.qbo_id


class QboMixin:
    """A connected company and the QuickBooks that it is connected to.

    The emulator stands under ``MOUNT`` in every session that the connector opens,
    and starts empty, with full rights and no throttles, for each test.
    """

    qbo_profile = "us-manual"

    def setUp(self):
        super().setUp()
        self._open_cursors()
        self.emulator = Emulator()
        self.emulator.settings["throttles"] = False
        self.env["ir.config_parameter"].set_param("qbo_connector.pace", "0")
        self.addCleanup(self.emulator.close)
        mounts = QboSession.mounts
        self.addCleanup(setattr, QboSession, "mounts", mounts)
        QboSession.mounts = {**mounts, MOUNT: self.emulator.adapter()}
        self.app = self.emulator.add_app(name="Odoo", redirect_uris=[])
        self.company = self.emulator.add_company(self.qbo_profile)
        self.connection = self.connected(self.env.company, self.company)
        self.qbo = Books(self, self.connection, self.company.realm_id)
        self.emulator.control.reset_calls()

    def _open_cursors(self):
        """Let the connector's own cursors see this test's transaction."""
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)

    def new_connection(self, company, **vals):
        """A connection with the keys of the emulator's app, not yet connected."""
        return self.env["qbo.connection"].create(
            {
                "name": company.name,
                "company_id": company.id,
                "client_id": self.app.client_id,
                "client_secret": self.app.client_secret,
                "verifier_token": self.app.verifier_token,
                "api_base_override": MOUNT,
                "discovery_override": f"{MOUNT}/.well-known/openid_configuration",
                "differences_accepted": True,
                **vals,
            }
        )

    def connected(self, company, qbo_company, **vals):
        """A connection of ``company`` whose consent was given, lists read."""
        connection = self.new_connection(company, **vals)
        granted = self.emulator.control.grant(qbo_company.realm_id, self.app.client_id)
        self.env["qbo.token"]._of(connection)._accept(self.tokens(granted))
        connection.write({"realm_id": qbo_company.realm_id, "state": "connected"})
        self.env.flush_all()
        self.env["qbo.reference"]._refresh(connection)
        connection.differences_accepted = True
        self.settle()
        return connection

    def tokens(self, granted):
        """Tokens as the sign-in service gives them, from what the emulator granted."""
        now = datetime.now(timezone.utc)
        return Tokens(
            granted["access_token"],
            granted["refresh_token"],
            expires_at=now + timedelta(seconds=granted["expires_in"]),
            refresh_expires_at=now + timedelta(seconds=granted["refresh_expires_in"]),
            hard_expires_at=now + timedelta(seconds=granted["hard_expires_in"]),
        )

    def token(self, connection=None):
        """The credentials of a connection, which nobody but the connector may read."""
        return self.env["qbo.token"]._of(connection or self.connection)

    def expire(self, connection=None):
        """Let an hour pass, so that the access token is no longer good."""
        self.token(connection).expires_at = fields.Datetime.now()
        self.emulator.control.advance(3700)
        self.settle()

    def refreshes(self):
        """How often new tokens were asked for since the calls were last reset."""
        log = self.emulator.control.calls("")["log"]
        return sum("tokens/bearer" in str(call) for call in log)

    def person(self, login, *groups, **vals):
        """A user with the given groups of this add-on: user, manager."""
        names = [f"qbo_connector.qbo_group_{group}" for group in groups]
        return new_test_user(
            self.env, login, ",".join(["base.group_user", *names]), **vals
        )

    def settle(self):
        """Let this test's transaction and the connector's own ones see each other."""
        self.env.flush_all()
        self.env.invalidate_all()

    def run_sync(self, connection=None):
        """Do what the scheduled run of the connection does."""
        self.settle()
        (connection or self.connection)._cron_run()
        self.settle()

    def run_push(self, connection=None):
        """Send what waits, and nothing else."""
        self.settle()
        self.env["qbo.sync"]._push(connection or self.connection)
        self.settle()

    def run_pull(self, connection=None):
        """Fetch what changed, and nothing else."""
        self.settle()
        self.env["qbo.sync"]._pull(connection or self.connection)
        self.settle()

    def linked_partner(self, name, **vals):
        """A customer that is in step with QuickBooks."""
        partner = self.env["res.partner"].create({"name": name, **vals})
        partner.action_qbo_push()
        self.settle()
        return partner


class QboCase(QboMixin, TransactionCase):
    """A test of the connector with a QuickBooks company of its own."""


class QboHttpCase(QboMixin, HttpCase):
    """A test that comes in by HTTP, as browsers and QuickBooks do."""

    def _open_cursors(self):
        """Nothing to do: tests by HTTP share their transaction from the start."""
