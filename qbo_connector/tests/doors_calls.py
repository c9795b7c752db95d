"""Which calls are tried on a model, and with what."""

import copy
import inspect

from .doors_world import our_models

ROOT = 2  # the first administrator, of whom nobody may learn or change anything


class Calls:
    """All calls that one person tries."""

    def __init__(self, doors, person, target):
        self.doors, self.person, self.env = doors, person, doors.env
        self.target = target  # the world that is called on
        self.typed = copy.copy(target)
        self.typed.mark = "typed"  # what is typed in is no secret that came out

    def all(self):
        """Try everything."""
        for name in our_models(self.env):
            model = self.env[name]
            if not model._abstract:
                self.generic(name)
                if model.with_user(self.person.user).has_access("read"):
                    self.fields(name)
                self.creations(name)
            self.methods(name)
        for name in self.doors.extended():
            self.methods(name)
            if not self.env[name]._abstract and name in self.target.records:
                self.fields(name)

    def knock(self, *args, **options):
        return self.doors.knock(self.person, *args, **options)

    def ids(self, name):
        records = self.target.records.get(name)
        if records is None and not self.env[name]._abstract:
            records = self.env[name].sudo().search([], limit=3)
        return records.ids if records else []

    # -- what every model has -------------------------------------------------------

    def generic(self, name):
        """Read, search and change records by what every model has."""
        ids, names = self.ids(name), list(self.env[name]._fields)
        deep = {each: self._deep(name, each) for each in names}
        for method, args in (
            ("read", (ids,)),
            ("read", (ids, ["display_name"])),
            ("web_read", (ids, deep)),
            ("search_read", ([],)),
            ("search", ([],)),
            ("web_search_read", ([], deep)),
            ("name_search", ("",)),
            ("fields_get", ()),
            ("export_data", (ids, names)),
            ("get_metadata", (ids,)),
            ("copy", (ids,)),
            ("copy_data", (ids,)),
            ("action_archive", (ids,)),
            ("load", (["id"], [["x"]])),
            ("default_get", (names,)),
            ("name_create", ("typed",)),
            ("onchange", ([], {}, [], deep)),
            ("onchange", (ids, {}, [], deep)),
            ("unlink", (ids,)),
        ):
            answer = self.knock(name, method, *args)
            if method == "search" and not isinstance(answer, Exception):
                self.doors.found(self.person, f"{name}.search", name, answer)

    def _deep(self, model, name):
        field = self.env[model]._fields[name]
        return {"fields": {"display_name": {}}} if field.relational else {}

    def fields(self, name):
        """Ask and write each field by itself."""
        model, ids = self.env[name], self.ids(name)
        shown = self.knock(name, "fields_get")
        for each in self.doors.fields_of(name):
            closed = isinstance(shown, Exception) or each not in shown
            self._ask(name, each, closed)
            if closed:
                self.knock(name, "read", ids, [each])
                self.knock(name, "search_read", [], ["id"], 0, 1, each)
            value = self.typed.value(model, model._fields[each])
            if value is not None:
                self.knock(name, "write", ids, {each: value})
                self._bend(name, each, value)

    def _ask(self, name, each, closed):
        """Search and group by a field."""
        for operator in ("!=", "="):
            answer = self.knock(name, "search", [(each, operator, False)])
            if not isinstance(answer, Exception):
                where = f"{name}.search by {each}"
                self.doors.found(self.person, where, name, answer, closed)
        self.knock(name, "formatted_read_group", [], [each], ["__count"])

    def _bend(self, name, each, value):
        """Write what is another's into a record of one's own."""
        if self._own_ids(name):
            self.knock(name, "write", self._own_ids(name)[:1], {each: value})

    # -- new records ----------------------------------------------------------------

    def creations(self, name):
        """Make records that point at the target, and press every button of them."""
        model = self.env[name]
        if not model._auto:
            return
        for vals in self._variants(model):
            if isinstance(self.knock(name, "create", [vals]), Exception):
                continue
            for method in ("read", *self._own_methods(name)):
                self.knock(name, "create", [vals], then=method)

    def _variants(self, model):
        """Values of new records: pointing at the target, in all or in part."""
        full = self.typed.values(model)
        yield full
        yield self.typed.values(model, needed=True)
        if self.person.own:
            owners = {
                name: self.person.own.records[model._fields[name].comodel_name].id
                for name in ("connection_id", "company_id")
                if name in full
            }
            full = {**full, **owners}
            yield full
        if {"res_model", "res_id"} <= model._fields.keys():
            yield {**full, "res_model": "res.users", "res_id": ROOT}

    def _own_methods(self, name):
        return [
            method
            for method, function in self.doors.public(name)
            if self._is_ours(function)
        ]

    def _is_ours(self, function):
        return "qbo_connector" in getattr(function, "__module__", "")

    # -- methods --------------------------------------------------------------------

    def methods(self, name):
        """Call every public method, ours also with contexts made up to mislead."""
        for method, function in self.doors.public(name):
            args = self._arguments(name, function)
            for context in self._contexts(name, self._is_ours(function)):
                self.knock(name, method, *args, context=context)
            if self._is_ours(function) and self._own_ids(name):
                args = [self._own_ids(name), *args[1:]]
                self.knock(name, method, *args, context=context)

    def _own_ids(self, name):
        """Ids of the person's own company, where that is not what is called on."""
        own = self.person.own
        if own is None or own is self.target or name not in own.records:
            return []
        return own.records[name].ids

    def _contexts(self, name, ours):
        yield {}
        if not ours:
            return
        ids = self.ids(name)
        link = self.target.records["qbo.link"]
        misleading = {
            "active_model": name,
            "active_id": ids[:1] and ids[0],
            "active_ids": ids,
            "default_connection_id": self.target.records["qbo.connection"].id,
            "default_link_id": link[:1].id,
            "import_file": True,
        }
        yield misleading
        yield {**misleading, "allowed_company_ids": self.target.company.ids}

    def _arguments(self, name, function):
        """Arguments by the names of the parameters."""
        needed = [
            each.name
            for each in list(inspect.signature(function).parameters.values())[1:]
            if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
        ]
        args = [self._argument(name, each) for each in needed]
        is_plain = getattr(function, "_api_model", False)
        return args if is_plain else [self.ids(name), *args]

    def _argument(self, name, parameter):
        model = self.env[name]
        known = {
            "vals_list": [{}],
            "domain": [],
            "fields": ["id"],
            "groupby": ["id"],
            "aggregates": ["__count"],
            "specification": {"id": {}},
            "operation": "read",
            "full_name": "id",
        }
        if parameter in known:
            return known[parameter]
        if parameter in ("vals", "values"):
            return {} if model._abstract else self.typed.values(model)
        return "typed" if "name" in parameter else self.ids(name)
