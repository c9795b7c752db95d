from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .common import QboCase

SECRETS = ("client_secret", "verifier_token")
SEALED = (*SECRETS, "access_token", "refresh_token", "previous_refresh_token")
MODELS = (
    "qbo.call",
    "qbo.connection",
    "qbo.consent",
    "qbo.link",
    "qbo.log",
    "qbo.mapping",
    "qbo.reference",
    "qbo.token",
)
BUTTONS = (
    "action_accept_differences",
    "action_confirm_database",
    "action_connect",
    "action_connect_other",
    "action_disconnect",
    "action_pause",
    "action_propose_mappings",
    "action_reconnect",
    "action_resume",
)


@tagged("post_install", "-at_install")
class TestSecurity(QboCase):
    def setUp(self):
        super().setUp()
        self.stranger = self.person("stranger")
        self.user = self.person("user", "user")
        self.manager = self.person("manager", "manager")
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        self.settler = self.person("settler", "manager")
        self.settler.group_ids += self.env.ref("base.group_system")
        self.settler.group_ids += self.env.ref("base.group_allow_export")
        self.settle()

    # --- A user without the group ------------------------------------------------

    def test_stranger_reads_nothing(self):
        for model in MODELS:
            records = self.env[model].with_user(self.stranger)
            for method, args in (
                ("search_read", ([],)),
                ("web_search_read", ([], {"id": {}})),
                ("search_count", ([],)),
                ("name_search", ("",)),
                ("formatted_read_group", ([], ["create_uid"], ["__count"])),
            ):
                with self.subTest(model=model, method=method):
                    self.assertRaises(AccessError, getattr(records, method), *args)

    def test_stranger_does_not_reach_the_connection_through_the_company(self):
        company = self.env.company.with_user(self.stranger)
        with self.assertRaises(AccessError):
            company.read(["qbo_connection_ids"])
        with self.assertRaises(AccessError):
            company.search([("qbo_connection_ids.realm_id", "!=", False)])

    def test_stranger_presses_no_button(self):
        connection = self.connection.with_user(self.stranger)
        for name in (*BUTTONS, "action_sync_now", "action_test", "action_update_lists"):
            with self.subTest(button=name):
                self.assertRaises(AccessError, getattr(connection, name))

    # --- A user ------------------------------------------------------------------

    def test_user_sees_the_connection_but_no_key_of_it(self):
        connection = self.connection.with_user(self.user)
        [values] = connection.read(["name", "realm_id", "light", "linked_count"])
        self.assertEqual(values["realm_id"], self.company.realm_id)
        for name in ("client_id", *SECRETS, "api_base_override", "cron_id"):
            with self.subTest(field=name):
                self.assertRaises(AccessError, connection.read, [name])

    def test_user_tests_and_updates_lists(self):
        connection = self.connection.with_user(self.user)
        self.assertEqual(connection.action_test()["params"]["type"], "success")
        self.assertEqual(connection.action_update_lists()["params"]["type"], "success")
        self.assertTrue(connection.action_sync_now())

    def test_user_changes_nothing_of_the_connection(self):
        connection = self.connection.with_user(self.user)
        for vals in ({"name": "x"}, {"paused": True}, {"client_secret": "x"}):
            with self.subTest(vals=vals):
                self.assertRaises(AccessError, connection.write, vals)
        for name in BUTTONS:
            with self.subTest(button=name):
                self.assertRaises(AccessError, getattr(connection, name))
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.emulator.control.calls("")["total"], 0)

    # --- An administrator --------------------------------------------------------

    def test_administrator_reads_back_no_secret_that_was_typed(self):
        connection = self.connection.with_user(self.manager)
        connection.write({"client_secret": "typed-now", "verifier_token": "typed-too"})
        specification = {name: {} for name in SECRETS}
        [shown] = connection.web_read(specification)
        [read] = connection.read(SECRETS)
        [saved] = connection.web_save({"client_secret": "again"}, specification)
        exported = connection.export_data([*SECRETS])["datas"]
        [found] = connection.search_read([("id", "=", connection.id)], SECRETS)
        copied = connection.copy_data()[0]
        for answer in (shown, read, saved, exported, found, copied):
            for typed in ("typed-now", "typed-too", "again"):
                self.assertNotIn(typed, str(answer))

    def test_new_connection_does_not_give_back_what_was_typed(self):
        connections = self.env["qbo.connection"].with_user(self.manager)
        [saved] = connections.web_save(
            {"name": "New", "client_secret": "typed-now"},
            {"client_secret": {}, "has_client_secret": {}},
        )
        self.assertFalse(saved["client_secret"])
        self.assertTrue(saved["has_client_secret"])

    def test_administrator_asks_no_domain_and_no_group_about_a_secret(self):
        connections = self.env["qbo.connection"].with_user(self.manager)
        for name in SECRETS:
            for attempt in (
                lambda name=name: connections.search([(name, "=like", "a%")]),
                lambda name=name: connections.search([], order=name),
                lambda name=name: connections.formatted_read_group([], [name], []),
            ):
                with self.subTest(field=name), self.assertRaises(ValueError):
                    attempt()

    def test_no_one_reads_the_table_of_tokens(self):
        for person in (self.manager, self.settler):
            tokens = self.token().with_user(person)
            attempts = {
                "read": lambda tokens=tokens: tokens.read(list(SEALED)),
                "web_read": lambda tokens=tokens: tokens.web_read({"renewed_at": {}}),
                "search_read": lambda tokens=tokens: tokens.search_read([], ["id"]),
                "export": lambda tokens=tokens: tokens.export_data(["access_token"]),
                "domain": lambda tokens=tokens: tokens.search_count(
                    [("connection_id", "!=", False)]
                ),
                "group": lambda tokens=tokens: tokens.formatted_read_group(
                    [], ["access_token"], ["__count"]
                ),
                "name_search": lambda tokens=tokens: tokens.name_search(""),
            }
            for name, attempt in attempts.items():
                with self.subTest(person=person.login, attempt=name):
                    self.assertRaises(AccessError, attempt)

    def test_access_right_given_to_oneself_does_not_open_the_secrets(self):
        self.env["ir.model.access"].create(
            {
                "name": "mine",
                "model_id": self.env["ir.model"]._get_id("qbo.token"),
                "group_id": self.env.ref("base.group_system").id,
                "perm_read": True,
            }
        )
        tokens = self.token().with_user(self.settler)
        self.assertTrue(tokens.read(["expires_at"]))
        for name in SEALED:
            for attempt in (
                lambda name=name: tokens.read([name]),
                lambda name=name: tokens.web_read({name: {}}),
                lambda name=name: tokens.search([(name, "like", "a")]),
                lambda name=name: tokens.formatted_read_group([], [name], ["__count"]),
                lambda name=name: tokens.search([], order=name),
                lambda name=name: tokens.write({name: "x"}),
            ):
                with self.subTest(field=name):
                    self.assertRaises(AccessError, attempt)

    def test_field_made_by_hand_shows_the_seal_at_most(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_leak",
                "model_id": self.env["ir.model"]._get_id("qbo.token"),
                "ttype": "text",
                "related": "access_token",
                "store": False,
            }
        )
        self.assertTrue(field)
        shown = self.token().x_leak or ""
        self.assertNotIn(self.token()._open("access_token"), shown)

    def test_nothing_of_the_door_is_called_by_rpc(self):
        for model, names in {
            "qbo.connection": ("_client", "_oauth_app", "_tell", "_take_consent"),
            "qbo.token": ("_current", "_renew", "_open", "_seal", "_accept"),
            "qbo.consent": ("_begin", "_finish"),
        }.items():
            for name in names:
                with self.subTest(method=name), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_public_methods_of_tables_nobody_reads_are_those_of_every_model(self):
        plain = set(dir(self.env["ir.model.access"]))
        for model in ("qbo.token", "qbo.consent"):
            own = {name for name in dir(self.env[model]) if not name.startswith("_")}
            fields = set(self.env[model]._fields)
            self.assertEqual(own - plain - fields, set(), model)

    def test_other_addresses_are_for_system_administrators(self):
        vals = {"api_base_override": "http://localhost/elsewhere"}
        with self.assertRaises(AccessError):
            self.connection.with_user(self.manager).write(vals)
