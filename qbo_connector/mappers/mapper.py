"""The base of all mappers: what the engine asks, and the answer most types give.

A new type of object costs one subclass. The engine calls, in this order:

push   _domain, _parts, _prepare, _needs, _to_qbo, _remote_queries, _match_remote,
       _operation, (send), _fits, _settled
pull   _match_local, _from_qbo, _apply_new / _apply, _pulled, _remote_gone
"""

import hashlib
import re

from odoo import models, tools
from odoo.fields import Domain

from ..qbo import entities, merge, rules
from .watch import Watch

MARKER = re.compile(r"\s*\[odoo ([0-9a-f]{16})\]")


class QboMapper(models.AbstractModel):
    """Translate between one type of Odoo record and one type of QuickBooks object."""

    _name = "qbo.mapper"
    _inherit = ["qbo.mapper.matching"]
    _description = "QuickBooks mapping"

    _entity = ""  # QuickBooks type, as in the API: "Customer"
    _odoo_model = ""
    _second = False  # True: its type has another, main mapper
    _in_pieces = False  # True: an object may come to several records, see ``_pieces``
    # parents first: 10 customers, vendors; 20 items; 30 documents; 40 payments
    _wave = 30
    _natural_key = ""  # "DisplayName", "DocNumber"; empty: PrivateNote carries a marker
    _push_imported = True  # False: what came from QuickBooks is history, never sent
    _pull_history = True  # False: the first pull takes only what changes from now on
    _create_there = "needed"  # default of the rule: "always", "needed" or "never"
    _create_here = True  # default of the rule
    _owner_key = ""  # how documents name it, if they do and it can be merged
    _yielding = frozenset()  # keys on which QuickBooks may keep what it has
    _defaults = {}  # further defaults of this type's qbo.rule: {"winner": "odoo"}

    # -- registry -------------------------------------------------------------

    def _all(self):
        """All mappers of this database, parents first."""
        return [self.env[name] for name in self._names()]

    @tools.ormcache()
    def _names(self):
        """Model names of all mappers, parents first, the main one of a type first."""
        registry = self.env.registry
        found = (
            registry[name]
            for name in registry.descendants(["qbo.mapper"], "_inherit")
            if name != "qbo.mapper" and registry[name]._entity
        )
        order = sorted(found, key=lambda each: (each._wave, each._entity, each._second))
        return tuple(mapper._name for mapper in order)

    def _types(self):
        """QuickBooks types of all mappers, parents first, each once."""
        return list(dict.fromkeys(mapper._entity for mapper in self._all()))

    def _of_type(self, entity):
        """The mappers of a QuickBooks type, its main one first."""
        return [mapper for mapper in self._all() if mapper._entity == entity]

    def _for(self, entity, model=None):
        """The mapper of a QuickBooks type and Odoo model; None where there is none.

        Without a model the main one of the type.
        """
        mappers = self._of_type(entity)
        fitting = [each for each in mappers if model in (None, each._odoo_model)]
        return next(iter(fitting), None)

    @tools.ormcache("model")
    def _watches(self, model):
        """Who watches a model: tuple of (mapper's name, field names, path)."""
        return tuple(
            (mapper._name, frozenset(watch.fields), watch.path)
            for mapper in self._all()
            for watch in mapper._watch()
            if watch.model == model
        )

    def _follow(self, records, path):
        """The mapper's records that a watch's path leads to."""
        if path.startswith("_"):
            return getattr(self, path)(records)
        return records.mapped(path) if path else records

    # -- declaration ----------------------------------------------------------

    def _rules(self):
        """Rules of ``qbo.rules``, one per mapped key."""
        return ()

    def _watch(self):
        """Watches: whose changes may change the payload. Default: the rules' fields."""
        return (Watch(self._odoo_model, self._read_fields()),)

    def _read_fields(self):
        """Odoo fields that the rules read, in order, each once."""
        reads = (name for rule in self._rules() for name in rules.reads(rule))
        return tuple(dict.fromkeys(reads))

    def _keys(self):
        """Mapped keys, dotted."""
        return [rule.key for rule in self._rules()]

    def _trackable(self, records):
        """Those of the watched records this mapper may ever send; cheap, no company."""
        return records

    def _domain(self, connection):
        """Domain of the Odoo records this type speaks of in this connection."""
        return Domain.TRUE

    def _creation_domain(self, connection):
        """Domain of those that are sent without being asked for or needed."""
        return self._domain(connection)

    def _parts(self, record, connection):
        """Parts of a record that are QuickBooks objects of their own."""
        return ("",)

    def _label(self, record):
        """Name of the record in messages to people."""
        return record.display_name

    # -- push -----------------------------------------------------------------

    def _prepare(self, records, connection):
        """Fetch for all records at once what ``_to_qbo`` will read one by one."""

    def _needs(self, record, connection, part=""):
        """Records to be linked first: list of (entity, record, part)."""
        return []

    def _to_qbo(self, record, connection, part=""):
        """Payload of mapped keys. Raises MappingProblem."""
        payload = {}
        for rule in self._rules():
            self._plant(payload, rule, record, connection, part)
        return payload

    def _plant(self, payload, rule, record, connection, part):
        """Put one rule's value into the payload; a hook fills in by itself."""
        if isinstance(rule, rules.Hook):
            value = getattr(self, rule.out)(record, connection) if rule.out else None
        elif isinstance(rule, rules.Ref):
            value = self._ref_out(rule, record, connection)
        else:
            value = rule.to_qbo(record[rule.field])
        rules.plant(payload, rule.key, value)

    def _ref_out(self, rule, record, connection):
        """Reference to a row of QuickBooks' lists, through the mappings."""
        target = record[rule.field]
        if not target:
            return None
        mappings = self.env["qbo.mapping"]
        label = self._label(record)
        return rule.to_qbo(mappings._demand(connection, rule.kind, target, label))

    def _linked_id(self, entity, record, connection, part=""):
        """QuickBooks id of a linked record, or "". One query for all read together."""
        if not record:
            return ""
        known = self.env["qbo.link"]._qbo_ids(connection, entity, record)
        found = known.get((record.id, part))
        if not found and not part:  # its own object was merged into another one
            merged = (key for key in known if key[0] == record.id and len(key) == 2)
            found = next(
                (known[key] for key in merged if key[1].startswith("merged ")), ""
            )
        return found or ""

    def _linked_ref(self, entity, record, connection, part=""):
        """Reference to a linked record as it stands in a payload, or None."""
        qbo_id = self._linked_id(entity, record, connection, part)
        return {"value": qbo_id} if qbo_id else None

    def _operation(self, record, link, payload, connection):
        """What to do with a linked object: "update", "void", "delete" or None."""
        return "update"

    def _leaves(self, path, value):
        """Whether a changed path (None: emptied) stays as it is in QuickBooks."""
        return False

    def _said(self, link, payload, changed):
        """What an update says, given which paths changed: all of the payload."""
        return payload

    def _payload(self, record, connection, part=""):
        """What would be sent: ``_to_qbo`` and, without natural key, the marker."""
        payload = self._to_qbo(record, connection, part)
        if not self._natural_key:
            note = payload.get("PrivateNote") or ""
            marker = f"[odoo {self._marker(record, part)}]"
            payload["PrivateNote"] = f"{note[:3970]} {marker}".strip()
        return payload

    def _marker(self, record, part=""):
        """Mark of one record that survives backups and is never given twice.

        The time of creation is in it, so an id that a restored backup hands out
        again does not repeat it.
        """
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        identity = f"{uuid}/{record._name}/{record.id}/{record.create_date}/{part}"
        return hashlib.sha256(identity.encode()).hexdigest()[:16]

    def _marker_in(self, payload):
        """The marker a payload carries, or ""."""
        found = MARKER.search(payload.get("PrivateNote") or "")
        return found.group(1) if found else ""

    def _settled(self, link, answer):
        """After an answer to our own write is stored: compare totals, write numbers.

        Set ``link.state`` to "mismatch" and open a problem when the books differ.
        """

    def _acted(self, link, operation, answer):
        """After QuickBooks sent a document ("send") or took a file ("upload")."""

    def _on_refusal(self, link, error, payload):
        """Answer a definite refusal: a payload to try once more, or None."""

    # -- pull -----------------------------------------------------------------

    def _meaning(self, path, value):
        """What a mapped value comes to: two that mean the same are no difference."""
        return value

    def _project(self, payload):
        """The payload restricted to mapped keys, without our marker."""
        kept = rules.project(payload, self._keys())
        note = kept.get("PrivateNote")
        if note and not self._natural_key:
            del kept["PrivateNote"]
            rules.plant(kept, "PrivateNote", MARKER.sub("", note))
        return kept

    def _from_qbo(self, payload, connection):
        """Odoo values of the keys that are in the payload. Raises MappingProblem."""
        vals = {}
        for rule in self._rules():
            self._read(vals, rule, payload, connection)
        return vals

    def _read(self, vals, rule, payload, connection):
        """Put one rule's Odoo value into ``vals``; a hook returns values of its own."""
        if rule.key.split(".")[0] not in payload:
            return
        if isinstance(rule, rules.Hook):
            if rule.into:
                vals.update(getattr(self, rule.into)(payload, connection))
        elif isinstance(rule, rules.Ref):
            vals.update(self._ref_in(rule, payload, connection))
        else:
            vals[rule.field] = rule.from_qbo(rules.dig(payload, rule.key))

    def _ref_in(self, rule, payload, connection):
        """Odoo record that a row of QuickBooks' lists means; unmapped: untouched."""
        qbo_id = rule.from_qbo(rules.dig(payload, rule.key))
        if not qbo_id:
            return {rule.field: False}
        record = connection._mapped_back(rule.kind, qbo_id)
        return {rule.field: record.id} if record else {}

    def _claims(self, payload):
        """Whether an object of the type is for this mapper, and not for another one."""
        return True

    def _pieces(self, payload, connection):
        """The pieces an object consists of, one for each record, told apart by part.

        Asked only where ``_in_pieces``. Each is a payload with the object's ``Id``
        from which ``_part_there`` reads its part.
        """
        return [payload]

    def _look_ahead(self, payloads, connection):
        """Fetch for all objects at once what taking them over reads one by one."""

    def _wanted(self, payload, connection):
        """Whether an unknown object should become an Odoo record at all."""
        return payload.get("Active", True)

    def _apply_new(self, payloads, connection):
        """Create Odoo records for objects, all at once; in the payloads' order."""
        vals_list = [self._from_qbo(each, connection) for each in payloads]
        return self.env[self._odoo_model].create(vals_list)

    def _apply(self, payload, connection, record):
        """Bring one record to the payload, writing only what differs; returns it.

        The payload may hold a part of the keys only: untouched keys are left alone.
        """
        vals = self._changed(record, self._from_qbo(payload, connection))
        if vals:
            record.write(vals)
        return record

    def _changed(self, record, vals):
        """Those of the values that the record does not have already."""
        current = record._convert_to_write({name: record[name] for name in vals})
        return {
            name: value
            for name, value in vals.items()
            if (current[name] or False) != (value or False)
        }

    def _pulled(self, link, payload):
        """After an object was taken over: compare totals, follow its children."""

    def _remote_gone(self, link, policy):
        """The object was deleted in QuickBooks: act here as the policy says.

        ``policy``: "cancel" archives or cancels the record; "unlink", "recreate" and
        "ask" are done by the engine. True: done; False: a person must decide.
        """
        record = self.env[link.res_model].browse(link.res_id)
        if "active" in record._fields:
            record.action_archive()
            return True
        return False

    def _removal(self, link):
        """The record was deleted here and the policy is to remove it there.

        Operation and body of it, or None when QuickBooks must keep the object.
        """
        if entities.get(self._entity).has_active:
            return "update", {"Id": link.qbo_id, "sparse": True, "Active": False}
        return "delete", {"Id": link.qbo_id}

    def _may_remove(self, payload):
        """Whether QuickBooks' newest object may go; one with a balance may not."""
        return not float(payload.get("Balance") or 0)

    # -- unknown outcomes -----------------------------------------------------

    def _is_done(self, operation, sent, found):
        """Whether an object shows that our update, void or delete has happened.

        ``sent`` is the body, ``found`` the newest object or None when it is gone.
        """
        if found is None:
            return operation in ("delete", "void")
        if operation == "void":
            return not float(found.get("TotalAmt") or 0)
        if operation == "update":
            wanted, there = merge.paths(self._project(sent)), merge.paths(found)
            return merge.same(wanted, {path: there.get(path) for path in wanted})
        return False
