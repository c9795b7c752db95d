from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.turn import OVER, subject
from ..qbo import entities
from ..qbo.moments import parse_moment
from ..qbo.three_way import planted

LOOKED_UP = timedelta(minutes=10)


class QboLink(models.Model):
    """One Odoo record and one QuickBooks object that stand for the same thing.

    Written by the sync and by buttons only: users' savings insert marks instead
    (``qbo.change``), so the two never collide.
    """

    _name = "qbo.link"
    _description = "QuickBooks link"
    _inherit = ["qbo.link.buttons", "qbo.about.mixin", "qbo.guarded.mixin"]
    _order = "id desc"
    _rec_name = "record_name"
    _rec_names_search = ["qbo_name", "qbo_id"]

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(string="Type", required=True)
    qbo_id = fields.Char(string="QuickBooks ID")
    part = fields.Char(
        required=True, default="", help="Tells apart several objects of one record."
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model")
    record_name = fields.Char(
        string="Record", compute="_compute_record_name", compute_sudo=True
    )
    qbo_name = fields.Char(string="Name in QuickBooks")
    agreed = fields.Json(help="Mapped keys as QuickBooks last held them.")
    ours = fields.Json(help="Mapped keys that read otherwise here, yet count as equal.")
    disputed = fields.Json(help="QuickBooks' values of keys a person has to decide.")
    overrides = fields.Json(help="Values sent instead, as a name with a suffix.")
    looked_at = fields.Datetime(help="When QuickBooks was searched for it in vain.")
    taken_by = fields.Char(help="QuickBooks IDs that hold its name or number.")
    sync_token = fields.Char()
    is_outdated = fields.Boolean(
        help="QuickBooks gave it a new token by a write to another object."
    )
    remote_time = fields.Datetime(help="QuickBooks' own time of that version.")
    origin = fields.Selection(
        [
            ("created", "Created in QuickBooks"),
            ("adopted", "Recognised after a lost answer"),
            ("matched", "Matched with an existing one"),
            ("imported", "Taken over from QuickBooks"),
        ],
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("linked", "In step"),
            ("mismatch", "Totals differ"),
            ("error", "Needs attention"),
            ("ignored", "Left alone"),
            ("gone", "Gone in QuickBooks"),
            ("undone", "Taken back"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    problem = fields.Char()
    waits_for = fields.Char(
        index="btree_not_null", help="Key of the record that must be linked first."
    )
    run_id = fields.Many2one("qbo.run", ondelete="set null", index="btree_not_null")
    synced_at = fields.Datetime(string="Last In Step")

    _unique_object = models.UniqueIndex(
        "(connection_id, entity, qbo_id, res_model, part) WHERE qbo_id IS NOT NULL",
        "This QuickBooks object is already linked.",
    )
    _unique_record = models.UniqueIndex(
        "(connection_id, entity, res_model, res_id, part) WHERE res_id > 0",
        "This record is already linked.",
    )
    _by_record_index = models.Index("(res_model, res_id)")
    _by_parent = models.Index(
        "(connection_id, entity, (agreed #>> '{ParentRef,value}'))"
        " WHERE agreed #>> '{ParentRef,value}' IS NOT NULL"
    )

    # -- CRUD: what is linked is looked up often within one transaction ----------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_linkable(vals_list)
        links = super().create(vals_list)
        links._forget()
        if self.env.context.get("import_file"):
            links._verify()
        return links

    def _check_linkable(self, vals_list):
        """Raise AccessError for what the user may not link: names are shown of it."""
        for vals in vals_list:
            connection = self.env["qbo.connection"].browse(vals.get("connection_id"))
            key = (vals.get("entity"), vals.get("res_model"), vals.get("res_id"))
            self.env["qbo.door"]._check_linkable(connection, *key)

    def _verify(self):
        """Let the next run look whether links from a file are true, in batches."""
        for connection, links in self.grouped("connection_id").items():
            notes = [(each.entity, each.qbo_id, "Check", None, None) for each in links]
            self.env["qbo.remote.change"]._leave(connection, notes)
            connection.sudo()._wake()  # the trigger is the scheduler's own

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"qbo_id", "res_id", "part", "state"}:
            self._forget()
        return result

    def unlink(self):
        self._forget()
        self._stay_on_guard()
        return super().unlink()

    def _stay_on_guard(self):
        """Let documents be looked for before they are made: theirs are still there.

        What has no name or number of its own is recognised by its marker alone, which
        no query finds.
        """
        left = self.filtered(
            lambda link: link.qbo_id and not entities.get(link.entity).has_active
        )
        for connection, links in left.grouped("connection_id").items():
            throttle = self.env["qbo.throttle"].sudo()._of(connection)
            throttle._guard(min(links.mapped("create_date")))

    def _forget(self):
        """Let the links of these types be looked up anew."""
        mine = {(each.connection_id, each.entity) for each in self}
        for connection, entity in mine:
            connection._forget_links(entity)
        keys = {("qbo_links", connection.id, entity) for connection, entity in mine}
        cache = self.env.cr.cache
        for key in [key for key in cache if key[:3] in keys]:
            del cache[key]

    def _new_values(self, connection, mapper, res_id, part):
        """Values of a new link of a record."""
        return {
            "connection_id": connection.id,
            # or it would be worked out and written once more, behind the others
            "company_id": connection.company_id.id,
            "entity": mapper._entity,
            "res_model": mapper._odoo_model,
            "res_id": res_id,
            "part": part,
        }

    # -- finding --------------------------------------------------------------

    def _by_record(self, connection, mapper, res_ids):
        """Links of records of a mapper: {(record id, part): link}."""
        domain = Domain("connection_id", "=", connection.id)
        domain &= Domain("entity", "=", mapper._entity)
        domain &= Domain("res_model", "=", mapper._odoo_model)
        links = self.search(domain & Domain("res_id", "in", list(res_ids)))
        return {(link.res_id, link.part): link for link in links}

    def _by_qbo_id(self, connection, entity, qbo_ids):
        """Links of QuickBooks objects, the one of the whole object: {QBO id: link}.

        One that is over stands back for another one of the same object: of a piece
        that is left, or of what the object became when another mapper claimed it.
        """
        domain = Domain("connection_id", "=", connection.id)
        domain &= Domain("entity", "=", entity) & Domain("qbo_id", "in", list(qbo_ids))
        links = {}
        for link in self.search(domain, order="part, id"):
            known = links.setdefault(link.qbo_id, link)
            is_own = not link.part.startswith("merged ")
            if known.state in OVER and is_own and link.state not in OVER:
                links[link.qbo_id] = link
        return links

    def _all_by_qbo_id(self, connection, entity, qbo_ids):
        """All links of QuickBooks objects: {QBO id: [link, ...]}.

        Without those whose own object was merged into another one.
        """
        domain = Domain("connection_id", "=", connection.id)
        domain &= Domain("entity", "=", entity) & Domain("qbo_id", "in", list(qbo_ids))
        links = {}
        for link in self.search(domain, order="part, id"):
            if not link.part.startswith("merged "):
                links.setdefault(link.qbo_id, []).append(link)
        return links

    def _records_domain(self, domain):
        """Domain of the records that the links of a domain stand for."""
        links = self._search(Domain(domain) & Domain("res_id", "!=", False))
        ids = links.subselect("res_id")
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN %s", SQL.identifier(alias, "id"), ids
            )
        )

    def _qbo_ids(self, connection, entity, records):
        """QuickBooks ids of linked records: {(record id, part): id}.

        Kept for the transaction and filled for all records read together, so asking
        for one after the other costs one query.
        """
        # The cursor's cache outlives invalidations of records; only rolling back, to a
        # savepoint too, empties it. So what changes who is linked with whom must call
        # ``_forget``, as create, write and unlink do. What others commit meanwhile
        # this transaction would not see in the database either.
        cache = self.env.cr.cache.setdefault(
            ("qbo_links", connection.id, entity, records._name), {"ids": set()}
        )
        missing = set(records._ids) - cache["ids"]
        if missing:
            missing = {each for each in records._prefetch_ids if each} | missing
            cache["ids"] |= missing
            domain = Domain("connection_id", "=", connection.id)
            domain &= Domain("entity", "=", entity)
            domain &= Domain("res_model", "=", records._name)
            domain &= Domain("qbo_id", "!=", False) & Domain("state", "!=", "gone")
            found = self.sudo().search(domain & Domain("res_id", "in", list(missing)))
            cache.update({(link.res_id, link.part): link.qbo_id for link in found})
        return cache

    def _was_looked_up(self):
        """Whether QuickBooks was searched for it a short time ago."""
        limit = fields.Datetime.now() - LOOKED_UP
        return bool(self.looked_at and self.looked_at > limit)

    # -- standing -------------------------------------------------------------

    def _key(self):
        """Its subject, as in problems, waits and intents."""
        return subject(self.entity, self.res_model, self.res_id, self.part)

    def _wait_for(self, need):
        """Wait until another record is linked: (entity, record, part)."""
        entity, record, part = need
        self.write(
            {
                "state": "waiting",
                "waits_for": subject(entity, record._name, record.id, part),
                "problem": self.env._("Waits for %(name)s.", name=record.display_name),
            }
        )

    def _mark_in_step(self):
        """Say that nothing is to be done; a trouble that was is over."""
        stale = self.filtered(
            lambda link: link.state in ("waiting", "error") and not link.disputed
        )
        stale.write({"state": "linked", "problem": False, "waits_for": False})
        self.env["qbo.exception"]._close(stale)

    def _saw(self, payload):
        """Values that keep the newest version seen; a token is never lowered."""
        token = str(payload.get("SyncToken") or "0")
        if number_of(token) < number_of(self.sync_token):
            return {}
        changed = (payload.get("MetaData") or {}).get("LastUpdatedTime")
        moment = parse_moment(changed).replace(tzinfo=None) if changed else False
        name = payload.get("DisplayName") or payload.get("Name")
        return {
            "sync_token": token,
            "is_outdated": False,
            "remote_time": moment,
            "qbo_name": name or payload.get("DocNumber") or self.qbo_name,
        }

    def _decided(self, path, theirs):
        """A person decided on a path: QuickBooks' value is what was last agreed."""
        disputed = {key: value for key, value in self.disputed.items() if key != path}
        agreed = planted(dict(self.agreed or {}), path, theirs)
        ours = {key: value for key, value in (self.ours or {}).items() if key != path}
        self.write(
            {"agreed": agreed, "ours": ours or False, "disputed": disputed or False}
        )

    def _is_news(self, payload):
        """Whether an object is newer than what the link has seen; our echo is not."""
        if not self.sync_token or self.agreed is False:
            return True
        return number_of(payload.get("SyncToken")) > number_of(self.sync_token)

    def _move(self, gone, kept):
        """Move the links of merged records to the one that stays."""
        mine = Domain("res_model", "=", kept._name)
        taken = {
            (link.connection_id.id, link.entity, link.part)
            for link in self.search(mine & Domain("res_id", "=", kept.id))
        }
        for link in self.search(mine & Domain("res_id", "in", gone.ids)):
            key = (link.connection_id.id, link.entity, link.part)
            if key in taken and link.qbo_id:
                link.write(
                    {
                        "res_id": kept.id,
                        "part": f"merged {link.qbo_id}",
                        "state": "ignored",
                    }
                )
            elif key in taken:
                link.unlink()
            else:
                taken.add(key)
                link.res_id = kept.id
                link._mark_again()

    def _wake_dependents(self):
        """Mark what waited for these links."""
        keys = [link._key() for link in self]
        waiting = self.search([("waits_for", "in", keys)]) if keys else self.browse()
        waiting._mark_again(front=True)  # a button's turn ends with them, too
        waiting.waits_for = False

    def _mark_again(self, **options):
        """Mark the linked records as changed; options as in ``qbo.change._insert``."""
        self.env["qbo.change"]._insert(
            [
                {
                    "connection_id": link.connection_id.id,
                    "entity": link.entity,
                    "res_model": link.res_model,
                    "res_id": link.res_id,
                    "part": link.part,
                    **options,
                }
                for link in self
            ]
        )

    @api.depends("entity", "res_model", "res_id", "qbo_name")
    def _compute_record_name(self):
        door = self.env["qbo.door"]
        for model, links in self.grouped("res_model").items():
            known = links.filtered(
                lambda link: door._is_of(link.entity, link.res_model)
            )
            names = self._names(model, known.mapped("res_id"))
            for link in links:
                found = link in known and names.get(link.res_id)
                link.record_name = found or link.qbo_name or link.qbo_id

    def _names(self, model, res_ids):
        """Names of those records that are still there: {id: name}."""
        if model not in self.env:
            return {}
        records = self.env[model].browse(filter(None, res_ids)).exists()
        return {record.id: record.display_name for record in records}


def number_of(token):
    """Return a SyncToken as a number; what is none counts as older than any."""
    text = str(token or "")
    return int(text) if text.isdecimal() else -1
