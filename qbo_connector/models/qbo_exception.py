from datetime import timedelta

from odoo import Command, api, fields, models

from ..engine.turn import remote_subject, subject

KEPT = timedelta(days=180)


class QboException(models.Model):
    """One open problem, in plain words, with what to do and the button that does it.

    One open row per record (or QuickBooks object) and kind, with a counter; closes
    itself when its cause is gone.
    """

    _name = "qbo.exception"
    _description = "QuickBooks problem"
    _inherit = [
        "qbo.exception.repair",
        "qbo.exception.choice",
        "qbo.exception.door",
        "qbo.exception.trouble",
        "qbo.about.mixin",
        "qbo.guarded.mixin",
    ]
    _order = "last_at desc, id desc"
    _rec_name = "title"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    link_id = fields.Many2one(
        "qbo.link", ondelete="set null", index="btree_not_null", readonly=True
    )
    entity = fields.Char(string="Type", readonly=True)
    kind = fields.Char(required=True, readonly=True)
    subject = fields.Char(
        required=True, readonly=True, help="What it is about, for one row each."
    )
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", readonly=True
    )
    part = fields.Char(readonly=True)
    qbo_id = fields.Char(string="QuickBooks ID", readonly=True)
    version = fields.Char(readonly=True, help="The version that was not taken over.")
    record_name = fields.Char(string="Record", readonly=True)
    title = fields.Char(string="Problem", required=True, readonly=True)
    message = fields.Text(string="What QuickBooks Said", readonly=True)
    advice = fields.Text(string="What to Do", readonly=True)
    button = fields.Selection(
        [
            ("retry", "Try again"),
            ("map", "Open mappings"),
            ("choose", "Choose"),
            ("open", "Open record"),
            ("decide", "Decide"),
            ("connect", "Open connection"),
        ],
        readonly=True,
    )
    count = fields.Integer(string="Times", default=1, readonly=True)
    first_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    last_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    closed_at = fields.Datetime(readonly=True, index=True)
    trace = fields.Char(string="Intuit's Trace ID", readonly=True)
    survivor_id = fields.Many2one(
        "qbo.link",
        string="Perhaps Merged Into",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    conflict_ids = fields.One2many("qbo.conflict", "exception_id", readonly=True)

    _one_open = models.UniqueIndex(
        "(connection_id, subject, kind) WHERE closed_at IS NULL",
        "This problem is already open.",
    )

    # -- opening --------------------------------------------------------------

    @api.model
    def _open(self, connection, found):
        """Open problems, or count open ones once more.

        ``found``: values with at least subject, kind, title; one query for all.
        """
        if not found:
            return self.browse()
        now = fields.Datetime.now()
        known = self.search(
            [
                ("connection_id", "=", connection.id),
                ("closed_at", "=", False),
                ("subject", "in", [values["subject"] for values in found]),
            ]
        )
        rows = {(row.subject, row.kind): row for row in known}
        fresh = []
        for values in found:
            row = rows.get((values["subject"], values["kind"]))
            if row:
                row.write({**values, "count": row.count + 1, "last_at": now})
            else:
                fresh.append({"connection_id": connection.id, **values})
        opened = self.create(fresh)
        opened._tell_owner()
        asked = {(values["subject"], values["kind"]) for values in found}
        return opened | known.filtered(lambda row: (row.subject, row.kind) in asked)

    def _tell_owner(self):
        """Give the owner one to-do, however many records need attention."""
        for connection, rows in self.grouped("connection_id").items():
            connection._alert_owner(self._summary(), rows[0].title)

    def _summary(self):
        return self.env._("Records need attention")

    @api.model
    def _open_links(self, pairs):
        """Open problems of links: list of (link, values); the links say so too."""
        if not pairs:
            return self.browse()
        for link, values in pairs:
            link.write(
                {"state": values.pop("state", "error"), "problem": values["title"]}
            )
        found = [
            {
                "subject": link._key(),
                "link_id": link.id,
                "entity": link.entity,
                "res_model": link.res_model,
                "res_id": link.res_id,
                "part": link.part,
                "qbo_id": link.qbo_id,
                "record_name": link.record_name,
                **values,
            }
            for link, values in pairs
        ]
        return self._open(pairs[0][0].connection_id, found)

    @api.model
    def _open_mapping(self, connection, mapper, problems):
        """Records that cannot be translated: list of (link, record, MappingProblem)."""
        self._open_links(
            [
                (
                    link,
                    {
                        "kind": problem.kind,
                        "title": problem.message,
                        "advice": problem.advice,
                        "button": problem.button,
                    },
                )
                for link, _record, problem in problems
            ]
        )

    @api.model
    def _open_refused(self, connection, problems):
        """Records that QuickBooks refused: list of (link, QboError)."""
        words = self.env["qbo.problem.text"]
        self._open_links(
            [(link, words._of_refusal(link, error)) for link, error in problems]
        )

    @api.model
    def _open_needed(self, connection, mapper, record):
        """A document needs a record that may not be created in QuickBooks."""
        self._open(
            connection,
            [
                {
                    "subject": subject(mapper._entity, record._name, record.id),
                    "kind": "needed",
                    "entity": mapper._entity,
                    "res_model": record._name,
                    "res_id": record.id,
                    "record_name": mapper._label(record),
                    "title": self.env._(
                        "%(name)s is needed but not in QuickBooks.",
                        name=mapper._label(record),
                    ),
                    "advice": self.env._(
                        "A document waits for it. Send it to QuickBooks, or link it "
                        "with what is there, or let the rule of this type create it."
                    ),
                    "button": "retry",
                }
            ],
        )

    @api.model
    def _open_pull(self, connection, entity, payload, error):
        """An object of QuickBooks that could not be taken over."""
        name = payload.get("DisplayName") or payload.get("Name")
        name = name or payload.get("DocNumber") or payload["Id"]
        name = name or self.env._("An object of type %(type)s", type=entity)
        self._open(
            connection,
            [
                {
                    "subject": remote_subject(entity, payload["Id"]),
                    "kind": "pull",
                    "entity": entity,
                    "qbo_id": payload["Id"],
                    "version": payload.get("SyncToken"),
                    "record_name": name,
                    "title": self.env._(
                        "%(name)s could not be taken over from QuickBooks.", name=name
                    ),
                    "message": self.env["qbo.error.text"]._of_any(error),
                    "advice": getattr(error, "advice", "")
                    or self.env._("Correct it here or in QuickBooks, then try again."),
                    "button": "retry",
                }
            ],
        )

    @api.model
    def _open_double(self, link, payload):
        """QuickBooks answered with an object that another record is linked to."""
        self._open_links(
            [
                (
                    link,
                    {
                        "kind": "double",
                        "title": self.env._(
                            "%(name)s seems to be in QuickBooks already, linked to "
                            "another record.",
                            name=link.record_name,
                        ),
                        "advice": self.env._(
                            "Look for a second record with the same name or number "
                            "here; merge the two or rename one, then try again."
                        ),
                        "button": "retry",
                    },
                )
            ]
        )

    @api.model
    def _open_act(self, link, operation):
        """Something was asked of a record that is not in QuickBooks."""
        self._open_links(
            [
                (
                    link,
                    {
                        "kind": operation,
                        "title": self.env._(
                            "%(name)s is not in QuickBooks, so it was not sent from "
                            "there.",
                            name=link.record_name,
                        ),
                        "advice": self.env._("Send it to QuickBooks first."),
                        "button": "retry",
                    },
                )
            ]
        )

    @api.model
    def _open_gone(self, link, where, error=None):
        """Something was deleted on one side and a person must say what follows.

        ``error`` is why Odoo did not follow by itself.
        """
        values = self.env["qbo.problem.text"]._of_gone(link, where)
        if error is not None:
            values["message"] = self.env["qbo.error.text"]._of_any(error)
        self._open_links([(link, values)])

    @api.model
    def _open_merged(self, link, other):
        """Something is inactive in QuickBooks that may have been merged."""
        self._open_links([(link, self.env["qbo.problem.text"]._of_merged(link, other))])

    @api.model
    def _open_conflict(self, link, disputed):
        """Both sides changed the same fields: {path: (ours, theirs)}."""
        [row] = self._open_links(
            [(link, self.env["qbo.problem.text"]._of_conflict(link))]
        )
        words = self.env["qbo.problem.text"]
        mapper = self.env["qbo.mapper"]._for(link.entity, link.res_model)
        row.conflict_ids.unlink()
        row.conflict_ids = [
            Command.create(
                {
                    "key": path,
                    "label": words._label(mapper, path),
                    "ours": words._readable(ours),
                    "theirs": words._readable(theirs),
                }
            )
            for path, (ours, theirs) in disputed.items()
        ]

    @api.model
    def _open_connection(self, connection, error):
        """Trouble of the whole connection that waiting does not cure."""
        self._open(
            connection,
            [
                {
                    "subject": "connection",
                    "kind": type(error).__name__,
                    "record_name": connection.name,
                    "title": self.env["qbo.error.text"]._of(error),
                    "message": error.message,
                    "button": "connect",
                    "trace": error.trace,
                }
            ],
        )

    @api.model
    def _refused_already(self, connection, entity, objects):
        """Ids of objects of which just this version could not be taken over before.

        Polls overlap and show an object more than once; it is tried again when it
        changes, or when a person asks.
        """
        subjects = [remote_subject(entity, each["Id"]) for each in objects]
        domain = [("connection_id", "=", connection.id), ("closed_at", "=", False)]
        rows = self.search(
            [*domain, ("kind", "=", "pull"), ("subject", "in", subjects)]
        )
        versions = {row.qbo_id: row.version for row in rows if row.version}
        return {
            each["Id"]
            for each in objects
            if versions.get(each["Id"]) == each.get("SyncToken", "")
        }

    # -- closing --------------------------------------------------------------

    @api.model
    def _close(self, links, kinds=None):
        """Close the open problems of links: their cause is gone."""
        for connection, some in links.grouped("connection_id").items():
            self._close_remote(connection, [link._key() for link in some], kinds)

    @api.model
    def _close_remote(self, connection, subjects, kinds=None):
        """Close the open problems with these subjects."""
        domain = [
            ("connection_id", "=", connection.id),
            ("closed_at", "=", False),
            ("subject", "in", subjects),
        ]
        if kinds:
            domain.append(("kind", "in", kinds))
        self.search(domain)._shut()

    @api.autovacuum
    def _gc_closed(self):
        """Forget problems that were solved half a year ago."""
        limit = fields.Datetime.now() - KEPT
        self.search([("closed_at", "<", limit)]).unlink()

    def _shut(self):
        self.write({"closed_at": fields.Datetime.now()})
        for connection in self.connection_id:
            domain = [("connection_id", "=", connection.id), ("closed_at", "=", False)]
            if not self.search_count(domain, limit=1):
                connection._calm_owner(self._summary())
